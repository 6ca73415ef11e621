package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// mixedScorecards warns when a partner is in programs of different scorecards. A
// partner has one score, by the first of its programs that names a scorecard, so
// within the others it stands beside partners who are scored otherwise.
func mixedScorecards(c *Context) {
	each(c, func(v version[spec.Partner]) {
		cards := make([]string, len(v.spec.Programs))
		scoring := -1
		for i, m := range v.spec.Programs {
			_, program, isKnown := sound[spec.Program](c, m.Program.Name)
			if !isKnown {
				return
			}
			if cards[i] = cardOf(program); scoring < 0 && program.Scorecard != nil {
				scoring = i
			}
		}
		for i, m := range v.spec.Programs {
			if scoring >= 0 && cards[i] != cards[scoring] {
				v.mixed(m, cards[i], v.spec.Programs[scoring], cards[scoring])
			}
		}
	}, "programs")
}

func (o origin) mixed(m spec.Membership, card string, scoring spec.Membership, by string) {
	o.report(diag.Finding{At: m.Program.At, Path: "programs/" + m.Program.Name,
		Label:   fmt.Sprintf("scored by %s, `%s` by %s", card, scoring.Program.Name, by),
		Detail:  fmt.Sprintf("A partner has one score, here by %s; the other partners of `%s` are scored by %s, and the two cannot be compared.", by, m.Program.Name, card),
		Fix:     "name one scorecard in both programs",
		Related: []diag.Related{{At: scoring.Program.At, Note: "the program whose scorecard counts"}}})
}

// cardOf names the scorecard of a program.
func cardOf(p *spec.Program) string {
	if p.Scorecard == nil {
		return "the default criteria"
	}
	return "`" + p.Scorecard.Name + "`"
}
