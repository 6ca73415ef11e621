package memory

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
)

// typed makes cells of a record, column by column, up to its first fault. It looks
// at nothing but the record.
func (s *scan) typed(r *record) {
	in := s.currency(r)
	r.bad = fault{}
	for i := range s.columns {
		c, cell := &s.columns[i], &r.cells[i]
		if s.quick[i].reads(r.raw(i), in, cell) {
			continue
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

// quick is how the plain cells of a column are typed at once; what is not plain,
// or at fault, is left to the column itself, which gives the same.
type quick struct {
	way     quickWay
	choices []mapping // of quickChoice
	limit   int64
}

type quickWay uint8

const (
	quickNone quickWay = iota
	quickText
	quickDay
	quickChoice
	quickAmount
)

func (c *column) quick() quick {
	switch {
	case c.isCurrency:
	case c.Kind == facts.Text && c.Values != nil:
		if len(c.values) <= fewValues {
			return quick{way: quickChoice, choices: c.allowedOf(c.values)}
		}
	case c.Values != nil:
	case c.Kind == facts.Text && c.Allowed == nil:
		return quick{way: quickText}
	case c.Kind == facts.Text && len(c.Allowed) <= fewValues:
		var choices []mapping
		for _, text := range c.Allowed {
			choices = append(choices, mapping{text, text})
		}
		return quick{way: quickChoice, choices: choices}
	case c.Kind == facts.Day && c.layout == nil:
		return quick{way: quickDay}
	case c.Kind == facts.Money && (c.Unit == "" || c.Unit == "major"):
		return quick{way: quickAmount, limit: c.limit}
	}
	return quick{}
}

// allowedOf gives the mappings to values that the column may have.
func (c *column) allowedOf(all []mapping) []mapping {
	return slices.DeleteFunc(slices.Clone(all), func(m mapping) bool {
		return m.canonical == "" || c.allowed != nil && !c.allowed(m.canonical)
	})
}

// reads types a plain cell; false leaves it as it was. Cells of a column differ in
// what is set here alone: a text has no number.
func (q *quick) reads(raw string, in *currency, cell *value) bool {
	switch q.way {
	case quickText:
		if text := trim(raw); text != "" {
			cell.kind, cell.text = facts.Text, text
			return true
		}
	case quickDay:
		if day, ok := parseISO(raw); ok {
			cell.kind, cell.num = facts.Day, int64(day)
			return true
		}
	case quickChoice:
		for i := range q.choices {
			if q.choices[i].raw == raw {
				cell.kind, cell.text = facts.Text, q.choices[i].canonical
				return true
			}
		}
	case quickAmount:
		if minor, ok := plainAmount(raw, in.exponent); ok && in.code != "" && minor <= q.limit {
			cell.kind, cell.num, cell.text = facts.Money, minor, string(in.code)
			return true
		}
	}
	return false
}

// plainAmount reads digits with as many decimals as the currency has, or none:
// most amounts are spelled so.
func plainAmount(raw string, exponent int32) (int64, bool) {
	const longest = 17
	point := len(raw) - 1 - int(exponent)
	if len(raw) == 0 || len(raw) > longest || exponent < 0 {
		return 0, false
	}
	minor, hasPoint := int64(0), false
	for i := range len(raw) {
		digit := raw[i] - '0'
		switch {
		case digit <= 9:
			minor = minor*10 + int64(digit)
		case raw[i] == '.' && i == point && i > 0 && exponent > 0:
			hasPoint = true
		default:
			return 0, false
		}
	}
	if !hasPoint {
		for range exponent {
			minor *= 10
		}
		return minor, len(raw) <= longest-int(exponent)
	}
	return minor, true
}
