package spec

// Terms are the clauses of an agreement. What an Agreement states of them is laid
// over the Program's, field by field.
type Terms struct {
	SuccessDefinition *Val[Text]       `yaml:"successDefinition" doc:"What both sides will call a success."`
	Responsibilities  []Responsibility `yaml:"responsibilities" doc:"Who does what; one accountable owner per activity."`
	Communication     *Communication   `yaml:"communication" doc:"Who speaks for each side, and how fast they answer."`
	LeadProcess       *LeadProcess     `yaml:"leadProcess" doc:"How leads are handed over, accepted and protected."`
	ReviewCadence     *Val[Cadence]    `yaml:"reviewCadence" doc:"How often the partnership is reviewed."`
	Liability         *Liability       `yaml:"liability" doc:"Limit of liability and what is outside it."`
	DisputeResolution []DisputeStep    `yaml:"disputeResolution" is:"ordered" doc:"Steps of escalation, in order."`
	Exit              *Exit            `yaml:"exit" doc:"How the partnership ends without harm to customers."`
	Confidentiality   *Confidentiality `yaml:"confidentiality" doc:"What stays secret, and for how long."`
	GoverningLaw      *Val[Text]       `yaml:"governingLaw" doc:"Law and place of jurisdiction."`
}

type Responsibility struct {
	ID        Val[Slug]  `yaml:"id" is:"key,required" doc:"Names the activity."`
	Activity  Val[Text]  `yaml:"activity" is:"required" doc:"What is done."`
	Owner     *OwnerRef  `yaml:"owner" doc:"Who is accountable: a person, a team, vendor or partner."`
	Consulted []OwnerRef `yaml:"consulted" doc:"Who is asked first."`
	Remove    *Val[Flag] `yaml:"remove" is:"removal" doc:"true takes the activity away: in a dated change, or in an agreement's terms."`
}

type Communication struct {
	Vendor       *OwnerRef      `yaml:"vendor" doc:"Who speaks for the vendor."`
	Partner      *OwnerRef      `yaml:"partner" doc:"Who speaks for the partner; main-contact is the Partner's mainContact."`
	AnswerWithin *Val[Duration] `yaml:"answerWithin" doc:"Time to answer the other side."`
	Channel      *Val[Text]     `yaml:"channel" doc:"Where both sides talk."`
}

type LeadProcess struct {
	Channel      *Val[Text]     `yaml:"channel" doc:"How a lead is handed over: registration form, referral link, …"`
	AcceptWithin *Val[Duration] `yaml:"acceptWithin" doc:"Time to accept or reject a lead."`
	Protection   *Val[Duration] `yaml:"protection" doc:"Time an accepted lead belongs to the partner."`
	Duplicates   *Val[Text]     `yaml:"duplicates" enum:"first-approved|first-submitted|shared" doc:"Who keeps a lead that two partners bring."`
	Qualified    *Val[Text]     `yaml:"qualified" doc:"What makes a lead a qualified one."`
}

type Liability struct {
	Cap       *Val[LiabilityCap] `yaml:"cap" doc:"Most that one side owes the other: an amount, or fees of N months."`
	Unlimited []Val[Text]        `yaml:"unlimited" doc:"What the cap does not cover."`
}

type DisputeStep struct {
	Step   Val[Text]      `yaml:"step" is:"key,required" doc:"Who tries to settle: executives, mediation, court, …"`
	Within *Val[Duration] `yaml:"within" doc:"Time before the next step."`
	Remove *Val[Flag]     `yaml:"remove" is:"removal" doc:"true takes the step away: in a dated change, or in an agreement's terms."`
}

type Exit struct {
	Notice     *Val[Duration] `yaml:"notice" doc:"Notice to end without a reason."`
	CurePeriod *Val[Duration] `yaml:"curePeriod" doc:"Time to mend a breach."`
	WindDown   *WindDown      `yaml:"windDown" doc:"How open work is brought to an end."`
	Tail       *Tail          `yaml:"tail" doc:"How long registered deals still pay after the end."`
}

type WindDown struct {
	For   *Val[Duration] `yaml:"for" doc:"How long the wind-down takes."`
	Owner *OwnerRef      `yaml:"owner" doc:"Who carries it out."`
	Steps []Val[Text]    `yaml:"steps" is:"ordered" doc:"What is done, in order."`
}

type Tail struct {
	For     *Val[Duration] `yaml:"for" doc:"Time after the end in which a registered deal still pays."`
	Except  []Val[Text]    `yaml:"except" doc:"Reasons of ending that leave no tail."`
	Reasons []TailReason   `yaml:"reasons" doc:"Another tail for one reason of ending."`
}

type TailReason struct {
	Reason Val[Text]     `yaml:"reason" is:"key,required" doc:"Reason of ending."`
	For    Val[Duration] `yaml:"for" is:"required" doc:"Tail for that reason."`
	Remove *Val[Flag]    `yaml:"remove" is:"removal" doc:"true takes the tail away: in a dated change, or in an agreement's terms."`
}

type Confidentiality struct {
	Covers *Val[Text]     `yaml:"covers" is:"bare" doc:"What is confidential."`
	For    *Val[Duration] `yaml:"for" doc:"How long after the end it stays so."`
}
