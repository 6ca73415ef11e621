package ledger

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Reasons why locked figures are corrected.
const (
	Refund        = "refund"         // something was taken back on a day that is locked
	LateFact      = "late-fact"      // a row of a locked day came afterwards
	ChangedFact   = "changed-fact"   // its row says something else
	GoneFact      = "gone-fact"      // its row is gone, or earns nothing any more
	ChangedVolume = "changed-volume" // other rows moved the volume or the cap that it met
	ChangedTerms  = "changed-terms"  // the terms of its day say something else
	ChangedRate   = "changed-rate"   // the exchange rate of its day says something else
	ChangedTool   = "changed-tool"   // the version of the program that computes it
)

// Reconciling is what is due by the facts and terms of today, and what is locked.
type Reconciling struct {
	Now      []commission.Statement // of one partner, every period; Payroll.Issued gave the days of locked ones
	Locked   []*spec.Statement      // of the same partner
	Rows     Rows
	Payroll  commission.Payroll
	Calendar Calendar

	Blobs       Blobs  // where the terms of locked lines are found; nil: nowhere
	ToolVersion string // that computed Now; "": not known
}

// Correction is the difference between what an event and rule are due and what
// locked statements hold for them, earlier corrections included. Its line is of
// kind Corrected, in the first period that is not locked.
type Correction struct {
	commission.StatementLine
	Reason            string
	Pays              quantity.Currency // that Payout and the Out figures are in
	Locked, Due       int64             // in the plan's currency
	LockedOut, DueOut int64
	On                quantity.Date     // day of the event or of what takes back, which is locked
	Held              []*spec.Statement // locked statements with a line of it; none of what came late
	Terms             []TermChange      // where they are the reason, or changed beside the rate, as far as is known

	run run
}

// due is what one event and rule come to.
type due struct {
	key      dueKey
	now      []*commission.StatementLine
	locked   []*spec.StatementLine
	held     []*spec.Statement
	sum, out [2]int64 // locked, now: in the plan's currency, and in the one that is paid
}

// run is what a partner's statements follow each other in.
type run struct {
	currency quantity.Currency
	cadence  quantity.Cadence
}

func (r run) compare(o run) int {
	return cmp.Or(strings.Compare(string(r.currency), string(o.currency)), strings.Compare(string(r.cadence), string(o.cadence)))
}

func runOf(c quantity.Currency, period quantity.Range) run { return run{c, CadenceOf(period)} }

// CadenceOf tells how often periods of a length come round.
func CadenceOf(period quantity.Range) quantity.Cadence {
	switch days := period.Days(); {
	case days <= 7:
		return quantity.Weekly
	case days <= 31:
		return quantity.Monthly
	case days <= 92:
		return quantity.Quarterly
	case days <= 184:
		return quantity.Semiannual
	}
	return quantity.Annual
}

// dueKey is an event and a rule; of a reversal, with the event that it takes from.
type dueKey struct {
	run                                 run
	agreement, partner, rule, event, of string
}

func (k dueKey) compare(o dueKey) int {
	return cmp.Or(k.run.compare(o.run), strings.Compare(k.agreement, o.agreement), strings.Compare(k.event, o.event),
		strings.Compare(k.of, o.of), strings.Compare(k.rule, o.rule), strings.Compare(k.partner, o.partner))
}

// Reconcile gives the corrections that are due, by currency, event and rule. With
// them locked there is nothing left to correct. What was earned before the first
// locked period is left alone unless that one says that nothing was due before it.
func Reconcile(in Reconciling) []Correction {
	x := reconciler{in: in, rows: newIndex(in.Rows), dues: map[dueKey]*due{}, spans: spansOf(in), byRow: map[[2]string][]*spec.StatementLine{}}
	for i := range in.Now {
		st := &in.Now[i]
		for j := range st.Lines {
			x.addNow(st, &st.Lines[j])
		}
	}
	for _, s := range in.Locked {
		for i := range s.Lines {
			x.addLocked(s, &s.Lines[i])
		}
	}
	var out []Correction
	for _, d := range x.sorted() {
		if d.sum[0] != d.sum[1] || d.out[0] != d.out[1] {
			out = append(out, x.correction(d))
		}
	}
	return out
}

type reconciler struct {
	in    Reconciling
	rows  *index
	dues  map[dueKey]*due
	spans map[run]quantity.Range
	byRow map[[2]string][]*spec.StatementLine // locked lines by event and what it takes from
	files *verifier                           // finds terms
}

// firstDay is before all days that facts are of.
const firstDay quantity.Date = 1

// spansOf gives the days that are locked, in each run: from the first locked
// period to the last, those between without a statement included, and those before
// where nothing was due by then.
func spansOf(in Reconciling) map[run]quantity.Range {
	out := map[run]quantity.Range{}
	for _, s := range in.Locked {
		period := in.periodOf(s)
		key := runOf(s.Currency.V, period)
		if textOf(s.Opening) == OpeningComplete {
			period.From = firstDay
		}
		had, known := out[key]
		if !known {
			had = period
		}
		out[key] = quantity.Range{From: min(had.From, period.From), To: max(had.To, period.To)}
	}
	return out
}

func (in *Reconciling) periodOf(s *spec.Statement) quantity.Range {
	return s.Period.V.Range(in.Calendar.Fiscal)
}

func (x *reconciler) due(key dueKey) *due {
	if x.dues[key] == nil {
		x.dues[key] = &due{key: key}
	}
	return x.dues[key]
}

func (x *reconciler) addNow(st *commission.Statement, l *commission.StatementLine) {
	in := runOf(st.Currency, st.Period)
	span, isLocked := x.spans[in]
	if !isLocked || l.IsReleased || l.State == commission.Void || !span.Contains(l.At) || l.Kind == commission.Corrected {
		return
	}
	key := dueKey{run: in, agreement: nameOf(l.Agreement), partner: l.Partner, event: l.Event, of: l.Of}
	if l.Rule != nil {
		key.rule = l.Rule.ID
	}
	d := x.due(key)
	d.now = append(d.now, l)
	d.sum[1] += l.Earned
	d.out[1] += l.Payout
}

func (x *reconciler) addLocked(s *spec.Statement, l *spec.StatementLine) {
	if l.Void != nil {
		return
	}
	key := lockedKey(s, l)
	key.run = runOf(s.Currency.V, x.in.periodOf(s))
	d := x.due(key)
	d.locked = append(d.locked, l)
	x.byRow[[2]string{key.event, key.of}] = append(x.byRow[[2]string{key.event, key.of}], l)
	if !slices.Contains(d.held, s) {
		d.held = append(d.held, s)
	}
	d.sum[0] += l.Earned.V.Minor
	d.out[0] += payout(s, l)
}

func lockedKey(s *spec.Statement, l *spec.StatementLine) dueKey {
	key := dueKey{agreement: textOf(l.Agreement), partner: cmp.Or(textOf(l.Partner), s.Partner.Name), rule: textOf(l.Rule)}
	switch {
	case l.Kind.V == spec.Text(commission.Corrected) && l.Context != nil:
		key.event, key.of = textOf(l.Context.Event), textOf(l.Context.Of)
	case l.Event == nil: // an adjustment
		key.event = strings.TrimSuffix(textOf(&l.ID), "/"+string(commission.Adjusted))
	case l.Reversal != nil:
		key.event, key.of = textOf(&l.Reversal.ID), textOf(&l.Event.ID)
	default:
		key.event = textOf(&l.Event.ID)
	}
	return key
}

func (x *reconciler) sorted() []*due {
	out := make([]*due, 0, len(x.dues))
	for _, d := range x.dues {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b *due) int { return a.key.compare(b.key) })
	return out
}

// correction is the line that makes up for a difference.
func (x *reconciler) correction(d *due) Correction {
	k := d.key
	open := openPeriod(k.run, x.spans[k.run], x.in.Calendar)
	l := commission.StatementLine{PaidRateOn: 0, Payout: d.out[1] - d.out[0]}
	l.Line = commission.Line{Beneficiary: x.partner(), Partner: k.partner, Agreement: spec.NewAddress("Agreement", k.agreement), Kind: commission.Corrected,
		Event: k.event, Of: k.of, At: min(max(open.From, x.in.Payroll.AsOf), open.To), Period: open, Earned: d.sum[1] - d.sum[0], State: commission.Calculated}
	until, on := quantity.Date(0), quantity.Date(0)
	if len(d.now) > 0 {
		n := d.now[0]
		l.Terms, l.Rule, l.Currency, l.Place, until = n.Terms, n.Rule, n.Currency, n.Place, n.Until
		on = n.At
	} else {
		was := d.locked[0]
		l.Currency, until = was.Earned.V.Currency, was.Until.Or(0)
		on = was.At.V
		if k.rule != "" {
			l.Rule = &commission.Rule{ID: k.rule, Test: -1}
		}
	}
	if until > l.At {
		l.Until = until
	}
	for _, was := range d.locked {
		if was.Kind.V == spec.Text(commission.Corrected) {
			l.N = max(l.N, 1) + 1
		}
	}
	c := Correction{StatementLine: l, Pays: k.run.currency, run: k.run, Locked: d.sum[0], Due: d.sum[1], LockedOut: d.out[0], DueOut: d.out[1], On: on, Held: d.held}
	c.Reason, c.Terms = x.cause(d)
	c.Line.Reason = c.Reason
	return c
}

func (x *reconciler) partner() string {
	if len(x.in.Locked) > 0 {
		return x.in.Locked[0].Partner.Name
	}
	return ""
}

// openPeriod gives the first period of a run that is not locked.
func openPeriod(r run, locked quantity.Range, calendar Calendar) quantity.Range {
	return commission.PeriodOf(r.cadence, locked.To.AddDays(1), calendar.Fiscal)
}
