package engine

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// commitHash is what a plan says of a revision that can be found again.
var commitHash = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// earlier is an earlier plan and its two revisions; these are nil when one of them
// is not there any more.
type earlier struct {
	plan       plan.Plan
	asOf       quantity.Date
	base, head *loaded
}

// against says what makes a plan differ from an earlier one. It goes from what that
// one printed to what this one says in steps, each with a Δ of its own, so that
// the parts add up whatever they are: the earlier revisions worked out by this
// entente, on today's rows, at today's exchange rates, and at last today's terms.
func (w *workspace) against(ctx context.Context, was plan.Plan, what Between, base *loaded, now plan.Input) (*plan.Previous, error) {
	e, printed, err := w.earlier(ctx, was, what)
	if err != nil {
		return nil, fmt.Errorf("the earlier plan: %w", err)
	}
	stages := []plan.Stage{{Part: plan.ByTool}, {Part: plan.ByData}, {Part: plan.ByRate},
		{Part: plan.ByTerms, After: plan.DeltasOf(now.Base.Earnings, now.Head.Earnings)}}
	stages[0].IsNone = was.ToolVersion == what.ToolVersion
	if e.base == nil {
		isSameFacts := was.FactsDigest == now.Base.FactsDigest && e.asOf == now.Base.AsOf
		stages[1].IsNone, stages[2].IsNone = isSameFacts, isSameFacts
		return plan.Against(was, printed, stages, plan.RevisionGone), nil
	}
	own, err := e.deltas(ctx, e.base, e.base.sources, e.asOf)
	if err != nil {
		return nil, fmt.Errorf("the earlier plan: %w", err)
	}
	reason := ""
	if what.Facts != "" && own.facts != was.FactsDigest {
		reason = plan.FactsGone
	} else {
		stages[0].After, stages[0].IsNone = own.Deltas, false
	}
	rows, unrated, err := e.onRowsOf(ctx, base, now.Base.AsOf)
	if err != nil {
		return nil, err
	}
	all, err := e.deltas(ctx, base, base.sources, now.Base.AsOf)
	if err != nil {
		return nil, err
	}
	stages[1].After, stages[2].After = rows.Deltas, all.Deltas
	if len(unrated) > 0 && len(own.unrated) > 0 && reason == "" { // what the old rows lacked is not what new ones bring
		rated, err := e.deltas(ctx, e.base, standingIn(e.base.sources, base.sources), e.asOf)
		if err != nil {
			return nil, fmt.Errorf("the earlier plan: %w", err)
		}
		stages = slices.Insert(stages, 1, plan.Stage{Part: plan.ByRate, After: rated.Deltas})
	}
	out := plan.Against(was, printed, stages, reason)
	out.Unrated = unrated
	return out, nil
}

// onRowsOf prices the earlier revisions on today's rows at the exchange rates of
// then; at today's where there was none, of which it gives the pairs.
func (e earlier) onRowsOf(ctx context.Context, base *loaded, today quantity.Date) (worth, []string, error) {
	then := withRatesOf(base.sources, e.base.sources)
	out, err := e.deltas(ctx, base, then, today)
	if err != nil || len(out.unrated) == 0 {
		return out, nil, err
	}
	rated, err := e.deltas(ctx, base, standingIn(then, base.sources), today)
	if err != nil {
		return out, nil, err
	}
	var pairs []string
	for _, m := range out.unrated {
		pair := fmt.Sprintf("%s to %s", m.From, m.To)
		if !slices.Contains(rated.unrated, m) && !slices.Contains(pairs, pair) {
			pairs = append(pairs, pair)
		}
	}
	slices.Sort(pairs)
	return rated, pairs, nil
}

// earlier reads what an earlier plan says, and loads its revisions where both are
// commits that the repository holds.
func (w *workspace) earlier(ctx context.Context, was plan.Plan, what Between) (earlier, plan.Deltas, error) {
	e := earlier{plan: was}
	printed, err := was.Printed()
	if err != nil {
		return e, nil, err
	}
	if e.asOf, err = quantity.ParseDate(was.AsOf); err != nil {
		return e, nil, fmt.Errorf("asOf: %w", err)
	}
	base, head := w.found(was.Base), w.found(was.Head)
	if base == nil || head == nil {
		return e, printed, nil
	}
	if e.base, err = w.loadRevision(ctx, base, what.Facts); err != nil {
		return e, nil, err
	}
	e.head, err = w.loadRevision(ctx, head, what.Facts)
	return e, printed, err
}

// found gives a commit by its full hash; nil when it is none, or not there.
func (w *workspace) found(hash string) *Revision {
	if !commitHash.MatchString(hash) {
		return nil
	}
	repo, err := w.repository()
	if err != nil {
		return nil
	}
	tree, err := repo.Revision(hash)
	if err != nil {
		return nil
	}
	return w.commit(hash, tree)
}

// worth are the Δ of two revisions, the digest of the facts, and the exchange rates
// that these lack.
type worth struct {
	plan.Deltas
	facts   string
	unrated []facts.MissingRate
}

// deltas prices the earlier revisions on sources of on, up to a day.
func (e earlier) deltas(ctx context.Context, on *loaded, sources []facts.Source, asOf quantity.Date) (worth, error) {
	job := func(p *evaluate.Program) []evaluate.Job {
		return []evaluate.Job{{Program: p, AsOf: asOf, Period: p.ToDate(asOf), Pay: evaluate.Pay{Trailing: trailing(asOf)}}}
	}
	added, _ := e.head.program.Mapped(on.roots)
	added = atAgeOf(e.base.program, slices.DeleteFunc(added, func(s facts.Source) bool {
		return slices.ContainsFunc(sources, func(b facts.Source) bool { return b.Name == s.Name })
	}))
	before, after, err := onBaseFacts(ctx, sources, added, job(e.base.program), job(e.head.program))
	if err != nil {
		return worth{}, err
	}
	return worth{plan.DeltasOf(before[0].Earnings, after[0].Earnings), before[0].FactsDigest, slices.Concat(before[0].Unrated, after[0].Unrated)}, nil
}

// withRatesOf gives sources with the exchange rates of others.
func withRatesOf(sources, others []facts.Source) []facts.Source {
	return append(slices.DeleteFunc(slices.Clone(sources), isRates), ratesOf(others)...)
}

// standingIn adds the exchange rates of others for what has none in sources.
func standingIn(sources, others []facts.Source) []facts.Source {
	out := slices.Clone(sources)
	for _, s := range ratesOf(others) {
		s.StandsIn, s.Name = true, s.Name+" of today" // no name of a document has a space
		out = append(out, s)
	}
	return out
}

func ratesOf(sources []facts.Source) []facts.Source {
	return slices.DeleteFunc(slices.Clone(sources), func(s facts.Source) bool { return !isRates(s) })
}

func isRates(s facts.Source) bool { return s.Type == "fx-rates" }
