package expr

import (
	"fmt"
	"math/big"
	"reflect"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// The types of interpreted expressions that CEL itself does not have. A plain
// number is exact too, so that 0.1 + 0.2 is 0.3.
var (
	moneyType  = types.NewOpaqueType("money")
	rateType   = types.NewOpaqueType("rate")
	dayType    = types.NewOpaqueType("day")
	numberType = types.NewOpaqueType("number")
)

var scalarTypes = map[facts.Kind]*types.Type{
	facts.Money: moneyType, facts.Rate: rateType, facts.Day: dayType, facts.Number: numberType,
}

// scalar is an exact value while an expression is interpreted: money in minor
// units, a rate in 1e-8 of a percent, a day as quantity.Date, a number. The
// rational is never changed in place.
type scalar struct {
	kind     facts.Kind
	rat      *big.Rat
	currency string // of money; "" for no amount at all, which is 0 in any
}

func scalarOf(c facts.Cell) scalar {
	if c.Kind == facts.Number {
		return scalar{c.Kind, quantity.Number{Coef: c.Int, Scale: c.Scale}.Rat(), ""}
	}
	return scalar{c.Kind, new(big.Rat).SetInt64(c.Int), c.Text}
}

func wholeNumber(n int64) scalar { return scalar{facts.Number, new(big.Rat).SetInt64(n), ""} }

// readAs reads a text of a document as a value of the kind.
func readAs(kind facts.Kind, text string) (scalar, bool) {
	cell, err := constructors[constructorOf[kind]].parse(text)
	return scalarOf(cell), err == nil
}

// Type is part of ref.Val.
func (s scalar) Type() ref.Type { return scalarTypes[s.kind] }

// Value is part of ref.Val.
func (s scalar) Value() any { return s }

// Equal is part of ref.Val; what cannot be compared is an error.
func (s scalar) Equal(other ref.Val) ref.Val { return equal(s, other) }

// ConvertToType is part of ref.Val; the language has no conversions.
func (s scalar) ConvertToType(ref.Type) ref.Val {
	return types.NewErr("%s has no conversion", kindName(s.kind))
}

// ConvertToNative is part of ref.Val; the language has no conversions.
func (s scalar) ConvertToNative(reflect.Type) (any, error) {
	return nil, fmt.Errorf("%s has no conversion", kindName(s.kind))
}

// String prints the value as a document would.
func (s scalar) String() string {
	digits := map[facts.Kind]int{facts.Money: quantity.Currency(s.currency).Exponent(), facts.Rate: 8}[s.kind]
	shift := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
	text := quantity.Decimal(shift.Mul(shift, s.rat), 0, 18)
	switch s.kind {
	case facts.Money:
		return strings.TrimSpace(text + " " + s.currency)
	case facts.Rate:
		return text + "%"
	case facts.Day:
		return quantity.Date(s.rat.Num().Int64()).String()
	}
	return text
}
