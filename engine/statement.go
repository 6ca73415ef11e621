package engine

import (
	"context"

	"github.com/partnership-as-code/entente/engine/evaluate"
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
