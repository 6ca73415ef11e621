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
	quotes []quote
	lacks  []map[pair]*lack

	digest [32]byte
}

// tally is how many rows there were of each class, and why.
type tally struct {
	evaluated, direct int64
	noted, rejected   tallies
}

// note is a remark on the row in hand.
type note struct {
	reason string
	column int
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
		row: row{cells: make([]value, len(s.columns)), rates: s.rates},
	}
	for range s.variants {
		w.own = append(w.own, newTally())
		w.lacks = append(w.lacks, map[pair]*lack{})
	}
	return w
}

func newTally() tally { return tally{noted: newTallies(), rejected: newTallies()} }

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
	}
	w.answer(p)
}

// cells types the row, column by column, up to its first fault.
func (w *worker) cells(r *record) (*party, fault) {
	s, p := w.scan, w.direct
	in := w.currency(r)
	for i := range s.columns {
		c, cell := &s.columns[i], &w.row.cells[i]
		reason := c.read(r.raw[i], in, cell)
		if reason == "" && c.isPartner && cell.kind != facts.Null {
			if p = w.directory.find(cell.text); p.isNowhere {
				reason = facts.ReasonUnknownPartner
			}
		}
		if reason == "" && c.isDeal && s.deals != nil && !isAmong(s.deals, cell.text) {
			reason = facts.ReasonUnknownDeal
		}
		if reason != "" {
			return p, fault{reason, i, r.raw[i]}
		}
		if c.isCurrency && cell.kind == facts.Null && in.code != "" {
			*cell = value{kind: facts.Text, text: string(in.code)}
		}
		if !c.isKnown(r.raw[i], cell) {
			w.notes = append(w.notes, note{facts.ReasonUnknownValue, i})
		}
	}
	return p, fault{}
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

// refuse rejects a row; where its partner is not known, that fault came first.
func (w *worker) refuse(p *party, r *record, bad fault) {
	if p.isEverywhere || p.isNowhere {
		w.reject(&w.shared, bad)
		return
	}
	for v := range w.own {
		if p.isIn(v) {
			w.reject(&w.own[v], bad)
		} else {
			w.rejectPartner(v, r)
		}
	}
}

func (w *worker) rejectPartner(variant int, r *record) {
	at := w.scan.partnerAt
	w.reject(&w.own[variant], fault{facts.ReasonUnknownPartner, at, r.raw[at]})
}

func (w *worker) reject(t *tally, bad fault) {
	t.rejected.add(tallyKey{bad.reason, w.columnName(bad.column), trim(bad.value)}, 1, place{w.file, w.line})
}

func (w *worker) columnName(at int) string {
	if at < 0 {
		return ""
	}
	return w.scan.columns[at].Name
}

// accept counts an evaluated row and its remarks.
func (w *worker) accept(p *party, r *record) {
	if p.isEverywhere {
		w.shared.evaluated++
	} else {
		for v := range w.own {
			if p.isIn(v) {
				w.own[v].evaluated++
			} else {
				w.rejectPartner(v, r)
			}
		}
	}
	w.enter(r, p)
	w.noteEmpty()
	for _, n := range w.notes {
		w.note(p, tallyKey{n.reason, w.columnName(n.column), trim(r.raw[n.column])}, w.line)
	}
	w.keepQuote()
}

// noteEmpty remarks on the mapped columns that the row's state should fill.
func (w *worker) noteEmpty() {
	s := w.scan
	for _, i := range s.fillable {
		if w.row.cells[i].kind != facts.Null {
			continue
		}
		if isOpen := s.stageAt >= 0 && w.row.cells[s.stageAt].text == "open"; !isOpen || !s.columns[i].isForWon {
			w.notes = append(w.notes, note{facts.ReasonEmptyColumn, i})
		}
	}
}

// note counts a remark in the variants that evaluate the row.
func (w *worker) note(p *party, key tallyKey, line int64) {
	if p.isEverywhere {
		w.shared.noted.add(key, 1, place{w.file, line})
		return
	}
	for v := range w.own {
		if p.isIn(v) {
			w.own[v].noted.add(key, 1, place{w.file, line})
		}
	}
}

// noteDuplicate is called once the files before this one are in the ledger.
func (w *worker) noteDuplicate(id string, line int64, p *party) {
	w.note(p, tallyKey{facts.ReasonDuplicateID, w.columnName(w.scan.idAt), id}, line)
}

// enter hands the row's id to the ledger; p is nil when the row is not evaluated.
func (w *worker) enter(r *record, p *party) {
	s := w.scan
	if s.idAt < 0 {
		return
	}
	if id, _ := s.columns[s.idAt].canonical(r.raw[s.idAt]); id != "" {
		w.ids.add(id, w.line, p)
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
