package render

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// WhyView is everything that a row came to in one period of a partner.
type WhyView struct {
	Partner PartnerName
	Period  string
	Event   string
	Answers []WhyAnswer // in the order of the statement
	Nothing []string    // without answers: sentences that say why it came to nothing
}

// WhyAnswer is one line with all that decided it.
type WhyAnswer struct {
	StatementEntry
	PeriodName string               // payout period that the line is of
	Paid       quantity.Currency    // currency of the statement
	Row        *commission.Event    // the row that earned, or that is taken back; nil: not known
	Reversal   *commission.Reversal // the row that takes back
	OriginIn   string               // payout period of Origin
	Refunds    []RefundBefore       // of the same rule and window, before it
	Paying     []string             // all rules that pay the row to the partner
	Source     PlanSource
	Kept       string                // where the terms of a locked line stand: path@blob:line
	Took       []*commission.Line    // that took back from the same before
	Users      []*commission.Line    // that used the cap of the period before
	Touches    []WhyTouch            // of the row's deal
	Would      []commission.SharedBy // the parts, were all who have a touch paid
	Own        *commission.Line      // of an override: what it is a share of
	ReferredAt diag.Span             // where the referrer is named
	Quote      string                // place of the exchange rate
	Entered    Conversion            // of the row's amount into the plan's currency
	Returned   Conversion            // of what is taken back into the row's currency
	DealPlace  string                // of the deal that the row is a part of
	Adjusting  *spec.Adjustment      // of an adjustment
	Lock       *StatementLock        // of the statement that the line stands in; nil: it is not locked
}

// Conversion is the exchange rate that an amount came in at; zero: it needed none.
type Conversion struct {
	Rate  *big.Rat
	On    quantity.Date
	Place string // of the quote
}

// RefundBefore is a refund that came within the window of an event's volume.
type RefundBefore struct {
	*commission.Line
	Period     string // payout period of what it takes back
	IsReopened bool
}

// PlanSource says which document names the plan of a line.
type PlanSource struct {
	Kind      string // agreement, tier, pin, program, or "" when it is not known
	Name      string // of the agreement or the program
	Level     string // of tier and pin
	On        quantity.Date
	At        diag.Span // of the plan's name
	LevelAt   diag.Span // of the pin
	Amendment string    // of the agreement that named the plan; "": none
	Since     *spec.Val[spec.Date]
	PaidAt    diag.Span // of the payout currency; zero when the plan's own counts
}

// Why prints in plain sentences how each line of a row came about, every figure
// of a document or a row with the line that it stands on.
func Why(w io.Writer, v WhyView, o Options) error {
	p := newPage(o)
	say := func(sentences []string) {
		for _, sentence := range sentences {
			if o.Width <= 0 {
				p.line("%s", sentence)
				continue
			}
			p.wrapped(0, 2, usual, sentence)
		}
	}
	for _, a := range v.Answers {
		p.section()
		say(a.sentences())
	}
	say(v.Nothing)
	return p.trimmed().writeTo(w)
}

// sentences says what happened, what it was measured by, which rule pays, how much
// that is, when it is paid, and where the plan comes from.
func (a *WhyAnswer) sentences() []string {
	var out []string
	add := func(sentences ...string) {
		if text := strings.Join(compactText(sentences), " "); text != "" {
			out = append(out, text)
		}
	}
	if a.Lock != nil {
		add(fmt.Sprintf("%s is locked as of %s (%s).", a.Lock.Name, a.Lock.AsOf, a.Lock.Path))
	}
	add(a.happened()...)
	switch {
	case a.Kind == commission.Corrected:
		add(a.corrected()...)
		add(a.exchanged())
		add(a.held(), a.released())
		return out
	case a.Kind == commission.Adjusted:
		add(a.decided())
		add(a.exchanged())
		add(a.standing()...)
		return out
	case a.Rule != nil && a.Rule.Spec == nil:
		add(a.kept()...)
		add(a.exchanged())
		if a.Until != 0 && a.State != commission.Void {
			add(fmt.Sprintf("Held to %s.", a.Until), a.released())
		}
		return out
	}
	add(a.whichRule()...)
	if a.State == commission.Void && a.Trace != nil {
		add(a.idle()...)
	}
	for _, s := range a.otherRules() {
		add(s)
	}
	if a.State != commission.Void {
		add(a.basis(), a.blank())
		add(a.counted()...)
		if a.Kind != commission.Reopened {
			add(a.steps())
		}
		add(a.amounts()...)
		add(a.adjusted()...)
		add(a.rounded()...)
		add(a.exchanged())
	}
	add(a.standing()...)
	add(a.terms()...)
	for _, s := range a.changes() {
		add(s)
	}
	add(a.planSource())
	return out
}

func compactText(sentences []string) []string {
	var out []string
	for _, s := range sentences {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// money spells an amount of the line's currency with it.
func (a *WhyAnswer) money(minor int64) string {
	return minorWords(minor, a.Currency) + " " + string(a.Currency)
}

// bare spells an amount of the line's currency.
func (a *WhyAnswer) bare(minor int64) string { return minorWords(minor, a.Currency) }

// happened says what row it is, when it was earned and for how much.
func (a *WhyAnswer) happened() []string {
	switch a.Kind {
	case commission.Refunded, commission.ClawedBack, commission.Reopened:
		return a.takenBack()
	case commission.Adjusted:
		if adj := a.Adjusting; adj != nil {
			return []string{fmt.Sprintf("%s is a single amount of %s on %s, by agreement %s.", a.Event, cited(&adj.Amount), cited(&adj.Date), a.Agreement.Name()), reasonSentence(a.Reason)}
		}
		return []string{fmt.Sprintf("%s is a single amount of %s on %s%s.", a.Event, a.money(a.Earned), a.At, citeRow(a.Place)), reasonSentence(a.Reason)}
	case commission.Corrected:
		return []string{fmt.Sprintf("%s is corrected by %s on %s.", a.correctedRow(), a.money(a.Earned), a.At)}
	case commission.TrueUp:
		return []string{fmt.Sprintf("%s of %s%s took the volume to another step, by which what was counted before is rated, too.", a.Event, a.At, citeRow(a.Place)), a.rose()}
	}
	out := []string{fmt.Sprintf("%s %s on %s%s%s.", a.Event, a.verb(), a.At, a.forAmount(), a.inPlan())}
	if a.Kind == commission.Overridden {
		out = append(out, fmt.Sprintf("It is %s's, whom %s referred%s.", a.Owner, a.Beneficiary, cite(a.ReferredAt)))
	}
	return out
}

// decided names the decision behind an adjustment.
func (a *WhyAnswer) decided() string {
	switch adj := a.Adjusting; {
	case adj == nil:
		return ""
	case adj.Decision == nil:
		return "No decision is named for it."
	default:
		return fmt.Sprintf("It goes back to decision %s%s.", adj.Decision.Name, cite(adj.Decision.At))
	}
}

// entered gives the exchange rate at which the row came into the plan's currency.
func (a *WhyAnswer) entered() string {
	if a.Entered.Rate == nil {
		return ""
	}
	return a.Entered.words()
}

func (c Conversion) words() string {
	return fmt.Sprintf(" at %s, quoted on %s%s", rateShown(c.Rate), c.On, citeRow(c.Place))
}

func reasonSentence(reason string) string {
	if reason == "" {
		return ""
	}
	return "The reason given: " + strings.TrimSuffix(reason, ".") + "."
}

func (a *WhyAnswer) verb() string {
	if a.Rule == nil && a.Row == nil {
		return "was earned"
	}
	trigger := commission.ClosedWon
	switch {
	case a.Row != nil:
		trigger = a.Row.Trigger
	case a.Rule != nil:
		trigger = a.Rule.Trigger
	}
	switch trigger {
	case commission.Invoiced:
		return "was invoiced"
	case commission.Collected:
		return "was collected"
	case commission.LeadAccepted:
		return "was accepted"
	case commission.Activity:
		return "took place"
	}
	return "closed"
}

// inPlan gives the row's amount in the plan's currency, where that is another.
func (a *WhyAnswer) inPlan() string {
	if r := a.Row; r != nil && r.Currency != "" && r.Currency != a.Currency && a.State != commission.Void {
		return ", which is " + a.money(a.Amount) + a.entered()
	}
	return ""
}

// forAmount gives the row's amount in its own currency, and its place.
func (a *WhyAnswer) forAmount() string {
	if r := a.Row; r != nil && r.Currency != "" {
		return fmt.Sprintf(" for %s %s", minorWords(r.Amount, r.Currency), r.Currency) + citeRow(a.Place)
	}
	if a.Amount == 0 {
		return citeRow(a.Place)
	}
	return " for " + a.money(a.Amount) + citeRow(a.Place)
}

// takenBack says what a refund takes back, and of what.
func (a *WhyAnswer) takenBack() []string {
	of := a.Of
	var out []string
	switch {
	case a.Kind == commission.Reopened:
		return append([]string{a.lowered()}, a.rerated()...)
	case a.Kind == commission.ClawedBack:
		out = append(out, fmt.Sprintf("%s of %s%s claws back what %s%s earned%s.", a.Event, a.At, citeRow(a.Place), a.reversedAmount(), of, a.becauseOf()))
	case a.Reversal != nil:
		out = append(out, a.refundWords()...)
	default:
		out = append(out, fmt.Sprintf("%s takes back %s%s of %s on %s.", a.Event, a.money(-a.Amount), citeRow(a.Place), of, a.At))
	}
	if o := a.Origin; o != nil {
		worth := ""
		if o.Amount != 0 {
			worth = " of " + a.money(o.Amount)
		}
		out = append(out, fmt.Sprintf("%s%s%s earned %s in %s.", a.Of, worth, citeRow(o.Place), a.bare(o.Earned), a.OriginIn))
	}
	return out
}

// reversedAmount gives the amount of the row that takes back; none: it is of all.
func (a *WhyAnswer) reversedAmount() string {
	if r := a.Reversal; r != nil && r.Amount != 0 && r.Currency != "" {
		return fmt.Sprintf("%s %s of ", minorWords(r.Amount, r.Currency), r.Currency)
	}
	return ""
}

// refundWords says what a refund takes back and when, and which part of it falls on the
// row at hand where it is of a whole deal.
func (a *WhyAnswer) refundWords() []string {
	r := a.Reversal
	out := fmt.Sprintf("%s takes back %s %s%s", a.Event, minorWords(r.Amount, r.Currency), r.Currency, citeRow(a.Place))
	if row := a.Row; a.Returned.Rate != nil && row != nil {
		exact := new(big.Rat).SetInt64(r.Amount)
		exact.Mul(exact, facts.NewQuote(a.Returned.On, a.Returned.Rate, r.Currency, row.Currency).Minor())
		out += fmt.Sprintf(", which is %s %s%s,", minorWords(nearest(exact), row.Currency), row.Currency, a.Returned.words())
	}
	what := a.Of
	if r.Of != a.Of && r.Of != "" {
		what = "deal " + r.Of
	}
	switch {
	case a.Dated != 0:
		out += fmt.Sprintf(" of %s. It is dated %s%s, before the sale, and counts on the day of that, %s.", what, a.Dated, citeRow(a.Place), a.At)
	default:
		out += fmt.Sprintf(" of %s on %s.", what, a.At)
	}
	if what == a.Of || a.Amount == 0 {
		return []string{out}
	}
	return []string{out, fmt.Sprintf("The part of %s in that is %s.", a.Of, a.money(-a.Amount))}
}

// lowered says which row lowered the volume that another counted in.
func (a *WhyAnswer) lowered() string {
	if a.Reversal == nil {
		return fmt.Sprintf("%s of %s%s lowered the volume that %s counted in, which is rated again.", a.Event, a.At, citeRow(a.Place), a.Of)
	}
	r := a.Reversal
	return fmt.Sprintf("%s takes back %s %s%s of %s on %s, which lowers the volume that %s counted in: it is rated again.", a.Event, minorWords(r.Amount, r.Currency), r.Currency, citeRow(a.Place), r.Of, a.At, a.Of)
}

// rerated says what row is rated again.
func (a *WhyAnswer) rerated() []string {
	if a.Row == nil {
		return nil
	}
	row := *a
	row.Event, row.At, row.Place, row.Kind, row.Amount = a.Of, a.Row.At, a.Row.Place, commission.Earned, a.Row.Amount
	return []string{fmt.Sprintf("%s %s on %s%s%s.", a.Of, row.verb(), row.At, fmt.Sprintf(" for %s %s", minorWords(a.Row.Amount, a.Row.Currency), a.Row.Currency), citeRow(a.Row.Place))}
}

func (a *WhyAnswer) becauseOf() string {
	if a.Reversal == nil || a.Reversal.Reason == "" {
		return ""
	}
	return ", for " + string(a.Reversal.Reason)
}
