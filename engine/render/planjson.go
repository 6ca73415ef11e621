package render

import (
	"io"
	"slices"

	"github.com/partnership-as-code/entente/engine/plan"
)

// PlanJSON prints what `plan --format json` gives.
func PlanJSON(w io.Writer, pl plan.Plan) error {
	pl.Changes, pl.Approvals = notNull(pl.Changes), notNull(pl.Approvals)
	pl.Impact.Values = complete(pl.Impact.Values)
	pl.Impact.ProForma, pl.Impact.Actual = completePrice(pl.Impact.ProForma), completeActual(pl.Impact.Actual)
	if pl.Data != nil {
		pl.Data = &plan.Data{FactsDigest: pl.Data.FactsDigest, Files: notNull(pl.Data.Files), Values: complete(pl.Data.Values),
			ProForma: completePrice(pl.Data.ProForma), Actual: completeActual(pl.Data.Actual)}
	}
	pl.Notices = notNull(pl.Notices)
	pl.Findings.New, pl.Findings.Resolved = notNull(pl.Findings.New), notNull(pl.Findings.Resolved)
	pl.Collateral = slices.Clone(notNull(pl.Collateral))
	for i := range pl.Collateral {
		pl.Collateral[i].Through = notNull(pl.Collateral[i].Through)
	}
	return writeJSON(w, pl)
}

// complete gives values without a null for a list.
func complete(values []plan.Delta) []plan.Delta {
	out := make([]plan.Delta, len(values))
	for i, d := range values {
		d.Because, d.Through = notNull(d.Because), notNull(d.Through)
		out[i] = d
	}
	return out
}

// completePrice is complete for pay.
func completePrice(p *plan.Price) *plan.Price {
	if p == nil {
		return nil
	}
	out := *p
	out.Total, out.Bands, out.Caps = notNull(p.Total), notNull(p.Bands), notNull(p.Caps)
	out.Partners = completePay(p.Partners)
	return &out
}

func completeActual(a *plan.Actual) *plan.Actual {
	if a == nil {
		return nil
	}
	return &plan.Actual{AlreadyEarned: a.AlreadyEarned, Total: notNull(a.Total), Partners: completePay(a.Partners)}
}

func completePay(list []plan.PartnerPrice) []plan.PartnerPrice {
	out := make([]plan.PartnerPrice, len(list))
	for i, row := range list {
		row.Periods, row.Through, row.Ways = notNull(row.Periods), notNull(row.Through), notNull(row.Ways)
		out[i] = row
	}
	return out
}
