package main

import (
	"context"
	"io"
	"iter"
	"os"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

func itoa(n int) string { return strconv.Itoa(n) }

// variants reads the deals through the fact runner, for one or more revisions
// that ask alike, and folds what each of them gets under its own terms.
func variants(ctx context.Context, path string, count int) (checksum, error) {
	in := facts.Input{Sources: []facts.Source{deals(path)}}
	for range count {
		in.Variants = append(in.Variants, facts.Variant{
			Partner: func(_, key string) (string, bool) { return key, strings.HasPrefix(key, "P-") },
			Streams: []facts.Stream{stream()},
		})
	}
	result, err := memory.Runner{}.Run(ctx, in)
	if err != nil {
		return checksum{}, err
	}
	var total checksum
	for _, v := range result.Variants {
		terms, err := allTerms()
		if err != nil {
			return checksum{}, err
		}
		total = foldStrands(v.Streams[0].Strands, terms, result.Rates)
	}
	return total, nil
}

func deals(path string) facts.Source {
	source := facts.Source{Name: "deals", Type: "deals", Currency: "USD", System: "crm",
		Files: []facts.File{{Path: "deals.csv", Open: func() (io.ReadCloser, error) { return os.Open(path) }}}}
	for name := range strings.SplitSeq(strings.TrimSpace(header), ",") {
		source.Columns = append(source.Columns, facts.Column{Name: name, Header: name})
	}
	return source
}

func stream() facts.Stream {
	column := func(name string) facts.Expr {
		return facts.Expr{Op: facts.OpColumn, Kind: facts.Text, Column: name}
	}
	constant := func(text string) facts.Expr {
		return facts.Expr{Op: facts.OpConst, Kind: facts.Text, Const: facts.Cell{Kind: facts.Text, Text: text}}
	}
	holds := func(op facts.Op, args ...facts.Expr) facts.Expr {
		return facts.Expr{Op: op, Kind: facts.Bool, Args: args}
	}
	won := holds(facts.OpEq, column("stage"), constant("won"))
	s := facts.Stream{Source: "deals", Where: &won, At: "closedAt", Columns: []string{"amount", "createdAt", "customer"}}
	for plan := range plans {
		c, how := conditionOf(plan), facts.OpEq
		if c.isNot {
			how = facts.OpNe
		}
		s.Tests = append(s.Tests, holds(facts.OpAnd,
			holds(facts.OpStartsWith, column("product"), constant(c.prefix)), holds(how, column("kind"), constant(c.kind))))
	}
	s.Needs = func(partner string) ([]int, bool) {
		if partner == facts.Direct {
			return nil, false
		}
		return []int{planOf(partner)}, true
	}
	return s
}

// planOf is the number of a partner's plan.
func planOf(partner string) int {
	number, err := strconv.Atoi(strings.TrimPrefix(partner, "P-"))
	if err != nil {
		panic(err) // variants let no other partner in
	}
	return number % plans
}

// foldStrands adds up the lines of all partners.
func foldStrands(strands []*facts.Strand, terms []*commission.Terms, rates facts.Exchange) checksum {
	hands := runtime.GOMAXPROCS(0)
	sums := make([]checksum, hands)
	var group errgroup.Group
	for h := range hands {
		group.Go(func() error {
			for i := h; i < len(strands); i += hands {
				foldStrand(strands[i], terms, rates, &sums[h])
			}
			return nil
		})
	}
	_ = group.Wait() // nothing in it fails
	total := checksum{}
	for _, s := range sums {
		total.merge(s)
	}
	return total
}

func foldStrand(s *facts.Strand, terms []*commission.Terms, rates facts.Exchange, sum *checksum) {
	its := terms[planOf(s.Partner)]
	account := &commission.Account{Partner: s.Partner, Title: s.Partner, Agreement: spec.NewAddress("Agreement", s.Partner),
		Program: "program/resellers", First: firstDay, TermsOf: func(*commission.Event) *commission.Terms { return its }}
	in := commission.Input{Accounts: []*commission.Account{account}, Rates: rates, Events: s.Len()}
	commission.Fold(in, eventsOf(s), func(l *commission.Line) { sum.add(l.Event, l.Earned) })
}

// eventsOf gives the rows of a strand as won deals, in one Event that is filled
// again and again.
func eventsOf(s *facts.Strand) iter.Seq[*commission.Event] {
	const amount, created, customer = 0, 1, 2 // as in stream
	return func(yield func(*commission.Event) bool) {
		e := &commission.Event{Trigger: commission.ClosedWon, Partner: s.Partner}
		for i := range s.Len() {
			e.ID, e.At, e.Created, e.Customer = s.ID(i), s.Day(i), quantity.Date(s.Int(created, i)), s.Text(customer, i)
			e.Deal, e.Closed = e.ID, e.At
			e.Amount, e.Currency = s.Int(amount, i), quantity.Currency(s.Text(amount, i))
			e.Tests = s.Tests(i, e.Tests[:0])
			if !yield(e) {
				return
			}
		}
	}
}
