package memory_test

import (
	"context"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
)

func file(path, text string) facts.File {
	return facts.File{Path: path, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

// source maps columns written "name", "name=Header"; kinds come from the type.
func source(name, typ string, files []facts.File, columns ...string) facts.Source {
	s := facts.Source{Name: name, Type: typ, Currency: "USD", System: "crm", Files: files}
	for _, c := range columns {
		canonical, header, ok := strings.Cut(c, "=")
		if !ok {
			header = canonical
		}
		s.Columns = append(s.Columns, facts.Column{Name: canonical, Header: header})
	}
	return s
}

func column(s *facts.Source, name string) *facts.Column {
	for i := range s.Columns {
		if s.Columns[i].Name == name {
			return &s.Columns[i]
		}
	}
	panic("no column " + name)
}

// keys is a variant's Partner for a fixed set of crm keys.
func keys(names map[string]string) func(system, key string) (string, bool) {
	return func(system, key string) (string, bool) {
		name, ok := names[key]
		return name, ok && system == "crm"
	}
}

func run(t fataler, in facts.Input) facts.Result {
	t.Helper()
	result, err := memory.Runner{}.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func day(t testing.TB, text string) quantity.Date {
	t.Helper()
	d, err := quantity.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// totals prints the values of one query: "partner=rows:value".
func totals(answers map[string]facts.Total) map[string]string {
	out := map[string]string{}
	for name, total := range answers {
		text := "none"
		if total.Value != nil {
			text = total.Value.RatString()
		}
		out[name] = big.NewInt(total.Rows).String() + ":" + text
	}
	return out
}

// Builders of expressions, for short.

func col(name string, kind facts.Kind) facts.Expr {
	return facts.Expr{Op: facts.OpColumn, Kind: kind, Column: name}
}

func lit(c facts.Cell) facts.Expr { return facts.Expr{Op: facts.OpConst, Kind: c.Kind, Const: c} }

func text(s string) facts.Expr { return lit(facts.Cell{Kind: facts.Text, Text: s}) }

func number(n int64) facts.Expr { return lit(facts.Cell{Kind: facts.Number, Int: n}) }

func usd(minor int64) facts.Expr {
	return lit(facts.Cell{Kind: facts.Money, Int: minor, Text: "USD"})
}

func op(o facts.Op, kind facts.Kind, args ...facts.Expr) facts.Expr {
	return facts.Expr{Op: o, Kind: kind, Args: args}
}

func is(o facts.Op, args ...facts.Expr) facts.Expr { return op(o, facts.Bool, args...) }

func ptr[T any](v T) *T { return &v }

// fataler is what testing.T and rapid.T have in common here.
type fataler interface {
	Helper()
	Fatal(args ...any)
}
