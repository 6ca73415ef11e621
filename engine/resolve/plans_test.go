package resolve_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// plansWorld has a program with two levels, of which gold has a plan, and partners
// in it: one that is pinned for a time, one for good to the level without a plan.
func plansWorld(agreements ...string) string {
	var plans []string
	for _, name := range []string{"standard", "golden", "own", "later"} {
		plans = append(plans, doc("CommissionPlan", name, "currency: USD\nrules: []"))
	}
	return "---\n" + strings.Join(append(append(plans,
		doc("Program", "tiered", "type: reseller\nplan: standard\ntiers: {levels: [{id: silver}, {id: gold, plan: golden}]}"),
		doc("Program", "free", "type: reseller"),
		doc("Partner", "pinned", "legalName: P\nlifecycle: active\nprograms: [{program: free}, {program: tiered, pin: {tier: gold, until: 2026-06-30}}]"),
		doc("Partner", "held", "legalName: H\nlifecycle: active\nprograms: [{program: tiered, pin: {tier: silver}}]")), agreements...), "---\n")
}

func TestPlansAt(t *testing.T) {
	agreed := func(partner, program, more string) string {
		return doc("Agreement", "a", "partner: "+partner+"\nprogram: "+program+"\nstatus: signed\nterm: {effective: 2026-01-01}\n"+more)
	}
	const amended = `plan: own
amendments:
  - {id: other, effective: 2026-03-01, set: {plan: later}}
  - {id: wider, effective: 2026-05-01, set: {territory: [DE]}}`
	for name, c := range map[string]struct{ text, on, earned, want string }{
		"the program's":                      {agreed("northwind", "tiered", ""), "2026-02-01", "", "program standard"},
		"of an earned level":                 {agreed("northwind", "tiered", ""), "2026-02-01", "gold", "tier gold golden, program standard"},
		"of a level without a plan":          {agreed("northwind", "tiered", ""), "2026-02-01", "silver", "program standard"},
		"of a level that is not there":       {agreed("northwind", "tiered", ""), "2026-02-01", "platinum", "program standard"},
		"of a pinned level":                  {agreed("pinned", "tiered", ""), "2026-06-30", "silver", "pinned gold golden, program standard"},
		"once the pin is over":               {agreed("pinned", "tiered", ""), "2026-07-01", "silver", "program standard"},
		"once it is over and earned":         {agreed("pinned", "tiered", ""), "2026-07-01", "gold", "tier gold golden, program standard"},
		"pinned below what is earned":        {agreed("held", "tiered", ""), "2026-07-01", "gold", "program standard"},
		"a pin in another program":           {agreed("pinned", "free", ""), "2026-02-01", "gold", ""},
		"the agreement's own before both":    {agreed("pinned", "tiered", "plan: own"), "2026-02-01", "", "agreement own, pinned gold golden, program standard"},
		"before an amendment":                {agreed("northwind", "tiered", amended), "2026-02-28", "", "agreement own, program standard"},
		"by an amendment":                    {agreed("northwind", "tiered", amended), "2026-03-01", "", "agreement later by other, program standard"},
		"by the one before the last":         {agreed("northwind", "tiered", amended), "2026-05-01", "", "agreement later by other, program standard"},
		"of an agreement without any at all": {agreed("northwind", "free", ""), "2026-02-01", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := book(t, plansWorld(c.text))
			var got []string
			for _, s := range b.PlansAt(b.Docs.Get("agreement/a"), day(t, c.on), c.earned) {
				text := string(s.NamedBy)
				if s.IsPinned {
					text = "pinned"
				}
				text += strings.TrimRight(" "+s.Tier, " ") + " " + s.Name
				if s.By != nil {
					text += " by " + s.By.ID
				}
				got = append(got, text)
				if s.Plan == nil || string(s.Plan.Name.V) != s.Name || s.At.Text() != s.Name {
					t.Errorf("%s: document %v, named at %q", text, s.Plan, s.At.Text())
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlansOfWhatIsNotThere(t *testing.T) {
	text := organization + doc("Agreement", "a", "partner: northwind\nprogram: resellers\nplan: gone\nstatus: signed\nterm: {effective: 2026-01-01}") +
		"---\n" + doc("Agreement", "b", "partner: northwind\nprogram: gone\nstatus: signed\nterm: {effective: 2026-01-01}")
	docs, _, err := load.Load(context.Background(), fstest.MapFS{"all.yaml": {Data: []byte(text)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := resolve.Resolve(docs)
	on := day(t, "2026-02-01")
	if got := b.PlansAt(docs.Get("agreement/a"), on, ""); len(got) != 1 || got[0].Plan != nil || got[0].Name != "gone" || got[0].At.Text() != "gone" {
		t.Errorf("of a plan that is not there: %+v", got)
	}
	for _, address := range []spec.Address{"agreement/b", "partner/northwind"} {
		if got := b.PlansAt(docs.Get(address), on, "gold"); got != nil {
			t.Errorf("%s pays by %+v", address, got)
		}
	}
}
