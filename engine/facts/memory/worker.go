package memory

import (
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// worker takes in chunks of a scan, in order but with gaps, and gathers what their
// rows give. Workers share nothing that changes; their results are merged so that
// it does not show who took in what.
type worker struct {
	scan   *scan
	chunk  *chunk
	file   int
	line   int64 // of the row in hand
	record record
	rows   int64

	row       row
	filters   []kept
	fields    []found
	notes     []note
	directory *directory
	direct    *party

	// What is the same in every variant is counted once.
	shared tally
	own    []tally
	// mentions are kept for the sources that look rows up here, by link.
	mentions []mentions
	lists    [][]rowList    // by listing, then by variant
	panels   [][]panelCache // by stream
	balings  []baling
	bits     []byte // answers of a stream's tests about the row in hand, often in scratch
	scratch  []byte
	quotes   []quote
	found    []foundRow
	lacks    []lacks
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

func newWorker(s *scan, d *directory) *worker {
	w := &worker{
		scan: s, directory: d, direct: d.direct(), shared: newTally(),
		filters: make([]kept, len(s.filters)), fields: make([]found, len(s.fields)),
		mentions: make([]mentions, len(s.links)), balings: make([]baling, len(s.streams)), row: row{rates: s.rates},
		record: record{cells: make([]value, len(s.columns))},
	}
	for range s.variants {
		w.own = append(w.own, newTally())
		w.lacks = append(w.lacks, lacks{map[gap]*lack{}, map[pair]int64{}})
	}
	for i := range s.streams {
		w.panels = append(w.panels, newPanelCaches(&s.streams[i]))
		w.scratch = append(w.scratch, make([]byte, s.streams[i].stride)...)
	}
	for range s.listings {
		w.lists = append(w.lists, make([]rowList, len(s.variants)))
	}
	return w
}

// takeIn takes in every record of a chunk.
func (w *worker) takeIn(c *chunk) {
	w.chunk, w.file = c, c.file
	if c.bad.reason != "" {
		w.rows++
		w.line = c.line
		w.reject(&w.shared, c.bad)
		return
	}
	r := &w.record
	for in := c.records(); in.next(r); {
		if r.fault.reason == "" {
			w.scan.typed(r)
		}
		w.take(r)
	}
	for i := range w.balings {
		w.balings[i].close(c)
	}
}

// take classifies one row for all variants and answers their questions.
func (w *worker) take(r *record) {
	w.rows++
	w.line = r.line
	if r.fault.reason != "" {
		w.reject(&w.shared, r.fault)
		w.seek(r, nil, r.fault)
		return
	}
	w.row.cells = r.cells
	p, bad := w.roles(r)
	w.seek(r, p, bad)
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
	w.stream(p)
}

// roles does what cells mean beyond their values, as far as they could be typed:
// one names the row's partner, another a row that must be there.
func (w *worker) roles(r *record) (*party, fault) {
	p := w.direct
	for _, i := range w.scan.roles {
		if r.bad.reason != "" && i >= r.bad.column {
			break
		}
		c, cell := &w.scan.columns[i], &r.cells[i]
		switch {
		case c.isPartner && cell.kind != facts.Null:
			if p = w.directory.find(cell.text); p.isNowhere {
				return p, fault{facts.ReasonUnknownPartner, i, r.raw(i)}
			}
		case c.isDeal && w.scan.deals != nil && !isAmong(w.scan.deals, cell.text):
			return p, fault{facts.ReasonUnknownDeal, i, r.raw(i)}
		}
	}
	return p, r.bad
}

func isAmong(ledgers []*ledger, id string) bool {
	for _, l := range ledgers {
		if l.has(id) {
			return true
		}
	}
	return false
}

// enter hands the row's id to the ledger; p is nil when the row is not evaluated.
func (w *worker) enter(r *record, p *party) {
	s := w.scan
	if s.idAt < 0 {
		return
	}
	// A row has its id in the first column, which is typed whatever follows.
	if id := r.cells[s.idAt].text; id != "" {
		w.chunk.ids.add(s.ledger.hash(id), id, w.line, p)
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
	if w.scan.currencies == nil || w.scan.currencies[p.from] || w.scan.currencies[p.to] {
		on := quantity.Date(day.num)
		w.quotes = append(w.quotes, quote{p, on, w.scan.rateAge.From(on, nil), rate.exact, w.scan.source.StandsIn, place{w.file, w.line}})
	}
}
