package expr

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// vocabulary is what an environment allows, for the message of a refusal.
type vocabulary struct {
	allowed string
	calls   []string // functions, methods and macros
	isRow   bool
}

const operatorWords = "use == != < <= > >= && || ! ?: + - *, in [...], "

var textWords = []string{"startsWith", "endsWith", "contains", "matches", "money", "rate", "day", "number"}

func rowVocabulary() vocabulary {
	return vocabulary{operatorWords + list(textWords, "and"), textWords, true}
}

func changeVocabulary() vocabulary {
	calls := append([]string{"has", "all", "exists", "map", "filter", "size"}, textWords...)
	return vocabulary{operatorWords + list(calls, "and"), calls, false}
}

// macroUsage shows how the calls over lists and keys are written.
var macroUsage = map[string]string{
	"has": "write has(object.name)", "all": "write rules.all(r, has(r.rate))", "exists": "write rules.exists(r, has(r.rate))",
	"map": "write rules.map(r, r.id)", "filter": "write rules.filter(r, has(r.rate))",
}

// refuseCall says why a function or an operator is not available and what is.
func refuseCall(at token, e ast.Expr, v vocabulary) Problem {
	call := e.AsCall()
	name := call.FunctionName()
	switch {
	case name == operators.Divide:
		return at.problem("multiply by a decimal instead: * 0.5 for / 2", "division is not available here")
	case name == operators.Modulo:
		return at.problem(`write rate("25%") for a percentage`, "the operator %% is not available here")
	case name == operators.Index:
		return at.problem(v.allowed, "an index is not available here")
	case name == "has" && v.isRow:
		return refuseHas(at, call.Args())
	case macroUsage[name] != "" && !v.isRow:
		return at.problem(macroUsage[name], "%s is not used like that", name)
	case constructors[name].parse != nil || textMethods[name] != 0:
		return at.problem(`write it after a text: name.`+name+`("text")`, "%s is a method of a text", name)
	}
	if n := nearest(name, v.calls); n != "" {
		return at.problem("did you mean "+n+"?", "there is no function %s here", name)
	}
	return at.problem(v.allowed, "%s is not available here", strings.TrimPrefix(name, "."))
}

func refuseHas(at token, args []ast.Expr) Problem {
	column := "amount"
	if len(args) == 1 && args[0].Kind() == ast.IdentKind {
		column = args[0].AsIdent()
	}
	return at.problem("write "+column+" != null", "has() is not needed: a column without a value is null")
}
