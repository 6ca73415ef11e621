package spec

// Scorecard turns KPIs and ratings into one number from 0 to 100 per partner.
type Scorecard struct {
	Window   *Val[Window] `yaml:"window" doc:"Time that counts, up to the evaluation day; year-to-date when left out."`
	Criteria []Criterion  `yaml:"criteria" is:"required" doc:"What is scored; weights sum to 100."`
	Bands    []ScoreBand  `yaml:"bands" doc:"What a score means, by its lower bound."`
}

func (Scorecard) KindName() string { return "Scorecard" }

type Criterion struct {
	ID     Val[Slug]      `yaml:"id" is:"key,required" doc:"Names the criterion in reviews."`
	Title  *Val[Text]     `yaml:"title" doc:"What people read."`
	KPI    *Ref[KPI]      `yaml:"kpi" doc:"KPI of a quantitative criterion."`
	Scale  *Scale         `yaml:"scale" doc:"Values of 0 and of 100 points, linear between and clamped."`
	Steps  []ScaleStep    `yaml:"steps" doc:"Points by the value reached, instead of a scale."`
	Rated  Map[Val[Text]] `yaml:"rated" keys:"^[1-5]$" keysExpect:"a rating from 1 to 5" doc:"Anchors of a rating from 1 to 5, for a qualitative criterion."`
	Weight Val[Number]    `yaml:"weight" is:"required" doc:"Share of the score; all weights sum to 100."`
}

type Scale struct {
	From Val[Bound] `yaml:"from" is:"required" doc:"Value of 0 points, in the KPI's unit."`
	To   Val[Bound] `yaml:"to" is:"required" doc:"Value of 100 points, in the KPI's unit."`
}

type ScaleStep struct {
	From   Val[Bound]  `yaml:"from" is:"key,required" doc:"Least value, in the KPI's unit."`
	Points Val[Number] `yaml:"points" is:"required" doc:"Points from there on, 0 to 100."`
}

type ScoreBand struct {
	ID        Val[Slug]   `yaml:"id" is:"key,required" doc:"Names the band."`
	From      Val[Number] `yaml:"from" is:"required" doc:"Least score of the band."`
	Recommend *Val[Text]  `yaml:"recommend" enum:"scale|maintain|adjust|end" doc:"What the score speaks for."`
}
