package engine

import (
	"slices"

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
