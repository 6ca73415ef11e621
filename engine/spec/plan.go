package spec

// CommissionPlan says what is paid on what, to whom and when.
type CommissionPlan struct {
	Currency    Val[Currency] `yaml:"currency" is:"required" doc:"Currency that the plan counts in."`
	Effective   *Val[Date]    `yaml:"effective" doc:"First day of the plan."`
	Rules       []PayRule     `yaml:"rules" is:"required,ordered" doc:"Rules in order; the first that matches pays, unless one stacks."`
	Attribution *Attribution  `yaml:"attribution" doc:"How one deal is shared among partners."`
	Rounding    *Rounding     `yaml:"rounding" doc:"How amounts are rounded; half-up per line when left out."`
	Payout      *Payout       `yaml:"payout" doc:"When and how it is paid out."`
	Changes     []PlanChange  `yaml:"changes" is:"changes" doc:"Dated changes to this plan, merged by item key."`
}

func (CommissionPlan) KindName() string { return "CommissionPlan" }

// PayRule is one rule: what triggers it, whose credit it needs, what it pays
// on, and how much.
type PayRule struct {
	ID        Val[Slug]      `yaml:"id" is:"key,required" doc:"Names the rule in plans and statements."`
	Trigger   Val[Text]      `yaml:"trigger" is:"required" enum:"closed-won|invoiced|collected|lead-accepted|activity" doc:"Event that earns."`
	Credit    *Val[Text]     `yaml:"credit" enum:"any|sourced|influenced|registered" doc:"Credit the partner needs; any when left out."`
	Of        *Val[Text]     `yaml:"of" enum:"amount|net|margin|quantity|each" doc:"What the rule pays on; amount when left out."`
	Where     *Val[Expr]     `yaml:"where" doc:"CEL over the event's columns; every event when left out."`
	Rate      *Val[Rate]     `yaml:"rate" doc:"Share of the base."`
	AllowOver *Val[Flag]     `yaml:"allowOver100" doc:"Whether the rule's rates may be more than 100%."`
	Flat      *Val[Money]    `yaml:"flat" doc:"Amount per event."`
	PerUnit   *Val[Price]    `yaml:"perUnit" doc:"Amount per unit of quantity, finer than a payment if need be: 0.0008 USD."`
	Bands     *PayBands      `yaml:"bands" doc:"Rates that depend on the volume."`
	Recurring *Recurring     `yaml:"recurring" doc:"How long a customer keeps paying commission."`
	Cap       *Cap           `yaml:"cap" doc:"Most that is paid."`
	Floor     *Floor         `yaml:"floor" doc:"Least that is paid."`
	Clawback  *Clawback      `yaml:"clawback" doc:"What is taken back when a customer leaves or does not pay."`
	Hold      *Val[Duration] `yaml:"hold" doc:"Time an earned amount is held before it is payable."`
	Override  *Override      `yaml:"override" doc:"Share paid to the partner's referrer."`
	Stack     *Val[Flag]     `yaml:"stack" doc:"Whether the rule pays on top of an earlier one."`
	Reopen    *Val[Text]     `yaml:"reopen" enum:"none|open-period|contract-year" doc:"Whether a refund re-rates earlier events; none when left out."`
	Remove    *Val[Flag]     `yaml:"remove" is:"removal" doc:"true takes the rule away: in a dated change."`
}

func (PayRule) alternatives() [][]string {
	return [][]string{{"rate"}, {"flat"}, {"perUnit"}, {"bands"}, {"recurring/stages"}}
}

// PayBands is a rate that depends on a measured volume.
type PayBands struct {
	Method        Val[Text]  `yaml:"method" is:"required" enum:"graduated|volume" doc:"graduated rates each slice, volume rates the whole."`
	Measure       *Val[Text] `yaml:"measure" enum:"amount|quantity|count" doc:"What is measured; amount when left out."`
	Per           *Val[Text] `yaml:"per" enum:"event|partner|customer|program" doc:"Whose volume; partner when left out."`
	Reset         *Val[Text] `yaml:"reset" enum:"monthly|quarterly|contract-year|never" doc:"When the volume starts again."`
	FromInclusive *Val[Flag] `yaml:"fromInclusive" doc:"Turns (from, to] into [from, to)."`
	FlatAtZero    *Val[Flag] `yaml:"flatAtZero" doc:"Whether the first step's flat is due at zero."`
	Steps         []Step     `yaml:"steps" is:"required" doc:"Steps, each up to and including its bound; the last is open."`
}

// Step is one band of a PayBands.
type Step struct {
	ID      Val[Slug]   `yaml:"id" is:"key,required" doc:"Names the step in plans and statements."`
	UpTo    *Val[Bound] `yaml:"upTo" is:"bound" doc:"Inclusive upper bound, in the measure's unit; absent: open."`
	Rate    *Val[Rate]  `yaml:"rate" doc:"Share of the base within the step."`
	Flat    *Val[Money] `yaml:"flat" doc:"Amount due once on entry."`
	PerUnit *Val[Price] `yaml:"perUnit" doc:"Amount per unit within the step."`
	Remove  *Val[Flag]  `yaml:"remove" is:"removal" doc:"true takes the step away: in a dated change."`
}

type Recurring struct {
	For    *Val[Recurrence] `yaml:"for" is:"bare" doc:"first-sale, lifetime, a duration or a count of payments."`
	Stages []Stage          `yaml:"stages" is:"ordered" doc:"Rates that change over a customer's time."`
}

type Stage struct {
	For    *Val[Duration] `yaml:"for" is:"key" doc:"How long the stage lasts; the last is open."`
	Rate   Val[Rate]      `yaml:"rate" is:"required" doc:"Share of the base within the stage."`
	Remove *Val[Flag]     `yaml:"remove" is:"removal" doc:"true takes the stage away: in a dated change."`
}

type Cap struct {
	PerEvent  *Val[Money] `yaml:"perEvent" doc:"Most for one event."`
	PerPeriod *Val[Money] `yaml:"perPeriod" doc:"Most for one payout period."`
}

type Floor struct {
	PerEvent *Val[Money] `yaml:"perEvent" doc:"Least for one event."`
}

type Clawback struct {
	On       []Val[Text]     `yaml:"on" enum:"churn|non-payment" doc:"What triggers it."`
	Schedule []ClawbackShare `yaml:"schedule" doc:"How much is taken back, by time since closing."`
}

type ClawbackShare struct {
	Within Val[Duration] `yaml:"within" is:"key,required,bound" doc:"Time since closing."`
	Share  Val[Rate]     `yaml:"share" is:"required" doc:"Share that is taken back."`
	Remove *Val[Flag]    `yaml:"remove" is:"removal" doc:"true takes the line away: in a dated change."`
}

type Override struct {
	Of   Val[Text] `yaml:"of" is:"required" enum:"sale|commission" doc:"What the share is taken of."`
	Rate Val[Rate] `yaml:"rate" is:"required" doc:"The share."`
}

type Attribution struct {
	Method   Val[Text]          `yaml:"method" is:"required" enum:"last|first|linear|position|fixed|sourced-influenced" doc:"How touches share a deal."`
	Shares   []AttributionShare `yaml:"shares" doc:"Shares of method fixed."`
	Lookback *Val[Duration]     `yaml:"lookback" doc:"How long before a deal's creation a touch counts."`
}

type AttributionShare struct {
	Partner Ref[Partner] `yaml:"partner" is:"key,required" doc:"The partner."`
	Share   Val[Rate]    `yaml:"share" is:"required" doc:"Its share."`
	Remove  *Val[Flag]   `yaml:"remove" is:"removal" doc:"true takes the share away: in a dated change."`
}

type Rounding struct {
	Mode      *Val[Text]  `yaml:"mode" enum:"half-up|half-even|up|down" doc:"half-up (away from zero) when left out."`
	Scope     *Val[Text]  `yaml:"scope" enum:"line|statement" doc:"Where rounding happens; line when left out."`
	Increment *Val[Money] `yaml:"increment" doc:"Cash increment, such as 0.05 CHF."`
}

type Payout struct {
	Cadence      *Val[Cadence]  `yaml:"cadence" doc:"How often it is paid out."`
	Minimum      *Val[Money]    `yaml:"minimum" doc:"Least payout; less is carried forward."`
	Currency     *Val[Currency] `yaml:"currency" doc:"Currency of payouts; the plan's when left out."`
	RateAt       *Val[Text]     `yaml:"rateAt" enum:"event|invoice|period-end|statement" doc:"Day of the exchange rate; period-end when left out."`
	AcceptWithin *Val[Duration] `yaml:"acceptWithin" doc:"Time after which a statement is deemed accepted."`
}

// PlanChange moves a plan's terms from a day on.
type PlanChange struct {
	ID        Val[Slug]             `yaml:"id" is:"key,required" doc:"Names the change."`
	Effective Val[Date]             `yaml:"effective" is:"required" doc:"First day of the changed terms."`
	AppliesTo *Val[Text]            `yaml:"appliesTo" enum:"new-deals|new-events" doc:"new-deals (registered or created from that day on) when left out."`
	Set       Patch[CommissionPlan] `yaml:"set" is:"required" doc:"What changes, written like the plan itself: a new rule goes beside the one it is written next to, a new step where its bound belongs; remove: true takes an item away."`
	Decision  *Ref[Decision]        `yaml:"decision" doc:"Decision behind it."`
	Reason    *Val[Text]            `yaml:"reason" doc:"Why it changes."`
}
