package diag

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Severity says whether a finding closes the way.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one fault that a user can mend. Summary is the same for every
// finding of a code; Detail names the case and what was expected; Fix says what
// to write instead. Label stands under the caret in an excerpt.
type Finding struct {
	Code     string
	Severity Severity
	Summary  string
	Detail   string
	Label    string
	Fix      string
	Resource string // the address, kind/name, when it is known
	Path     string // within the resource, by item keys
	At       Span
	Related  []Related
	Excerpt  *Excerpt // attached once, after sorting
}

// Related points at a second place that explains the first.
type Related struct {
	At   Span
	Note string
}

// Fingerprint is stable while the file around the finding moves: it covers what
// is wrong and where by address, never by line.
func (f Finding) Fingerprint() string {
	place := f.Resource
	if place == "" {
		place = f.At.File()
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Code, place, f.Path, f.Detail}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// List collects findings in any order.
type List []Finding

// Add appends one finding.
func (l *List) Add(f Finding) { *l = append(*l, f) }

// HasErrors reports whether any finding is an error.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// Count gives the number of findings of one severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, f := range l {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Sorted gives the findings by file, place, severity, code and detail, without
// repetitions, each with its excerpt. It is called once, just before rendering.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, compare)
	out = slices.CompactFunc(out, func(a, b Finding) bool { return compare(a, b) == 0 })
	for i := range out {
		out[i].Excerpt = excerpt(out[i].At)
		for _, r := range out[i].Related {
			r.At.From() // reads the lines now: the folder may be closed when this is printed
		}
	}
	return out
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.At.File(), b.At.File()),
		cmp.Compare(a.At.Start, b.At.Start),
		cmp.Compare(a.At.End, b.At.End),
		cmp.Compare(a.Severity, b.Severity),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Detail, b.Detail),
	)
}
