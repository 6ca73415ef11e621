package render

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// JudgedRow is a document that is no partner and of which something follows.
type JudgedRow struct {
	Address   spec.Address
	Title     string
	Judgement state.Judgement
	Fields    []state.Field // shown in depth only
}

type conditionDocument struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

type scoreDocument struct {
	Scorecard string              `json:"scorecard"`
	Value     *string             `json:"value"`
	Reason    string              `json:"reason,omitempty"`
	Band      string              `json:"band,omitempty"`
	Recommend string              `json:"recommend,omitempty"`
	Coverage  string              `json:"coverage"`
	From      string              `json:"from,omitempty"`
	To        string              `json:"to,omitempty"`
	Criteria  []criterionDocument `json:"criteria"`
}

type criterionDocument struct {
	ID      string           `json:"id"`
	Weight  string           `json:"weight"`
	Points  *string          `json:"points"`
	Reason  string           `json:"reason,omitempty"`
	Ratings []ratingDocument `json:"ratings,omitempty"`
}

type ratingDocument struct {
	By       string `json:"by"`
	Value    string `json:"value"`
	On       string `json:"on"`
	Evidence string `json:"evidence,omitempty"`
}

type tierDocument struct {
	Earned  *string          `json:"earned"`
	Pinned  *string          `json:"pinned"`
	Until   string           `json:"until,omitempty"`
	History []tierAtDocument `json:"history"`
}

type tierAtDocument struct {
	On   string `json:"on"`
	Tier string `json:"tier"`
}

type goalKPIDocument struct {
	KPI      string            `json:"kpi"`
	Weight   string            `json:"weight"`
	Value    *string           `json:"value"`
	Currency quantity.Currency `json:"currency,omitempty"`
	Unit     state.Unit        `json:"unit,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Progress *string           `json:"progress"`
	Pace     string            `json:"pace,omitempty"`
	Forecast *string           `json:"forecast,omitempty"`
}

type swotDocument struct {
	Quadrant string  `json:"quadrant"`
	ID       string  `json:"id"`
	Text     string  `json:"text"`
	Weight   *string `json:"weight"`
	Owner    string  `json:"owner,omitempty"`
}

func conditionDocuments(list []state.Condition) []conditionDocument {
	out := []conditionDocument{}
	for _, c := range list {
		out = append(out, conditionDocument{c.Type, c.Status, c.Reason, c.Message})
	}
	return out
}

func scoreDocumentOf(s *state.ScoreState) *scoreDocument {
	if s == nil {
		return nil
	}
	return &scoreDocument{Scorecard: s.Scorecard, Value: fixed(s.Value, 1), Reason: s.Reason, Band: s.Band, Recommend: s.Recommend,
		Coverage: plainDecimal(s.Coverage), From: s.Window.From.String(), To: s.Window.To.String(), Criteria: criterionDocuments(s.Criteria)}
}

func criterionDocuments(lines []state.CriterionScore) []criterionDocument {
	out := []criterionDocument{}
	for _, c := range lines {
		doc := criterionDocument{ID: c.ID, Weight: plainDecimal(c.Weight), Reason: c.Reason}
		if c.Points != nil {
			text := plainDecimal(c.Points)
			doc.Points = &text
		}
		for _, r := range c.Ratings {
			doc.Ratings = append(doc.Ratings, ratingDocument{r.By, plainDecimal(r.Value), r.On.String(), r.Evidence})
		}
		out = append(out, doc)
	}
	return out
}

func tierDocuments(tiers []state.Tier) map[string]tierDocument {
	if len(tiers) == 0 {
		return nil
	}
	out := map[string]tierDocument{}
	for _, t := range tiers {
		doc := tierDocument{Earned: orNull(t.Earned), Pinned: orNull(t.Pinned), Until: t.Until.String(), History: []tierAtDocument{}}
		for _, h := range t.History {
			doc.History = append(doc.History, tierAtDocument{h.On.String(), h.Tier})
		}
		out[t.Program] = doc
	}
	return out
}

func goalKPIDocuments(g *state.GoalState) []goalKPIDocument {
	out := []goalKPIDocument{}
	for _, k := range g.KPIs {
		doc := goalKPIDocument{KPI: k.KPI, Weight: plainDecimal(k.Weight), Value: decimalOrNull(k.Value), Currency: k.Value.Currency,
			Reason: k.Value.Reason, Progress: fixed(k.Progress, 2), Pace: string(k.Pace)}
		if k.Value.Unit != state.Money {
			doc.Unit = k.Value.Unit
		}
		if k.Forecast != nil {
			doc.Forecast = fixed(k.Forecast, forecastDigits(k.Value))
		}
		out = append(out, doc)
	}
	return out
}

// forecastDigits rounds a forecast like the money it is, or to two decimals.
func forecastDigits(v state.Value) int {
	if v.Unit == state.Money {
		return v.Currency.Exponent()
	}
	return 2
}

func swotDocuments(lines []state.SWOTLine) []swotDocument {
	var out []swotDocument
	for _, l := range lines {
		doc := swotDocument{Quadrant: l.Quadrant, ID: l.ID, Text: l.Text, Owner: l.Owner}
		if l.Weight != nil {
			text := plainDecimal(l.Weight)
			doc.Weight = &text
		}
		out = append(out, doc)
	}
	return out
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func fixed(r *big.Rat, digits int) *string {
	if r == nil {
		return nil
	}
	s := quantity.Fixed(r, digits)
	return &s
}

// plainDecimal has no trailing zeros, and 8 decimals where it does not terminate.
func plainDecimal(r *big.Rat) string {
	if r == nil {
		return ""
	}
	return quantity.Decimal(r, 0, 8)
}
