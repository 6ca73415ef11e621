package render

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// ReconciliationView is what a partner is due now against what is locked.
type ReconciliationView struct {
	Partner PartnerName
	AsOf    quantity.Date
	Digest  string
	Locked  []LockedRow
	Rows    []CorrectionRow // by currency, event and rule; none when nothing differs
}

// LockedRow is a locked statement by its totals.
type LockedRow struct {
	StatementLock
	Period    string
	Days      quantity.Range
	Statement commission.Statement
}

// CorrectionRow is one event and rule that locked figures are corrected of.
type CorrectionRow struct {
	Correction
	Line commission.StatementLine // as it will stand in the first period that is not locked
	Open string                   // that period
}

// of names the statement that a correction is about: the oldest that holds it, or
// that it came too late for.
func (r *CorrectionRow) of() string {
	switch {
	case len(r.Statements) > 0:
		return r.Statements[0].Name
	case r.Missing != nil:
		return r.Missing.Name
	}
	return ""
}

func (r *CorrectionRow) event() string {
	if r.Line.Of != "" {
		return r.Line.Event + " of " + r.Line.Of
	}
	return r.Line.Event
}

func (r *CorrectionRow) rule() string {
	if r.Line.Rule == nil {
		return ""
	}
	return r.Line.Rule.ID
}

// Reconciliation prints what differs, one event and rule a line.
func Reconciliation(w io.Writer, v ReconciliationView, o Options) error {
	p := newPage(o)
	p.line("%s", p.palette.paint(strong, fmt.Sprintf("Locked statements of %s · as of %s", v.Partner.Name, v.AsOf)))
	if len(v.Locked) == 0 {
		p.line("None is locked: entente statement %s PERIOD --lock", v.Partner.Address.Name())
		return p.writeTo(w)
	}
	locked := table{columns: []column{{"STATEMENT", false, 0}, {"EARNED", true, 0}, {"PAID", true, 0}, {"CARRIED", true, 0}, {"", false, 0}, {"", false, 0}}}
	for _, l := range v.Locked {
		s := &l.Statement
		locked.add(l.Name, minorWords(s.Earned, s.Currency), minorWords(s.Totals.Paid, s.Currency), minorWords(s.CarriedOut, s.Currency), string(s.Currency), l.status())
	}
	locked.print(p, 0)
	p.section()
	if len(v.Rows) == 0 {
		p.line("Nothing to correct.")
		return p.trimmed().writeTo(w)
	}
	t := table{columns: []column{{"STATEMENT", false, 0}, {"EVENT", false, 0}, {"RULE", false, 0}, {"LOCKED", true, 0}, {"DUE", true, 0}, {"CORRECTION", true, 0}, {"", false, 0}, {"", false, 0}}}
	for _, r := range v.Rows {
		t.add(r.of(), r.event(), r.rule(), minorWords(r.Locked, r.Currency), minorWords(r.Due, r.Currency), minorWords(r.Line.Earned, r.Currency), string(r.Currency), r.cause())
		if r.Pays != r.Currency {
			t.add("", "", "", minorWords(r.LockedOut, r.Pays), minorWords(r.DueOut, r.Pays), minorWords(r.Line.Payout, r.Pays), string(r.Pays), "as it is paid")
		}
	}
	t.print(p, 0)
	for _, s := range correctionSums(v.Rows) {
		p.line("%s %s go into the statement of %s: entente statement %s %s", minorWords(s.minor, s.currency), s.currency, s.open, v.Partner.Address.Name(), s.open)
	}
	return p.trimmed().writeTo(w)
}

// correctionSum is what goes into one statement.
type correctionSum struct {
	open     string
	currency quantity.Currency
	minor    int64
}

func correctionSums(rows []CorrectionRow) []correctionSum {
	var out []correctionSum
	for _, r := range rows {
		i := slices.IndexFunc(out, func(s correctionSum) bool { return s.open == r.Open && s.currency == r.Pays })
		if i < 0 {
			i = len(out)
			out = append(out, correctionSum{open: r.Open, currency: r.Pays})
		}
		out[i].minor += r.Line.Payout
	}
	slices.SortFunc(out, func(a, b correctionSum) int {
		return cmp.Or(cmp.Compare(a.open, b.open), cmp.Compare(a.currency, b.currency))
	})
	return out
}

type reconciliationDocument struct {
	FormatVersion string              `json:"formatVersion"`
	Partner       string              `json:"partner"`
	AsOf          string              `json:"asOf"`
	FactsDigest   string              `json:"factsDigest"`
	Locked        []lockedDocument    `json:"locked"`
	Corrections   []correctionOfEvent `json:"corrections"`
	Totals        []correctionTotal   `json:"totals"`
}

type lockedDocument struct {
	Period   string            `json:"period"`
	From     string            `json:"from"`
	To       string            `json:"to"`
	Currency quantity.Currency `json:"currency"`
	*lockDocument
	Totals totalsDocument `json:"totals"`
}

type correctionOfEvent struct {
	ID        string            `json:"id"`
	Event     string            `json:"event"`
	Of        string            `json:"of,omitempty"`
	On        string            `json:"on"`
	Agreement string            `json:"agreement"`
	Rule      string            `json:"rule,omitempty"`
	Period    string            `json:"period"`
	Currency  quantity.Currency `json:"currency"`
	*correctionDocument
	Correction string `json:"correction"`
}

type correctionTotal struct {
	Period     string            `json:"period"`
	Currency   quantity.Currency `json:"currency"`
	Correction string            `json:"correction"`
}

// ReconciliationJSON prints what `statement PARTNER --reconcile --format json`
// gives.
func ReconciliationJSON(w io.Writer, v ReconciliationView) error {
	return writeJSON(w, reconciliationDocumentOf(v))
}

func reconciliationDocumentOf(v ReconciliationView) reconciliationDocument {
	doc := reconciliationDocument{FormatVersion: plan.FormatVersion, Partner: v.Partner.Address.Name(), AsOf: v.AsOf.String(), FactsDigest: v.Digest,
		Locked: []lockedDocument{}, Corrections: []correctionOfEvent{}, Totals: []correctionTotal{}}
	for _, l := range v.Locked {
		c := l.Statement.Currency
		doc.Locked = append(doc.Locked, lockedDocument{l.Period, l.Days.From.String(), l.Days.To.String(), c, lockDocumentOf(&l.StatementLock, c), totalsDocumentOf(l.Statement.Totals, c)})
	}
	for _, r := range v.Rows {
		doc.Corrections = append(doc.Corrections, correctionOfEvent{r.Line.ID(), r.Line.Event, r.Line.Of, r.On.String(), r.Line.Agreement.Name(), r.rule(), r.Open, r.Currency,
			correctionDocumentOf(&r.Correction), minorDecimal(r.Line.Earned, r.Currency)})
	}
	for _, s := range correctionSums(v.Rows) {
		doc.Totals = append(doc.Totals, correctionTotal{s.open, s.currency, minorDecimal(s.minor, s.currency)})
	}
	return doc
}

// reconciliationColumns are those of ReconciliationCSV; new ones come last.
var reconciliationColumns = []string{"partner", "statement", "event", "of", "on", "agreement", "rule", "reason", "currency", "locked", "due", "correction",
	"payout_currency", "payout_locked", "payout_due", "payout_correction", "period", "line", "cause"}

// ReconciliationCSV prints a row for every partner, event and rule that is corrected.
func ReconciliationCSV(w io.Writer, list ...ReconciliationView) error {
	rows := [][]string{reconciliationColumns}
	for _, v := range list {
		rows = append(rows, v.cells()...)
	}
	return csv.NewWriter(w).WriteAll(rows)
}

func (v *ReconciliationView) cells() [][]string {
	var rows [][]string
	for _, r := range v.Rows {
		lockedOut, dueOut := r.Locked, r.Due
		if r.Pays != r.Currency {
			lockedOut, dueOut = r.LockedOut, r.DueOut
		}
		rows = append(rows, []string{textCell(v.Partner.Address.Name()), textCell(r.of()), textCell(r.Line.Event), textCell(r.Line.Of), r.On.String(), textCell(r.Line.Agreement.Name()),
			textCell(r.rule()), r.Reason, string(r.Currency), minorDecimal(r.Locked, r.Currency), minorDecimal(r.Due, r.Currency), minorDecimal(r.Line.Earned, r.Currency),
			string(r.Pays), minorDecimal(lockedOut, r.Pays), minorDecimal(dueOut, r.Pays), minorDecimal(r.Line.Payout, r.Pays), r.Open, textCell(r.Line.ID()), textCell(r.cause())})
	}
	return rows
}
