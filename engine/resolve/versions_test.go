package resolve_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// The plan of the contract's change, laid over the example.
func TestVersionsKeepTheLineThatSetAValue(t *testing.T) {
	files, err := os.ReadFile("../testdata/example-change/plans/reseller.yaml")
	if err != nil {
		t.Fatal(err)
	}
	docs, findings, err := load.Load(context.Background(), os.DirFS("../testdata/example-change"), "")
	if err != nil || len(findings) > 0 {
		t.Fatal(err, list(findings))
	}
	b, _ := resolve.Resolve(docs)
	plan := docs.Get("commissionplan/reseller")
	versions := b.Versions(plan)
	if len(versions) != 2 || versions[0].By != nil || versions[0].From != 0 || versions[1].By.ID != "lower-mid" || versions[1].By.AppliesTo != "new-deals" || versions[1].From != day(t, "2026-07-15") {
		t.Fatalf("%+v", versions)
	}
	rates := func(v any) (out []string) {
		for _, s := range v.(*spec.CommissionPlan).Rules[0].Bands.Steps {
			out = append(out, string(s.ID.V)+" "+s.Rate.V.String())
		}
		return out
	}
	if diff := cmp.Diff([]string{"base 10%", "mid 12%", "top 15%"}, rates(versions[0].Spec)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"base 10%", "mid 10%", "top 15%"}, rates(versions[1].Spec)); diff != "" {
		t.Error(diff)
	}
	text := string(files)
	inSet := strings.LastIndex(text, "10%}")
	changed := versions[1].Spec.(*spec.CommissionPlan).Rules[0]
	mid := changed.Bands.Steps[1]
	if int(mid.Rate.At.Start) != inSet || mid.Rate.At.Text() != "10%" || mid.Rate.At.From().Line != 1+strings.Count(text[:inSet], "\n") {
		t.Errorf("the merged rate stands at %d, line %d, want the line of set", mid.Rate.At.Start, mid.Rate.At.From().Line)
	}
	if got := mid.UpTo.At.From().Line; got != 1+strings.Count(text[:strings.Index(text, "150000 USD")], "\n") {
		t.Errorf("what the change leaves alone stands on line %d", got)
	}
	if changed.Hold == nil || changed.Bands.Method.V != "graduated" {
		t.Error("the change took something away")
	}
	for on, want := range map[string]string{"2026-07-14": "12%", "2026-07-15": "10%"} {
		if got := b.At(plan, day(t, on)).(*spec.CommissionPlan).Rules[0].Bands.Steps[1].Rate.V.String(); got != want {
			t.Errorf("on %s the rate is %s, want %s", on, got, want)
		}
	}
}

func TestChangesMergeByKey(t *testing.T) {
	b := book(t, "---\n"+doc("CommissionPlan", "p", `currency: USD
rules:
  - {id: a, trigger: closed-won, rate: 10%, cap: {perEvent: 5 USD}, clawback: {on: [churn], schedule: [{within: 30 days, share: 50%}]}}
  - {id: b, trigger: closed-won, rate: 20%, recurring: lifetime}
payout: {cadence: monthly}
changes:
  - id: later
    effective: 2026-02-01
    set:
      rules:
        - {id: c, trigger: invoiced, rate: 30%}
        - {id: b, recurring: {for: 12 months}}
        - {id: a, cap: {perPeriod: 9 USD}, clawback: {on: [non-payment], schedule: [{within: 60 days, share: 10%}, {within: 30 days, share: 40%}]}}
      payout: {minimum: 50 USD}
  - id: last
    effective: 2026-03-01
    set: {rules: [{id: c, rate: 35%}]}`))
	versions := b.Versions(b.Docs.Get("commissionplan/p"))
	if len(versions) != 3 {
		t.Fatalf("%d versions", len(versions))
	}
	var got []string
	for _, v := range versions {
		paths := []string{}
		spec.Walk(v.Spec, func(n spec.Node) {
			if n.Scalar != nil && !strings.HasPrefix(n.Path, "changes") {
				paths = append(paths, n.Path+"="+n.Text)
			}
		})
		got = append(got, strings.Join(paths, " "))
	}
	want := []string{
		"currency=USD rules/a/id=a rules/a/trigger=closed-won rules/a/rate=10% rules/a/cap/perEvent=5.00 USD rules/a/clawback/on/churn=churn rules/a/clawback/schedule/30 days/within=30 days rules/a/clawback/schedule/30 days/share=50% " +
			"rules/b/id=b rules/b/trigger=closed-won rules/b/rate=20% rules/b/recurring=lifetime payout/cadence=monthly",
		"currency=USD rules/a/id=a rules/a/trigger=closed-won rules/a/rate=10% rules/a/cap/perEvent=5.00 USD rules/a/cap/perPeriod=9.00 USD rules/a/clawback/on/non-payment=non-payment rules/a/clawback/schedule/30 days/within=30 days rules/a/clawback/schedule/30 days/share=40% rules/a/clawback/schedule/60 days/within=60 days rules/a/clawback/schedule/60 days/share=10% " +
			"rules/c/id=c rules/c/trigger=invoiced rules/c/rate=30% rules/b/id=b rules/b/trigger=closed-won rules/b/rate=20% rules/b/recurring=12 months payout/cadence=monthly payout/minimum=50.00 USD",
	}
	want = append(want, strings.Replace(want[1], "30%", "35%", 1))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Where two fields exclude each other, the one that is set later takes the place
// of the other.
func TestWhatIsSetTakesThePlaceOfWhatItExcludes(t *testing.T) {
	const bands = "bands: {method: graduated, reset: quarterly, steps: [{id: all, rate: 7%}]}"
	for name, c := range map[string]struct{ kind, was, set, want string }{
		"bands over a rate":              {"rule", "rate: 10%", bands, "bands/method=graduated bands/reset=quarterly bands/steps/all/id=all bands/steps/all/rate=7%"},
		"a rate over bands":              {"rule", bands, "rate: 10%", "rate=10%"},
		"a part of the bands":            {"rule", bands, "bands: {method: volume}", "bands/method=volume bands/reset=quarterly bands/steps/all/id=all bands/steps/all/rate=7%"},
		"an amount over a rate":          {"rule", "rate: 10%, hold: 30 days", "flat: 5 USD", "flat=5.00 USD hold=30 days"},
		"a rate over stages":             {"rule", "recurring: {for: 12 months, stages: [{rate: 5%}]}", "rate: 10%", "rate=10% recurring=12 months"},
		"a rate over stages alone":       {"rule", "recurring: {stages: [{rate: 5%}]}", "rate: 10%", "rate=10%"},
		"stages over a rate":             {"rule", "rate: 10%, recurring: 12 months", "recurring: {stages: [{rate: 5%}]}", "recurring=12 months recurring/stages/0/rate=5%"},
		"what excludes nothing":          {"rule", "rate: 10%, cap: {perEvent: 5 USD}", "cap: {perPeriod: 9 USD}", "rate=10% cap/perEvent=5.00 USD cap/perPeriod=9.00 USD"},
		"a value over a band":            {"kpi", "target: {low: 1, high: 5}", "target: 7", "target=7"},
		"a value spelled out over bands": {"kpi", "target: {low: 1, high: 5}", "target: {value: 7}", "target=7"},
		"a band over a value":            {"kpi", "target: 7", "target: {low: 1, high: 5}", "target/low=1 target/high=5"},
		"a band over a value spelled out": {"kpi", "target: {value: 7}", "target: {low: 1, high: 5}",
			"target/low=1 target/high=5"},
		"an end of a band":           {"kpi", "target: {low: 1, high: 5}", "target: {high: 6}", "target/low=1 target/high=6"},
		"one objective over two":     {"goal", "objective: {vendor: retention, partner: brand}", "objective: retention", "objective=retention"},
		"two objectives over one":    {"goal", "objective: retention", "objective: {vendor: retention, partner: brand}", "objective/vendor=retention objective/partner=brand"},
		"one of two":                 {"goal", "objective: {vendor: retention, partner: brand}", "objective: {partner: retention}", "objective/vendor=retention objective/partner=retention"},
		"what a scalar does not say": {"agreement", "exclusivity: {type: sole, until: 2026-12-31}", "exclusivity: exclusive", "exclusivity=exclusive exclusivity/until=2026-12-31"},
		"what a scalar had not said": {"agreement", "exclusivity: sole", "exclusivity: {until: 2026-12-31}", "exclusivity=sole exclusivity/until=2026-12-31"},
	} {
		t.Run(name, func(t *testing.T) {
			wrap := map[string][3]string{
				"rule":      {doc("CommissionPlan", "p", "currency: USD\nrules: [{id: a, trigger: closed-won, WAS}]\nchanges: [{id: later, effective: 2026-02-01, set: {rules: [{id: a, SET}]}}]"), "rules/a/", "id trigger"},
				"kpi":       {doc("Goal", "p", "partner: northwind\nperiod: 2026\nkpis: [{kpi: logo, WAS}]\nchanges: [{id: later, effective: 2026-02-01, set: {kpis: [{kpi: logo, SET}]}}]"), "kpis/logo/", "kpi"},
				"goal":      {doc("Goal", "p", "partner: northwind\nperiod: 2026\nkpis: []\nWAS\nchanges: [{id: later, effective: 2026-02-01, set: {SET}}]"), "", "partner period"},
				"agreement": {agreement("p", "{effective: 2026-01-01}", "status: signed\nWAS\namendments: [{id: later, effective: 2026-02-01, set: {SET}}]"), "", "partner program status term/effective"},
			}[c.kind]
			b := book(t, "---\n"+doc("KPI", "logo", "{builtin: average-deal-size}")+"---\n"+strings.NewReplacer("WAS", c.was, "SET", c.set).Replace(wrap[0]))
			i := slices.IndexFunc(b.Docs.List, func(d *spec.Document) bool { return d.Name.V == "p" })
			versions := b.Versions(b.Docs.List[i])
			if len(versions) != 2 {
				t.Fatalf("%d versions", len(versions))
			}
			var got []string
			spec.Walk(versions[1].Spec, func(n spec.Node) {
				path, isIn := strings.CutPrefix(n.Path, wrap[1])
				isDated := strings.HasPrefix(path, "changes") || strings.HasPrefix(path, "amendments")
				if n.Scalar != nil && isIn && !isDated && !slices.Contains(strings.Fields(wrap[2]), path) {
					got = append(got, path+"="+n.Text)
				}
			})
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A new item goes where its bound belongs, or beside its neighbours in the change.
func TestWhereANewItemGoes(t *testing.T) {
	const steps = "{id: base, upTo: 50000 USD, rate: 10%}, {id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}"
	const shares = "{within: 90 days, share: 100%}, {within: 180 days, share: 50%}"
	for name, c := range map[string]struct{ list, was, set, want string }{
		"a step in the middle":              {"steps", steps, "{id: high, upTo: 100000 USD, rate: 11%}", "base high mid top"},
		"a step below all":                  {"steps", steps, "{id: low, upTo: 10000 USD, rate: 5%}", "low base mid top"},
		"a step above all that are bounded": {"steps", steps, "{id: high, upTo: 500000 USD, rate: 14%}", "base mid high top"},
		"two steps in one gap":              {"steps", steps, "{id: b, upTo: 90000 USD, rate: 11%}, {id: a, upTo: 60000 USD, rate: 11%}", "base a b mid top"},
		"neighbours say nothing of steps":   {"steps", steps, "{id: top, rate: 16%}, {id: low, upTo: 10000 USD, rate: 5%}, {id: base, rate: 6%}", "low base mid top"},
		"another step is open":              {"steps", steps, "{id: top, upTo: 500000 USD}, {id: peak, rate: 20%}", "base mid top peak"},
		"the open one stands first":         {"steps", steps, "{id: peak, rate: 20%}, {id: top, upTo: 500000 USD}", "base mid top peak"},
		"beside a bound that moves":         {"steps", steps, "{id: mid, upTo: 80000 USD}, {id: high, upTo: 100000 USD, rate: 13%}", "base mid high top"},
		"a bound that moves too far stays":  {"steps", steps, "{id: mid, upTo: 15000 USD}", "base mid top"},
		"beside one that goes":              {"steps", steps, "{id: mid, remove: true}, {id: high, upTo: 200000 USD, rate: 13%}", "base high top"},
		"all others go":                     {"steps", steps, "{id: mid, remove: true}, {id: base, remove: true}, {id: top, remove: true}, {id: all, rate: 13%}", "all"},
		"steps of another unit":             {"steps", steps, "{id: base, rate: 5%}, {id: odd, upTo: 70 EUR, rate: 13%}", "base odd mid top"},
		"a share by its time":               {"schedule", shares, "{within: 30 days, share: 100%}, {within: 120 days, share: 60%}", "30 days, 90 days, 120 days, 180 days"},
		"a share of another unit":           {"schedule", shares, "{within: 1 month, share: 100%}", "90 days, 180 days, 1 month"},
		"a rule at the end":                 {"rules", "{id: a}, {id: b}", "{id: new}", "a b new"},
		"a rule in front":                   {"rules", "{id: a}, {id: b}", "{id: new}, {id: a}", "new a b"},
		"a rule in front of the last":       {"rules", "{id: a}, {id: b}", "{id: new}, {id: b}", "a new b"},
		"a rule behind the first":           {"rules", "{id: a}, {id: b}", "{id: a}, {id: new}", "a new b"},
		"two rules in front":                {"rules", "{id: a}, {id: b}", "{id: x}, {id: y}, {id: a}", "x y a b"},
		"between two":                       {"rules", "{id: a}, {id: b}, {id: c}", "{id: a}, {id: new}, {id: c}", "a new b c"},
		"what is there keeps its order":     {"rules", "{id: a}, {id: b}", "{id: b}, {id: new}, {id: a}", "a b new"},
		"in the place of one that goes":     {"rules", "{id: a}, {id: b}, {id: c}", "{id: b, remove: true}, {id: new}", "a new c"},
		"a stage":                           {"stages", "{for: 3 months, rate: 40%}, {rate: 20%}", "{for: 9 months, rate: 30%}", "3 months, 9 months, open"},
		"the open stage":                    {"stages", "{for: 3 months, rate: 40%}, {rate: 20%}", "{rate: 25%}", "3 months, open"},
		"a stage that goes":                 {"stages", "{for: 3 months, rate: 40%}, {rate: 20%}", "{for: 3 months, remove: true}", "open"},
	} {
		t.Run(name, func(t *testing.T) {
			text := map[string]string{
				"steps":    "rules: [{id: r, trigger: closed-won, bands: {method: graduated, reset: monthly, steps: [WAS]}}]\nchanges: [{id: x, effective: 2026-02-01, set: {rules: [{id: r, bands: {steps: [SET]}}]}}]",
				"schedule": "rules: [{id: r, trigger: closed-won, rate: 5%, clawback: {schedule: [WAS]}}]\nchanges: [{id: x, effective: 2026-02-01, set: {rules: [{id: r, clawback: {schedule: [SET]}}]}}]",
				"stages":   "rules: [{id: r, trigger: collected, recurring: {stages: [WAS]}}]\nchanges: [{id: x, effective: 2026-02-01, set: {rules: [{id: r, recurring: {stages: [SET]}}]}}]",
				"rules":    "rules: [WAS]\nchanges: [{id: x, effective: 2026-02-01, set: {rules: [SET]}}]",
			}[c.list]
			if c.list == "rules" {
				full := strings.NewReplacer("}", ", trigger: closed-won, rate: 5%}", ", remove: true}", ", remove: true}")
				c.was, c.set = full.Replace(c.was), full.Replace(c.set)
			}
			b := book(t, "---\n"+doc("CommissionPlan", "p", "currency: USD\n"+strings.NewReplacer("WAS", c.was, "SET", c.set).Replace(text)))
			versions := b.Versions(b.Docs.Get("commissionplan/p"))
			if len(versions) != 2 {
				t.Fatalf("%d versions", len(versions))
			}
			if diff := cmp.Diff(c.want, itemsIn(versions[1].Spec.(*spec.CommissionPlan), c.list)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// itemsIn names the items of one of the lists of a plan, in order.
func itemsIn(p *spec.CommissionPlan, list string) string {
	var out []string
	r := p.Rules[0]
	switch list {
	case "rules":
		for _, r := range p.Rules {
			out = append(out, string(r.ID.V))
		}
	case "steps":
		for _, s := range r.Bands.Steps {
			out = append(out, string(s.ID.V))
		}
	case "schedule":
		for _, s := range r.Clawback.Schedule {
			out = append(out, s.Within.V.String())
		}
		return strings.Join(out, ", ")
	case "stages":
		for _, s := range r.Recurring.Stages {
			if s.For == nil {
				out = append(out, "open")
			} else {
				out = append(out, s.For.V.String())
			}
		}
		return strings.Join(out, ", ")
	}
	return strings.Join(out, " ")
}

func TestWhatOnlyTheMergedWholeShows(t *testing.T) {
	findings, _, start, _ := resolved(t, "---\n"+doc("CommissionPlan", "p", `currency: USD
rules: [{id: a, trigger: closed-won, rate: 10%}]
changes: [{id: more, effective: 2026-02-01, set: {rules: [«{id: b, rate: 5%}]}}]»`))
	if len(findings) != 1 || findings[0].Code != spec.CodeMissingField || int(findings[0].At.Start) != start || findings[0].At.Text() != "{id: b, rate: 5%}" {
		t.Errorf("a new rule without a trigger:%s", list(findings))
	}
}
