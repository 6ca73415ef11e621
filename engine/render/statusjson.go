package render

import (
	"cmp"
	"io"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

type statusDocument struct {
	FormatVersion string             `json:"formatVersion"`
	AsOf          string             `json:"asOf"`
	Period        periodDocument     `json:"period"`
	FactsDigest   string             `json:"factsDigest"`
	Facts         []reportDocument   `json:"facts"`
	Resources     []resource         `json:"resources"`
	Portfolio     *portfolioDocument `json:"portfolio,omitempty"`
	Rosters       []rosterDocument   `json:"rosters,omitempty"`
}

type periodDocument struct {
	Name string `json:"name"`
	From string `json:"from"`
	To   string `json:"to"`
}

type reportDocument struct {
	Source    string          `json:"source"`
	Rows      int64           `json:"rows"`
	Evaluated int64           `json:"evaluated"`
	Direct    int64           `json:"direct"`
	Roster    int64           `json:"roster,omitempty"`
	Noted     []tallyDocument `json:"noted"`
	Rejected  []tallyDocument `json:"rejected"`
}

type tallyDocument struct {
	Reason string `json:"reason"`
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
	Count  int64  `json:"count"`
	First  string `json:"first,omitempty"`
}

// resource is one document with what is known of it; which fields it has follows
// from its kind.
type resource struct {
	Address    spec.Address            `json:"address"`
	Title      string                  `json:"title"`
	Lifecycle  string                  `json:"lifecycle,omitempty"`
	Conditions []conditionDocument     `json:"conditions"`
	KPIs       any                     `json:"kpis,omitempty"` // by name of a partner, a list of a goal
	Score      *scoreDocument          `json:"score,omitempty"`
	Tiers      map[string]tierDocument `json:"tiers,omitempty"`
	Progress   *string                 `json:"progress,omitempty"`
	Elapsed    *string                 `json:"elapsed,omitempty"`
	Pace       string                  `json:"pace,omitempty"`
	Fit        *string                 `json:"fit,omitempty"`
	Reason     string                  `json:"reason,omitempty"` // why there is no progress or fit
	Criteria   []criterionDocument     `json:"criteria,omitempty"`
	SWOT       []swotDocument          `json:"swot,omitempty"`
}

// valueDocument has a currency or a unit, and a reason when value is null.
type valueDocument struct {
	Value         *string           `json:"value"`
	Currency      quantity.Currency `json:"currency,omitempty"`
	Unit          state.Unit        `json:"unit,omitempty"`
	Numerator     string            `json:"numerator,omitempty"`
	Denominator   string            `json:"denominator,omitempty"`
	Basis         string            `json:"basis,omitempty"`
	Reason        string            `json:"reason,omitempty"`
	LowConfidence bool              `json:"lowConfidence,omitempty"`
	Partial       bool              `json:"partial,omitempty"`
}

// StatusJSON prints what `status --format json` gives, whatever KPIs the view
// asks to be shown.
func StatusJSON(w io.Writer, v StatusView) error {
	doc := statusDocument{FormatVersion: plan.FormatVersion, AsOf: v.AsOf.String(), FactsDigest: v.Digest,
		Period: periodDocument{v.PeriodName, v.Period.From.String(), v.Period.To.String()},
		Facts:  []reportDocument{}, Resources: []resource{}, Portfolio: portfolioDocumentOf(v.Portfolio), Rosters: rosterDocuments(v.Rosters)}
	for _, r := range v.Reports {
		doc.Facts = append(doc.Facts, reportDocument{r.Source, r.Rows, r.Evaluated, r.Direct, r.Roster, tallyDocuments(r.Noted), tallyDocuments(r.Rejected)})
	}
	for _, row := range v.Partners {
		kpis := map[string]valueDocument{}
		for name, value := range row.KPIs {
			kpis[name] = valueDocumentOf(value)
		}
		doc.Resources = append(doc.Resources, resource{Address: row.Address, Title: row.Name, Lifecycle: row.Lifecycle, KPIs: kpis,
			Conditions: conditionDocuments(row.Conditions), Score: scoreDocumentOf(row.Score), Tiers: tierDocuments(row.Tiers)})
	}
	for _, row := range v.Others {
		doc.Resources = append(doc.Resources, otherResource(row))
	}
	slices.SortStableFunc(doc.Resources, func(a, b resource) int { return cmp.Compare(a.Address, b.Address) })
	return writeJSON(w, doc)
}

func otherResource(row JudgedRow) resource {
	out := resource{Address: row.Address, Title: row.Title, Conditions: conditionDocuments(row.Judgement.Conditions)}
	if g := row.Judgement.Goal; g != nil {
		out.Progress, out.Elapsed, out.Pace, out.KPIs = fixed(g.Progress, 1), fixed(g.Elapsed, 1), string(g.Pace), goalKPIDocuments(g)
		if g.Progress == nil {
			out.Reason = state.MissingInput
		}
	}
	if f := row.Judgement.Fit; f != nil {
		out.Fit, out.Reason, out.Criteria, out.SWOT = fixed(f.Value, 1), f.Reason, criterionDocuments(f.Criteria), swotDocuments(f.SWOT)
	}
	return out
}

func tallyDocuments(tallies []facts.Tally) []tallyDocument {
	out := []tallyDocument{}
	for _, t := range tallies {
		doc := tallyDocument{Reason: t.Reason, Column: t.Column, Value: t.Value, Count: t.Count}
		if len(t.First) > 0 {
			doc.First = t.First[0]
		}
		out = append(out, doc)
	}
	return out
}

func valueDocumentOf(v state.Value) valueDocument {
	doc := valueDocument{Currency: v.Currency, Basis: v.Basis, Reason: v.Reason, LowConfidence: v.IsLow, Partial: v.IsPartial,
		Numerator: decimal(v.Numerator, v.Currency), Denominator: decimal(v.Denominator, "")}
	if v.Unit != state.Money {
		doc.Unit = v.Unit
	}
	if v.Exact != nil {
		text := v.Decimal()
		doc.Value = &text
	}
	return doc
}

func decimal(r *big.Rat, c quantity.Currency) string {
	if r == nil {
		return ""
	}
	return part(r, c)
}
