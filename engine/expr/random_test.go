package expr_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// words make texts that are nearly expressions: right tokens in any order.
var words = []string{
	"stage", "amount", "closedAt", "quantity", "share", "isNew", "registeredAt", "amont", "change", "impact", "object", "metadata",
	"change.path", "impact.yearly", "impact.partners", "object.rules", "r", "r.rate", "null", "true", `"won"`, `"ö"`, "5", "0.5", "-1", "1e9",
	`money("5 USD")`, `money("5 EUR")`, `rate("5%")`, `day("2026-01-01")`, `kpi("deals")`, "money", "size", "matches", "has", "all",
	"+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "!", "in", "?", ":", "(", ")", "[", "]", ",", ".", "=", "\n", "//",
	".startsWith(", ".matches(", ".all(r,", ".map(r,", "has(", "size(", "money(", "kpi(", "{", "}", "日",
}

func TestAnyWordsAreAnsweredAtAPlace(t *testing.T) {
	row, formula, env, in := deals(t), formulas(t), changes(t), rateChange(t)
	object := map[string]any{"rules": []any{map[string]any{"rate": "20%"}}}
	rapid.Check(t, func(rt *rapid.T) {
		src := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 12).Draw(rt, "words"), " ")
		e, problems := row.Lower(src)
		checkPlaces(t, src, e != nil, problems)
		f, problems := formula.Compile(src)
		checkPlaces(t, src, f != nil, problems)
		_, err := env.EvalWhen(src, in)
		checkRun(t, src, env.CheckWhen(src), err)
		_, err = env.EvalAssert(src, object, nil)
		checkRun(t, src, env.CheckAssert(src), err)
	})
}

// condition draws a well-formed expression of any nesting, its units at random.
func condition(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		leaf := rapid.SampledFrom([]string{
			"stage", "amount", "closedAt", "quantity", "share", "isNew", "object.rules", "object.rules[0].rate", "impact.yearly", "change.before",
			"null", "false", `"won"`, `"5"`, "5", "0.1", `money("5 USD")`, `rate("5%")`, `day("2026-01-01")`, `kpi("deals")`, `[5, "a"]`, "r", "change",
		})
		if depth == 0 {
			return leaf.Draw(t, "leaf")
		}
		part := func() string { return condition(depth-1).Draw(t, "part") }
		switch rapid.IntRange(0, 6).Draw(t, "shape") {
		case 0:
			return "(" + part() + " " + rapid.SampledFrom([]string{"+", "-", "*", "/", "%"}).Draw(t, "op") + " " + part() + ")"
		case 1:
			return part() + rapid.SampledFrom([]string{".startsWith", ".contains", ".matches", ".size", ".money", ".all"}).Draw(t, "method") + "(" + part() + ")"
		case 2:
			return rapid.SampledFrom([]string{"!", "-", "size", "has", "money", "kpi", "object.rules.all", "zork"}).Draw(t, "call") + "(" + part() + ")"
		case 3:
			return "(" + part() + " ? " + part() + " : " + part() + ")"
		case 4:
			return part() + rapid.SampledFrom([]string{".all(r, ", ".exists(r, ", ".map(r, ", ".filter(r, ", "["}).Draw(t, "macro") + part() + rapid.SampledFrom([]string{")", "]"}).Draw(t, "close")
		case 5:
			return "(" + part() + rapid.SampledFrom([]string{" && ", " || ", " in ", " in ["}).Draw(t, "logic") + part() + rapid.SampledFrom([]string{")", "])"}).Draw(t, "close")
		}
		return "(" + part() + " " + rapid.SampledFrom([]string{"==", "!=", "<", "<=", ">", ">="}).Draw(t, "op") + " " + part() + ")"
	})
}

func TestAnyConditionIsAnsweredAtAPlace(t *testing.T) {
	row, formula, env, in := deals(t), formulas(t), changes(t), rateChange(t)
	object := map[string]any{"rules": []any{map[string]any{"rate": "20%"}}}
	rapid.Check(t, func(rt *rapid.T) {
		src := condition(rapid.IntRange(1, 3).Draw(rt, "depth")).Draw(rt, "condition")
		e, problems := row.Lower(src)
		checkPlaces(t, src, e != nil, problems)
		f, problems := formula.Compile(src)
		checkPlaces(t, src, f != nil, problems)
		_, err := env.EvalWhen(src, in)
		checkRun(t, src, env.CheckWhen(src), err)
		_, err = env.EvalAssert(src, object, nil)
		checkRun(t, src, env.CheckAssert(src), err)
	})
}
