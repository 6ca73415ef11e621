package spec

// Review is a look back that both sides took: a check-in, a business review, …
type Review struct {
	Type           Val[Text]   `yaml:"type" is:"required" enum:"checkin|qbr|annual|retrospective|exit" doc:"Which kind of review."`
	Subject        AnyRef      `yaml:"subject" is:"required" doc:"What was reviewed, as kind/name."`
	Date           Val[Date]   `yaml:"date" is:"required" doc:"Day of the review."`
	Attendees      []PersonRef `yaml:"attendees" doc:"Who took part."`
	Ratings        []Rating    `yaml:"ratings" doc:"Ratings of qualitative criteria, with evidence."`
	Keep           []Val[Text] `yaml:"keep" doc:"What goes on as it is."`
	Change         []Val[Text] `yaml:"change" doc:"What is done otherwise from now on."`
	Learned        []Val[Text] `yaml:"learned" doc:"What was learned."`
	Actions        []Action    `yaml:"actions" doc:"What follows, with owner and date."`
	Recommendation *Val[Text]  `yaml:"recommendation" enum:"scale|maintain|adjust|end" doc:"What the reviewers speak for."`
}

func (Review) KindName() string { return "Review" }

type Rating struct {
	Criterion Val[Slug]   `yaml:"criterion" is:"key,required" doc:"Qualitative criterion of the scorecard."`
	By        PersonRef   `yaml:"by" is:"key,required" doc:"Who rated."`
	Value     Val[Number] `yaml:"value" is:"required" doc:"Rating from 1 to 5."`
	Evidence  *Evidence   `yaml:"evidence" doc:"What the rating rests on."`
	Note      *Val[Text]  `yaml:"note" doc:"Anything else."`
}

type Action struct {
	ID     Val[Slug]  `yaml:"id" is:"key,required" doc:"Names the action."`
	Text   Val[Text]  `yaml:"text" is:"required" doc:"What is done."`
	Owner  *PersonRef `yaml:"owner" doc:"Who does it."`
	Due    *Val[Date] `yaml:"due" doc:"Day by which it is done."`
	Status *Val[Text] `yaml:"status" enum:"open|done|dropped" doc:"open when left out."`
}
