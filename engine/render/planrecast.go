package render

import (
	"cmp"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// recastWords says of undated changes whose statements of the past would be others.
func recastWords(list []plan.Recast) []string {
	var out []string
	for _, r := range list {
		var whose []string
		for _, p := range r.Partners {
			whose = append(whose, someNames(p.Periods, mostMoves)+" of "+cmp.Or(p.Title, string(p.Address)))
		}
		out = append(out, "no effective date: "+r.Words()+": "+strings.Join(capped(whose, mostMoves), "; ")+" ("+ruleWords(r.Address, strings.ReplaceAll(r.Path, "/", " › "))+")")
	}
	return out
}

// recasts prints them where commission is told of: no amount of it moves.
func (p *page) recasts(list []plan.Recast) {
	for _, line := range recastWords(list) {
		p.wrapped(0, 2, bad, sentence(line))
	}
}

func (m *markdown) recasts(list []plan.Recast) {
	for _, line := range recastWords(list) {
		m.add("%s", escape(sentence(line)+"."))
	}
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
