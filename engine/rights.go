package engine

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// required gives the decision rights of the base that a plan fires, by amounts
// and exchange rates of the base's facts on the day that approvals bind to.
func required(p *plan.Plan, base *resolve.Book, in plan.Input, yearly plan.Yearly, sums map[string]string) ([]plan.Approval, error) {
	at := in.Base
	if in.TermsSnapshots[0] != nil {
		at = in.TermsSnapshots[0]
	}
	to := base.Org.BaseCurrency.V
	on := ""
	if at.AsOf != in.Base.AsOf {
		on = at.AsOf.String()
	}
	return gate.Require(gate.Input{Plan: p, On: on, Book: base, Base: in.Base.Declared, Head: in.Head.Declared, Yearly: yearly.Moved, Adjusted: yearly.Adjusted, Under: yearly.Under, Lacks: yearly.Lacks, Partners: yearly.Partners, Sums: sums,
		ToBase: func(m quantity.Money) (quantity.Money, bool) {
			if at.Rates == nil {
				return quantity.Money{}, false
			}
			quote, ok := at.Rates.Quote(m.Currency, to, at.AsOf)
			if !ok {
				return quantity.Money{}, false
			}
			minor, ok := commission.Exchanged(m.Minor, quote, commission.HalfUp, 1)
			return quantity.Money{Minor: minor, Currency: to}, ok
		}})
}

// sumsOf gives the SHA-256 of fact files that a head edits, those that it deletes
// left out.
func sumsOf(sources []facts.Source, edited []string) (map[string]string, error) {
	out := map[string]string{}
	for _, s := range sources {
		for _, f := range s.Files {
			if !slices.Contains(edited, f.Path) || out[f.Path] != "" {
				continue
			}
			b, err := sum(f)
			if err != nil {
				return nil, err
			}
			out[f.Path] = hex.EncodeToString(b[:])
		}
	}
	return out, nil
}

// judge gives who and what judges a change: the base as it is now, and not as it
// was where head left it, so that no branch from long ago is judged by rights that
// were taken away since.
func (w *workspace) judge(ctx context.Context, tip *Revision, base *loaded, facts string) (*loaded, error) {
	if tip.Commit == base.rev.Commit {
		return base, nil
	}
	now, err := w.loadRevision(ctx, tip, facts)
	if err != nil {
		return nil, fmt.Errorf("base: %w", err)
	}
	if err := now.ambiguous(); err != nil {
		return nil, fmt.Errorf("base: %w", err)
	}
	return now, nil
}

// compared are the revisions of a plan: head, where it left the base, and the base
// as it is now.
type compared struct{ base, head, tip *loaded }

// isLongAgo reports whether a branch began more days ago than a review takes, with
// new rows every morning: what was known on that day is not enough by now.
func (c compared) isLongAgo() bool {
	const mostBehind = 7 * 24 * time.Hour
	return c.tip.rev.When.Sub(c.base.rev.When) > mostBehind
}

// hasOtherFacts reports whether the base has other rows by now, or reads them
// otherwise.
func (c compared) hasOtherFacts() (bool, error) {
	_, differ, err := factsDiffer(c.base, c.tip, c.base.sources)
	return differ || len(c.tip.sources) > len(c.base.sources), err
}

// hadFewRows reports whether a source had less than half of the rows that it has
// by now: whoever begins a branch before the facts came in has nothing to go by.
func hadFewRows(then, now []facts.Report) bool {
	rows := map[string]int64{}
	for _, r := range then {
		rows[r.Source] = r.Rows
	}
	return slices.ContainsFunc(now, func(r facts.Report) bool { return 2*rows[r.Source] < r.Rows })
}

// sealed asks for rights. Whoever makes a branch chooses where it begins, and by
// that the facts and the day that price it: where that is long ago, or before there
// were facts, what the base's own facts fire by now is asked for as well. Approvals
// bind to the former alone.
func sealed(ctx context.Context, of compared, p plan.Plan, in plan.Input, when When) (plan.Plan, error) {
	sums, err := sumsOf(of.head.sources, in.FactFiles)
	if err != nil {
		return p, err
	}
	yearly := in.Yearly()
	now, err := of.onFactsOfNow(ctx, in, when)
	if err != nil {
		return p, err
	}
	if now == nil {
		bound, err := required(&p, of.tip.book, in, yearly, sums)
		return plan.Seal(p, bound, nil), err
	}
	priced, yearlyNow := plan.Compare(*now), now.Yearly()
	if yearlyNow.Lacks == "" { // what was not there to price it by is there now
		yearly.Lacks = ""
	}
	bound, err := required(&p, of.tip.book, in, yearly, sums)
	if err != nil {
		return p, err
	}
	asked, err := required(&priced, of.tip.book, *now, yearlyNow, sums)
	return plan.Seal(p, bound, asked), err
}

// onFactsOfNow prices the change on the facts of the base as it is now; nil where
// those of where it began will do.
func (c compared) onFactsOfNow(ctx context.Context, in plan.Input, when When) (*plan.Input, error) {
	if c.tip == c.base {
		return nil, nil
	}
	isOther, err := c.hasOtherFacts()
	if err != nil || !isOther && !c.isLongAgo() {
		return nil, err
	}
	now, err := compareInput(ctx, c.base, c.head, c.tip, when)
	if err != nil || !c.isLongAgo() && !hadFewRows(in.Base.Facts, now.Base.Facts) {
		return nil, err
	}
	now.Ignored = in.Ignored
	return &now, nil
}

// Hearing is what a pull request says: who opened it, and its reviews.
type Hearing struct {
	Author  string // login
	Opened  time.Time
	Reviews []gate.Review // Stale is found out here
}

// Gate plans a change and holds the reviews against the rights that it fires. An
// approval of an earlier commit counts while that commit's terms are the same.
func Gate(ctx context.Context, what Between, when When, said Hearing) (Planned, error) {
	out, err := Plan(ctx, what, when)
	if err != nil {
		return out, err
	}
	reviews := slices.Clone(said.Reviews)
	stale := map[string]string{}
	for i := range reviews {
		r := &reviews[i]
		if r.State != gate.Approved || r.Commit == out.Plan.Head {
			continue
		}
		why, known := stale[r.Commit]
		if !known {
			why = staleness(ctx, what, when, r.Commit, out.Plan)
			stale[r.Commit] = why
		}
		r.Stale = why
	}
	bench := out.bench
	bench.Author = said.Author
	if !said.Opened.IsZero() {
		bench.Opened = bench.Book.Today(said.Opened)
	}
	out.Plan.Approvals = gate.Judge(out.Plan.Approvals, bench, reviews)
	return out, ctx.Err()
}

// staleness is why an approval of a commit is none of head: "" when both have the
// same terms. Where head has taken in what came to the base meanwhile, they are
// compared on the facts that were approved on.
func staleness(ctx context.Context, what Between, when When, commit string, head plan.Plan) string {
	if !isHash(commit) {
		return "it names no commit"
	}
	proposed := what.Head
	what.Head, what.Previous = commit, nil
	then, err := Plan(ctx, what, when)
	switch {
	case err != nil:
		return fmt.Sprintf("commit %.7s cannot be looked at (%v): check out with fetch-depth: 0", commit, err)
	case then.Plan.TermsDigest == head.TermsDigest:
		return ""
	case then.Plan.Base == head.Base:
		return fmt.Sprintf("the terms are others than in %.7s, which was approved", commit)
	}
	what.Head, what.pricedOn = proposed, then.Plan.Base
	again, err := Plan(ctx, what, when)
	switch {
	case err != nil:
		return fmt.Sprintf("the facts that commit %.7s was approved on cannot be read (%v)", commit, err)
	case then.Plan.TermsDigest != again.Plan.TermsDigest:
		return fmt.Sprintf("the terms are others than in %.7s, which was approved", commit)
	}
	return ""
}

func isHash(s string) bool {
	return len(s) >= 40 && !strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) })
}
