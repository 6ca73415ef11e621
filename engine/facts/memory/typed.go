package memory

import "github.com/partnership-as-code/entente/engine/facts"

// typed makes cells of a record, column by column, up to its first fault. It looks
// at nothing but the record.
func (s *scan) typed(r *record) {
	in := s.currency(r)
	r.bad = fault{}
	for i := range s.columns {
		c, cell := &s.columns[i], &r.cells[i]
		if s.quick[i] == quickText {
			if text := trim(r.raw(i)); text != "" {
				// Cells of a column differ in these alone: a text has no number.
				cell.kind, cell.text = facts.Text, text
				continue
			}
		} else if s.quick[i] == quickDay {
			if day, ok := parseISO(r.raw(i)); ok {
				cell.kind, cell.num = facts.Day, int64(day)
				continue
			}
		}
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

// quick is how a column's cells are typed at once, where there is little to it.
type quick uint8

const (
	quickNone quick = iota
	quickText
	quickDay
)

func (c *column) quick() quick {
	switch {
	case c.Values != nil:
		return quickNone
	case c.Kind == facts.Text && c.Allowed == nil && !c.isCurrency:
		return quickText
	case c.Kind == facts.Day && c.layout == nil:
		return quickDay
	}
	return quickNone
}
