package render

import (
	"fmt"
	"io"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// statusOther prints a goal or an assessment in depth.
func statusOther(w io.Writer, v StatusView, address spec.Address, o Options) error {
	i := slices.IndexFunc(v.Others, func(r JudgedRow) bool { return r.Address == address })
	if i < 0 {
		return fmt.Errorf("nothing has the address %s", address)
	}
	row := v.Others[i]
	p := newPage(o)
	p.parted(strong, append([]string{row.Title, string(row.Address)}, v.basis()...)...)
	p.fields(row.Fields)
	if row.Judgement.Goal != nil {
		p.goals([]JudgedRow{row})
	}
	p.score(row.Judgement.Score)
	p.fit(row.Judgement.Fit)
	p.conditions(row.Judgement.Conditions)
	p.section()
	p.findings(slices.DeleteFunc(slices.Clone(v.Findings), func(f diag.Finding) bool { return f.Resource != string(row.Address) }))
	return p.trimmed().writeTo(w)
}

// fit prints an assessment's criteria and its SWOT.
func (p *page) fit(f *state.Fit) {
	if f == nil {
		return
	}
	p.criteria(f.Criteria)
	switch {
	case f.Value == nil:
		p.line("no fit: %s", missingWords(state.Value{Reason: f.Reason}))
	default:
		p.line("fit %s by %s, from %s%% of the weight", quantity.Fixed(f.Value, 1), count(f.Assessors, "assessor"), plainDecimal(f.Coverage))
	}
	t := table{columns: []column{{"SWOT", false, 0}, {"", false, 0}, {"WEIGHT", true, 0}, {"OWNER", false, 0}, {"DECLARED", false, 0}}, fluid: 2}
	for _, l := range f.SWOT {
		t.add(l.Quadrant, l.Text, orNone(plainDecimal(l.Weight)), orNone(l.Owner), placeOf(l.At))
	}
	const declared = 4
	t.fit(p.rowWide, declared)
	p.tabled(t)
}
