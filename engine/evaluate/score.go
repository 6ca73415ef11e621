package evaluate

import (
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// scorecardOf gives the scorecard of a partner: that of its first program.
func (p *Program) scorecardOf(partner *spec.Partner) (*spec.Document, *spec.Scorecard) {
	for _, m := range partner.Programs {
		_, program := spec.Lookup[spec.Program](p.Book.Docs, m.Program.Name)
		if program == nil || program.Scorecard == nil {
			continue
		}
		if doc, card := spec.Lookup[spec.Scorecard](p.Book.Docs, program.Scorecard.Name); card != nil && !doc.Broken {
			return doc, card
		}
	}
	return nil, nil
}

// scoreWindow is the time that a scorecard looks at.
func (j Job) scoreWindow(card *spec.Scorecard) quantity.Range {
	if card.Window == nil || card.Window.V.ToDate == "year-to-date" {
		return j.Program.ToDate(j.AsOf).Range
	}
	if card.Window.V.ToDate == "quarter-to-date" {
		return quantity.Range{From: quarterStart(j.AsOf, j.Program.Book.FiscalStart()), To: j.AsOf}
	}
	return trailing(j.AsOf, card.Window.V.Trailing, j.Program.Book.Holidays())
}

func (j Job) wantScores(a *asking) {
	spec.Each(j.Program.Book.Docs, func(doc *spec.Document, card *spec.Scorecard) {
		for _, c := range card.Criteria {
			if c.KPI != nil && !doc.Broken {
				a.want(j.Program.Lookup(c.KPI.Name), j.scoreWindow(card))
			}
		}
	})
}

// score works out a partner's score (language.md, Numbers): scales are linear
// and clamped, a rating v is (v−1)×25 points, missing criteria are left out as
// long as enough of the weight is covered, and the sum is rounded once.
func (ev evaluation) score(j Job, doc *spec.Document, partner *spec.Partner) *state.ScoreState {
	cardDoc, card := ev.program.scorecardOf(partner)
	if card == nil && ev.program.usesDefault(doc) {
		return ev.defaultScore(j, doc)
	}
	if card == nil {
		return nil
	}
	out := &state.ScoreState{Scorecard: string(cardDoc.Name.V), Window: j.scoreWindow(card), Uses: ev.program.scoring(doc, cardDoc)}
	memo := map[string]state.Value{}
	for _, c := range card.Criteria {
		line := state.CriterionScore{ID: string(c.ID.V), Weight: c.Weight.V.Rat(), At: c.ID.At, IsRated: c.KPI == nil}
		if c.KPI == nil {
			ev.rate(&line, doc, out)
		} else if k := ev.program.Lookup(c.KPI.Name); k != nil {
			line.Value = ev.read(k, reading{window: out.Window}, ev.subject(doc), memo)
			line.Points, line.Reason = points(c, line.Value.Exact), line.Value.Reason
			out.Uses = append(out.Uses, line.Value.Uses...)
		}
		out.Criteria = append(out.Criteria, line)
	}
	ev.sum(out, card)
	out.Uses = state.DistinctUses(out.Uses)
	return out
}

// sum weighs the lines, rounds once and finds the band.
func (ev evaluation) sum(out *state.ScoreState, card *spec.Scorecard) {
	value, coverage := weigh(out.Criteria)
	out.Coverage = coverage
	if value == nil || coverage.Cmp(ev.thresholds().coverageMinimum) < 0 {
		out.Reason = state.ReasonCoverage
		return
	}
	out.Value = roundTo(value, 1)
	var reached *big.Rat // the highest bound; the order in the file says nothing
	for _, b := range card.Bands {
		from := b.From.V.Rat()
		if out.Value.Cmp(from) >= 0 && (reached == nil || from.Cmp(reached) > 0) {
			reached, out.Band, out.Recommend = from, string(b.ID.V), string(b.Recommend.Or(""))
		}
	}
}

// weigh gives the mean of the lines that have points, by weight, and the share
// of the weight in percent that they have.
func weigh(lines []state.CriterionScore) (mean, coverage *big.Rat) {
	sum, covered, all := new(big.Rat), new(big.Rat), new(big.Rat)
	for _, l := range lines {
		all.Add(all, l.Weight)
		if l.Points != nil {
			covered.Add(covered, l.Weight)
			sum.Add(sum, new(big.Rat).Mul(l.Weight, l.Points))
		}
	}
	if covered.Sign() == 0 || all.Sign() == 0 {
		return nil, new(big.Rat)
	}
	return sum.Quo(sum, covered), new(big.Rat).Quo(new(big.Rat).Mul(covered, hundred), all)
}

// points turns a value into 0 to 100 by the criterion's scale or steps.
func points(c spec.Criterion, v *big.Rat) *big.Rat {
	if v == nil {
		return nil
	}
	if c.Scale != nil {
		from := c.Scale.From.V.Rat()
		width := new(big.Rat).Sub(c.Scale.To.V.Rat(), from)
		if width.Sign() == 0 {
			return nil
		}
		share := new(big.Rat).Quo(new(big.Rat).Sub(v, from), width)
		return clamp(share.Mul(share, hundred))
	}
	out, reached := new(big.Rat), (*big.Rat)(nil)
	for _, s := range c.Steps {
		from := s.From.V.Rat()
		if v.Cmp(from) >= 0 && (reached == nil || from.Cmp(reached) > 0) {
			reached, out = from, s.Points.V.Rat()
		}
	}
	return out
}

// rate finds a qualitative criterion's points: the latest rating of each
// assessor in the window, then the mean.
func (ev evaluation) rate(line *state.CriterionScore, partner *spec.Document, score *state.ScoreState) {
	latest := map[string]state.Rated{}
	for _, doc := range ev.program.Book.ReviewsOf(partner.Address) {
		r, isReview := spec.As[spec.Review](doc)
		if !isReview || doc.Broken || !score.Window.Contains(r.Date.V) {
			continue
		}
		for _, rating := range r.Ratings {
			if string(rating.Criterion.V) != line.ID || latest[rating.By.Name].On > r.Date.V {
				continue
			}
			one := state.Rated{By: rating.By.Name, Value: rating.Value.V.Rat(), On: r.Date.V, At: rating.Value.At}
			if rating.Evidence != nil {
				one.Evidence = rating.Evidence.Text
			}
			latest[rating.By.Name] = one
			score.Uses = append(score.Uses, state.UsesOf(doc.Address, "date", "subject", "ratings/"+line.ID+":"+rating.By.Name)...)
		}
	}
	line.Ratings, line.Points = meanRating(latest)
	if line.Points == nil {
		line.Reason = state.NoRating
	}
}

// meanRating gives the ratings by assessor and their mean as points.
func meanRating(latest map[string]state.Rated) ([]state.Rated, *big.Rat) {
	if len(latest) == 0 {
		return nil, nil
	}
	var out []state.Rated
	sum := new(big.Rat)
	for _, r := range latest {
		out = append(out, r)
		sum.Add(sum, ratingPoints(r.Value))
	}
	slices.SortFunc(out, func(a, b state.Rated) int { return compareText(a.By, b.By) })
	return out, sum.Quo(sum, big.NewRat(int64(len(out)), 1))
}

// ratingPoints is (v−1)×25.
func ratingPoints(v *big.Rat) *big.Rat {
	return new(big.Rat).Mul(new(big.Rat).Sub(v, big.NewRat(1, 1)), big.NewRat(25, 1))
}
