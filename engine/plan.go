package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Between says what is compared.
type Between struct {
	Dir         string
	Base        string // revision or folder; "" the main branch
	Head        string // revision or folder; "" the working folder
	Facts       string
	ToolVersion string
	Previous    *plan.Plan // an earlier plan to hold this one against; nil: none

	// pricedOn is a commit whose facts and day price the terms; "": the base.
	pricedOn string
}

// Planned is a Plan with what validate says of its head.
type Planned struct {
	Plan plan.Plan
	Head Checked

	bench      gate.Bench // of the base as it is now, without what a pull request says
	base, head *state.Snapshot
}

// Redlined is the plan with every clause of documents that come or go.
func (p Planned) Redlined() plan.Plan {
	out := p.Plan
	out.Changes = plan.Spelled(out.Changes, p.base.Declared, p.head.Declared)
	return out
}

// Plan compares two revisions. The base is where head left it (the merge base),
// so that what others changed meanwhile is not shown as undone.
func Plan(ctx context.Context, what Between, when When) (Planned, error) {
	w := &workspace{dir: what.Dir}
	defer w.Close()
	tipRev, baseRev, headRev, err := w.pair(what.Base, what.Head)
	if err != nil {
		return Planned{}, err
	}
	base, err := w.loadRevision(ctx, baseRev, what.Facts)
	if err != nil {
		return Planned{}, fmt.Errorf("base: %w", err)
	}
	head, err := w.loadRevision(ctx, headRev, what.Facts)
	if err != nil {
		return Planned{}, fmt.Errorf("head: %w", err)
	}
	if err := head.ambiguous(); err != nil {
		return Planned{}, fmt.Errorf("head: %w", err)
	}
	if err := base.ambiguous(); err != nil {
		return Planned{}, fmt.Errorf("base: %w", err)
	}
	tip, err := w.judge(ctx, tipRev, base, what.Facts)
	if err != nil {
		return Planned{}, err
	}
	pricing := base
	if what.pricedOn != "" {
		if pricing, err = w.load(ctx, what.pricedOn, what.Facts); err != nil {
			return Planned{}, err
		}
	}
	in, err := compareInput(ctx, base, head, pricing, when)
	if err != nil {
		return Planned{}, err
	}
	in.ToolVersion, in.Unit, in.BaseRev, in.HeadRev = what.ToolVersion, headRev.Unit, baseRev.Label(), headRev.Label()
	in.Ignored = [2]plan.Ignored{ignored(baseRev), ignored(headRev)}
	ownFacts := in.Head
	if in.Data != nil {
		ownFacts = in.Data
	}
	checked := head.checked(append(check.Changes(base.book, tip.book, head.book, in.Base.AsOf), ownFacts.Findings...))
	in.HeadFindings, in.BaseFindings = plain(checked.Findings), plain(base.checked(in.Base.Findings).Findings)
	out := Planned{Plan: plan.Compare(in), Head: checked, base: in.Base, head: in.Head}
	out.bench = gate.Bench{Book: tip.book, AsOf: tip.book.Today(when.Now)}
	if out.Plan, err = sealed(ctx, compared{base, head, tip}, out.Plan, in, when); err != nil {
		return Planned{}, err
	}
	if what.Previous != nil {
		out.Plan.Previous, err = w.against(ctx, *what.Previous, what, base, in)
	}
	return out, err
}

// compareInput evaluates both revisions on the facts of pricing, which is the base
// unless others are asked for, on the as-of day and on the day that approvals bind
// to, and head's own facts in a second scan when they differ.
func compareInput(ctx context.Context, base, head, pricing *loaded, when When) (plan.Input, error) {
	asOf := when.asOf(base.book)
	jobs := func(p *evaluate.Program) []evaluate.Job {
		out := []evaluate.Job{priced(when.job(p, asOf))}
		if !pricing.rev.When.IsZero() {
			day := base.book.Today(pricing.rev.When)
			out = append(out, priced(When{AsOf: day}.job(p, day)))
		}
		binding := &out[len(out)-1]
		binding.Pay.Moments = evaluate.MomentsOf(binding.AsOf, base.program, head.program)
		return out
	}
	sources := pricing.sources
	if pricing != base {
		sources = slices.Concat(sources, addedSources(sources, base, pricing))
	}
	added := addedSources(sources, head, pricing)
	before, after, err := onBaseFacts(ctx, sources, added, jobs(base.program), jobs(head.program))
	if err != nil {
		return plan.Input{}, err
	}
	in := plan.Input{Base: before[0], Head: after[0], Trailing: trailing(asOf), Fiscal: head.book.FiscalStart(), Currency: base.book.Org.BaseCurrency.V,
		AgreementsOf: agreementsOf(base.book, head.book), Bound: bound(base.book, asOf), Locked: lockedPeriods(base.book), Latest: [2][]*commission.Terms{base.program.LatestTerms(), head.program.LatestTerms()}, Holidays: base.book.Holidays(),
		Named: [2]map[spec.Address]*plan.Naming{namings(base.book, before[0]), namings(head.book, after[0])}}
	if len(before) > 1 {
		in.TermsSnapshots = [2]*state.Snapshot{before[1], after[1]}
	}
	files, isEdited, err := factsDiffer(base, head, slices.Concat(base.sources, added))
	if err != nil || !isEdited {
		return in, err
	}
	data, err := evaluate.Run(ctx, memory.Runner{}, head.sources, priced(when.job(head.program, asOf)))
	if err != nil {
		return plan.Input{}, err
	}
	in.Data, in.FactFiles = data[0], files
	return in, nil
}

// priced asks a job for commission, too.
func priced(j evaluate.Job) evaluate.Job {
	j.Pay = evaluate.Pay{Actual: true, Trailing: trailing(j.AsOf)}
	return j
}

// trailing is the twelve months up to and including a day.
func trailing(to quantity.Date) quantity.Range {
	return quantity.Range{From: to.AddDays(1).AddMonths(-12), To: to}
}

// agreementsOf gives the agreements that each partner has in any of the books.
func agreementsOf(books ...*resolve.Book) map[spec.Address][]spec.Address {
	out := map[spec.Address][]spec.Address{}
	for _, b := range books {
		spec.Each(b.Docs, func(doc *spec.Document, a *spec.Agreement) {
			partner := spec.NewAddress("Partner", a.Partner.Name)
			out[partner] = append(out[partner], doc.Address)
		})
	}
	return out
}

// lockedPeriods gives the periods whose statements are locked, each with the first
// one that is not.
func lockedPeriods(book *resolve.Book) []plan.LockedPeriod {
	type run struct {
		partner  string
		currency quantity.Currency
		cadence  quantity.Cadence
	}
	last := map[run]quantity.Date{}
	fiscal := book.FiscalStart()
	visit := func(f func(*spec.Document, *spec.Statement, run, quantity.Range)) {
		spec.Each(book.Docs, func(doc *spec.Document, s *spec.Statement) {
			if days := s.Period.V.Range(fiscal); !doc.Broken {
				f(doc, s, run{s.Partner.Name, s.Currency.V, ledger.CadenceOf(days)}, days)
			}
		})
	}
	visit(func(_ *spec.Document, _ *spec.Statement, r run, days quantity.Range) { last[r] = max(last[r], days.To) })
	var out []plan.LockedPeriod
	visit(func(doc *spec.Document, _ *spec.Statement, r run, days quantity.Range) {
		open := commission.PeriodOf(r.cadence, last[r].AddDays(1), fiscal)
		out = append(out, plan.LockedPeriod{Partner: spec.NewAddress("Partner", r.partner), Period: ledger.PeriodName(days, fiscal).String(), Statement: string(doc.Name.V),
			Open: ledger.PeriodName(open, fiscal).String()})
	})
	return out
}

// bound gives the agreements that hold on a day and promise notice of changes.
func bound(book *resolve.Book, asOf quantity.Date) []plan.Bound {
	var out []plan.Bound
	spec.Each(book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		standing := book.StandingOf(doc, asOf)
		a := standing.Agreement
		if a == nil || standing.Phase != resolve.Active || a.Term.ChangeNotice == nil {
			return
		}
		b := plan.Bound{Agreement: doc.Address, Partner: spec.NewAddress("Partner", a.Partner.Name), Notice: a.Term.ChangeNotice.V,
			Under: []spec.Address{doc.Address, spec.NewAddress("Program", a.Program.Name)}}
		for _, in := range book.Terms(doc) {
			b.Under = append(b.Under, spec.NewAddress("CommissionPlan", in.Plan))
		}
		if _, program := spec.Lookup[spec.Program](book.Docs, a.Program.Name); program != nil && program.Tiers != nil {
			for _, l := range program.Tiers.Levels {
				if l.Plan != nil {
					b.Under = append(b.Under, spec.NewAddress("CommissionPlan", l.Plan.Name))
				}
			}
		}
		out = append(out, b)
	})
	return out
}

// pair opens base and head. Two commits are compared from their merge base; tip is
// the base as it is named.
func (w *workspace) pair(base, head string) (tip, fork, headRev *Revision, err error) {
	headRev, err = w.revision(head)
	if err != nil {
		return nil, nil, nil, err
	}
	if base == "" {
		repo, err := w.repository()
		if errors.Is(err, git.ErrNotRepository) {
			return nil, nil, nil, fmt.Errorf("%s is not in a git repository: name what to compare with, as a folder, with --base", w.dir)
		}
		if err != nil {
			return nil, nil, nil, err
		}
		if base, err = repo.MainBranch(); err != nil {
			return nil, nil, nil, err
		}
	}
	tip, err = w.revision(base)
	if err != nil || tip.tree == nil {
		return tip, tip, headRev, err
	}
	proposed := headRev.tree
	if proposed == nil && head == "" {
		if here, err := w.revision("HEAD"); err == nil {
			proposed = here.tree
		}
	}
	if proposed == nil {
		return tip, tip, headRev, nil
	}
	where, err := w.repo.MergeBase(tip.tree, proposed)
	if err != nil {
		return nil, nil, nil, err
	}
	return tip, w.commit(base, where), headRev, nil
}

// ignored reads the patterns of a revision's .ententeignore. One that cannot be
// read is a finding of load.
func ignored(rev *Revision) plan.Ignored {
	const name = ".ententeignore"
	out := plan.Ignored{File: name}
	text, err := fs.ReadFile(rev.fsys, name)
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out.Patterns = append(out.Patterns, line)
		}
	}
	return out
}

func plain(list diag.List) []plan.Finding {
	out := make([]plan.Finding, len(list))
	for i, f := range list {
		out[i] = plan.FindingOf(f)
	}
	return out
}
