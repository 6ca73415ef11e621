package spec

// DecisionRights say who may decide what.
type DecisionRights struct {
	Rules []Right `yaml:"rules" is:"required" doc:"One right per action and scope."`
}

func (DecisionRights) KindName() string { return "DecisionRights" }

type Right struct {
	ID         Val[Slug]      `yaml:"id" is:"key,required" doc:"Names the right in plans and comments."`
	Action     Val[Text]      `yaml:"action" is:"required" enum:"approve-partner|structure-campaign|assess-performance|set-commission|sign-agreement|change-goal|change-tier|change-facts|approve-registration|approve-payout|terminate|change-rights" doc:"What is decided."`
	When       *Val[Expr]     `yaml:"when" doc:"CEL over change and impact; always when left out."`
	Decider    *RoleRef       `yaml:"decider" doc:"Who decides."`
	Approvers  []Approver     `yaml:"approvers" doc:"Who must agree besides."`
	Consulted  []RoleRef      `yaml:"consulted" doc:"Who is asked first."`
	Within     *Val[Duration] `yaml:"within" doc:"Time to decide."`
	EscalateTo *RoleRef       `yaml:"escalateTo" doc:"Who decides when that time has passed."`
	Skills     []Val[Text]    `yaml:"skills" doc:"Skills the decider needs."`
	Body       *Body          `yaml:"body" doc:"Group that decides by vote."`
}

type Approver struct {
	Function *FunctionRef `yaml:"function" is:"key" doc:"Anybody with this function."`
	Person   *PersonRef   `yaml:"person" is:"key" doc:"This person."`
	Team     *RoleRef     `yaml:"team" is:"key" doc:"Anybody of this team."`
	Count    *Val[Int]    `yaml:"count" doc:"How many of them; 1 when left out."`
}
