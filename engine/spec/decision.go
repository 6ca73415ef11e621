package spec

// Decision records who decided what, on which grounds, and when it is looked
// back on.
type Decision struct {
	Type       Val[Text]      `yaml:"type" is:"required" enum:"approve-partner|structure-campaign|assess-performance|set-commission|sign-agreement|change-goal|change-tier|change-facts|approve-registration|approve-payout|terminate|change-rights" doc:"Action of DecisionRights that is decided."`
	Subject    AnyRef         `yaml:"subject" is:"required" doc:"What is decided on, as kind/name."`
	Status     Val[Text]      `yaml:"status" is:"required" enum:"open|proposed|accepted|rejected|superseded" doc:"Where it stands."`
	Class      *Val[Text]     `yaml:"class" enum:"minor|major|reserved" doc:"How much it matters."`
	Decider    *PersonRef     `yaml:"decider" doc:"Who decides."`
	Consulted  []RoleRef      `yaml:"consulted" doc:"Who was asked first."`
	Date       *Val[Date]     `yaml:"date" doc:"Day of the decision."`
	Due        *Val[Date]     `yaml:"due" doc:"Day by which it is decided."`
	Options    []Val[Text]    `yaml:"options" doc:"What could have been chosen."`
	Drivers    []Val[Text]    `yaml:"drivers" doc:"What spoke for it."`
	Basis      *Val[Text]     `yaml:"basis" enum:"data|judgement|default" doc:"What it rests on."`
	Evidence   []Evidence     `yaml:"evidence" doc:"Documents as kind/name, or text."`
	Votes      []Vote         `yaml:"votes" doc:"Votes of a body."`
	Expected   *Expected      `yaml:"expected" doc:"What should come of it."`
	ReviewOn   *Val[Date]     `yaml:"reviewOn" doc:"Day its outcome is looked at."`
	Outcome    *Outcome       `yaml:"outcome" doc:"What came of it."`
	Supersedes *Ref[Decision] `yaml:"supersedes" doc:"Decision that this one takes the place of."`
}

func (Decision) KindName() string { return "Decision" }

type Vote struct {
	By   PersonRef  `yaml:"by" is:"key,required" doc:"Who voted."`
	Vote Val[Text]  `yaml:"vote" is:"required" enum:"for|against|abstain" doc:"The vote."`
	On   *Val[Date] `yaml:"on" doc:"Day of the vote."`
}

type Expected struct {
	KPI    Ref[KPI]    `yaml:"kpi" is:"required" doc:"KPI that should move."`
	Change *Val[Bound] `yaml:"change" doc:"By how much, in the KPI's unit."`
	By     *Val[Date]  `yaml:"by" doc:"Until when."`
}

type Outcome struct {
	On     Val[Date]   `yaml:"on" is:"required" doc:"Day of the look back."`
	Result *Val[Text]  `yaml:"result" enum:"met|missed|mixed" doc:"How it turned out."`
	Change *Val[Bound] `yaml:"change" doc:"What the KPI did, in its unit."`
	Note   *Val[Text]  `yaml:"note" doc:"What was learned."`
}
