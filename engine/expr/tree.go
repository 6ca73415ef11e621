package expr

import (
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"strconv"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// tree adapts a document to values of an expression, a node at a time as the
// expression reaches it. What has a Go type of package quantity keeps its unit;
// a text stays a text and is read as money, a rate, a day or a number only
// where it is compared with one.
type tree struct{}

// NativeToValue is part of types.Adapter.
func (t tree) NativeToValue(v any) ref.Val {
	switch v := v.(type) {
	case nil:
		return types.NullValue
	case ref.Val:
		return v
	case bool:
		return types.Bool(v)
	case string:
		return types.String(v)
	case []any:
		return types.NewDynamicList(t, v)
	case map[string]any:
		return types.NewStringInterfaceMap(t, v)
	case json.Number:
		return decimal(string(v))
	case float64:
		return decimal(strconv.FormatFloat(v, 'f', -1, 64))
	case *big.Rat:
		return scalar{facts.Number, v, ""}
	}
	if q, ok := t.quantity(v); ok {
		return q
	}
	return t.other(v)
}

func (t tree) quantity(v any) (ref.Val, bool) {
	switch v := v.(type) {
	case quantity.Money:
		return scalar{facts.Money, new(big.Rat).SetInt64(v.Minor), string(v.Currency)}, true
	case quantity.Rate:
		return scalar{facts.Rate, new(big.Rat).SetInt64(int64(v)), ""}, true
	case quantity.Number:
		return scalar{facts.Number, v.Rat(), ""}, true
	case quantity.Date:
		if v.IsZero() {
			return types.NullValue, true
		}
		return scalar{facts.Day, new(big.Rat).SetInt64(int64(v)), ""}, true
	case quantity.Flag:
		return types.Bool(v), true
	case quantity.Int:
		return wholeNumber(int64(v)), true
	case quantity.Bound:
		return t.bound(v), true
	}
	return nil, false
}

func (t tree) bound(b quantity.Bound) ref.Val {
	switch b.Kind {
	case quantity.BoundMoney:
		return t.NativeToValue(b.Money)
	case quantity.BoundRate:
		return t.NativeToValue(b.Rate)
	case quantity.BoundNumber:
		return t.NativeToValue(b.Number)
	case quantity.BoundDuration:
		return types.String(b.Duration.String())
	}
	return types.NullValue
}

// other takes any integer, list or map of Go, and what prints itself as a text.
func (t tree) other(v any) ref.Val {
	if s, ok := v.(fmt.Stringer); ok {
		return types.String(s.String())
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return wholeNumber(r.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return scalar{facts.Number, new(big.Rat).SetInt(new(big.Int).SetUint64(r.Uint())), ""}
	case reflect.String:
		return types.String(r.String())
	case reflect.Slice:
		return types.NewDynamicList(t, v)
	case reflect.Map:
		return types.NewDynamicMap(t, v)
	}
	return types.NewErr("a value of type %T has no meaning in an expression", v)
}

// decimal reads digits exactly; a text that is no plain decimal is an error.
func decimal(digits string) ref.Val {
	n, err := quantity.ParseNumber(digits)
	if err != nil {
		return types.NewErr("the number %s has no exact value here", digits)
	}
	return scalar{facts.Number, n.Rat(), ""}
}
