package spec

import "reflect"

// APIVersion is the one version of the language.
const APIVersion = "entente/v1"

// KindInfo is one kind of document.
type KindInfo struct {
	Name string // as written under kind:
	Doc  string
	Type *Type // of its spec
}

// Kinds are all kinds in the order in which a newcomer meets them.
var Kinds = []*KindInfo{
	kind[Organization]("The vendor: money, time, people and every threshold. One per repository."),
	kind[Program]("A standard that partners join: plan, scorecard, terms, tiers, fit."),
	kind[Partner]("One company on the other side."),
	kind[Agreement]("One contract with a partner in a program."),
	kind[CommissionPlan]("What is paid on what, to whom and when."),
	kind[KPI]("One number per partner and period."),
	kind[Goal]("What both sides want to reach together in a period."),
	kind[Scorecard]("KPIs and ratings as one number from 0 to 100."),
	kind[Review]("A look back that both sides took."),
	kind[Assessment]("How well a partner fits: ratings and SWOT."),
	kind[Decision]("Who decided what, on which grounds."),
	kind[DecisionRights]("Who may decide what."),
	kind[Policy]("House rules in CEL with their own tests."),
	kind[Campaign]("A piece of joint marketing."),
	kind[Statement]("What a partner earned and is paid in a period, locked. Generated, and only ever added to."),
	kind[Source]("Where rows of facts are and what their columns mean."),
}

func kind[K Kind](doc string) *KindInfo {
	var k K
	return &KindInfo{Name: k.KindName(), Doc: doc, Type: typeOf(reflect.TypeFor[K]())}
}

// KindByName finds a kind as it is written; nil when there is none.
func KindByName(name string) *KindInfo {
	for _, k := range Kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// KindByLower finds a kind by its lower-cased name, as addresses spell it.
func KindByLower(name string) *KindInfo { return kindsByLower[name] }

var kindsByLower = func() map[string]*KindInfo {
	m := map[string]*KindInfo{}
	for _, k := range Kinds {
		m[NewAddress(k.Name, "").Kind()] = k
	}
	return m
}()
