package engine

import (
	"context"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Accounted is a revision with what it pays, line by line.
type Accounted struct {
	Evaluated
	Paid evaluate.Paid

	toolVersion string
	books       map[string]*books // by partner, of those with a locked statement
}

// Statements works out every statement of one revision up to the as-of day. The
// caller closes what it is given.
func Statements(ctx context.Context, at Where, when When) (Accounted, error) {
	w := &workspace{dir: at.Dir}
	out := Accounted{toolVersion: at.ToolVersion}
	var err error
	out.Evaluated, err = w.evaluated(ctx, at, when, evaluate.Pay{Actual: true, Into: &out.Paid, Traced: true})
	if err != nil {
		w.Close()
		return out, err
	}
	out.openBooks()
	return out, nil
}

// Unrated reports the exchange rates for want of which a partner's figures leave
// amounts out; everybody's for "". A period that is locked lacks nothing: its rates
// are in it. The zero Range is all periods.
func (a Accounted) Unrated(partner string, days quantity.Range) diag.List {
	return a.Paid.Unrated(func(p string) bool { return (partner == "" || p == partner) && !a.isLocked(p, days) })
}

func (a Accounted) isLocked(partner string, days quantity.Range) bool {
	b := a.books[partner]
	return b != nil && slices.ContainsFunc(b.locked, func(l *lockedStatement) bool { return l.read.Period == days })
}
