package expr_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// deals is the environment of the example's source, with two extra columns.
func deals(t testing.TB) *expr.RowEnv {
	t.Helper()
	kind, _ := facts.LookupType("deals")
	var columns []expr.Column
	for _, c := range kind.Columns {
		columns = append(columns, expr.Column{Name: c.Name, Kind: c.Kind, Allowed: c.Allowed, Unmapped: c.Name == "registeredAt"})
	}
	columns = append(columns, expr.Column{Name: "share", Kind: facts.Rate}, expr.Column{Name: "isNew", Kind: facts.Bool})
	env, err := expr.Row(columns)
	if err != nil {
		t.Fatal(err)
	}
	return env.Named("deals")
}

var opNames = map[facts.Op]string{
	facts.OpAnd: "and", facts.OpOr: "or", facts.OpNot: "not", facts.OpEq: "==", facts.OpNe: "!=",
	facts.OpLt: "<", facts.OpLe: "<=", facts.OpGt: ">", facts.OpGe: ">=", facts.OpIn: "in",
	facts.OpStartsWith: "startsWith", facts.OpEndsWith: "endsWith", facts.OpContains: "contains", facts.OpMatches: "matches",
	facts.OpAdd: "+", facts.OpSub: "-", facts.OpMul: "*", facts.OpNeg: "neg", facts.OpIf: "if",
}

// printed spells a lowered expression, constants with their unit.
func printed(e facts.Expr) string {
	switch e.Op {
	case facts.OpColumn:
		return e.Column
	case facts.OpConst:
		return constant(e.Const)
	}
	parts := []string{opNames[e.Op]}
	for _, arg := range e.Args {
		parts = append(parts, printed(arg))
	}
	return "(" + strings.Join(parts, " ") + ")"
}

func constant(c facts.Cell) string {
	switch c.Kind {
	case facts.Text:
		return strconv.Quote(c.Text)
	case facts.Money:
		return quantity.Money{Minor: c.Int, Currency: quantity.Currency(c.Text)}.String()
	case facts.Rate:
		return quantity.Rate(c.Int).String()
	case facts.Day:
		return quantity.Date(c.Int).String()
	case facts.Number:
		return fmt.Sprintf("%de-%d", c.Int, c.Scale)
	case facts.Bool:
		return strconv.FormatBool(c.Int == 1)
	}
	return "null"
}

// report prints problems as "underlined: message | fix", a line each.
func report(src string, problems []expr.Problem) string {
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = src[p.Start:p.End] + ": " + p.Message
		if p.Fix != "" {
			lines[i] += " | " + p.Fix
		}
	}
	return strings.Join(lines, "\n")
}

func TestLower(t *testing.T) {
	for _, tt := range [][2]string{
		{`stage == "won"`, `(== stage "won")`},
		{`stage == "won" && amount > money("30000 USD")`, `(and (== stage "won") (> amount 30000.00 USD))`},
		{`stage in ["won", "lost"]`, `(in stage "won" "lost")`},
		{`product.startsWith("Suite") && kind == "new"`, `(and (startsWith product "Suite") (== kind "new"))`},
		{`product.endsWith("Pro") || product.contains('Ba')`, `(or (endsWith product "Pro") (contains product "Ba"))`},
		{`product.matches("^Suite (Basic|Pro)$")`, `(matches product "^Suite (Basic|Pro)$")`},
		{`product.matches(r"\d+")`, `(matches product "\\d+")`},
		{`product.startsWith(segment)`, `(startsWith product segment)`},
		{`!(isNew) && isNew != true`, `(and (not isNew) (!= isNew true))`},
		{`money("5 USD") <= amount`, `(<= 5.00 USD amount)`},
		{`amount > money("-0.50 USD")`, `(> amount -0.50 USD)`},
		{`amount > money("5000 JPY")`, `(> amount 5000 JPY)`},
		{`share >= rate("12.5%")`, `(>= share 12.5%)`},
		{`share in [rate("10%"), rate("20%")]`, `(in share 10% 20%)`},
		{`closedAt >= day("2026-02-28")`, `(>= closedAt 2026-02-28)`},
		{`closedAt - createdAt > 30`, `(> (- closedAt createdAt) 30e-0)`},
		{`quantity * 2 + termMonths - 1 >= 24`, `(>= (- (+ (* quantity 2e-0) termMonths) 1e-0) 24e-0)`},
		{`amount * 0.1 > cost`, `(> (* amount 1e-1) cost)`},
		{`2 * amount - discount > -tax`, `(> (- (* 2e-0 amount) discount) (neg tax))`},
		{`(stage == "won" ? amount : cost) > money("1 USD")`, `(> (if (== stage "won") amount cost) 1.00 USD)`},
		{`(stage == "won" ? amount : null) != null`, `(!= (if (== stage "won") amount null) null)`},
		{`closedAt == null || null != amount`, `(or (== closedAt null) (!= amount null))`},
		{`amount > money("5 USD") || amount > money("4 EUR")`, `(or (> amount 5.00 USD) (> amount 4.00 EUR))`},
		{"stage == \"won\" // the rest is open\n && isNew", `(and (== stage "won") isNew)`},
		{`customer == "Öl & Söhne 日本"`, `(== customer "Öl & Söhne 日本")`},
		{`customer == ""`, `(== customer "")`},
		{`true`, `true`},
	} {
		e, problems := deals(t).Lower(tt[0])
		if len(problems) > 0 {
			t.Errorf("%s\n%s", tt[0], report(tt[0], problems))
			continue
		}
		if got := printed(*e); got != tt[1] || e.Kind != facts.Bool {
			t.Errorf("%s\n got %s\nwant %s", tt[0], got, tt[1])
		}
	}
}

// A float would make each of these another number.
func TestLowerNumbersExactly(t *testing.T) {
	for _, tt := range [][2]string{
		{`0.1`, `1e-1`},
		{`-0.30`, `-3e-1`},
		{`- 7`, `-7e-0`},
		{`1.10`, `11e-1`},
		{`0.000000000000000001`, `1e-18`},
		{`12345678901234567.8`, `123456789012345678e-1`},
		{`999999999999999999`, `999999999999999999e-0`},
		{`0x10`, `16e-0`},
		{`number("67.50")`, `675e-1`},
	} {
		e, problems := deals(t).Lower("quantity == " + tt[0])
		if len(problems) > 0 {
			t.Errorf("%s\n%s", tt[0], report("quantity == "+tt[0], problems))
			continue
		}
		if got := constant(e.Args[1].Const); got != tt[1] {
			t.Errorf("%s is %s, want %s", tt[0], got, tt[1])
		}
	}
}

func TestLowerReportsUnits(t *testing.T) {
	checkProblems(t, deals(t).Lower, [][2]string{
		{`amount > 50000`, `50000: amount is money; compare it with money("50000 USD") | write money("50000 USD")`},
		{`-1.50 < amount`, `-1.50: amount is money; compare it with money("-1.5 USD") | write money("-1.5 USD")`},
		{`amount > "5000 USD"`, `"5000 USD": amount is money; compare it with money("5000 USD") | write money("5000 USD")`},
		{`share > 0.25`, `0.25: share is a rate; compare it with rate("25%") | write rate("25%")`},
		{`share > 25`, `25: share is a rate; compare it with rate("25%") | write rate("25%")`},
		{`closedAt > "2026-01-01"`, `"2026-01-01": closedAt is a day; compare it with day("2026-01-01") | write day("2026-01-01")`},
		{`closedAt > 5`, `5: closedAt is a day, not a number | write for example day("2026-01-01")`},
		{`product == 5`, `5: product is text; compare it with "5" | write "5"`},
		{`quantity == "5"`, `"5": quantity is a number; compare it with 5 | write 5`},
		{`5 < money("5 USD")`, `5: money("5.00 USD") is money; compare it with money("5 USD") | write money("5 USD")`},
		{`amount > quantity`, `>: amount is money and quantity is a number | compare two values of one unit`},
		{`amount in [money("5 USD"), 6]`, `6: amount is money; compare it with money("6 USD") | write money("6 USD")`},
		{`amount + 5 > cost`, `5: money and a number cannot be added | write money("5 USD")`},
		{`amount * cost > cost`, `*: money and money cannot be multiplied`},
		{`closedAt + 30 > createdAt`, `+: a day and a number cannot be added`},
		{`product + "x" == "y"`, `+: text and text cannot be added`},
		{`-product == "a"`, `-: only money and numbers have a negative, product is text`},
		{`(isNew ? amount : 5) > cost`, `?: one branch is money, the other a number | give both the same unit`},
		{`isNew > false`, `>: true and false have no order | use == or !=`},
		{`amount < null`, `<: null has no order | use == null or != null`},
		{`null == null`, `==: null is always null | compare a column with null`},
		{`amount`, `amount: a condition is true or false, this is money | compare it with something, as in amount > money("5000 USD")`},
		{`isNew && product`, `product: && takes true or false, this is text | compare it with something, as in product == "text"`},
		{`!amount`, `amount: ! takes true or false, this is money | compare it with something, as in amount > money("5000 USD")`},
		{`product.startsWith(5)`, `5: startsWith works on text, 5 is a number | use it on a text column`},
		{`amount.contains("5")`, `amount: contains works on text, amount is money | use it on a text column`},
	})
}

func TestLowerReportsCurrencies(t *testing.T) {
	checkProblems(t, deals(t).Lower, [][2]string{
		{`money("5 USD") < money("5 EUR")`, `money("5 EUR"): USD and EUR cannot be mixed | write both in one currency`},
		{`amount in [money("5 USD"), money( "6 EUR" )]`, `money( "6 EUR" ): USD and EUR cannot be mixed | write both in one currency`},
		{`amount + money("5 USD") > money("5 EUR")`, `money("5 EUR"): USD and EUR cannot be mixed | write both in one currency`},
		{`(isNew ? money("1 USD") : money("1 EUR")) < amount`, `money("1 EUR"): USD and EUR cannot be mixed | write both in one currency`},
		{`amount > money("5 USD") && isNew && amount < money("9 EUR")`, `&&: amount cannot be in USD and in EUR, so no row matches | write both in one currency, or join them with ||`},
	})
}

func TestLowerReportsNames(t *testing.T) {
	checkProblems(t, deals(t).Lower, [][2]string{
		{`amont > money("5 USD")`, `amont: there is no column amont in source deals | did you mean amount?`},
		{`closed_at == null`, `closed_at: there is no column closed_at in source deals | did you mean closedAt?`},
		{`registeredAt != null`, `registeredAt: registeredAt is not mapped by source deals | map it under the source's columns`},
		{`stage == won`, `won: there is no column won in source deals; a text stands in quotes | write "won"`},
		{`stage in [won, "lost"]`, `won: there is no column won in source deals; a text stands in quotes | write "won"`},
		{`stage == "wonn"`, `"wonn": stage is open, won or lost, never "wonn" | did you mean "won"?`},
		{`"Lost" != stage`, `"Lost": stage is open, won or lost, never "Lost" | did you mean "lost"?`},
		{`deals.amount > cost`, `amount: columns stand without a prefix | write amount alone`},
		{`product.name == "x"`, `name: a column has no fields, so there is no .name`},
		{`custmer == "日本" && "日本" == prodct`, "custmer: there is no column custmer in source deals | did you mean customer?\n" +
			`prodct: there is no column prodct in source deals | did you mean product?`},
	})
}

func TestLowerReportsLiterals(t *testing.T) {
	checkProblems(t, deals(t).Lower, [][2]string{
		{`amount > money("5000 usd")`, `5000 usd: ` + fault(quantity.ParseMoney("5000 usd"))},
		{`amount > money("1.005 USD")`, `1.005 USD: ` + fault(quantity.ParseMoney("1.005 USD"))},
		{`amount > money('')`, `'': ` + fault(quantity.ParseMoney(""))},
		{`amount > money("""5""")`, `5: ` + fault(quantity.ParseMoney("5"))},
		{`share > rate("12")`, `12: ` + fault(quantity.ParseRate("12"))},
		{`closedAt > day("2026-02-30")`, `2026-02-30: ` + fault(quantity.ParseDate("2026-02-30"))},
		{`quantity > number("1e3")`, `1e3: ` + fault(quantity.ParseNumber("1e3"))},
		{`amount > money(5000)`, `5000: money takes a quoted value | write money("5000 USD")`},
		{`amount > money(product)`, `product: money takes a quoted value | write money("5000 USD")`},
		{`amount > money("5 USD", "6 USD")`, `money: money takes one quoted value | write money("5000 USD")`},
		{`quantity == 1e3`, `1e3: the number 1e3 has an exponent | write 1000`},
		{`quantity == 1e400`, `1e400: the number 1e400 is too large | write a plain decimal of at most 18 digits`},
		{`quantity == 1e-400`, `1e-400: the number 1e-400 has an exponent | write a plain decimal of at most 18 digits`},
		{`quantity == 0.1234567890123456789`, `0.1234567890123456789: the number 0.1234567890123456789 has no exact value here | write a plain decimal of at most 18 digits, such as 0.5`},
		{`quantity == 9999999999999999999`, `9999999999999999999: the number 9999999999999999999 is too large | write a plain decimal of at most 18 digits`},
		{`quantity == 5u`, `5u: 5u is not a plain number | write it without u`},
		{`product == b"x"`, `b"x": b"x" is not a value of this language | write a text, or a number`},
		{`product.matches("(")`, "(: the pattern cannot be read: missing closing ): `(` | use RE2 syntax, without lookaround or back references"},
		{`product.matches(stage)`, `stage: matches takes a fixed pattern | write a pattern in quotes, such as "^Suite"`},
	})
}

func TestLowerRefuses(t *testing.T) {
	const allowed = `use == != < <= > >= && || ! ?: + - *, in [...], startsWith, endsWith, contains, matches, money, rate, day and number`
	checkProblems(t, deals(t).Lower, [][2]string{
		{`has(amount)`, `has: has() is not needed: a column without a value is null | write amount != null`},
		{`size(product) > 3`, `size: size is not available here | ` + allowed},
		{`product.exists(x, x == "a")`, `exists: exists is not available here | ` + allowed},
		{`product.Contains("x")`, `Contains: there is no function Contains here | did you mean contains?`},
		{`startsWith(product, "a")`, `startsWith: startsWith is a method of a text | write it after a text: name.startsWith("text")`},
		{`amount / 2 > cost`, `/: division is not available here | multiply by a decimal instead: * 0.5 for / 2`},
		{`quantity % 2 == 0`, `%: the operator % is not available here | write rate("25%") for a percentage`},
		{`product[0] == "a"`, `[: an index is not available here | ` + allowed},
		{`product in stage`, `stage: in takes a list of literals | write in ["a", "b"]`},
		{`product in []`, `[: in takes a list of literals | write in ["a", "b"]`},
		{`product in [stage]`, `stage: a list after in holds literals only | compare with == and join with ||`},
		{`[product] == ["a"]`, "[: a list stands only after in | write product in [\"a\", \"b\"]\n[: a list stands only after in | write product in [\"a\", \"b\"]"},
		{`{"a": 1} == 5`, `{: { is not part of a condition over rows`},
	})
}

func TestLowerReportsSyntax(t *testing.T) {
	checkProblems(t, deals(t).Lower, [][2]string{
		{`stage = "won"`, `=: = is not an operator here | write ==`},
		{`stage === "won"`, `===: === is not an operator here | write ==`},
		{`stage <> "won"`, `<>: <> is not an operator here | write !=`},
		{`stage == "won" AND isNew`, `AND: AND is not an operator here | write &&`},
		{`stage == "ö" & isNew`, `&: & is not an operator here | write &&`},
		{`not isNew`, `not: not is not an operator here | write !`},
		{`stage == "won`, `"won: the text "won has no closing quote | close it with the quote it began with`},
		{`stage == “won”`, "“: “ is a typographic quote | write straight quotes: \""},
		{`(stage == "won"`, `"won": the expression ends too early | close every parenthesis and quote, and give every operator two sides`},
		{`stage == "won")`, `): ) is not expected here`},
		{`package == 1`, `package: package is a reserved word and cannot be a name`},
		{`product == "\q"`, `"\q": the text "\q" has an escape that does not exist | write a backslash as \\`},
		{``, `: the expression is empty`},
		{` // nothing`, ` // nothing: the expression is empty`},
		{"stage == \"\xff\"", "stage == \"\xff\": the expression is not valid UTF-8 | save the file as UTF-8"},
	})
}

func TestLowerHasLimits(t *testing.T) {
	for name, src := range map[string]string{
		"bytes":       `product == "` + strings.Repeat("ä", 5000) + `"`,
		"parentheses": strings.Repeat("(", 60) + "isNew" + strings.Repeat(")", 60),
		"chain":       "quantity" + strings.Repeat(" + 1", 60) + " > 1",
		"nodes":       "isNew" + strings.Repeat(" && isNew", 600),
	} {
		e, problems := deals(t).Lower(src)
		if e != nil || len(problems) != 1 || !strings.Contains(problems[0].Message, "expression") {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if _, problems := deals(t).Lower("isNew" + strings.Repeat(` || stage == "won"`, 200)); len(problems) > 0 {
		t.Errorf("200 alternatives are refused: %v", problems)
	}
}

func TestLowerValueTakesAnyUnit(t *testing.T) {
	for src, kind := range map[string]facts.Kind{
		`amount - discount`:             facts.Money,
		`closedAt - createdAt`:          facts.Number,
		`closedAt`:                      facts.Day,
		`isNew ? product : customer`:    facts.Text,
		`stage == "won" ? amount:null`:  facts.Money,
		`share`:                         facts.Rate,
		`amount > money("1 USD")`:       facts.Bool,
		`isNew ? null : amount * 0.333`: facts.Money,
	} {
		e, problems := deals(t).LowerValue(src)
		if len(problems) > 0 || e.Kind != kind {
			t.Errorf("%s: kind %v, problems %v", src, e, problems)
		}
	}
	if _, problems := deals(t).LowerValue("null"); len(problems) != 1 {
		t.Errorf("null is taken as a value")
	}
}

func TestRowRefusesAmbiguousColumns(t *testing.T) {
	if _, err := expr.Row([]expr.Column{{Name: "a", Kind: facts.Text}, {Name: "a", Kind: facts.Money}}); err == nil {
		t.Error("two columns of one name are accepted")
	}
	if _, err := expr.Row([]expr.Column{{Name: "a"}}); err == nil {
		t.Error("a column without a kind is accepted")
	}
}

func checkProblems[T any](t *testing.T, check func(string) (T, []expr.Problem), table [][2]string) {
	t.Helper()
	for _, tt := range table {
		_, problems := check(tt[0])
		if diff := cmp.Diff(tt[1], report(tt[0], problems)); diff != "" {
			t.Errorf("%s\n%s", tt[0], diff)
		}
	}
}

// fault is how a problem repeats what a scalar's parser says.
func fault[T any](_ T, err error) string {
	f, ok := err.(*quantity.Fault)
	switch {
	case !ok:
		return "accepted"
	case f.Fix == "":
		return f.Expected
	}
	return f.Expected + " | " + f.Fix
}
