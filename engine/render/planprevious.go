package render

import (
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

var splitPart = map[plan.Part]string{plan.ByTerms: "terms", plan.ByData: "data", plan.ByTool: "tool version", plan.ByRate: "exchange rate"}

var goneWords = map[string]string{
	plan.RevisionGone: "its revisions are not in this repository",
	plan.FactsGone:    "the facts that it read are not there any more",
}

// previousWords says how the Δ of an earlier plan became this one's.
func previousWords(v *plan.Previous) []string {
	lead := "Against the plan of " + strings.Join(earlierWords(v), ", ")
	if len(v.Splits) == 0 {
		return []string{lead + ": neither moves anybody's commission"}
	}
	out := []string{lead}
	for _, s := range v.Splits {
		out = append(out, splitWords(v, s))
	}
	out[1] = lead + ": " + out[1]
	if len(v.Unrated) > 0 {
		out = append(out, joinAnd(v.Unrated)+" had no rate before for what is new: that is priced at today's rate and is data")
	}
	return out[1:]
}

func earlierWords(v *plan.Previous) []string {
	out := []string{v.AsOf}
	for _, part := range [][2]string{{"base", shortRev(v.Base, 7)}, {"head", shortRev(v.Head, 7)}, {"entente", v.ToolVersion}} {
		if part[1] != "" {
			out = append(out, part[0]+" "+part[1])
		}
	}
	return out
}

func splitWords(v *plan.Previous, s plan.Split) string {
	out := "Δ was " + signed(s.Before) + " and is " + signed(s.After) + " " + s.Currency + ", " + signed(s.Difference)
	var parts []string
	for _, p := range []struct {
		part plan.Part
		by   *string
	}{{plan.ByTerms, s.Terms}, {plan.ByData, s.Data}, {plan.ByTool, s.ToolVersion}, {plan.ByRate, s.ExchangeRate}} {
		if p.by != nil {
			parts = append(parts, splitPart[p.part]+" "+signed(*p.by))
		}
	}
	if s.Unsplit != nil {
		var names []string
		for _, part := range v.Together {
			names = append(names, splitPart[part])
		}
		words := joinAnd(names) + " together " + signed(*s.Unsplit)
		if len(names) > 1 {
			words += ", which cannot be told apart: " + goneWords[v.Reason]
		} else {
			words = joinAnd(names) + " " + signed(*s.Unsplit)
		}
		parts = append(parts, words)
	}
	return out + ": " + strings.Join(parts, ", ")
}

func (p *page) previous(v *plan.Previous) {
	if v == nil {
		return
	}
	p.section()
	for _, line := range previousWords(v) {
		p.wrapped(0, 2, usual, line)
	}
}

func (m *markdown) previous(v *plan.Previous) {
	if v == nil {
		return
	}
	m.add("%s", escape(strings.Join(previousWords(v), ". ")+"."))
}
