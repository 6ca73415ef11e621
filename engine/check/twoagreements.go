package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// twoAgreements checks that a partner has one signed agreement per program,
// territory and day, unless one of two takes the place of the other.
func twoAgreements(c *Context) {
	groups := map[[2]string][]stretch{} // by partner and program
	spec.Each(c.Book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		for _, s := range stretchesOf(c, doc) {
			key := [2]string{s.spec.Partner.Name, s.spec.Program.Name}
			groups[key] = append(groups[key], s)
		}
	})
	for _, group := range groups {
		slices.SortStableFunc(group, func(a, b stretch) int {
			return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.doc.Address, b.doc.Address))
		})
		reported := map[spec.Address]bool{}
		for i, later := range group {
			for _, earlier := range group[:i] {
				if !reported[later.doc.Address] && later.clashes(earlier) {
					reported[later.doc.Address] = true
					later.bothHold(earlier)
				}
			}
		}
	}
}

// stretch is the time in which one version of a signed agreement holds.
type stretch struct {
	version[spec.Agreement]
	from, until quantity.Date // until is the last day; 0: without end
}

func stretchesOf(c *Context, doc *spec.Document) []stretch {
	versions := versionsOf[spec.Agreement](c, doc, "partner", "program", "status", "term", "territory", "supersedes", "ended")
	if len(versions) == 0 || !knowsChanges(doc) {
		return nil
	}
	latest := versions[len(versions)-1].spec
	if isBackward(latest.Term) {
		return nil
	}
	last := lastDay(latest.Term, latest.Ended)
	var out []stretch
	for i, v := range versions {
		s := stretch{version: v, from: v.spec.Term.Effective.V}
		if v.by != nil {
			s.from = max(s.from, v.by.Effective.V)
		}
		if i+1 < len(versions) {
			s.until = versions[i+1].by.Effective.V.AddDays(-1)
		}
		if last != nil && (s.until == 0 || s.until > last.V) {
			s.until = last.V
		}
		if v.spec.Status.V == "signed" && (s.until == 0 || s.from <= s.until) {
			out = append(out, s)
		}
	}
	return out
}

// clashes reports whether both hold somewhere on the day on which s begins, which
// is not before the other one begins. A document that stands twice is a fault of
// its own.
func (s stretch) clashes(earlier stretch) bool {
	if s.doc.Address == earlier.doc.Address || earlier.until != 0 && earlier.until < s.from {
		return false
	}
	_, overlap := s.shared(earlier)
	return overlap && !s.c.takesOver(s.doc, earlier.doc) && !s.c.takesOver(earlier.doc, s.doc)
}

// shared gives the territories of both; none with overlap is everywhere.
func (s stretch) shared(other stretch) (names []string, overlap bool) {
	a, b := s.spec.Territory, other.spec.Territory
	if len(a) == 0 || len(b) == 0 {
		for _, t := range slices.Concat(a, b) {
			names = append(names, string(t.V))
		}
		return names, true
	}
	of := map[string]bool{}
	for _, t := range b {
		of[strings.ToLower(string(t.V))] = true
	}
	for _, t := range a {
		if of[strings.ToLower(string(t.V))] {
			names = append(names, string(t.V))
		}
	}
	return names, len(names) > 0
}

// takesOver reports whether an agreement supersedes another, itself or through
// those that it supersedes.
func (c *Context) takesOver(doc, other *spec.Document) bool {
	for range len(c.Book.Docs.List) { // a chain can be a circle, which is a fault of its own
		a, ok := spec.As[spec.Agreement](doc)
		if !ok || a.Supersedes == nil {
			return false
		}
		if doc = c.Book.Docs.Get(spec.NewAddress("Agreement", a.Supersedes.Name)); doc == nil || doc == other {
			return doc != nil
		}
	}
	return false
}

func (s stretch) bothHold(earlier stretch) {
	at, path := s.spec.Term.Effective.At, "term/effective"
	if s.by != nil {
		at, path = s.by.At, "amendments/"+s.by.ID
	}
	names, _ := s.shared(earlier)
	where := ""
	if len(names) > 0 {
		where = " in " + listed(names)
	}
	other := string(earlier.doc.Name.V)
	when := "from " + earlier.from.String() + " on"
	if earlier.until != 0 {
		when = fmt.Sprintf("from %s to %s", earlier.from, earlier.until)
	}
	s.report(diag.Finding{At: at, Path: path, Label: "`" + other + "` holds " + when,
		Detail: fmt.Sprintf("`%s` and `%s` are both signed with `%s` in program `%s`, and from %s on both hold%s.",
			other, s.doc.Name.V, s.spec.Partner.Name, s.spec.Program.Name, s.from, where),
		Fix:     "add `supersedes: " + other + "` when this one takes its place, else give the two other dates or territories",
		Related: []diag.Related{{At: earlier.doc.Name.At, Note: "the other agreement"}}})
}
