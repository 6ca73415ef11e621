package memory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// MaxMinor is the largest amount, in minor units, and the largest number that
// a column without Max accepts.
const MaxMinor = 10_000_000_000_000

// value is a typed cell, or what an expression over cells gives. A rate's
// number is in percent, a money's in minor units with its currency in text.
type value struct {
	exact
	text string
	kind facts.Kind
}

// column is a facts.Column made ready to read cells.
type column struct {
	facts.Column
	isCurrency bool // text that must be a currency
	isPositive bool // a number above zero
	isPartner  bool
	isDeal     bool      // the deal that a refund is of
	isUnsigned bool      // an amount that is not below zero
	isFillable bool      // noted when empty
	isForWon   bool      // though not in an open deal
	values     []mapping // nil: none; a few are found faster than in a map
	byValue    map[string]string
	allowed    func(string) bool // nil: any
	layout     layout
	limit      int64
}

type mapping struct{ raw, canonical string }

// fewValues is how many mappings are searched one by one.
const fewValues = 8

// newColumn takes from the type's declaration what the mapping leaves open.
func newColumn(c facts.Column, t facts.Type) (column, error) {
	declared, ok := t.Column(c.Name)
	if ok {
		c.Required = c.Required || declared.Required
		if c.Kind == facts.Null {
			c.Kind = declared.Kind
		}
		if c.Allowed == nil {
			c.Allowed = declared.Allowed
		}
	}
	out := column{Column: c, limit: c.Max}
	if out.limit == 0 {
		out.limit = MaxMinor
	}
	if ok {
		out.setRole(t.Name)
	}
	if c.Values != nil {
		out.byValue = make(map[string]string, len(c.Values))
		for raw, canonical := range c.Values {
			out.byValue[strings.TrimSpace(raw)] = canonical
		}
		for raw, canonical := range out.byValue {
			out.values = append(out.values, mapping{raw, canonical})
		}
	} else if c.Allowed != nil {
		out.allowed = anyOf(c.Allowed)
	}
	if c.Kind == facts.Money && !slices.Contains([]string{"", "major", "minor", "formatted"}, c.Unit) {
		return column{}, fmt.Errorf("column %s: unit %q is none of major, minor, formatted", c.Name, c.Unit)
	}
	var err error
	if out.layout, err = parseLayout(c.Format); err != nil {
		return column{}, fmt.Errorf("column %s: %w", c.Name, err)
	}
	return out, nil
}

// setRole marks what a declared column means to the classes of a row.
func (c *column) setRole(typeName string) {
	c.isPartner = c.Name == "partner"
	c.isCurrency = c.Name == "currency"
	switch typeName {
	case "fx-rates":
		c.isCurrency = c.Name == "from" || c.Name == "to"
		c.isPositive = c.Name == "rate"
	case "refunds":
		c.isDeal = c.Name == "of"
		c.isUnsigned = c.Name == "amount"
	case "deals":
		c.isFillable = !c.Required && c.Name != "currency"
		c.isForWon = c.Name == "closedAt" || c.Name == "amount"
	case "leads":
		c.isFillable = !c.Required && c.Name != "deal" && c.Name != "decidedAt"
	}
}

// canonical trims a raw cell and maps it; false when it has no mapping. An
// empty cell stays empty unless it is mapped itself.
func (c *column) canonical(raw string) (string, bool) {
	text := trim(raw)
	if c.byValue == nil {
		return text, true
	}
	if len(c.values) > fewValues {
		mapped, ok := c.byValue[text]
		return mapped, ok || text == ""
	}
	for i := range c.values {
		if c.values[i].raw == text {
			return c.values[i].canonical, true
		}
	}
	return "", text == ""
}

// read makes a cell of a raw one and gives the reason when it cannot.
func (c *column) read(raw string, in *currency, cell *value) string {
	text, ok := trim(raw), true
	if c.byValue != nil {
		text, ok = c.canonical(raw)
	}
	*cell = value{}
	if !ok {
		return facts.ReasonUnmappedValue
	}
	if text == "" {
		if c.Required && !c.isPartner {
			return facts.ReasonMissingValue
		}
		return ""
	}
	cell.kind = c.Kind
	switch c.Kind {
	case facts.Money:
		return c.readMoney(text, in, cell)
	case facts.Day:
		day, ok := c.layout.parse(text)
		if !ok {
			return facts.ReasonBadDate
		}
		cell.num = int64(day)
	case facts.Number:
		return c.readNumber(text, cell)
	case facts.Rate:
		rate, err := quantity.ParseRate(text)
		if err != nil {
			return facts.ReasonBadNumber
		}
		cell.num, cell.scale = int64(rate), 8
	case facts.Bool:
		if text != "true" && text != "false" {
			return facts.ReasonBadValue
		}
		if text == "true" {
			cell.num = 1
		}
	default:
		return c.readText(text, in, cell)
	}
	return ""
}

func (c *column) readText(text string, in *currency, cell *value) string {
	if c.allowed != nil && !c.allowed(text) {
		return facts.ReasonBadValue
	}
	if c.isCurrency && text != string(in.code) && !quantity.Currency(text).IsKnown() {
		return facts.ReasonBadCurrency
	}
	cell.text = text
	return ""
}

func (c *column) readNumber(text string, cell *value) string {
	number, ok := parseDecimal(text)
	if !ok || c.isPositive && (number.isNegative || number.digits == 0) {
		return facts.ReasonBadNumber
	}
	if number.isHuge {
		return facts.ReasonOverMax
	}
	cell.exact = exact{num: number.signed(), scale: number.scale}.trimmed()
	if (exact{num: abs(cell.num), scale: cell.scale}).cmp(whole(c.limit)) > 0 {
		return facts.ReasonOverMax
	}
	return ""
}

// isKnown says whether a cell holds one of the values that were announced.
func (c *column) isKnown(raw string, cell *value) bool {
	if cell.kind == facts.Null {
		return true
	}
	text, _ := c.canonical(raw)
	return c.Known[text]
}

// trim drops blanks; most cells have none, so their ends are looked at first.
func trim(text string) string {
	if text == "" {
		return text
	}
	if first, last := text[0], text[len(text)-1]; first > ' ' && first < 0x80 && last > ' ' && last < 0x80 {
		return text
	}
	return strings.TrimSpace(text)
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
