package expr

import (
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/partnership-as-code/entente/engine/facts"
)

// maxCompared bounds the parts of two structures that one == may look at.
const maxCompared = 10_000

// ordered answers < <= > >=. Two units have no order, nor have two currencies:
// that is an error, never false.
func ordered(holds func(order int) bool) func(a, b ref.Val) ref.Val {
	return func(a, b ref.Val) ref.Val {
		if x, y, ok := texts(a, b); ok {
			return types.Bool(holds(strings.Compare(x, y)))
		}
		x, y, err := alike(a, b)
		if err != nil {
			return err
		}
		return types.Bool(holds(x.rat.Cmp(y.rat)))
	}
}

func texts(a, b ref.Val) (x, y string, ok bool) {
	s, isText := a.(types.String)
	t, isTextToo := b.(types.String)
	return string(s), string(t), isText && isTextToo
}

// alike gives two values of one unit, reading a text as the other side's unit,
// or the error why there are none.
func alike(a, b ref.Val) (x, y scalar, err ref.Val) {
	x, isScalar := a.(scalar)
	y, isScalarToo := b.(scalar)
	if text, ok := b.(types.String); isScalar && ok {
		y, isScalarToo = readAs(x.kind, string(text))
	}
	if text, ok := a.(types.String); isScalarToo && ok {
		x, isScalar = readAs(y.kind, string(text))
	}
	if !isScalar || !isScalarToo || x.kind != y.kind {
		return x, y, types.NewErr("%s cannot be compared with %s", describe(a), describe(b))
	}
	if x.kind == facts.Money && x.currency != y.currency && x.currency != "" && y.currency != "" {
		return x, y, types.NewErr("%s and %s are amounts of two currencies", describe(a), describe(b))
	}
	return x, y, nil
}

// maxShown keeps a long text out of a message.
const maxShown = 40

func describe(v ref.Val) string {
	switch v := v.(type) {
	case scalar:
		return kindName(v.kind) + " (" + v.String() + ")"
	case types.String:
		text := []rune(string(v))
		if len(text) > maxShown {
			text = append(text[:maxShown], '…')
		}
		return `the text "` + string(text) + `"`
	case types.Bool:
		return strconv.FormatBool(bool(v))
	case types.Null:
		return "null"
	case traits.Lister:
		return "a list"
	case traits.Mapper:
		return "a mapping"
	}
	return "this"
}

func equal(a, b ref.Val) ref.Val {
	budget := maxCompared
	return equalWithin(a, b, &budget)
}

func differ(a, b ref.Val) ref.Val {
	same := equal(a, b)
	if yes, ok := same.(types.Bool); ok {
		return !yes
	}
	return same
}

// equalWithin answers ==. Values that can never be equal are simply not equal,
// since one condition meets changes of every unit; but a unit against a bare
// number is an error, for there the author forgot the unit.
func equalWithin(a, b ref.Val, budget *int) ref.Val {
	if *budget--; *budget < 0 {
		return types.NewErr("these structures are too large to compare")
	}
	switch x := a.(type) {
	case scalar:
		return equalScalar(x, b)
	case types.String, types.Bool, types.Null:
		if y, ok := b.(scalar); ok {
			return equalScalar(y, a)
		}
		return types.Bool(a == b)
	case traits.Mapper:
		if y, ok := b.(traits.Mapper); ok {
			return equalMaps(x, y, budget)
		}
	case traits.Lister:
		if y, ok := b.(traits.Lister); ok {
			return equalLists(x, y, budget)
		}
	}
	return types.False
}

func equalScalar(x scalar, b ref.Val) ref.Val {
	switch y := b.(type) {
	case types.String:
		if _, ok := readAs(x.kind, string(y)); !ok && !isBareNumber(string(y)) {
			return types.False
		}
	case scalar:
		if x.kind != y.kind && x.kind != facts.Number && y.kind != facts.Number {
			return types.False
		}
	default:
		return types.False
	}
	x, y, err := alike(x, b)
	if err != nil {
		return err
	}
	return types.Bool(x.rat.Cmp(y.rat) == 0)
}

func isBareNumber(text string) bool {
	_, ok := readAs(facts.Number, text)
	return ok
}

func equalLists(a, b traits.Lister, budget *int) ref.Val {
	size, ok := a.Size().(types.Int)
	if !ok || a.Size() != b.Size() {
		return types.False
	}
	for i := types.Int(0); i < size; i++ {
		if same := equalWithin(a.Get(i), b.Get(i), budget); same != types.True {
			return same
		}
	}
	return types.True
}

func equalMaps(a, b traits.Mapper, budget *int) ref.Val {
	if a.Size() != b.Size() {
		return types.False
	}
	for it := a.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		value, found := b.Find(key)
		if !found {
			return types.False
		}
		if same := equalWithin(a.Get(key), value, budget); same != types.True {
			return same
		}
	}
	return types.True
}

// among answers in: an item of a list, a key of a mapping.
func among(item, container ref.Val) ref.Val {
	switch c := container.(type) {
	case traits.Mapper:
		_, found := c.Find(item)
		return types.Bool(found)
	case traits.Lister:
		return amongItems(item, c)
	}
	return types.NewErr("in needs a list, not %s", describe(container))
}

func amongItems(item ref.Val, items traits.Lister) ref.Val {
	var fault ref.Val
	budget := maxCompared
	for it := items.Iterator(); it.HasNext() == types.True; {
		switch same := equalWithin(item, it.Next(), &budget); {
		case same == types.True:
			return types.True
		case types.IsError(same):
			fault = same
		}
	}
	if fault != nil {
		return fault
	}
	return types.False
}
