package expr_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/quantity"
)

func changes(t testing.TB) *expr.ChangeEnv {
	t.Helper()
	env, err := expr.Change()
	if err != nil {
		t.Fatal(err)
	}
	return env
}

func money(t testing.TB, s string) quantity.Money {
	t.Helper()
	m, err := quantity.ParseMoney(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func rate(t testing.TB, s string) quantity.Rate {
	t.Helper()
	r, err := quantity.ParseRate(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rateChange(t testing.TB) expr.ChangeInput {
	return expr.ChangeInput{
		Kind: "CommissionPlan", Address: "commissionplan/reseller", Path: "rules/new-business/bands/steps/mid/rate",
		Before: rate(t, "12%"), After: rate(t, "10%"), Yearly: money(t, "621.11 USD"), Partners: 3,
	}
}

func TestEvalWhen(t *testing.T) {
	env := changes(t)
	for src, want := range map[string]bool{
		`impact.yearly > money("500 USD")`:                               true,
		`impact.yearly <= money("500 USD")`:                              false,
		`impact.yearly == money("621.11 USD")`:                           true,
		`impact.yearly * 0.5 > money("310.55 USD")`:                      true,
		`impact.budget <= money("20000 USD")`:                            true,
		`impact.yearly - impact.budget > money("621.1 USD")`:             true,
		`impact.partners >= 2.5 && impact.partners * 2 == 6`:             true,
		`0.1 + 0.2 == 0.3`:                                               true,
		`change.kind in ["Goal", "CommissionPlan"]`:                      true,
		`change.path.matches("^rules/.*/rate$")`:                         true,
		`change.address.startsWith("goal/")`:                             false,
		`change.before == rate("12%") && change.after == "10%"`:          true,
		`change.before > change.after`:                                   true,
		`change.before == "ended"`:                                       false,
		`change.before != null && has(change.after)`:                     true,
		`change.before == money("12 USD")`:                               false,
		`size(change.kind) == 14`:                                        true,
		`day("2026-03-01") - day("2026-02-01") == 28`:                    true,
		`impact.yearly > money("500 USD") ? impact.partners > 2 : false`: true,
	} {
		got, err := env.EvalWhen(src, rateChange(t))
		if err != nil || got != want {
			t.Errorf("%s: %v, %v, want %v", src, got, err, want)
		}
	}
}

func TestEvalAssert(t *testing.T) {
	env := changes(t)
	typed := map[string]any{
		"rules": []any{
			map[string]any{"id": "a", "rate": rate(t, "20%"), "of": "net"},
			map[string]any{"id": "b", "cap": map[string]any{"perEvent": money(t, "1300 USD")}},
		},
		"weight": int64(40), "share": quantity.Number{Coef: 1, Scale: 1}, "title": "50%", "since": quantity.NewDate(2026, 1, 31), "draft": false,
	}
	plain := map[string]any{
		"rules": []any{
			map[string]any{"id": "a", "rate": "20%", "of": "net"},
			map[string]any{"id": "b", "cap": map[string]any{"perEvent": "1300 USD"}},
		},
		"weight": 40, "share": 0.1, "title": "50%", "since": "2026-01-31", "draft": false,
	}
	meta := map[string]any{"name": "reseller", "labels": map[string]any{"region": "dach"}}
	for src, want := range map[string]bool{
		`object.rules.all(r, !has(r.rate) || r.rate <= rate("25%"))`:                  true,
		`object.rules.all(r, !has(r.rate) || r.rate <= rate("19.99%"))`:               false,
		`object.rules.exists(r, has(r.cap) && r.cap.perEvent > money("1299.99 USD"))`: true,
		`object.rules[0].rate == "20%"`:                                               true,
		`object.rules[0].rate in [rate("10%"), rate("20%")]`:                          true,
		`rate("20%") in object.rules.filter(r, has(r.rate)).map(r, r.rate)`:           true,
		`"b" in object.rules.map(r, r.id)`:                                            true,
		`"of" in object.rules[0] && !("of" in object.rules[1])`:                       true,
		`size(object.rules) == 2 && object.rules.size() < 2.5`:                        true,
		`object.weight == 40 && object.weight > 39.9 && object.weight in [10, 40]`:    true,
		`object.share == 0.1 && object.share + 0.2 == 0.3`:                            true,
		`object.since >= day("2026-01-31") && object.since < day("2026-02-01")`:       true,
		`object.title == "50%" && object.title.contains("%")`:                         true,
		`object.rules == object.rules && object.rules[0] != object.rules[1]`:          true,
		`metadata.name == "reseller" && metadata.labels["region"] == "dach"`:          true,
		`!object.draft`: true,
	} {
		for kind, tree := range map[string]any{"typed": typed, "plain": plain} {
			got, err := env.EvalAssert(src, tree, meta)
			if err != nil || got != want {
				t.Errorf("%s, %s: %v, %v, want %v", src, kind, got, err, want)
			}
		}
	}
}

// A comparison that has no meaning must stop, never pass for false or true.
func TestEvalStopsAtMeaninglessComparisons(t *testing.T) {
	env := changes(t)
	object := map[string]any{"rate": rate(t, "20%"), "cap": money(t, "5 EUR"), "name": "reseller", "rules": []any{map[string]any{"id": "a"}}}
	for _, tt := range [][2]string{
		{`object.cap > money("5 USD")`, `>: money (5 EUR) and money (5 USD) are amounts of two currencies`},
		{`object.cap != money("5 USD")`, `!=: money (5 EUR) and money (5 USD) are amounts of two currencies`},
		{`object.rate <= 25`, `<=: a rate (20%) cannot be compared with a number (25)`},
		{`object.rate != 25`, `!=: a rate (20%) cannot be compared with a number (25)`},
		{`object.rate == "25"`, `==: a rate (20%) cannot be compared with the text "25"`},
		{`object.name < rate("5%")`, `<: the text "reseller" cannot be compared with a rate (5%)`},
		{`object.rate in [20, 25]`, `in: a rate (20%) cannot be compared with a number (25)`},
		{`object.rate + 5 > 3`, `+: a rate (20%) and a number (5) cannot be added`},
		{`object.rules.all(r, r.rate <= rate("25%"))`, `rate: there is no rate here | test it first with has(…)`},
		{`object.rules.all(r, r.id)`, `all: the condition inside all gave neither true nor false | compare inside it, as in r.id == "base"`},
		{`object.name`, `object.name: a condition is true or false, this gave the text "reseller"`},
		{`object.name.all(x, true)`, ``},
	} {
		_, err := env.EvalAssert(tt[0], object, nil)
		var p expr.Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: %v", tt[0], err)
			continue
		}
		if got := report(tt[0], []expr.Problem{p}); tt[1] != "" && got != tt[1] {
			t.Errorf("%s\n got %s\nwant %s", tt[0], got, tt[1])
		}
	}
}

func TestEvalWhenAcrossCurrencies(t *testing.T) {
	in := rateChange(t)
	in.Yearly = money(t, "5000 EUR")
	if _, err := changes(t).EvalWhen(`impact.yearly > money("500 USD")`, in); err == nil {
		t.Error("an impact in EUR was compared with USD")
	}
	in.Yearly = quantity.Money{}
	if got, err := changes(t).EvalWhen(`impact.yearly <= money("500 USD")`, in); err != nil || !got {
		t.Errorf("no impact at all: %v, %v", got, err)
	}
}

func TestEvalHasACostLimit(t *testing.T) {
	items := make([]any, 100)
	for i := range items {
		items[i] = i
	}
	tree := map[string]any{"a": items, "text": strings.Repeat("x", 1000)}
	env := changes(t)
	for _, src := range []string{
		`object.a.all(b, object.a.all(c, object.a.all(d, object.a.all(e, b + c + d + e >= 0))))`,
		`object.a.map(b, object.a.map(c, object.a.map(d, [b, c, d]))).size() == 5`,
		`object.a.all(a, object.a.all(b, object.text.matches("^(x+x+)+y$") == false))`,
		`[1]` + strings.Repeat(`.map(x, [x, x])`, 30) + `.all(x, x == x)`,
		`object.a.all(b, object.a.all(c, b in object.a && object.a == object.a))`,
	} {
		if _, err := env.EvalAssert(src, tree, nil); err == nil {
			t.Errorf("%s ran to its end", src)
		}
	}
	long := `object.a.all(b, object.a.exists(c, c == b))`
	if ok, err := env.EvalAssert(long, tree, nil); err != nil || !ok {
		t.Errorf("%s: %v, %v", long, ok, err)
	}
}

func TestCheckWhen(t *testing.T) {
	const calls = `use == != < <= > >= && || ! ?: + - *, in [...], has, all, exists, map, filter, size, startsWith, endsWith, contains, matches, money, rate, day and number`
	env := changes(t)
	check := func(src string) (any, []expr.Problem) { return nil, env.CheckWhen(src) }
	checkProblems(t, check, [][2]string{
		{`impact.yearly > 500`, `500: impact.yearly is money; compare it with money("500 USD") | write money("500 USD")`},
		{`-0.5 < impact.yearly`, `-0.5: impact.yearly is money; compare it with money("-0.5 USD") | write money("-0.5 USD")`},
		{`impact.yearly == "5 USD"`, `"5 USD": impact.yearly is money; compare it with money("5 USD") | write money("5 USD")`},
		{`impact.yearly in [500]`, `500: impact.yearly is money; compare it with money("500 USD") | write money("500 USD")`},
		{`change.kind in ["Goal", 5]`, `5: change.kind is text; compare it with "5" | write "5"`},
		{`impact.yearly > impact.partners`, `>: impact.yearly is money and impact.partners is a number | compare two values of one unit`},
		{`impact.partners > money("5 USD")`, `money("5 USD"): impact.partners is a number, not money | write for example 5`},
		{`impact.yearly + 5 > money("1 USD")`, `5: money and a number cannot be added | write money("5 USD")`},
		{`impact.yerly > money("500 USD")`, `yerly: impact has no yerly | did you mean impact.yearly?`},
		{`change.what == "x"`, `what: change has no what | change has address, after, before, kind and path`},
		{`impakt.yearly > money("5 USD")`, `impakt: impakt is not known here | did you mean impact?`},
		{`yearly > money("5 USD")`, `yearly: yearly is not known here | write impact.yearly`},
		{`object.name == "x"`, `object: object is not known here | the names are change and impact`},
		{`money("5 USD") < money("5 EUR")`, `money("5 EUR"): USD and EUR cannot be mixed | write both in one currency`},
		{`impact.yearly in [money("5 USD"), money("5 EUR")]`, `money("5 EUR"): USD and EUR cannot be mixed | write both in one currency`},
		{`impact.yearly > money("5000 usd")`, `5000 usd: ` + fault(quantity.ParseMoney("5000 usd"))},
		{`impact.yearly > money(change.path)`, `path: money takes a quoted value | write money("5000 USD")`},
		{`impact.yearly`, `yearly: a condition is true or false, this is money | compare it with something, as in impact.yearly > money("5000 USD")`},
		{`impact.yearly && true`, `yearly: this must be true or false, impact.yearly is money | compare it with something, as in impact.yearly > money("5000 USD")`},
		{`!change.kind`, `kind: ! takes true or false, this is text | compare it with something, as in change.kind == "text"`},
		{`change`, `change: change is read by its fields | change has address, after, before, kind and path`},
		{`impact.yearly.startsWith("5")`, `yearly: startsWith works on text, impact.yearly is money | use it on a text, with one quoted text`},
		{`change.kind.all(x, x == "a")`, `kind: change.kind is text, not a list | use it on a list, such as object.rules`},
		{`change.kind.all(x)`, `all: all is not used like that | write rules.all(r, has(r.rate))`},
		{`has(change)`, `change: change is not a path with a field | write has(object.name)`},
		{`change.path.matches("[")`, "[: the pattern cannot be read: missing closing ]: `[` | use RE2 syntax, without lookaround or back references"},
		{`change.path.matches(change.kind)`, `kind: matches takes a fixed pattern | write a pattern in quotes, such as "^Suite"`},
		{`impact.yearly / 2 > money("1 USD")`, `/: division is not available here | multiply by a decimal instead: * 0.5 for / 2`},
		{`change.path[0] == "a"`, `[: change.path is text and has no items`},
		{`now() == 5`, `now: now is not available here | ` + calls},
		{`impact.yearly > money("500 USD") and true`, `and: and is not an operator here | write &&`},
		{`size() == size(change.kind, 5)`, "size: size takes one value | write size(object.rules)\nsize: size takes one value | write size(object.rules)"},
	})
}

func TestCheckAssert(t *testing.T) {
	env := changes(t)
	check := func(src string) (any, []expr.Problem) { return nil, env.CheckAssert(src) }
	checkProblems(t, check, [][2]string{
		{`object.rules.all(r, !has(r.rate) || r.rate <= rate("25%"))`, ``},
		{`object.rules.all(r, has(rr.rate))`, `rr: rr is not known here | did you mean r?`},
		{`rules.all(r, has(r.rate))`, `rules: rules is not known here | write object.rules`},
		{`object.rules.al(r, true)`, `al: there is no function al here | did you mean all?`},
		{`object.rules.all(5, true)`, `5: 5 is not a name for an item | name the item first, as in rules.all(r, has(r.rate))`},
		{`object.rules.all(r, 5)`, `5: this must be true or false, 5 is a number`},
		{`object.rules.all(r, r.rate <= rate("25"))`, `25: ` + fault(quantity.ParseRate("25"))},
		{`object.rules.exists_one(r, true)`, `exists_one: exists_one is not available here | use == != < <= > >= && || ! ?: + - *, in [...], has, all, exists, map, filter, size, startsWith, endsWith, contains, matches, money, rate, day and number`},
		{`object.rules[size(object.rules) - 1].id == "a"`, `-: an index is a plain number or a key | use all or exists for items that are not known by place`},
		{`object == {"a": 1e2}`, "{: a mapping cannot be written here | use == != < <= > >= && || ! ?: + - *, in [...], has, all, exists, map, filter, size, startsWith, endsWith, contains, matches, money, rate, day and number\n" +
			`1e2: the number 1e2 has an exponent | write 100`},
	})
}

func TestChangeServesManyAtOnce(t *testing.T) {
	env, in := changes(t), rateChange(t)
	object := map[string]any{"rules": []any{map[string]any{"rate": "20%"}}}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if ok, err := env.EvalWhen(`impact.yearly > money("500 USD")`, in); err != nil || !ok {
					t.Errorf("when: %v, %v", ok, err)
				}
				if ok, err := env.EvalAssert(`object.rules.all(r, r.rate <= rate("25%"))`, object, nil); err != nil || !ok {
					t.Errorf("assert: %v, %v", ok, err)
				}
				if _, err := env.EvalAssert(`object.rules.all(r, r.nope)`, object, nil); err == nil {
					t.Error("a missing key passed")
				}
			}
		})
	}
	wg.Wait()
}
