package expr

import "math/big"

// Unit is what a KPI counts in, or what a formula gives. To a formula, count,
// days and score are plain numbers; the zero Unit is not known.
type Unit string

const (
	UnitCount   Unit = "count"
	UnitMoney   Unit = "money"
	UnitPercent Unit = "percent"
	UnitDays    Unit = "days"
	UnitScore   Unit = "score"
	UnitNumber  Unit = "number"
)

// FormulaOp names what a FormulaNode does.
type FormulaOp string

const (
	FormulaConst FormulaOp = "const"
	FormulaKPI   FormulaOp = "kpi"
	FormulaAdd   FormulaOp = "+"
	FormulaSub   FormulaOp = "-"
	FormulaMul   FormulaOp = "*"
	FormulaDiv   FormulaOp = "/"
	FormulaNeg   FormulaOp = "neg"
)

// FormulaNode is a part of a formula. Const is in the node's own Unit: a rate
// of 25% is 25 percent.
type FormulaNode struct {
	Op    FormulaOp
	Unit  Unit     // money, percent, number, or "" when a name's unit is not known
	Const *big.Rat // FormulaConst
	KPI   string   // FormulaKPI
	Args  []FormulaNode
}

// Ref is a KPI that a formula names; Start and End are the byte offsets of the
// name, without its quotes, in the formula's text.
type Ref struct {
	Name       string
	Start, End int
}

// Formula is a checked KPI formula as data. Refs are in order of the text, a
// name used twice stands twice.
type Formula struct {
	Unit Unit // of the result: money, percent, number, or "" when a name's unit is not known
	Root FormulaNode
	Refs []Ref
}

// Reasons why a formula has no value.
const (
	ReasonMissing       = "missing"        // a KPI it needs has none
	ReasonNoDenominator = "no-denominator" // it would divide by zero
)

// Fits reports whether the result can stand in a KPI of the unit: money only in
// money, a plain number in all others, a percent only in percent.
func (f *Formula) Fits(unit Unit) bool {
	switch f.Unit {
	case "":
		return true
	case UnitNumber:
		return unit != UnitMoney
	}
	return unit == f.Unit
}

// Eval gives the exact result in the formula's own Unit, a percent as 80 for
// 80%, or nil and a reason. value gives a KPI in its own unit, a percent as 80
// too, money in whatever measure the caller keeps throughout; false when it has
// no value.
func (f *Formula) Eval(value func(name string) (*big.Rat, bool)) (*big.Rat, string) {
	return f.EvalIn(f.Unit, value)
}

// EvalIn is Eval for a KPI of the given unit, which the formula must fit: a
// ratio of 0.8 in percent is 80.
func (f *Formula) EvalIn(unit Unit, value func(name string) (*big.Rat, bool)) (*big.Rat, string) {
	v, reason := f.Root.eval(value)
	if reason != "" {
		return nil, reason
	}
	if unit == UnitPercent {
		v.Mul(v, hundred())
	}
	return v, ""
}

func hundred() *big.Rat { return big.NewRat(100, 1) }

// eval gives a fresh value; inside a formula every percent is a fraction.
func (n FormulaNode) eval(value func(string) (*big.Rat, bool)) (*big.Rat, string) {
	switch n.Op {
	case FormulaConst:
		return n.fraction(n.Const), ""
	case FormulaKPI:
		v, ok := value(n.KPI)
		if !ok || v == nil {
			return nil, ReasonMissing
		}
		return n.fraction(v), ""
	}
	a, reason := n.Args[0].eval(value)
	if reason != "" {
		return nil, reason
	}
	if n.Op == FormulaNeg {
		return a.Neg(a), ""
	}
	b, reason := n.Args[1].eval(value)
	if reason != "" {
		return nil, reason
	}
	return n.apply(a, b)
}

func (n FormulaNode) fraction(v *big.Rat) *big.Rat {
	if n.Unit == UnitPercent {
		return new(big.Rat).Quo(v, hundred())
	}
	return new(big.Rat).Set(v)
}

func (n FormulaNode) apply(a, b *big.Rat) (*big.Rat, string) {
	switch n.Op {
	case FormulaAdd:
		return a.Add(a, b), ""
	case FormulaSub:
		return a.Sub(a, b), ""
	case FormulaMul:
		return a.Mul(a, b), ""
	}
	if b.Sign() == 0 {
		return nil, ReasonNoDenominator
	}
	return a.Quo(a, b), ""
}
