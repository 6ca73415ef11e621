package spec

// Policy is a set of house rules with their own tests.
type Policy struct {
	Rules []HouseRule `yaml:"rules" is:"required" doc:"Rules over documents."`
}

func (Policy) KindName() string { return "Policy" }

type HouseRule struct {
	ID       Val[Slug]    `yaml:"id" is:"key,required" doc:"Names the rule in findings."`
	Severity *Val[Text]   `yaml:"severity" enum:"error|warning" doc:"error when left out."`
	Match    *Match       `yaml:"match" doc:"Documents the rule looks at; all when left out."`
	Assert   Val[Expr]    `yaml:"assert" is:"required" doc:"CEL over object (the spec) and metadata; must be true."`
	Message  Val[Text]    `yaml:"message" is:"required" doc:"What a user reads when it is not."`
	Tests    []PolicyTest `yaml:"tests" doc:"Specs that must pass or fail."`
}

type Match struct {
	Kind   *Val[Text]     `yaml:"kind" enum:"Organization|Program|Partner|Agreement|CommissionPlan|KPI|Goal|Scorecard|Review|Assessment|Decision|DecisionRights|Policy|Campaign|Source" doc:"Kind of the documents."`
	Labels Map[Val[Text]] `yaml:"labels" doc:"Labels they carry."`
}

type PolicyTest struct {
	Pass *Raw `yaml:"pass" doc:"A spec, or a part of one, that the rule accepts."`
	Fail *Raw `yaml:"fail" doc:"A spec, or a part of one, that the rule refuses."`
}
