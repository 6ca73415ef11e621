package memory

import "github.com/partnership-as-code/entente/engine/facts"

// typed makes cells of a record, column by column, up to its first fault. It looks
// at nothing but the record.
func (s *scan) typed(r *record) {
	in := s.currency(r)
	r.bad = fault{}
	for i := range s.columns {
		c, cell := &s.columns[i], &r.cells[i]
		if reason := c.read(r.raw(i), in, cell); reason != "" {
			r.bad = fault{reason, i, r.raw(i)}
			return
		}
		if c.isCurrency && cell.kind == facts.Null && in.code != "" {
			*cell = value{kind: facts.Text, text: string(in.code)}
		}
	}
}

// currency is the row's own one, or the source's. Most rows have that of the row
// before, which the record remembers.
func (s *scan) currency(r *record) *currency {
	if s.currencyAt < 0 {
		return &s.fallback
	}
	text, ok := s.columns[s.currencyAt].canonical(r.raw(s.currencyAt))
	if ok && text == "" {
		return &s.fallback
	}
	if !r.currency.isCell || string(r.currency.code) != text {
		r.currency = newCurrency(text)
		r.currency.isCell = true
	}
	return &r.currency
}
