package memory_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Three deals and one of nothing but what it must have. Extra columns: rate, flag.
const exprRows = `id,partner,stage,amount,quantity,createdAt,closedAt,customer,rate,flag
1,NW,won,100.00,2,2026-01-01,2026-01-31,Adler,12.5%,true
2,NW,lost,50.50,2.50,2026-02-01,2026-03-01,Birke,100%,false
3,NW,open,,,,,,,
`

func exprSource() facts.Source {
	s := source("deals", "deals", []facts.File{file("d.csv", exprRows)}, "id", "partner", "stage", "amount", "quantity", "createdAt", "closedAt", "customer")
	s.Columns = append(s.Columns, facts.Column{Name: "rate", Header: "rate", Kind: facts.Rate}, facts.Column{Name: "flag", Header: "flag", Kind: facts.Bool})
	return s
}

// kept gives the ids that a filter keeps.
func kept(t *testing.T, where facts.Expr) string {
	t.Helper()
	var ids []string
	for _, id := range []string{"1", "2", "3"} {
		q := facts.Query{Source: "deals", Aggregate: facts.Count, Where: ptr(is(facts.OpAnd, is(facts.OpEq, col("id", facts.Text), text(id)), where))}
		answers := run(t, facts.Input{Sources: []facts.Source{exprSource()}, Variants: []facts.Variant{{Partner: keys(map[string]string{"NW": "nw"}), Queries: []facts.Query{q}}}}).Variants[0].Totals[0]
		if len(answers) > 0 {
			ids = append(ids, id)
		}
	}
	return strings.Join(ids, " ")
}

func TestFilters(t *testing.T) {
	null := lit(facts.Cell{})
	amount, quantityOf, customer := col("amount", facts.Money), col("quantity", facts.Number), col("customer", facts.Text)
	half := lit(facts.Cell{Kind: facts.Number, Int: 25, Scale: 1})
	big := is(facts.OpGt, amount, usd(6000))
	dayOf := func(y, m, d int) facts.Expr {
		return lit(facts.Cell{Kind: facts.Day, Int: int64(quantity.NewDate(y, 1, 1).AddMonths(m - 1).AddDays(d - 1))})
	}
	tests := map[string]struct {
		where facts.Expr
		want  string
	}{
		"equal":                       {is(facts.OpEq, col("stage", facts.Text), text("won")), "1"},
		"not equal drops null":        {is(facts.OpNe, customer, text("Adler")), "2"},
		"equal to null":               {is(facts.OpEq, customer, null), "3"},
		"null on the left":            {is(facts.OpNe, null, customer), "1 2"},
		"greater":                     {big, "1"},
		"not of null is null":         {is(facts.OpNot, big), "2"},
		"unknown or true":             {is(facts.OpOr, big, is(facts.OpEq, col("stage", facts.Text), text("open"))), "1 3"},
		"unknown and true":            {is(facts.OpAnd, big, is(facts.OpNe, col("stage", facts.Text), text("x"))), "1"},
		"not (unknown and false)":     {is(facts.OpNot, is(facts.OpAnd, big, is(facts.OpEq, col("stage", facts.Text), text("won")))), "2 3"},
		"numbers of other scales":     {is(facts.OpEq, quantityOf, half), "2"},
		"at most":                     {is(facts.OpLe, quantityOf, number(2)), "1"},
		"constant first":              {is(facts.OpLt, number(2), quantityOf), "2"},
		"days":                        {is(facts.OpGe, col("closedAt", facts.Day), dayOf(2026, 2, 1)), "2"},
		"in":                          {is(facts.OpIn, customer, text("Birke"), text("Cedar")), "2"},
		"not in drops null":           {is(facts.OpNot, is(facts.OpIn, customer, text("Birke"))), "1"},
		"not in with null is unknown": {is(facts.OpNot, is(facts.OpIn, customer, text("Birke"), null)), ""},
		"numbers in":                  {is(facts.OpIn, quantityOf, number(7), number(2)), "1"},
		"amounts in":                  {is(facts.OpIn, amount, usd(5050)), "2"},
		"starts with":                 {is(facts.OpStartsWith, customer, text("Ad")), "1"},
		"ends with":                   {is(facts.OpEndsWith, customer, text("ke")), "2"},
		"contains":                    {is(facts.OpContains, customer, text("r")), "1 2"},
		"not contains drops null":     {is(facts.OpNot, is(facts.OpContains, customer, text("dl"))), "2"},
		"matches":                     {is(facts.OpMatches, customer, text("^[A-B].*e$")), "2"},
		"a flag":                      {col("flag", facts.Bool), "1"},
		"not a flag":                  {is(facts.OpNot, col("flag", facts.Bool)), "2"},
		"an unmapped column is null":  {is(facts.OpEq, col("segment", facts.Text), null), "1 2 3"},
		"the source's currency":       {is(facts.OpEq, col("currency", facts.Text), text("USD")), "1 2 3"},
		"days between":                {is(facts.OpEq, op(facts.OpSub, facts.Number, col("closedAt", facts.Day), col("createdAt", facts.Day)), number(30)), "1"},
		"a day later":                 {is(facts.OpEq, op(facts.OpAdd, facts.Day, col("createdAt", facts.Day), number(28)), col("closedAt", facts.Day)), "2"},
		"no half day":                 {is(facts.OpEq, op(facts.OpAdd, facts.Day, col("createdAt", facts.Day), half), null), "1 2 3"},
		"sum of amounts":              {is(facts.OpEq, op(facts.OpAdd, facts.Money, amount, amount), usd(20000)), "1"},
		"negative":                    {is(facts.OpLt, op(facts.OpNeg, facts.Money, amount), usd(-6000)), "1"},
		"times a number":              {is(facts.OpEq, op(facts.OpMul, facts.Money, amount, quantityOf), usd(12625)), "2"},
		"times a rate":                {is(facts.OpEq, op(facts.OpMul, facts.Money, amount, col("rate", facts.Rate)), usd(1250)), "1"},
		"rates":                       {is(facts.OpLt, col("rate", facts.Rate), lit(facts.Cell{Kind: facts.Rate, Int: 2_000_000_000})), "1"},
		"if":                          {is(facts.OpEq, op(facts.OpIf, facts.Text, big, text("a"), text("b")), text("b")), "2 3"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := kept(t, test.where); got != test.want {
				t.Errorf("kept %q, want %q", got, test.want)
			}
		})
	}
}

// Kleene's tables, written out.
func TestThreeValuedLogic(t *testing.T) {
	null := lit(facts.Cell{})
	yes, no := is(facts.OpEq, number(1), number(1)), is(facts.OpEq, number(1), number(2))
	unknown := is(facts.OpEq, col("segment", facts.Text), text("x"))
	value := map[string]facts.Expr{"T": yes, "F": no, "U": unknown}
	and := map[string]string{"TT": "T", "TF": "F", "TU": "U", "FT": "F", "FF": "F", "FU": "F", "UT": "U", "UF": "F", "UU": "U"}
	or := map[string]string{"TT": "T", "TF": "T", "TU": "T", "FT": "T", "FF": "F", "FU": "U", "UT": "T", "UF": "U", "UU": "U"}

	truth := func(e facts.Expr) string {
		switch {
		case kept(t, e) != "":
			return "T"
		case kept(t, is(facts.OpNot, e)) != "":
			return "F"
		case kept(t, is(facts.OpEq, e, null)) != "":
			return "U"
		}
		return "?"
	}
	for _, pair := range slices.Sorted(maps.Keys(and)) {
		a, b := value[pair[:1]], value[pair[1:]]
		if got := truth(is(facts.OpAnd, a, b)); got != and[pair] {
			t.Errorf("%s and %s is %s, want %s", pair[:1], pair[1:], got, and[pair])
		}
		if got := truth(is(facts.OpOr, a, b)); got != or[pair] {
			t.Errorf("%s or %s is %s, want %s", pair[:1], pair[1:], got, or[pair])
		}
	}
}

func TestInputsThatMakeNoSense(t *testing.T) {
	amount := ptr(col("amount", facts.Money))
	tests := map[string]func(in *facts.Input, q *facts.Query){
		"unknown source":     func(_ *facts.Input, q *facts.Query) { q.Source = "x" },
		"unknown type":       func(in *facts.Input, _ *facts.Query) { in.Sources[0].Type = "x" },
		"unknown aggregate":  func(_ *facts.Input, q *facts.Query) { q.Aggregate = "x" },
		"no field":           func(_ *facts.Input, q *facts.Query) { q.Field = nil },
		"sum of text":        func(_ *facts.Input, q *facts.Query) { q.Field = ptr(col("customer", facts.Text)) },
		"no currency":        func(in *facts.Input, _ *facts.Query) { in.Sources[0].Currency = "" },
		"unknown currency":   func(in *facts.Input, _ *facts.Query) { in.Sources[0].Currency = "XYZ" },
		"dated by an amount": func(_ *facts.Input, q *facts.Query) { q.At = "amount" },
		"bad pattern": func(_ *facts.Input, q *facts.Query) {
			q.Where = ptr(is(facts.OpMatches, col("customer", facts.Text), text("(")))
		},
		"not a condition":       func(_ *facts.Input, q *facts.Query) { q.Where = ptr(op(facts.OpNeg, facts.Money, *amount)) },
		"too few operands":      func(_ *facts.Input, q *facts.Query) { q.Where = ptr(is(facts.OpEq, *amount)) },
		"a sum without kind":    func(_ *facts.Input, q *facts.Query) { q.Field = ptr(op(facts.OpAdd, facts.Null, *amount, *amount)) },
		"two sources, one name": func(in *facts.Input, _ *facts.Query) { in.Sources = append(in.Sources, in.Sources[0]) },
		"a column twice": func(in *facts.Input, _ *facts.Query) {
			in.Sources[0].Columns = append(in.Sources[0].Columns, in.Sources[0].Columns[0])
		},
		"bad format": func(in *facts.Input, _ *facts.Query) { column(&in.Sources[0], "createdAt").Format = "dd" },
		"bad unit":   func(in *facts.Input, _ *facts.Query) { column(&in.Sources[0], "amount").Unit = "cents" },
		"a list of an unknown source": func(in *facts.Input, _ *facts.Query) {
			in.Variants[0].Lists = []facts.List{{Source: "x"}}
		},
		"a list by no condition": func(in *facts.Input, _ *facts.Query) {
			in.Variants[0].Lists = []facts.List{{Source: "deals", Where: ptr(is(facts.OpEq, *amount))}}
		},
		"a list of less than nothing": func(in *facts.Input, _ *facts.Query) {
			in.Variants[0].Lists = []facts.List{{Source: "deals", Most: -1}}
		},
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			in := facts.Input{Sources: []facts.Source{exprSource()}, Variants: []facts.Variant{{
				Partner: keys(nil), Queries: []facts.Query{{Source: "deals", Aggregate: facts.Sum, Field: amount}},
			}}}
			spoil(&in, &in.Variants[0].Queries[0])
			if result, err := (memory.Runner{}).Run(context.Background(), in); err == nil {
				t.Errorf("no error, but %s", fmt.Sprint(result))
			}
		})
	}
}
