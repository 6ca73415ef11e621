package spec

// Program is the standard that partners join: plan, scorecard, terms, tiers, fit.
type Program struct {
	Type          Val[Text]            `yaml:"type" is:"required" enum:"referral|affiliate|reseller|technology|services|custom" doc:"What partners of the program do."`
	Plan          *Ref[CommissionPlan] `yaml:"plan" doc:"Commission plan of agreements that name none."`
	Scorecard     *Ref[Scorecard]      `yaml:"scorecard" doc:"Scorecard of every partner of the program; four default criteria when left out."`
	ReviewCadence *Val[Cadence]        `yaml:"reviewCadence" doc:"How often a partner is reviewed unless its terms say otherwise."`
	MaxTotalRate  *Val[Rate]           `yaml:"maxTotalRate" doc:"Most that all rules together may pay on one deal."`
	Terms         *Terms               `yaml:"terms" doc:"The standard agreement; an Agreement states only what deviates."`
	Tiers         *Tiers               `yaml:"tiers" doc:"Levels that partners earn."`
	Fit           []FitCriterion       `yaml:"fit" doc:"Criteria by which partners are chosen; weights sum to 100."`
	Roster        *Ref[Source]         `yaml:"roster" doc:"Source that lists click-through partners without a file each."`
}

func (Program) KindName() string { return "Program" }

// Tiers is how levels are measured and kept.
type Tiers struct {
	Measured    *Val[Duration] `yaml:"measured" doc:"Trailing time over which KPIs count, such as 4 quarters."`
	Evaluate    *Val[Cadence]  `yaml:"evaluate" doc:"How often levels are evaluated."`
	DemoteGrace *Val[Duration] `yaml:"demoteGrace" doc:"Time a level is kept after it is no longer earned."`
	Levels      []Level        `yaml:"levels" is:"required,ordered" doc:"Levels, lowest first."`
}

// Level is one tier; every line under qualify must hold.
type Level struct {
	ID       Val[Slug]            `yaml:"id" is:"key,required" doc:"Names the level."`
	Title    *Val[Text]           `yaml:"title" doc:"What people read."`
	Qualify  []Qualification      `yaml:"qualify" doc:"What must be reached, all of it."`
	Plan     *Ref[CommissionPlan] `yaml:"plan" doc:"Commission plan of partners on this level."`
	Benefits []Val[Text]          `yaml:"benefits" doc:"What the level brings."`
}

// Qualification is one threshold of a level.
type Qualification struct {
	KPI  Ref[KPI]   `yaml:"kpi" is:"key,required" doc:"KPI that is measured."`
	From Val[Bound] `yaml:"from" is:"required" doc:"Least value, inclusive, in the KPI's unit."`
}

// FitCriterion is one line of the selection profile.
type FitCriterion struct {
	Criterion Val[Slug]   `yaml:"criterion" is:"key,required" doc:"Names the criterion in assessments."`
	Weight    Val[Number] `yaml:"weight" is:"required" doc:"Share of the fit score; all weights sum to 100."`
	Ask       *Val[Text]  `yaml:"ask" doc:"Question that assessors answer."`
}
