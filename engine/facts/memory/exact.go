package memory

import (
	"math"
	"math/big"
	"math/bits"
)

// exact is num × 10^-scale, or wide × 10^-scale once num would overflow. Its
// wide is never written to after it is made, so that copies may share it.
type exact struct {
	num   int64
	wide  *big.Int
	scale int32
}

var powers = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

func whole(n int64) exact { return exact{num: n} }

func (a exact) int() *big.Int {
	if a.wide != nil {
		return a.wide
	}
	return big.NewInt(a.num)
}

func (a exact) rat() *big.Rat {
	return new(big.Rat).SetFrac(a.int(), power(a.scale))
}

// narrow gives the plain spelling of n when it has one, so that equal values
// stay cheap however they were reached.
func narrow(n *big.Int, scale int32) exact {
	if n.IsInt64() {
		return exact{num: n.Int64(), scale: scale}
	}
	return exact{wide: n, scale: scale}
}

func power(scale int32) *big.Int {
	if scale < int32(len(powers)) {
		return big.NewInt(powers[scale])
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
}

// rescaled spells the value with a larger scale.
func (a exact) rescaled(scale int32) exact {
	up := scale - a.scale
	if up == 0 {
		return a
	}
	if a.wide == nil && up < int32(len(powers)) {
		if n, ok := mul64(a.num, powers[up]); ok {
			return exact{num: n, scale: scale}
		}
	}
	return narrow(new(big.Int).Mul(a.int(), power(up)), scale)
}

func (a exact) add(b exact) exact {
	if a.scale != b.scale {
		top := max(a.scale, b.scale)
		a, b = a.rescaled(top), b.rescaled(top)
	}
	if a.wide == nil && b.wide == nil {
		sum := a.num + b.num
		// The sum overflows exactly when both signs differ from its own.
		if (a.num^sum)&(b.num^sum) >= 0 {
			return exact{num: sum, scale: a.scale}
		}
	}
	return narrow(new(big.Int).Add(a.int(), b.int()), a.scale)
}

func (a exact) neg() exact {
	if a.wide == nil && a.num != math.MinInt64 {
		return exact{num: -a.num, scale: a.scale}
	}
	return narrow(new(big.Int).Neg(a.int()), a.scale)
}

func (a exact) mul(b exact) exact {
	scale := a.scale + b.scale
	if a.wide == nil && b.wide == nil {
		if n, ok := mul64(a.num, b.num); ok {
			return exact{num: n, scale: scale}
		}
	}
	return narrow(new(big.Int).Mul(a.int(), b.int()), scale)
}

func (a exact) cmp(b exact) int {
	if a.scale != b.scale {
		top := max(a.scale, b.scale)
		a, b = a.rescaled(top), b.rescaled(top)
	}
	if a.wide != nil || b.wide != nil {
		return a.int().Cmp(b.int())
	}
	switch {
	case a.num < b.num:
		return -1
	case a.num > b.num:
		return 1
	}
	return 0
}

// trimmed drops trailing zeros, so that equal values have one spelling.
func (a exact) trimmed() exact {
	for a.wide == nil && a.scale > 0 && a.num%10 == 0 {
		a.num, a.scale = a.num/10, a.scale-1
	}
	if a.wide == nil || a.scale == 0 {
		return a
	}
	ten, rest := big.NewInt(10), new(big.Int)
	for n := a.wide; a.scale > 0; a = narrow(n, a.scale-1) {
		if n, rest = new(big.Int).QuoRem(n, ten, rest); rest.Sign() != 0 {
			break
		}
	}
	return a
}

func mul64(a, b int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 || low > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(low), true
	}
	return int64(low), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
