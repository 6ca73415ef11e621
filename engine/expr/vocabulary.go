package expr

import (
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/functions"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/stdlib"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/partnership-as-code/entente/engine/facts"
)

// CEL plans == and != itself, without asking the types, and adds lists inside
// its macros. Under names of their own the author's operators are exact.
const (
	opEquals  = "@equals"
	opDiffers = "@differs"
	opAmong   = "@among"
	opPlus    = "@plus"
)

// renamed gives the name under which an author's operator is declared.
var renamed = map[string]string{
	operators.Equals: opEquals, operators.NotEquals: opDiffers,
	operators.In: opAmong, operators.Add: opPlus,
}

// fromCEL are the functions of CEL that stay as they are.
var fromCEL = map[string]bool{
	operators.LogicalAnd: true, operators.LogicalOr: true, operators.LogicalNot: true,
	operators.Conditional: true, operators.NotStrictlyFalse: true, operators.Index: true,
	operators.Add:        true, // of lists, inside map and filter
	overloads.StartsWith: true, overloads.EndsWith: true, overloads.Contains: true, overloads.Matches: true,
}

// ownCalls are functions that an author may write by name.
var ownCalls = map[string]bool{"size": true, "money": true, "rate": true, "day": true, "number": true}

// declarations are the functions of interpreted expressions.
func declarations() ([]*decls.FunctionDecl, error) {
	var out []*decls.FunctionDecl
	for _, f := range stdlib.Functions() {
		if fromCEL[f.Name()] {
			out = append(out, f)
		}
	}
	for _, d := range [...]declaration{
		{opEquals, anyPair, types.BoolType, equal},
		{opDiffers, anyPair, types.BoolType, differ},
		{opAmong, nil, types.BoolType, among},
		{operators.Less, samePairs(true), types.BoolType, ordered(func(o int) bool { return o < 0 })},
		{operators.LessEquals, samePairs(true), types.BoolType, ordered(func(o int) bool { return o <= 0 })},
		{operators.Greater, samePairs(true), types.BoolType, ordered(func(o int) bool { return o > 0 })},
		{operators.GreaterEquals, samePairs(true), types.BoolType, ordered(func(o int) bool { return o >= 0 })},
		{opPlus, sumPairs(false), nil, added},
		{operators.Subtract, sumPairs(true), nil, subtracted},
		{operators.Multiply, productPairs, nil, multiplied},
	} {
		f, err := d.binary()
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	unary, err := unaryDeclarations()
	return append(out, unary...), err
}

// declaration is an operator with its overloads, two argument types each; where
// result is nil, a third type in each is what it gives.
type declaration struct {
	name   string
	args   [][]*types.Type
	result *types.Type
	impl   functions.BinaryOp
}

func (d declaration) binary() (*decls.FunctionDecl, error) {
	opts := []decls.FunctionOpt{decls.SingletonBinaryBinding(d.impl)}
	if d.name == opAmong {
		opts = append(opts,
			decls.Overload("among_list", []*types.Type{paramA, types.NewListType(paramA)}, types.BoolType),
			decls.Overload("among_map", []*types.Type{paramA, types.NewMapType(paramA, paramB)}, types.BoolType))
	}
	for _, args := range d.args {
		result := d.result
		if result == nil {
			result = args[2]
		}
		id := d.name + "_" + args[0].TypeName() + "_" + args[1].TypeName()
		opts = append(opts, decls.Overload(id, args[:2], result))
	}
	return decls.NewFunction(d.name, opts...)
}

var (
	paramA  = types.NewTypeParamType("A")
	paramB  = types.NewTypeParamType("B")
	anyPair = [][]*types.Type{{paramA, paramA}}

	productPairs = [][]*types.Type{
		{moneyType, numberType, moneyType},
		{numberType, moneyType, moneyType},
		{numberType, numberType, numberType},
	}
)

func samePairs(withText bool) [][]*types.Type {
	pairs := [][]*types.Type{{moneyType, moneyType}, {rateType, rateType}, {dayType, dayType}, {numberType, numberType}}
	if withText {
		pairs = append(pairs, []*types.Type{types.StringType, types.StringType})
	}
	return pairs
}

func sumPairs(withDays bool) [][]*types.Type {
	pairs := [][]*types.Type{{moneyType, moneyType, moneyType}, {numberType, numberType, numberType}}
	if withDays {
		pairs = append(pairs, []*types.Type{dayType, dayType, numberType})
	}
	return pairs
}

func unaryDeclarations() ([]*decls.FunctionDecl, error) {
	neg, err := decls.NewFunction(operators.Negate, decls.SingletonUnaryBinding(negated),
		decls.Overload("negate_money", []*types.Type{moneyType}, moneyType),
		decls.Overload("negate_number", []*types.Type{numberType}, numberType))
	if err != nil {
		return nil, err
	}
	sized, err := decls.NewFunction("size", decls.SingletonUnaryBinding(size),
		decls.Overload("size_list", []*types.Type{types.NewListType(paramA)}, numberType),
		decls.Overload("size_map", []*types.Type{types.NewMapType(paramA, paramB)}, numberType),
		decls.Overload("size_text", []*types.Type{types.StringType}, numberType),
		decls.MemberOverload("list_size", []*types.Type{types.NewListType(paramA)}, numberType),
		decls.MemberOverload("map_size", []*types.Type{types.NewMapType(paramA, paramB)}, numberType),
		decls.MemberOverload("text_size", []*types.Type{types.StringType}, numberType))
	if err != nil {
		return nil, err
	}
	out := []*decls.FunctionDecl{neg, sized}
	for _, kind := range [...]facts.Kind{facts.Money, facts.Rate, facts.Day, facts.Number} {
		name := constructorOf[kind]
		f, err := decls.NewFunction(name,
			decls.Overload(name+"_text", []*types.Type{types.StringType}, scalarTypes[kind]),
			decls.SingletonUnaryBinding(func(v ref.Val) ref.Val { return constructed(kind, v) }))
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func constructed(kind facts.Kind, v ref.Val) ref.Val {
	if text, ok := v.(types.String); ok {
		if s, ok := readAs(kind, string(text)); ok {
			return s
		}
	}
	return types.NewErr("%s is not %s", describe(v), kindName(kind))
}

func size(v ref.Val) ref.Val {
	if s, ok := v.(traits.Sizer); ok {
		if n, ok := s.Size().(types.Int); ok {
			return wholeNumber(int64(n))
		}
	}
	return types.NewErr("%s has no size", describe(v))
}
