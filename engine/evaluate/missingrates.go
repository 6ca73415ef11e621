package evaluate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// neededRate is a pair of currencies that lacks rates: what it lacks first, for all
// its rows, and every day of it.
type neededRate struct {
	facts.MissingRate
	days map[quantity.Date]bool
}

// needed gives every pair of currencies that some readings of the same rows lack a
// rate for, once, with the rows of the reading that lacks it most often.
func needed(readings ...[]facts.MissingRate) []neededRate {
	type pair struct{ from, to quantity.Currency }
	all := map[pair]*neededRate{}
	for _, reading := range readings {
		rows := map[pair]int64{}
		for _, m := range reading {
			key := pair{m.From, m.To}
			rows[key] += m.Count
			if all[key] == nil {
				all[key] = &neededRate{m, map[quantity.Date]bool{}}
				all[key].Count = 0
			}
			all[key].add(m)
		}
		for key, n := range rows {
			all[key].Count = max(all[key].Count, n)
		}
	}
	var out []neededRate
	for _, m := range all {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b neededRate) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return out
}

// unrated gives each day of each pair.
func unrated(list []neededRate) []facts.MissingRate {
	var out []facts.MissingRate
	for _, n := range list {
		for _, on := range slices.Sorted(maps.Keys(n.days)) {
			out = append(out, facts.MissingRate{From: n.From, To: n.To, On: on})
		}
	}
	return out
}

// add keeps the first day; of one day what names its row.
func (n *neededRate) add(m facts.MissingRate) {
	n.days[m.On] = true
	if m.On < n.On || m.On == n.On && n.Place == "" {
		m.Count = n.Count
		n.MissingRate = m
	}
}

// words says which rate is missing, who needs it, and what there is in its place.
func (n *neededRate) words(age quantity.Duration) string {
	out := fmt.Sprintf("%s to %s%s, needed by %s", n.From, n.To, n.when(), rowCount(n.Count))
	if n.Place != "" {
		out += ", first at " + n.Place
	}
	switch {
	case n.On == 0:
		out += ". The rows have no day"
	case n.Latest == 0:
		out += ". There is no quote of that day or before"
	default:
		out += fmt.Sprintf(". The latest quote is %s old, of %s, and one counts for %s", dayCount(int(n.On-n.Latest)), n.Latest, age)
	}
	return fmt.Sprintf("%s; amounts in %s have no value.", out, n.From)
}

func (n *neededRate) when() string {
	last := n.On
	for on := range n.days {
		last = max(last, on)
	}
	switch more := len(n.days) - 1; {
	case n.On == 0:
		return ""
	case more == 0:
		return fmt.Sprintf(" on %s", n.On)
	case more == 1:
		return fmt.Sprintf(" on %s and on %s", n.On, last)
	default:
		return fmt.Sprintf(" on %s and %d more days up to %s", n.On, more, last)
	}
}

func (n *neededRate) fix() string {
	const add = "add the rate to a source of type fx-rates"
	if n.Latest == 0 {
		return add
	}
	return add + "; where rates are quoted less often, such as by month, set `settings.exchangeRateMaxAge` in the Organization"
}

func dayCount(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// rateFindings reports exchange rates that were needed and not given, by sources
// whose rates count for so long.
func (p *Program) rateFindings(missing []neededRate, age quantity.Duration) diag.List {
	var out diag.List
	for i := range missing {
		m := &missing[i]
		f := diag.Finding{Code: CodeMissingRate, Severity: diag.Error, Summary: "An exchange rate is missing", Detail: m.words(age), Fix: m.fix()}
		f.At, f.Resource = p.asksFor(m.To)
		out.Add(f)
	}
	return out
}

// rateAge is for how long the rates of some sources count.
func rateAge(sources []facts.Source) quantity.Duration {
	for _, s := range sources {
		if s.RateAge.Unit != "" {
			return s.RateAge
		}
	}
	return facts.DefaultRateAge
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
