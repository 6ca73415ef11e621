package spec

// Statement is what a partner earned and is paid in one period and currency, as
// it was locked, with everything that computing it again takes. It is generated;
// only issued, accepted and disputed are written by people.
type Statement struct {
	Partner     Ref[Partner]            `yaml:"partner" is:"required" doc:"Partner that is paid."`
	Period      Val[Period]             `yaml:"period" is:"required" doc:"Payout period."`
	Currency    Val[Currency]           `yaml:"currency" is:"required" doc:"Currency that is paid."`
	AsOf        Val[Date]               `yaml:"asOf" is:"required" doc:"Last day whose facts are in it."`
	FactsDigest Val[Text]               `yaml:"factsDigest" is:"required" pattern:"^sha256:[0-9a-f]{64}$" expects:"sha256: and 64 hexadecimal digits" doc:"Digest of the facts it was computed from."`
	ToolVersion Val[Text]               `yaml:"toolVersion" is:"required" doc:"Version of the program that locked it."`
	Follows     *StatementFollows       `yaml:"follows" doc:"Statement of the same partner and currency before it."`
	Opening     *Val[Text]              `yaml:"opening" enum:"complete|settled-elsewhere" doc:"Of the first statement: whether nothing was due before it, so that earlier days that come to light are corrected, or what was due was settled elsewhere and is left alone."`
	Lines       []StatementLine         `yaml:"lines" is:"required,ordered" doc:"Lines in the order of their days."`
	Released    []StatementReleasedLine `yaml:"released" is:"ordered" doc:"Lines of earlier periods whose hold ended in this one."`
	Totals      StatementTotals         `yaml:"totals" is:"required" doc:"What the lines add up to."`
	Digest      Val[Text]               `yaml:"digest" is:"required" pattern:"^sha256:[0-9a-f]{64}$" expects:"sha256: and 64 hexadecimal digits" doc:"Digest of all above; of the lines, their digests alone."`
	Issued      *StatementIssued        `yaml:"issued" doc:"When it went to the partner."`
	Accepted    *StatementAccepted      `yaml:"accepted" doc:"That the partner agrees."`
	Disputed    *StatementDisputed      `yaml:"disputed" doc:"That the partner does not agree."`
}

func (Statement) KindName() string { return "Statement" }

// StatementLine is one line, with the inputs and terms it was computed from.
// Amounts are in the plan's currency unless they say otherwise.
type StatementLine struct {
	ID        Val[Text]   `yaml:"id" is:"key,required" doc:"Event, rule and kind; unique among the partner's lines."`
	Kind      Val[Text]   `yaml:"kind" is:"required" enum:"earned|true-up|refund|clawback|override|adjustment|correction|reopened" doc:"What the line stands for."`
	At        Val[Date]   `yaml:"at" is:"required" doc:"Day it counts on."`
	Partner   *Val[Slug]  `yaml:"partner" doc:"Partner whose event it is, when that is another one."`
	Agreement *Val[Slug]  `yaml:"agreement" doc:"Agreement it is paid under."`
	Plan      *Val[Slug]  `yaml:"plan" doc:"Commission plan it is paid by."`
	Changes   []Val[Slug] `yaml:"changes" doc:"Dated changes of the plan that apply."`
	Rule      *Val[Slug]  `yaml:"rule" doc:"Rule of the plan."`
	Terms     *Val[Text]  `yaml:"terms" pattern:"^.+@[0-9a-f]{40}:[1-9][0-9]*$" expects:"path@blob:line, the blob being git's 40 hexadecimal digits" doc:"Where the rule stands: path@blob:line, the blob being git's hash of the file."`
	Place     *Val[Text]  `yaml:"place" doc:"Row it comes from: path:line."`

	Event    *StatementEvent    `yaml:"event" doc:"Row that earns, or of which something is taken back."`
	Reversal *StatementReversal `yaml:"reversal" doc:"Row that takes back."`
	Context  *StatementContext  `yaml:"context" doc:"What had gone before and counts here."`

	Amount    *Val[Money]        `yaml:"amount" doc:"Amount of the event."`
	Base      *Val[Bound]        `yaml:"base" doc:"What the rule pays on."`
	Limits    *StatementLimits   `yaml:"limits" doc:"Floor and caps of the rule."`
	Parts     []StatementPart    `yaml:"parts" is:"ordered" doc:"Slices of the base, before rounding."`
	Raised    *Val[Money]        `yaml:"raised" doc:"What the floor added."`
	CutEvent  *Val[Money]        `yaml:"cutEvent" doc:"What the cap per event took."`
	CutPeriod *Val[Money]        `yaml:"cutPeriod" doc:"What the cap per period took."`
	Earned    Val[Money]         `yaml:"earned" is:"required" doc:"What the line is worth."`
	Until     *Val[Date]         `yaml:"until" doc:"Day from which it is payable."`
	Void      *Val[Text]         `yaml:"void" doc:"Why the line pays nothing: duplicate, self-referral, fraud, ineligible, out-of-range."`
	Note      *Val[Text]         `yaml:"note" doc:"What else there is to know."`
	Reason    *Val[Text]         `yaml:"reason" enum:"refund|late-fact|changed-fact|gone-fact|changed-volume|changed-terms|changed-rate|changed-tool" doc:"Why locked figures are corrected."`
	Payout    *StatementExchange `yaml:"payout" doc:"What is paid for the line, when that is another currency."`
	Digest    Val[Text]          `yaml:"digest" is:"required" pattern:"^sha256:[0-9a-f]{64}$" expects:"sha256: and 64 hexadecimal digits" doc:"Digest of the line before and of this one."`
}

// StatementFollows names the statement before, and seals it.
type StatementFollows struct {
	Statement Val[Slug] `yaml:"statement" is:"required" doc:"Its name."`
	Digest    Val[Text] `yaml:"digest" is:"required" pattern:"^sha256:[0-9a-f]{64}$" expects:"sha256: and 64 hexadecimal digits" doc:"Its digest."`
}

// StatementLimits are what a rule pays at least and at most.
type StatementLimits struct {
	Floor     *Val[Money] `yaml:"floor" doc:"Least for one event."`
	PerEvent  *Val[Money] `yaml:"perEvent" doc:"Most for one event."`
	PerPeriod *Val[Money] `yaml:"perPeriod" doc:"Most for one payout period."`
}

// StatementEvent is a row that earns. Amounts are in the row's currency.
type StatementEvent struct {
	ID         Val[Text]    `yaml:"id" is:"required" doc:"The row's id."`
	Trigger    Val[Text]    `yaml:"trigger" is:"required" enum:"closed-won|invoiced|collected|lead-accepted|activity" doc:"What makes it earn."`
	At         Val[Date]    `yaml:"at" is:"required" doc:"Day it was earned."`
	Deal       *Val[Text]   `yaml:"deal" doc:"Deal it belongs to, when that is not itself."`
	Customer   *Val[Text]   `yaml:"customer" doc:"Customer."`
	Created    *Val[Date]   `yaml:"created" doc:"Day the deal was created."`
	Registered *Val[Date]   `yaml:"registered" doc:"Day the deal was registered."`
	Closed     *Val[Date]   `yaml:"closed" doc:"Day the deal was closed."`
	Invoiced   *Val[Date]   `yaml:"invoiced" doc:"Day of the invoice."`
	Amount     *Val[Money]  `yaml:"amount" doc:"Amount; nothing when left out."`
	Tax        *Val[Money]  `yaml:"tax" doc:"Tax in it."`
	Discount   *Val[Money]  `yaml:"discount" doc:"Discount in it."`
	Shipping   *Val[Money]  `yaml:"shipping" doc:"Shipping in it."`
	Cost       *Val[Money]  `yaml:"cost" doc:"What it cost."`
	Whole      *Val[Money]  `yaml:"whole" doc:"Amount of the deal that it is a part of."`
	Quantity   *Val[Number] `yaml:"quantity" doc:"Quantity."`
	Rate       *Val[Text]   `yaml:"rate" pattern:"^[0-9]+(\\.[0-9]+)?(/[0-9]+)?$" expects:"a decimal or a fraction" doc:"Exchange rate to the plan's currency."`
	Place      *Val[Text]   `yaml:"place" doc:"The row: path:line."`
}

// StatementReversal is a row that takes back.
type StatementReversal struct {
	ID     Val[Text]  `yaml:"id" is:"required" doc:"The row's id."`
	Of     Val[Text]  `yaml:"of" is:"required" doc:"Event or deal that it names."`
	At     Val[Date]  `yaml:"at" is:"required" doc:"Day of the row."`
	Amount Val[Money] `yaml:"amount" is:"required" doc:"Amount that is taken back."`
	Reason *Val[Text] `yaml:"reason" enum:"refund|churn|non-payment" doc:"Why; refund when left out."`
	Rate   *Val[Text] `yaml:"rate" pattern:"^[0-9]+(\\.[0-9]+)?(/[0-9]+)?$" expects:"a decimal or a fraction" doc:"Exchange rate to the event's currency."`
}

// StatementContext is what a line cannot tell from its own rows.
type StatementContext struct {
	Before    *Val[Bound]  `yaml:"before" doc:"Volume of the bands before the event."`
	Entered   *Val[Int]    `yaml:"entered" doc:"Steps whose flat amount had been due, where the volume does not tell."`
	Stage     *Val[Int]    `yaml:"stage" doc:"Stage of a recurring rule, from 1."`
	Room      *Val[Money]  `yaml:"room" doc:"What the cap of the period left."`
	Share     *Val[Text]   `yaml:"share" pattern:"^[0-9]+/[1-9][0-9]*$" expects:"a fraction" doc:"Part of the event's total that is the partner's."`
	Method    *Val[Text]   `yaml:"method" enum:"last|first|linear|position|fixed|sourced-influenced" doc:"How the total was shared."`
	Cents     *Val[Int]    `yaml:"cents" doc:"Steps of rounding that the largest remainders brought."`
	From      *Val[Slug]   `yaml:"from" doc:"Step that the volume was rated by before."`
	On        *Val[Bound]  `yaml:"on" doc:"Volume that is rated anew."`
	Units     *Val[Number] `yaml:"units" doc:"Units in that volume."`
	Flat      *Val[Flag]   `yaml:"flat" doc:"Whether a step's flat amount is in it."`
	Sum       *Val[Money]  `yaml:"sum" doc:"Amount of all events that the reversal reaches."`
	Refunded  *Val[Text]   `yaml:"refunded" pattern:"^[0-9]+(\\.[0-9]+)?(/[0-9]+)? [A-Z]{3}$" expects:"an amount" doc:"What had been refunded of the event."`
	Earned    *Val[Money]  `yaml:"earned" doc:"What the event had earned."`
	TakenBack *Val[Money]  `yaml:"takenBack" doc:"What refunds had taken back of that."`
	Clawed    *Val[Money]  `yaml:"clawed" doc:"What clawbacks had taken back of that."`
	Reopened  *Val[Money]  `yaml:"reopened" doc:"What re-rating had changed of that."`
	Given     *Val[Text]   `yaml:"given" pattern:"^-?[0-9]+(\\.[0-9]+)?(/[0-9]+)? [A-Z]{3}$" expects:"an amount" doc:"Amount before rounding, where it takes other partners' events or a whole window to tell."`
	Locked    *Val[Money]  `yaml:"locked" doc:"What locked statements have, of a correction."`
	Due       *Val[Money]  `yaml:"due" doc:"What is due now, of a correction."`
	PaidOut   *Val[Money]  `yaml:"paidOut" doc:"What locked statements have in the currency that is paid."`
	DueOut    *Val[Money]  `yaml:"dueOut" doc:"What is due now in the currency that is paid."`
	Event     *Val[Text]   `yaml:"event" doc:"Row whose line is corrected."`
	Of        *Val[Text]   `yaml:"of" doc:"Event that this row takes back from."`
}

// StatementPart is one slice of a line's base.
type StatementPart struct {
	Step    *Val[Slug]  `yaml:"step" doc:"Step of the bands."`
	On      *Val[Bound] `yaml:"on" doc:"The slice, in the measure's unit."`
	Rate    *Val[Rate]  `yaml:"rate" doc:"Share of it."`
	PerUnit *Val[Price] `yaml:"perUnit" doc:"Amount per unit of it."`
	Flat    *Val[Flag]  `yaml:"flat" doc:"true of an amount that is due once."`
	Earned  Val[Text]   `yaml:"earned" is:"required" pattern:"^-?[0-9]+(\\.[0-9]+)?(/[0-9]+)? [A-Z]{3}$" expects:"an amount" doc:"What it earned, before rounding."`
}

// StatementExchange is a line in the currency that is paid.
type StatementExchange struct {
	On        Val[Date]   `yaml:"on" is:"required" doc:"Day of the exchange rate."`
	Rate      Val[Text]   `yaml:"rate" is:"required" pattern:"^[0-9]+(\\.[0-9]+)?(/[0-9]+)?$" expects:"a decimal or a fraction" doc:"The rate."`
	Rounding  *Val[Text]  `yaml:"rounding" enum:"half-up|half-even|up|down" doc:"How it is rounded; half-up when left out."`
	Increment *Val[Money] `yaml:"increment" doc:"Cash increment of the statement's currency; its minor unit when left out."`
	Amount    Val[Money]  `yaml:"amount" is:"required" doc:"The line in the statement's currency."`
}

// StatementReleasedLine is a line of an earlier statement that is payable now.
type StatementReleasedLine struct {
	ID     Val[Text]  `yaml:"id" is:"key,required" doc:"The line."`
	At     Val[Date]  `yaml:"at" is:"required" doc:"Day it counts on."`
	Until  Val[Date]  `yaml:"until" is:"required" doc:"Day from which it is payable."`
	Amount Val[Money] `yaml:"amount" is:"required" doc:"What it is worth in the statement's currency."`
}

// StatementTotals are in the statement's currency.
type StatementTotals struct {
	Lines       Val[Int]    `yaml:"lines" is:"required" doc:"How many lines there are."`
	Earned      Val[Money]  `yaml:"earned" is:"required" doc:"Lines of the period, adjustments apart."`
	Held        Val[Money]  `yaml:"held" is:"required" doc:"Of it, what is on hold."`
	Payable     Val[Money]  `yaml:"payable" is:"required" doc:"Earned less held."`
	Released    Val[Money]  `yaml:"released" is:"required" doc:"Of earlier periods, what came off hold."`
	Adjustments Val[Money]  `yaml:"adjustments" is:"required" doc:"Single amounts of the agreement."`
	CarriedIn   Val[Money]  `yaml:"carriedIn" is:"required" doc:"What the statement before did not pay."`
	Due         Val[Money]  `yaml:"due" is:"required" doc:"Payable, released, adjustments and carried in."`
	Minimum     *Val[Money] `yaml:"minimum" doc:"Least amount that is paid."`
	Paid        Val[Money]  `yaml:"paid" is:"required" doc:"What is paid: the due amount when it reaches the minimum, else nothing."`
	CarriedOut  Val[Money]  `yaml:"carriedOut" is:"required" doc:"What the next statement takes over."`
}

type StatementIssued struct {
	On Val[Date] `yaml:"on" is:"required" doc:"Day it went out."`
}

type StatementAccepted struct {
	On Val[Date] `yaml:"on" is:"required" doc:"Day of the answer."`
	By PersonRef `yaml:"by" is:"required" doc:"Who agreed."`
}

type StatementDisputed struct {
	On     Val[Date] `yaml:"on" is:"required" doc:"Day of the answer."`
	By     PersonRef `yaml:"by" is:"required" doc:"Who does not agree."`
	Reason Val[Text] `yaml:"reason" is:"required" doc:"What is disputed."`
}
