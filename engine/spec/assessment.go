package spec

// Assessment rates how well a partner fits, before or during a partnership.
type Assessment struct {
	Subject   AnyRef        `yaml:"subject" is:"required" doc:"Partner that is assessed, as partner/name."`
	Stage     *Val[Text]    `yaml:"stage" enum:"new|existing" doc:"Whether the partner is new."`
	Date      Val[Date]     `yaml:"date" is:"required" doc:"Day of the assessment."`
	Program   *Ref[Program] `yaml:"program" doc:"Program whose fit criteria are used, when the partner is in several."`
	Assessors []PersonRef   `yaml:"assessors" doc:"Who assessed; two or more."`
	Fit       []FitRating   `yaml:"fit" doc:"Ratings of the program's fit criteria, 1 to 5."`
	SWOT      *SWOT         `yaml:"swot" doc:"Strengths, weaknesses, opportunities, threats."`
}

func (Assessment) KindName() string { return "Assessment" }

type FitRating struct {
	Criterion Val[Slug]   `yaml:"criterion" is:"key,required" doc:"Fit criterion of the program."`
	By        PersonRef   `yaml:"by" is:"key,required" doc:"Who rated."`
	Value     Val[Number] `yaml:"value" is:"required" doc:"Rating from 1 to 5."`
	Note      *Val[Text]  `yaml:"note" doc:"What the rating rests on."`
}

type SWOT struct {
	Strengths     []SWOTEntry `yaml:"strengths" doc:"What the partner does well."`
	Weaknesses    []SWOTEntry `yaml:"weaknesses" doc:"What it lacks."`
	Opportunities []SWOTEntry `yaml:"opportunities" doc:"What could come of it."`
	Threats       []SWOTEntry `yaml:"threats" doc:"What could go wrong."`
}

type SWOTEntry struct {
	ID         Val[Slug]    `yaml:"id" is:"key,required" doc:"Names the entry."`
	Text       Val[Text]    `yaml:"text" is:"required" doc:"What it is."`
	Impact     *Val[Number] `yaml:"impact" doc:"How much it matters, 1 to 5."`
	Likelihood *Val[Number] `yaml:"likelihood" doc:"How likely it is, 1 to 5."`
	Action     *Val[Text]   `yaml:"action" doc:"What is done about it."`
	Owner      *PersonRef   `yaml:"owner" doc:"Who does it."`
}
