package render

import (
	"fmt"
	"io"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// StatementView is what a partner earned and is paid in one period.
type StatementView struct {
	Partner  PartnerName
	Period   string // 2026-Q2, or its days
	Days     quantity.Range
	AsOf     quantity.Date
	Digest   string
	Sections []StatementSection // by currency; at least one
	Rejected []RejectedRows     // by source
	Unpaid   []UnpaidTouch      // in events of the period
	Unsigned []Unsigned         // the partner itself, without an agreement
}

// Warnings says what stands in no line and may be missed.
func (v StatementView) Warnings() []string {
	out := unsignedWords(v.Unsigned)
	for _, u := range v.Unpaid {
		out = append(out, u.words())
	}
	return append(out, warningsOf(v.Rejected)...)
}

// StatementSection is one statement with what its lines refer to.
type StatementSection struct {
	commission.Statement
	Minimum *quantity.Money // least that is paid out; nil: any
	Lock    *StatementLock  // nil: it is not locked
	Entries []StatementEntry
}

// StatementEntry is a line of a statement with what it refers to.
type StatementEntry struct {
	commission.StatementLine
	Since    quantity.Date    // first day of the version of the plan that pays it
	Origin   *commission.Line // the line that is taken back or re-rated; nil: none, or out of sight
	Rate     *big.Rat         // of the exchange, one unit in the statement's currency; nil without
	QuotedOn quantity.Date    // day of that rate
	Owner    string           // whose event it is, when another's
	Earlier  string           // period that a released line is from
	Corrects *Correction      // of a correction what it makes up for
	Dated    quantity.Date    // own day of what is taken back, where that is before the sale; 0: its line's
	Blank    string           // what is empty in the row and counts as 0, with its place
}

// Statement prints a statement as a table: every slice of every line, what was
// added or cut, and the totals.
func Statement(w io.Writer, v StatementView, o Options) error {
	p := newPage(o)
	for _, s := range v.Sections {
		p.section()
		p.statement(v, s)
	}
	p.warnings(v.Warnings())
	return p.trimmed().writeTo(w)
}

func (p *page) statement(v StatementView, s StatementSection) {
	sheet := sheetOf(v, s)
	t := sheet.table(p)
	widths := t.fluidWidths(p.rowWide)
	if len(sheet.groups) == 0 {
		p.line("%s", p.palette.paint(strong, v.Partner.Name))
		p.line("Nothing was earned in %s.", v.Period)
	}
	at := 0
	for i, g := range sheet.groups {
		if i > 0 {
			p.blank()
		}
		p.line("%s", p.palette.paint(strong, g.title))
		if i == 0 {
			t.printHeader(p, widths)
		}
		t.printRows(p, widths, t.rows[at:at+len(g.rows)])
		at += len(g.rows)
	}
	t.printRows(p, widths, t.rows[at:])
	for _, r := range sheet.remarks {
		p.wrapped(0, 2, usual, r)
	}
}

// table lays out the rows of all groups, then the totals, in one set of columns.
func (s *sheet) table(p *page) *table {
	const rate, earned, payout = 5, 6, 7
	t := &table{columns: []column{{"DATE", false, 0}, {"EVENT", false, p.width / 4}, {"AMOUNT", true, 0}, {"STEP", false, p.width / 3}, {"", true, 0},
		{"RATE", true, 0}, {"EARNED", true, 0}, {s.payout, true, 0}, {"", false, 0}}}
	for _, g := range s.groups {
		for _, r := range g.rows {
			t.add(r.date, r.event, r.amount, r.step, r.on, r.rate, r.earned, r.payout, r.note)
		}
	}
	paid := earned
	if s.payout != "" {
		paid = payout
	}
	for _, total := range s.totals {
		row := make([]cell, len(t.columns))
		row[rate], row[paid], row[len(row)-1] = cell{total.label, faint}, cell{total.amount, strong}, cell{total.currency, usual}
		t.rows = append(t.rows, row)
	}
	t.dropEmpty()
	t.fluid = len(t.columns)
	return t
}

// dropEmpty takes out columns in which nothing stands, but the last.
func (t *table) dropEmpty() {
	var empty []int
	for i := range t.columns[:len(t.columns)-1] {
		if t.columns[i].title == "" && !slices.ContainsFunc(t.rows, func(r []cell) bool { return r[i].text != "" }) {
			empty = append(empty, i)
		}
	}
	t.columns = without(t.columns, empty)
	for i := range t.rows {
		t.rows[i] = without(t.rows[i], empty)
	}
}

func (t *table) printHeader(p *page, widths []int) {
	var header []cell
	for _, c := range t.columns {
		header = append(header, cell{c.title, faint})
	}
	t.printRow(p, 0, widths, header)
}

// printRows prints rows whose last cell wraps; on a page that leaves it next to
// nothing it goes below its row.
func (t *table) printRows(p *page, widths []int, rows [][]cell) {
	note := len(t.columns) - 1
	isNarrow := p.rowWide > 0 && t.width() > p.rowWide && t.width()-t.widths()[note]+leastFluid > p.rowWide
	for _, row := range rows {
		below := ""
		if isNarrow && width(row[note].text) > len("USD") {
			row = slices.Clone(row)
			below, row[note].text = row[note].text, ""
		}
		for _, line := range t.lines(row, widths) {
			t.printRow(p, 0, widths, line)
		}
		p.wrapped(4, 4, faint, below)
	}
}

// PeriodsView lists the statements of a partner.
type PeriodsView struct {
	Partner PartnerName
	AsOf    quantity.Date
	Digest  string
	Periods []PeriodRow // oldest first
}

// PeriodRow is one statement by its totals.
type PeriodRow struct {
	Period string
	Days   quantity.Range
	commission.Statement
	Lock *StatementLock // nil: it is not locked
}

// ownLines counts the lines of the period, without released ones.
func (r *PeriodRow) ownLines() int {
	n := 0
	for i := range r.Lines {
		if !r.Lines[i].IsReleased {
			n++
		}
	}
	return n
}

// Periods prints the statements of a partner, one a line, and how to see one.
func Periods(w io.Writer, v PeriodsView, o Options) error {
	p := newPage(o)
	p.line("%s", p.palette.paint(strong, fmt.Sprintf("Statements of %s · as of %s", v.Partner.Name, v.AsOf)))
	t := table{columns: []column{{"PERIOD", false, 0}, {"LINES", true, 0}, {"EARNED", true, 0}, {"HELD", true, 0}, {"PAID", true, 0}, {"CARRIED", true, 0}, {"", false, 0}, {"", false, 0}}}
	for _, r := range v.Periods {
		state := r.Lock.status()
		if r.IsOpen {
			state = "not over yet"
		}
		t.add(r.Period, number(r.ownLines()), minorWords(r.Earned, r.Currency), minorWords(r.Held, r.Currency), minorWords(r.Paid, r.Currency),
			minorWords(r.CarriedOut, r.Currency), string(r.Currency), state)
	}
	if len(v.Periods) == 0 {
		p.line("Nothing was earned so far.")
		return p.writeTo(w)
	}
	t.print(p, 0)
	p.section()
	p.line("See one: entente statement %s %s", v.Partner.Address.Name(), v.Periods[len(v.Periods)-1].Period)
	return p.trimmed().writeTo(w)
}
