package spec_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/spec"
)

// TestIsSound asks of one document after another what can be relied on.
func TestIsSound(t *testing.T) {
	const top = "apiVersion: entente/v1\nkind: Goal\nmetadata: {name: g}\nspec:\n"
	const body = "  partner: p\n  period: 2026\n  kpis: [{kpi: a, weight: 60}, {kpi: b, weight: 40}]\n"
	places := []string{"*", "partner", "objective", "kpis", "kpis/*", "kpis/a", "kpis/b", "kpis/b/weight"}
	for name, c := range map[string]struct{ text, faulty string }{
		"nothing":                          {top + body, ""},
		"a value of a field":               {top + body + "  objective: profit\n", " objective"},
		"a misspelt field":                 {top + body + "  objectiv: brand\n", " objective"},
		"a field like none":                {top + body + "  zzzzzzzzzzzz: brand\n", " objective"},
		"a missing field":                  {top + "  period: 2026\n  kpis: [{kpi: a}, {kpi: b}]\n", " partner"},
		"a field twice":                    {top + body + "  partner: q\n", " partner"},
		"a value of an item":               {top + strings.Replace(body, "60", "much", 1), " kpis kpis/a"},
		"a field of an item":               {top + strings.Replace(body, "weight: 40", "wait: 40", 1), " kpis kpis/b kpis/b/weight"},
		"an item twice":                    {top + strings.Replace(body, "kpi: b", "kpi: a", 1), " kpis kpis/a"},
		"an empty item":                    {top + strings.Replace(body, "{kpi: a, weight: 60}", "~", 1), " kpis kpis/* kpis/a kpis/b kpis/b/weight"},
		"a list that is none":              {top + "  partner: p\n  period: 2026\n  kpis: many\n", " kpis kpis/* kpis/a kpis/b kpis/b/weight"},
		"a title":                          {strings.Replace(top, "name: g", "name: g, title: 5", 1) + body, ""},
		"a name":                           {strings.Replace(top, "name: g", "name: G_", 1) + body, " * partner objective kpis kpis/* kpis/a kpis/b kpis/b/weight"},
		"a spec that is none":              {strings.TrimSpace(top) + " 5\n", " * partner objective kpis kpis/* kpis/a kpis/b kpis/b/weight"},
		"a key of the spec that is a list": {top + body + "  [1]: 2\n", " * partner objective kpis kpis/* kpis/a kpis/b kpis/b/weight"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := decode(t, c.text)
			got := ""
			for _, place := range places {
				if !doc.IsSound(place) {
					got += " " + place
				}
			}
			if diff := cmp.Diff(c.faulty, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if doc.IsSound() != (len(findings) == 0) {
				t.Errorf("as a whole sound: %v, with %d findings", doc.IsSound(), len(findings))
			}
		})
	}
}

// TestSoundLeavesOutItemsAtFault shows what is left of a list.
func TestSoundLeavesOutItemsAtFault(t *testing.T) {
	doc, _ := decode(t, "apiVersion: entente/v1\nkind: Goal\nmetadata: {name: g}\nspec:\n  partner: p\n  period: 2026\n  kpis: [{kpi: a, weight: much}, {kpi: b, weight: 40}, {kpi: c}, 5, {kpi: d}, {kpi: c}]\n")
	names := func(goal any) (out []string) {
		for _, k := range goal.(*spec.Goal).KPIs {
			out = append(out, k.KPI.Name)
		}
		return out
	}
	if diff := cmp.Diff([]string{"b", "d"}, names(doc.Sound())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "", "d", "c"}, names(doc.Spec)); diff != "" {
		t.Error(diff)
	}
}
