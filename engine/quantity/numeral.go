package quantity

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
)

// numeral is a decimal as it is written: ±coef × 10^-scale.
type numeral struct {
	isNegative bool
	coef       uint64
	scale      int
}

// pow10 holds the powers of ten that fit an int64.
var pow10 = [19]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// scanNumeral reads -?(0|[1-9][0-9]*)(\.[0-9]+)? and nothing else. It is not ok
// either when the digits overflow.
func scanNumeral(s string) (n numeral, ok bool) {
	start := 0
	if s != "" && s[0] == '-' {
		start = 1
	}
	var coef uint64
	point := len(s)
	for i := start; i < len(s); i++ {
		digit := s[i] - '0'
		if digit > 9 {
			if s[i] != '.' || point < len(s) || i == len(s)-1 {
				return n, false
			}
			point = i
			continue
		}
		if coef > (math.MaxUint64-9)/10 {
			return n, false
		}
		coef = coef*10 + uint64(digit)
	}
	if point == start || s[start] == '0' && point > start+1 {
		return n, false
	}
	return numeral{start == 1, coef, max(0, len(s)-point-1)}, true
}

// fixed gives the numeral as an integer of 10^-scale; not ok when it has more
// decimals or overflows.
func (n numeral) fixed(scale int) (int64, bool) {
	if n.scale > scale {
		return 0, false
	}
	hi, lo := bits.Mul64(n.coef, pow10[scale-n.scale])
	switch {
	case hi != 0 || lo > 1<<63 || lo == 1<<63 && !n.isNegative:
		return 0, false
	case n.isNegative:
		return -int64(lo), true
	}
	return int64(lo), true
}

// decimalString prints v × 10^-scale with exactly scale decimals.
func decimalString(v int64, scale int) string {
	var buf [48]byte
	return string(appendDecimal(buf[:0], v, scale))
}

func appendDecimal(b []byte, v int64, scale int) []byte {
	if v < 0 {
		b = append(b, '-')
	}
	at := len(b)
	b = strconv.AppendUint(b, magnitude(v), 10)
	if scale == 0 {
		return b
	}
	for len(b)-at <= scale {
		b = append(b, 0)
		copy(b[at+1:], b[at:])
		b[at] = '0'
	}
	b = append(b, 0)
	point := len(b) - 1 - scale
	copy(b[point+1:], b[point:])
	b[point] = '.'
	return b
}

// magnitude is the absolute value; it holds for the lowest int64 too.
func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}

// ratio gives v × 10^-scale exactly.
func ratio(v int64, scale int) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(v), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
}
