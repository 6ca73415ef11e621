package memory

import (
	"math"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// currency is what a row says about the currency of its amounts.
type currency struct {
	code     quantity.Currency // "" when the row and its source name none
	exponent int32
	isCell   bool // from the row's own cell: an amount may not say otherwise
	isBad    bool // the cell names no currency
}

func newCurrency(code string) currency {
	c, err := quantity.ParseCurrency(code)
	if err != nil {
		return currency{isBad: true}
	}
	return currency{code: c, exponent: int32(c.Exponent())}
}

// decimal is a spelled number: digits × 10^-scale.
type decimal struct {
	digits     uint64
	scale      int32
	isNegative bool
	isHuge     bool // too many digits to be kept
}

func (d decimal) signed() int64 {
	if d.isNegative {
		return -int64(d.digits)
	}
	return int64(d.digits)
}

const (
	maxDigits = 999_999_999_999_999_999
	maxScale  = 18
)

// parseDecimal reads -digits[.digits] and nothing else, with 18 decimals at most.
func parseDecimal(text string) (decimal, bool) {
	var d decimal
	if text != "" && text[0] == '-' {
		d.isNegative, text = true, text[1:]
	}
	point := -1
	for i := 0; i < len(text); i++ {
		switch digit := text[i] - '0'; {
		case digit <= 9:
			if d.digits > maxDigits/10 {
				// Zeros that only lengthen a fraction lose nothing.
				switch {
				case point < 0:
					d.isHuge = true
				case digit == 0 || d.isHuge:
					d.scale--
				default:
					return decimal{}, false
				}
				continue
			}
			d.digits = d.digits*10 + uint64(digit)
		case text[i] == '.' && point < 0 && i > 0:
			point = i
		default:
			return decimal{}, false
		}
	}
	if text == "" || point == len(text)-1 {
		return decimal{}, false
	}
	if point >= 0 {
		d.scale += int32(len(text) - point - 1)
	}
	for d.scale > maxScale && d.digits%10 == 0 {
		if d.digits == 0 {
			return decimal{}, true
		}
		d.digits, d.scale = d.digits/10, d.scale-1
	}
	return d, d.scale <= maxScale
}

// readMoney reads an amount in the column's unit.
func (c *column) readMoney(text string, in *currency, cell *value) string {
	var number decimal
	var ok bool
	if c.Unit == "formatted" {
		var reason string
		var own currency
		if number, own, reason = parseFormatted(text, *in); reason != "" {
			return reason
		}
		in = &own
	} else if number, ok = parseDecimal(text); !ok {
		return facts.ReasonBadAmount
	}
	if c.isUnsigned && number.isNegative && number.digits != 0 {
		return facts.ReasonBadAmount
	}
	if in.code == "" {
		if in.isBad {
			return "" // reported at the currency's own column
		}
		return facts.ReasonBadCurrency
	}
	cell.text = string(in.code)
	exponent := in.exponent
	if c.Unit == "minor" {
		exponent = 0
	}
	return cell.setMinor(number, exponent, c.limit)
}

// setMinor gives the cell the number in minor units, when it has no more
// decimals than the currency and no more value than the limit.
func (v *value) setMinor(d decimal, exponent int32, limit int64) string {
	if d.isHuge {
		return facts.ReasonOverMax
	}
	for d.scale > exponent && d.digits%10 == 0 {
		d.digits, d.scale = d.digits/10, d.scale-1
	}
	if d.scale > exponent {
		return facts.ReasonBadAmount
	}
	for ; d.scale < exponent; d.scale++ {
		if d.digits > math.MaxInt64/10 {
			return facts.ReasonOverMax
		}
		d.digits *= 10
	}
	if d.digits > uint64(limit) {
		return facts.ReasonOverMax
	}
	v.num = d.signed()
	return ""
}
