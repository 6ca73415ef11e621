package evaluate

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// portfolio gives the KPIs that have a meaning over all partners together:
// ratios by their parts, sums and counts by adding up. A median of medians has
// none, nor has a distinct count that two partners may share.
func (ev evaluation) portfolio(over reading) map[string]state.Value {
	all := subject{isPortfolio: true}
	var uses []state.Use
	for _, doc := range ev.program.Book.Partners() {
		one := ev.subject(doc)
		all.members = append(all.members, one)
		all.partners = append(all.partners, one.partners...)
		uses = append(uses, ofPartner(doc.Address)...)
	}
	out := map[string]state.Value{}
	for name, v := range ev.values(over, all) {
		if ev.isAdditive(name) {
			v.Uses = slices.Concat(uses, v.Uses)
			out[name] = v
		}
	}
	return out
}

func (ev evaluation) isAdditive(what string) bool {
	k := ev.program.Lookup(what[len("kpi/"):])
	if k == nil || k.answer == nil && k.formula == nil || k.Spec.Builtin.Or("") == "time-to-first-deal" {
		return false
	}
	if k.isPooled {
		return true
	}
	for _, m := range k.measures {
		if m.query.Aggregate != facts.Sum && m.query.Aggregate != facts.Count {
			return false
		}
	}
	if k.formula != nil {
		for _, ref := range k.formula.Refs {
			if !ev.isAdditive("kpi/" + ref.Name) {
				return false
			}
		}
	}
	return true
}

// Concentration weighs partners against each other by one KPI.
type Concentration struct {
	KPI       string
	Total     state.Value // of all partners
	Direct    state.Value // without a partner
	Pareto    []spec.Address
	HHI       *big.Rat // sum of squared shares in percent; nil without a total
	Effective *big.Rat // 10000 ÷ HHI
}

// Concentrate works out the Pareto set (fewest partners with at least the
// Organization's share, 80% by default), the Herfindahl–Hirschman index
// Σ share%² and the effective number of partners 10000/HHI (U.S. Department of
// Justice, Horizontal Merger Guidelines, §5.3). Negative values count as 0.
func (p *Program) Concentrate(snap *state.Snapshot) (Concentration, bool) {
	name := p.portfolioKPI()
	what := "kpi/" + name
	total, ok := snap.Derived[Portfolio][what]
	if !ok {
		return Concentration{}, false
	}
	out := Concentration{KPI: name, Total: total, Direct: snap.Derived[Direct][what]}
	shares, sum := positiveShares(p, snap, what)
	if sum.Sign() == 0 || total.Exact == nil {
		return out, true // without the total, as when a rate is missing, shares are not known
	}
	out.HHI = new(big.Rat)
	hundred := big.NewRat(100, 1)
	for _, s := range shares {
		percent := new(big.Rat).Mul(new(big.Rat).Quo(s.value, sum), hundred)
		out.HHI.Add(out.HHI, percent.Mul(percent, percent))
	}
	out.Effective = new(big.Rat).Quo(big.NewRat(10_000, 1), out.HHI)
	out.Pareto = pareto(shares, new(big.Rat).Mul(sum, p.paretoShare()))
	return out, true
}

// portfolioKPI names the KPI by which partners are weighed; it need not exist.
func (p *Program) portfolioKPI() string {
	if s := p.Book.Org.Settings; s != nil && s.PortfolioKPI != nil {
		return s.PortfolioKPI.Name
	}
	return "won-revenue"
}

type share struct {
	partner spec.Address
	value   *big.Rat
}

// positiveShares gives partners by falling value, ties by name.
func positiveShares(p *Program, snap *state.Snapshot, what string) ([]share, *big.Rat) {
	sum := new(big.Rat)
	var out []share
	for _, doc := range p.Book.Partners() {
		if v := snap.Derived[doc.Address][what].Exact; v != nil && v.Sign() > 0 {
			out = append(out, share{doc.Address, v})
			sum.Add(sum, v)
		}
	}
	slices.SortStableFunc(out, func(a, b share) int {
		return cmp.Or(b.value.Cmp(a.value), cmp.Compare(a.partner, b.partner))
	})
	return out, sum
}

func pareto(shares []share, reach *big.Rat) []spec.Address {
	var out []spec.Address
	have := new(big.Rat)
	for _, s := range shares {
		if have.Cmp(reach) >= 0 {
			break
		}
		out = append(out, s.partner)
		have.Add(have, s.value)
	}
	return out
}

func (p *Program) paretoShare() *big.Rat {
	if s := p.Book.Org.Settings; s != nil && s.ParetoShare != nil {
		return s.ParetoShare.V.Rat()
	}
	return big.NewRat(80, 100)
}
