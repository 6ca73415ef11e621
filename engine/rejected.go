package engine

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

// rejected gives the rows that were rejected of sources that have a part in pay: no
// statement has them, although they may be somebody's.
func (a Accounted) rejected() []render.RejectedRows {
	var out []render.RejectedRows
	for _, r := range a.Snapshot.Facts {
		_, source := spec.Lookup[spec.Source](a.Book.Docs, r.Source)
		if source == nil || len(r.Rejected) == 0 || !slices.Contains(a.Paid.Types, string(source.Type.V)) {
			continue
		}
		out = append(out, render.RejectedRows{Source: r.Source, Type: string(source.Type.V), Tallies: r.Rejected})
	}
	return out
}

// unpaidTouches gives the touches of partners without a signed agreement, of events
// that pay a partner in a period or would have.
func (a Accounted) unpaidTouches(partner string, days quantity.Range) []render.UnpaidTouch {
	var out []render.UnpaidTouch
	for i := range a.Paid.Lines {
		l := &a.Paid.Lines[i]
		if l.Beneficiary != partner || l.Period != days || l.Kind != commission.Earned || l.Trace == nil {
			continue
		}
		for _, t := range l.Trace.Idle {
			isKnown := slices.ContainsFunc(out, func(u render.UnpaidTouch) bool { return u.Event == l.Event && u.Partner == t.Partner && u.ID == t.ID })
			if t.Reason == "no-agreement" && !isKnown {
				out = append(out, render.UnpaidTouch{Event: l.Event, Partner: t.Partner, ID: t.ID, At: t.At, Among: l.Trace.Among})
			}
		}
	}
	return out
}
