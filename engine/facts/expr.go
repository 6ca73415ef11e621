package facts

// Op names what an Expr does.
type Op uint8

const (
	OpConst Op = iota + 1
	OpColumn
	OpAnd
	OpOr
	OpNot
	OpEq
	OpNe
	OpLt
	OpLe
	OpGt
	OpGe
	OpIn // Args[0] in the constants Args[1:]
	OpStartsWith
	OpEndsWith
	OpContains
	OpMatches // Args[1] is a constant RE2 pattern
	OpAdd
	OpSub // of two days: the number of days between
	OpMul
	OpNeg
	OpIf // Args: condition, then, else
	OpAbs
)

// Expr is a checked, typed expression over one row, as data, so that every
// runner can translate it. Logic is three-valued as in SQL: a comparison with
// null is null (OpEq and OpNe against the constant null excepted), and a filter
// keeps a row only when it is true.
type Expr struct {
	Op     Op
	Kind   Kind   // of the result
	Column string // OpColumn
	Const  Cell   // OpConst
	Args   []Expr
}
