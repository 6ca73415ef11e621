package state

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Judgement is what follows for one document from its KPIs, ratings and dates.
// Only the parts that its kind has are set.
type Judgement struct {
	Address    spec.Address
	Score      *ScoreState // of a partner
	Tiers      []Tier      // of a partner, by program
	Goal       *GoalState  // of a goal
	Fit        *Fit        // of an assessment
	Conditions []Condition // sorted by type
}

// ReasonCoverage is why there is no score: too little of the weight has a value.
const ReasonCoverage = "coverage"

// ScoreState is a scorecard's result for one partner.
type ScoreState struct {
	Scorecard string
	Value     *big.Rat // 0 to 100, rounded once to one decimal; nil with a Reason
	Reason    string
	Band      string
	Recommend string
	Coverage  *big.Rat // percent of the weight that has a value
	Window    quantity.Range
	Criteria  []CriterionScore
	Uses      []Use
}

// CriterionScore is one line of a score. Points is nil when there is no value;
// then the line is left out and the weights of the others count for more.
type CriterionScore struct {
	ID      string
	Weight  *big.Rat
	Points  *big.Rat
	Value   Value   // of a quantitative criterion
	Ratings []Rated // of a qualitative one: the latest of each assessor
	Reason  string  // why Points is nil
	IsRated bool
	At      diag.Span // where the criterion is declared
}

// Rated is one assessor's latest rating.
type Rated struct {
	By       string
	Value    *big.Rat
	On       quantity.Date
	Evidence string
	At       diag.Span
}

// Tier is a partner's level in one program.
type Tier struct {
	Program string
	Earned  string // "" before the first evaluation
	Pinned  string // "" without a pin that holds
	Until   quantity.Date
	History []TierAt
	Uses    []Use
}

// Held is the level that counts: the pinned one, else the earned one.
func (t Tier) Held() string {
	if t.Pinned != "" {
		return t.Pinned
	}
	return t.Earned
}

// TierAt is the level after one evaluation.
type TierAt struct {
	On   quantity.Date
	Tier string
}

// Pace says how a goal stands.
type Pace string

const (
	OnTrack    Pace = "on-track"
	AtRisk     Pace = "at-risk"
	Behind     Pace = "behind"
	NotStarted Pace = "not-started"
	NoPace     Pace = "" // no value
)

// GoalState is how far a goal is.
type GoalState struct {
	Progress *big.Rat // percent, each KPI counted from 0 to 100, rounded to one decimal; nil without any value
	Elapsed  *big.Rat // percent of the period's days
	Pace     Pace     // the worst of its KPIs
	KPIs     []GoalKPI
	Uses     []Use
}

// GoalKPI is one line of a goal.
type GoalKPI struct {
	KPI      string
	Weight   *big.Rat // percent of the goal
	Value    Value
	Progress *big.Rat // percent of the way, raw; nil without a value
	Counted  *big.Rat // the same within 0 to 100
	Pace     Pace
	Forecast *big.Rat // at the end of the period; nil when it is not forecast
	At       diag.Span
}

// Fit is an assessment's result.
type Fit struct {
	Value     *big.Rat // 0 to 100, rounded once to one decimal; nil with a Reason
	Reason    string
	Coverage  *big.Rat
	Assessors int
	Criteria  []CriterionScore
	SWOT      []SWOTLine // by falling weight
}

// SWOTLine is one entry of a SWOT with its weight: impact, times likelihood
// where it is given.
type SWOTLine struct {
	Quadrant string
	ID       string
	Text     string
	Weight   *big.Rat // nil when no impact is given
	Owner    string
	At       diag.Span
}

// Condition is one thing that is true or false of a document, in the manner of
// Kubernetes: a type, a status, a reason in one word, a message for people.
type Condition struct {
	Type    string
	Status  string // True, False or Unknown
	Reason  string
	Message string
	At      diag.Span
	Uses    []Use
}

const (
	True    = "True"
	False   = "False"
	Unknown = "Unknown"
)
