package expr_test

import (
	"testing"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/expr"
)

// seeds reach every branch of the grammar and the usual slips.
var seeds = []string{
	`stage == "won" && amount > money("30000 USD")`, `product.startsWith("Suite") && kind == "new"`,
	`amount in [money("5 USD"), 6] ? closedAt - createdAt > 30 : !isNew`, `object.rules.all(r, !has(r.rate) || r.rate <= rate("25%"))`,
	`impact.yearly > 500`, `impact.yerly == money("5 usd")`, `change.path.matches("^(a|b)+$") && change.before[0] == null`,
	`kpi("won-revenue") / kpi("deals") * rate("5%")`, `"""ö""" == r'\d' // x`, `a.?b[?c]`, "`x` = {1: 2u}", `T{a: -1.5e3}.b`,
	`size(object.x) in object.y.map(z, z + z).filter(q, q)`, "\xff\"", `"\u00e4" < "日本`, `-(-5) * --amount`, `.5 == 1.`, `has(a)`, `0x`,
}

func FuzzLower(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	row, formula := deals(f), formulas(f)
	f.Fuzz(func(t *testing.T, src string) {
		e, problems := row.Lower(src)
		checkPlaces(t, src, e != nil, problems)
		e, problems = row.LowerValue(src)
		checkPlaces(t, src, e != nil, problems)
		k, problems := formula.Compile(src)
		checkPlaces(t, src, k != nil, problems)
		if k != nil {
			k.Eval(values)
			checkRefs(t, src, k.Refs)
		}
	})
}

func FuzzWhen(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	env, in := changes(f), rateChange(f)
	object := map[string]any{"rules": []any{map[string]any{"rate": "20%"}}, "x": 5, "y": []any{"a", 1.5, nil}}
	f.Fuzz(func(t *testing.T, src string) {
		problems := env.CheckWhen(src)
		_, err := env.EvalWhen(src, in)
		checkRun(t, src, problems, err)
		problems = env.CheckAssert(src)
		_, err = env.EvalAssert(src, object, map[string]any{"name": "a"})
		checkRun(t, src, problems, err)
	})
}

func checkRun(t *testing.T, src string, problems []expr.Problem, err error) {
	t.Helper()
	if err == nil {
		checkPlaces(t, src, true, problems)
		return
	}
	p, ok := err.(expr.Problem)
	if !ok {
		t.Fatalf("%q: %T %v", src, err, err)
	}
	checkPlaces(t, src, false, append(problems, p))
}

func checkRefs(t *testing.T, src string, refs []expr.Ref) {
	t.Helper()
	for _, r := range refs {
		checkPlaces(t, src, false, []expr.Problem{{Start: r.Start, End: r.End, Message: r.Name}})
	}
}

// checkPlaces fails unless there is either a result or a problem, and every
// problem says something of a stretch of whole runes.
func checkPlaces(t *testing.T, src string, isDone bool, problems []expr.Problem) {
	t.Helper()
	if isDone == (len(problems) > 0) {
		t.Fatalf("%q: done %v, problems %v", src, isDone, problems)
	}
	for _, p := range problems {
		switch {
		case p.Message == "", p.Start < 0, p.Start > p.End, p.End > len(src):
			t.Fatalf("%q: %+v", src, p)
		case p.Start == p.End && len(src) > 0:
			t.Fatalf("%q underlines nothing: %+v", src, p)
		case utf8.ValidString(src) && !(utf8.ValidString(src[:p.Start]) && utf8.ValidString(src[p.Start:p.End])):
			t.Fatalf("%q cuts a rune: %+v", src, p)
		}
	}
}
