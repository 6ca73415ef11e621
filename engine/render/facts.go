package render

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
)

// facts prints what became of the rows of each source, and why.
func (p *page) facts(reports []facts.Report) {
	if len(reports) == 0 {
		return
	}
	p.section()
	t := table{columns: []column{{"FACTS", false, p.width / 3}, {"ROWS", true, 0}, {"EVALUATED", true, 0},
		{"DIRECT", true, 0}, {"NOTED", true, 0}, {"REJECTED", true, 0}}}
	hasRoster := isAnyRoster(reports)
	const roster = 4 // behind DIRECT
	if hasRoster {
		t.columns = slices.Insert(t.columns, roster, column{"ROSTER", true, 0})
	}
	for _, r := range reports {
		cells := []string{r.Source, number(r.Rows), number(r.Evaluated), number(r.Direct), number(total(r.Noted)), number(total(r.Rejected))}
		if hasRoster {
			cells = slices.Insert(cells, roster, number(r.Roster))
		}
		t.add(cells...)
	}
	t.print(p, 0)
	p.tallies(reports)
}

func (p *page) tallies(reports []facts.Report) {
	t := table{columns: make([]column, 3), fluid: 2}
	for _, r := range reports {
		add := func(what string, as tone, tallies []facts.Tally) {
			for _, tally := range tallies {
				t.rows = append(t.rows, []cell{{what + " " + number(tally.Count), as}, {tallyWords(tally), usual}, {firstPlace(r, tally), hint}})
			}
		}
		add("noted", warn, r.Noted)
		add("rejected", bad, r.Rejected)
	}
	t.print(p, 0)
}

func total(tallies []facts.Tally) int64 {
	var n int64
	for _, t := range tallies {
		n += t.Count
	}
	return n
}

// firstPlace is where the first row of a tally stands, or its source.
func firstPlace(r facts.Report, t facts.Tally) string {
	switch {
	case len(t.First) == 0:
		return r.Source
	case t.Count > 1:
		return t.First[0] + ", …"
	}
	return t.First[0]
}
