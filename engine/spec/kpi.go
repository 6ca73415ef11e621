package spec

// KPI is one number per partner and period: exactly one of measure, ratio,
// formula and builtin says how it is worked out.
type KPI struct {
	Unit      *Val[Text] `yaml:"unit" enum:"count|money|percent|days|score|number" doc:"Unit of the value."`
	Direction *Val[Text] `yaml:"direction" enum:"increase|decrease|maintain" doc:"Which way is better."`
	Measure   *Measure   `yaml:"measure" doc:"Adds up rows of one source."`
	Ratio     *Ratio     `yaml:"ratio" doc:"Divides one measure by another."`
	Formula   *Val[Expr] `yaml:"formula" doc:"CEL over other KPIs, such as kpi(\"a\") / kpi(\"b\")."`
	Builtin   *Val[Text] `yaml:"builtin" enum:"lead-to-close|lead-to-close-mature|lead-acceptance|registration-approval|sourced-revenue|sourced-deals|influenced-revenue|influenced-deals|average-deal-size|win-rate|sales-cycle|pipeline-velocity|time-to-first-deal|activation|campaign-engagement|response-time|logo-retention|gross-revenue-retention|net-revenue-retention|partner-roi|partner-cac" doc:"A KPI that entente defines."`
	Missing   *Val[Text] `yaml:"missing" enum:"null|zero|carry" doc:"What stands in for a period without rows; when left out, counts and sums are 0 and the rest has no value."`
	MinSample *Val[Int]  `yaml:"minSample" doc:"Rows below which a value has low confidence."`
}

func (KPI) KindName() string { return "KPI" }

type Measure struct {
	Source    Ref[Source] `yaml:"source" is:"required" doc:"Source whose rows count."`
	Aggregate Val[Text]   `yaml:"aggregate" is:"required" enum:"count|countDistinct|sum|mean|median|p90" doc:"How rows become one number."`
	Field     *Val[Text]  `yaml:"field" doc:"Column that is added up; not for count."`
	Where     *Val[Expr]  `yaml:"where" doc:"CEL over the source's columns; every row when left out."`
	At        *Val[Text]  `yaml:"at" doc:"Day column that puts a row into a period."`
}

type Ratio struct {
	Numerator   Measure `yaml:"numerator" is:"required" doc:"What is divided."`
	Denominator Measure `yaml:"denominator" is:"required" doc:"What it is divided by; zero gives no value."`
}
