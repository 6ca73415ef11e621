package render

import (
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// PortfolioView weighs partners against each other by one KPI.
type PortfolioView struct {
	KPI       string
	Total     state.Value // of all partners
	Direct    state.Value // of rows without a partner
	Pareto    []PartnerName
	HHI       *big.Rat // Σ share%²; nil without a total
	Effective *big.Rat
	KPIs      map[string]state.Value // over all partners, where that has a meaning
	Effort    []EffortRow            // empty without any effort
}

// EffortRow sets what a partner takes beside what it brings, in percent.
type EffortRow struct {
	Partner      PartnerName
	Effort       *big.Rat
	Contribution *big.Rat
	IsPareto     bool
}

// PartnerName is a partner as an address and as people read it.
type PartnerName struct {
	Address spec.Address
	Name    string
}

type portfolioDocument struct {
	KPI               string                   `json:"kpi"`
	Total             *string                  `json:"total"`
	Direct            *string                  `json:"direct"`
	Currency          quantity.Currency        `json:"currency,omitempty"`
	Pareto            []spec.Address           `json:"pareto"`
	HHI               *string                  `json:"hhi"`
	EffectivePartners *string                  `json:"effectivePartners"`
	KPIs              map[string]valueDocument `json:"kpis"`
	Effort            []effortDocument         `json:"effort,omitempty"`
}

type effortDocument struct {
	Partner      spec.Address `json:"partner"`
	Effort       string       `json:"effort"`       // percent, 1 decimal
	Contribution string       `json:"contribution"` // percent, 1 decimal
}

func portfolioDocumentOf(v *PortfolioView) *portfolioDocument {
	if v == nil {
		return nil
	}
	doc := &portfolioDocument{KPI: v.KPI, Currency: v.Total.Currency, Pareto: []spec.Address{}, KPIs: map[string]valueDocument{}}
	doc.Total, doc.Direct = decimalOrNull(v.Total), decimalOrNull(v.Direct)
	doc.HHI, doc.EffectivePartners = twoDecimals(v.HHI), twoDecimals(v.Effective)
	for _, p := range v.Pareto {
		doc.Pareto = append(doc.Pareto, p.Address)
	}
	for name, value := range v.KPIs {
		doc.KPIs[name] = valueDocumentOf(value)
	}
	for _, e := range v.Effort {
		doc.Effort = append(doc.Effort, effortDocument{e.Partner.Address, quantity.Fixed(e.Effort, 1), quantity.Fixed(e.Contribution, 1)})
	}
	return doc
}

func decimalOrNull(v state.Value) *string {
	if v.Exact == nil {
		return nil
	}
	s := v.Decimal()
	return &s
}

func twoDecimals(r *big.Rat) *string {
	if r == nil {
		return nil
	}
	s := quantity.Fixed(r, 2)
	return &s
}

// concentration says in a line where the weight lies.
func (p *page) concentration(v *PortfolioView, partners int) {
	if v == nil || v.HHI == nil {
		return
	}
	var names []string
	for _, n := range v.Pareto {
		names = append(names, n.Name)
	}
	who := strings.Join(names, " and ")
	if len(names) > 2 {
		who = count(len(names), "partner")
	}
	verb := "bring"
	if len(names) == 1 {
		verb = "brings"
	}
	parts := []string{who + " " + verb + " at least 80% of " + minus(v.Total.Display()) + " (of " + number(partners) + ")",
		"concentration HHI " + quantity.Grouped(quantity.Fixed(v.HHI, 0)), "effective partners " + quantity.Fixed(v.Effective, 2)}
	if v.Direct.Exact != nil && v.Direct.Exact.Sign() != 0 {
		parts = append(parts, "direct "+minus(v.Direct.Display())+" apart")
	}
	p.parted(usual, parts...)
	p.wrapped(0, 2, usual, v.elsewhere())
	p.blank()
}

// elsewhere says how much effort goes to the partners outside the Pareto set.
func (v *PortfolioView) elsewhere() string {
	effort, contribution := new(big.Rat), new(big.Rat)
	for _, e := range v.Effort {
		if !e.IsPareto {
			effort.Add(effort, e.Effort)
			contribution.Add(contribution, e.Contribution)
		}
	}
	if effort.Cmp(contribution) <= 0 {
		return ""
	}
	return "effort goes elsewhere: " + quantity.Fixed(effort, 0) + "% of it on partners that bring " + quantity.Fixed(contribution, 0) + "% of " + v.KPI
}
