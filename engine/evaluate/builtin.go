package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// builtin is a KPI that entente defines: what it counts, which way is better,
// where it looks, what it asks, and how the answers become the value.
type builtin struct {
	unit      state.Unit
	direction string
	asks      []ask
	answer    answer
	optional  []string // columns that a source need not map to be asked
	settings  []string // paths of the Organization that it goes by
	isPooled  bool     // over all partners it is the ratio of the sums of their parts
}

// ask is one question to all sources of a type, which count as one. A source is
// asked when it maps every column that the KPI names in that type.
type ask struct {
	of         string // source type
	where      string // CEL over the type's columns
	aggregate  facts.Aggregate
	field      string
	isAbsolute bool   // the field counts without its sign
	at         string // "" asks without a window
	window     windowOf
	with       string // asks sources that map this optional column alone
	without    string // asks sources that do not map it alone
	isOr       bool   // it will do when the ask before finds a source
	byTouch    bool   // rows count for the partners that influenced them
	isBorn     bool   // leaves out rows that were created after the period's last day
}

// Directions of a KPI.
const (
	increase = "increase"
	decrease = "decrease"
)

const (
	isWon     = `stage == "won"`
	isDecided = `stage in ["won", "lost"]`
)

// builtinNamed finds a built-in in the tables.
func builtinNamed(name string) (builtin, bool) {
	for _, table := range []map[string]builtin{salesBuiltins, influenceBuiltins, retentionBuiltins, effortBuiltins} {
		if b, ok := table[name]; ok {
			return b, true
		}
	}
	return builtin{}, false
}

// Direction is which way of a KPI is better, increase, decrease or maintain: what
// it declares, else what its built-in has; "" when neither says so, or it may not
// be what was meant.
func Direction(k *KPI) string {
	if !k.Doc.IsSound("direction", "builtin") {
		return ""
	}
	if k.Spec.Direction != nil {
		return string(k.Spec.Direction.V)
	}
	b, _ := builtinNamed(string(k.Spec.Builtin.Or("")))
	return b.direction
}

func (p *Program) builtinKPI(k *KPI) {
	b, ok := builtinNamed(string(k.Spec.Builtin.V))
	if !ok {
		return // not in the enumeration: reported by the decoder
	}
	if k.Unit == "" {
		k.Unit = b.unit
	}
	if !fits(k.Unit, b.unit) {
		p.add(wrongUnit(k, b.unit))
		return
	}
	needs := map[string][]string{}
	for _, a := range b.asks {
		m := p.ask(a)
		needs[a.of] = append(needs[a.of], m.columns()...)
		k.measures = append(k.measures, m)
	}
	for i, a := range b.asks {
		k.measures[i].sources = p.answering(a, needs[a.of], b.optional)
		k.measures[i].isUnmapped = len(k.measures[i].sources) == 0 && len(p.sourcesOf(a.of)) > 0
		for _, source := range append(k.measures[i].sources, k.measures[i].creditSources()...) {
			k.uses = append(k.uses, state.Use{Address: spec.NewAddress("Source", source)})
		}
	}
	k.uses = append(k.uses, p.ofOrganization(b.settings...)...)
	k.answer, k.isPooled, k.isShare = b.answer, b.isPooled, k.Unit == state.Percent
}

// ask compiles one question of a built-in.
func (p *Program) ask(a ask) measure {
	m := measure{window: a.window, isOr: a.isOr, isBorn: a.isBorn, query: facts.Query{At: a.at, Aggregate: a.aggregate, Currency: p.Book.Org.BaseCurrency.V}}
	env := typeEnv(a.of)
	if a.where != "" {
		m.query.Where, _ = env.Lower(a.where)
	}
	if a.field != "" {
		m.query.Field, _ = env.LowerValue(a.field)
	}
	if a.isAbsolute {
		m.query.Field = &facts.Expr{Op: facts.OpAbs, Kind: m.query.Field.Kind, Args: []facts.Expr{*m.query.Field}}
	}
	if a.byTouch {
		m.query.Credit = p.influence()
	}
	return m
}

// answering gives the sources that a question goes to.
func (p *Program) answering(a ask, needs, optional []string) []string {
	var out []string
	for _, s := range p.Sources {
		isMapped := func(column string) bool {
			return slices.ContainsFunc(s.Mapping.Columns, func(c facts.Column) bool { return c.Name == column })
		}
		lacks := slices.ContainsFunc(needs, func(column string) bool { return !isMapped(column) && !slices.Contains(optional, column) })
		if s.Mapping.Type == a.of && !lacks && (a.with == "" || isMapped(a.with)) && (a.without == "" || !isMapped(a.without)) {
			out = append(out, s.Mapping.Name)
		}
	}
	return out
}
