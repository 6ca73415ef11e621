package memory

import (
	"context"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// worker reads one file of a scan and gathers what its rows give. Workers share
// nothing that changes; their results are merged in file order.
type worker struct {
	scan *scan
	file int
	line int64 // of the row in hand
	rows int64

	row       row
	filters   []kept
	fields    []found
	notes     []note
	directory *directory
	direct    *party

	// What is the same in every variant is counted once.
	shared tally
	own    []tally
	ids    idList
	// mentions are kept for the sources that look rows up here, by link.
	mentions []mentions
	lists    [][]rowList // by listing, then by variant
	quotes   []quote
	lacks    []map[pair]*lack

	digest [32]byte
}

// kept and found are a filter's and a field's result for a row.
type kept struct {
	row   int64
	keep  bool
	lacks []gap
}

type found struct {
	row   int64
	value value
	lacks []gap
}

func newWorker(s *scan, file int, d *directory) *worker {
	w := &worker{
		scan: s, file: file, directory: d, direct: d.direct(), shared: newTally(),
		filters: make([]kept, len(s.filters)), fields: make([]found, len(s.fields)),
		mentions: make([]mentions, len(s.links)), row: row{cells: make([]value, len(s.columns)), rates: s.rates},
	}
	for range s.variants {
		w.own = append(w.own, newTally())
		w.lacks = append(w.lacks, map[pair]*lack{})
	}
	for range s.listings {
		w.lists = append(w.lists, make([]rowList, len(s.variants)))
	}
	return w
}

// rowReader is a file, a record at a time.
type rowReader interface {
	next(*record) (bool, error)
}

// read takes in every record.
func (w *worker) read(ctx context.Context, in rowReader) error {
	r := record{raw: make([]string, len(w.scan.columns))}
	for {
		if w.rows&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		more, err := in.next(&r)
		if err != nil || !more {
			return err
		}
		w.take(&r)
	}
}

// take classifies one row for all variants and answers their questions.
func (w *worker) take(r *record) {
	w.rows++
	w.line = r.line
	if r.fault.reason != "" {
		w.reject(&w.shared, r.fault)
		return
	}
	w.notes = w.notes[:0]
	p, bad := w.cells(r)
	switch {
	case bad.reason != "":
		w.refuse(p, r, bad)
		w.enter(r, nil)
		return
	case p.isDirect && w.scan.hasPartner:
		w.shared.direct++
		w.enter(r, nil)
	default:
		w.accept(p, r)
		w.mention(p)
		w.list(p)
	}
	w.answer(p)
	w.credit(p)
}

// cells types the row, column by column, up to its first fault.
func (w *worker) cells(r *record) (*party, fault) {
	p, in := w.direct, w.currency(r)
	for i := range w.scan.columns {
		c, cell := &w.scan.columns[i], &w.row.cells[i]
		reason := c.read(r.raw[i], in, cell)
		if reason == "" && c.hasRole {
			p, reason = w.role(p, c, cell, in)
		}
		if reason != "" {
			return p, fault{reason, i, r.raw[i]}
		}
		if c.Known != nil && !c.isKnown(r.raw[i], cell) {
			w.notes = append(w.notes, note{facts.ReasonUnknownValue, i})
		}
	}
	return p, fault{}
}

// role does what a cell means beyond its value: it names the row's partner,
// another row, or a currency.
func (w *worker) role(p *party, c *column, cell *value, in currency) (*party, string) {
	switch isEmpty := cell.kind == facts.Null; {
	case c.isPartner && !isEmpty:
		if p = w.directory.find(cell.text); p.isNowhere {
			return p, facts.ReasonUnknownPartner
		}
	case c.isDeal && w.scan.deals != nil && !isAmong(w.scan.deals, cell.text):
		return p, facts.ReasonUnknownDeal
	case c.isCurrency && isEmpty && in.code != "":
		*cell = value{kind: facts.Text, text: string(in.code)}
	}
	return p, ""
}

func isAmong(ledgers []*ledger, id string) bool {
	for _, l := range ledgers {
		if l.has(id) {
			return true
		}
	}
	return false
}

// currency is the row's own one, or the source's.
func (w *worker) currency(r *record) currency {
	s := w.scan
	if s.currencyAt < 0 {
		return s.fallback
	}
	text, ok := s.columns[s.currencyAt].canonical(r.raw[s.currencyAt])
	if ok && text == "" {
		return s.fallback
	}
	in := newCurrency(text)
	in.isCell = true
	return in
}

// enter hands the row's id to the ledger; p is nil when the row is not evaluated.
func (w *worker) enter(r *record, p *party) {
	s := w.scan
	if s.idAt < 0 {
		return
	}
	if id, _ := s.columns[s.idAt].canonical(r.raw[s.idAt]); id != "" {
		w.ids.add(s.ledger.hash(id), id, w.line, p)
	}
	if w.file == 0 && len(w.ids.entries) == idBatch {
		s.ledger.enter(w)
	}
}

// keepQuote keeps an exchange rate that some query may need.
func (w *worker) keepQuote() {
	at := w.scan.quoteAt
	if at == nil {
		return
	}
	from, to, day, rate := w.row.cells[at[0]], w.row.cells[at[1]], w.row.cells[at[2]], w.row.cells[at[3]]
	p := pair{newCurrency(from.text).code, newCurrency(to.text).code}
	if w.scan.currencies[p.from] || w.scan.currencies[p.to] {
		w.quotes = append(w.quotes, quote{p, quantity.Date(day.num), rate.exact})
	}
}
