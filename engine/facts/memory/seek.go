package memory

import (
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
)

// foundRow is a sought row of one worker.
type foundRow struct {
	facts.Found
	names []string // by variant
	place
}

// seek keeps a row of an id that is sought.
func (w *worker) seek(r *record, p *party, bad fault) {
	s := w.scan
	if s.sought == nil || s.idAt < 0 || len(w.found) >= facts.MostFound {
		return
	}
	id := strings.Clone(idOf(s, r))
	if id == "" || !s.sought(id) {
		return
	}
	f := foundRow{place: place{w.file, w.line}}
	f.Source, f.Type, f.ID, f.Cells = s.source.Name, s.source.Type, id, map[string]facts.Cell{}
	if f.Reason = bad.reason; bad.reason != "" {
		f.Column, f.Value = w.columnName(bad.column), trim(strings.Clone(bad.value))
	}
	if p != nil {
		f.names = p.names
	}
	if r.fault.reason == "" {
		if s.partnerAt >= 0 {
			f.Key = strings.Clone(trim(r.raw(s.partnerAt)))
		}
		for i := range s.columns {
			if r.bad.reason != "" && i >= r.bad.column {
				break
			}
			f.Cells[s.columns[i].Name] = r.cells[i].cell()
		}
	}
	w.found = append(w.found, f)
}

// idOf reads the id even of a row with more or fewer fields than the header, or with
// one that is nested.
func idOf(s *scan, r *record) string {
	switch {
	case r.fault.reason == "":
		return r.cells[s.idAt].text
	case (r.fault.reason == facts.ReasonRaggedRow || r.fault.reason == facts.ReasonNestedValue) && r.pick[s.idAt] < len(r.fields):
		return trim(r.raw(s.idAt))
	}
	return ""
}

// foundIn gives what was sought as a variant sees it, in the order of sources and
// files.
func (j *run) foundIn(variant int) []facts.Found {
	var out []facts.Found
	for i, s := range j.scans {
		var all []foundRow
		for _, w := range j.workers[i] {
			all = append(all, w.found...)
		}
		slices.SortFunc(all, func(a, b foundRow) int { return a.place.compare(b.place) })
		paths := s.paths()
		for _, f := range all {
			row := f.Found
			row.Place = placeText(paths, f.place)
			if f.names != nil {
				row.Partner = f.names[variant]
			}
			out = append(out, row)
		}
	}
	return out
}
