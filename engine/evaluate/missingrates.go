package evaluate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// needed gives every pair of currencies that some readings of the same rows lack a
// rate for, once: from the first day on, with the rows of the reading that lacks it
// most often. A rate of that day or before would do for all of them.
func needed(readings ...[]facts.MissingRate) []facts.MissingRate {
	type pair struct{ from, to quantity.Currency }
	all := map[pair]facts.MissingRate{}
	for _, reading := range readings {
		own := map[pair]facts.MissingRate{}
		for _, m := range reading {
			key := pair{m.From, m.To}
			own[key] = firstNeeded(own[key], m, own[key].Count+m.Count)
		}
		for key, m := range own {
			all[key] = firstNeeded(all[key], m, max(all[key].Count, m.Count))
		}
	}
	var out []facts.MissingRate
	for _, m := range all {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b facts.MissingRate) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return out
}

// firstNeeded is the one of two that is needed first, of so many rows; of one day the
// one that names its row.
func firstNeeded(a, b facts.MissingRate, count int64) facts.MissingRate {
	if a.Count == 0 || b.On < a.On || b.On == a.On && a.Place == "" {
		a = b
	}
	a.Count = count
	return a
}

// rateFindings reports exchange rates that were needed and not given.
func (p *Program) rateFindings(missing []facts.MissingRate) diag.List {
	var out diag.List
	for _, m := range missing {
		where := ""
		if m.Place != "" {
			where = ", first at " + m.Place
		}
		f := diag.Finding{Code: CodeMissingRate, Severity: diag.Error, Summary: "An exchange rate is missing",
			Detail: fmt.Sprintf("%s to %s on %s, needed by %s%s; amounts in %s have no value.", m.From, m.To, m.On, rowCount(m.Count), where, m.From),
			Fix:    "add the rate to a source of type fx-rates"}
		f.At, f.Resource = p.asksFor(m.To)
		out.Add(f)
	}
	return out
}

// asksFor is where amounts are asked for in a currency: by the Organization, else
// by a plan or an agreement.
func (p *Program) asksFor(to quantity.Currency) (at diag.Span, resource string) {
	if p.Book.OrgDoc != nil {
		at, resource = p.Book.Org.BaseCurrency.At, string(p.Book.OrgDoc.Address)
	}
	if to == p.Book.Org.BaseCurrency.V {
		return at, resource
	}
	for _, doc := range p.Book.Docs.List {
		if doc.Kind.Name != "CommissionPlan" && doc.Kind.Name != "Agreement" {
			continue
		}
		isFound := false
		spec.Scalars(doc.Spec, func(_ spec.Node, c *spec.Val[spec.Currency]) {
			if !isFound && c.V == to {
				isFound, at, resource = true, c.At, string(doc.Address)
			}
		})
		if isFound {
			break
		}
	}
	return at, resource
}
