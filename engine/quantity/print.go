package quantity

import (
	"math/big"
	"strings"
)

// Decimal prints r exactly with at least minDigits decimals. What does not
// terminate within maxDigits is rounded to maxDigits, halves away from zero.
func Decimal(r *big.Rat, minDigits, maxDigits int) string {
	digits, exact := r.FloatPrec()
	if !exact || digits > maxDigits {
		return Fixed(r, max(minDigits, maxDigits))
	}
	return Fixed(r, max(minDigits, digits))
}

// Fixed prints r with exactly digits decimals, halves away from zero. There is
// no negative zero.
func Fixed(r *big.Rat, digits int) string {
	s := r.FloatString(digits)
	if s[0] == '-' && strings.Trim(s, "-0.") == "" {
		return s[1:]
	}
	return s
}

// Grouped puts a comma between the thousands of a decimal: "1234567.89" gives
// "1,234,567.89". A minus sign and whatever follows the whole digits are kept.
func Grouped(decimal string) string {
	start := 0
	if strings.HasPrefix(decimal, "-") {
		start = 1
	}
	end := start
	for end < len(decimal) && decimal[end]-'0' <= 9 {
		end++
	}
	var b strings.Builder
	b.WriteString(decimal[:start])
	for i := start; i < end; i++ {
		if i > start && (end-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(decimal[i])
	}
	b.WriteString(decimal[end:])
	return b.String()
}
