package engine

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/state"
)

// When says on which day things are looked at; the zero When is today, year to
// date.
type When struct {
	Now    time.Time        // decides today, in the Organization's timezone
	AsOf   quantity.Date    // 0: today
	Period *quantity.Period // nil: the fiscal year up to the as-of day
}

func (w When) asOf(book *resolve.Book) quantity.Date {
	if w.AsOf != 0 {
		return w.AsOf
	}
	return book.Today(w.Now)
}

func (w When) job(p *evaluate.Program, asOf quantity.Date) evaluate.Job {
	period := p.ToDate(asOf)
	if w.Period != nil {
		period = p.Named(*w.Period)
	}
	return evaluate.Job{Program: p, AsOf: asOf, Period: period}
}

// Evaluated is a revision with its facts.
type Evaluated struct {
	Checked       Checked
	Snapshot      *state.Snapshot
	Book          *resolve.Book
	KPIs          []*evaluate.KPI
	FactFiles     int
	Concentration *evaluate.Concentration // nil when the portfolio's KPI is not declared

	workspace *workspace
	rev       *Revision
	sources   []facts.Source
	job       evaluate.Job
}

// Close lets go of the folder. Until then places can be shown.
func (e Evaluated) Close() { e.workspace.Close() }

// Status evaluates one revision against its facts. The caller closes what it is
// given. The error is an Ambiguous where two documents that count have one name.
func Status(ctx context.Context, at Where, when When) (Evaluated, error) {
	w := &workspace{dir: at.Dir}
	out, err := w.evaluated(ctx, at, when, evaluate.Pay{Actual: true})
	if err != nil {
		w.Close()
	}
	return out, err
}

func (w *workspace) evaluated(ctx context.Context, at Where, when When, pay evaluate.Pay) (Evaluated, error) {
	l, err := w.load(ctx, at.Rev, at.Facts)
	if err != nil {
		return Evaluated{}, err
	}
	if err := l.ambiguous(); err != nil {
		return Evaluated{}, err
	}
	job := when.job(l.program, when.asOf(l.book))
	job.Pay = pay
	snaps, err := evaluate.Run(ctx, memory.Runner{}, l.sources, job)
	if err != nil {
		return Evaluated{}, err
	}
	out := Evaluated{Checked: l.checked(snaps[0].Findings), Snapshot: snaps[0], Book: l.book, KPIs: l.program.KPIs, workspace: w, rev: l.rev, sources: l.sources, job: job}
	out.Snapshot.Rev = l.rev.Label()
	for _, s := range l.sources {
		out.FactFiles += len(s.Files)
	}
	if c, ok := l.program.Concentrate(snaps[0]); ok {
		out.Concentration = &c
	}
	return out, nil
}

// CheckRows is Check with the faults of fact rows, for validate --facts. What is
// overdue is left to status: validate says the same on every day.
func CheckRows(ctx context.Context, at Where, when When) (Checked, error) {
	out, err := Status(ctx, at, when)
	var unclear *Ambiguous
	switch {
	case errors.As(err, &unclear): // rows cannot be read; the rest is told all the same
		return Check(ctx, at)
	case err != nil:
		return Checked{}, err
	}
	defer out.Close()
	out.Checked.Findings = slices.DeleteFunc(out.Checked.Findings, evaluate.IsDated)
	return out.Checked, nil
}
