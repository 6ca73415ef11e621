package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// termDates checks that an agreement begins before it expires, and that it was
// ended while it held.
func termDates(c *Context) {
	spec.Each(c.Book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		versions := versionsOf[spec.Agreement](c, doc, "term/effective", "term/expires")
		for i, v := range versions {
			switch isLatest := i == len(versions)-1; {
			case isBackward(v.spec.Term):
				v.backwardTerm(v.spec.Term)
			case isLatest && v.spec.Ended != nil && doc.IsSound("term/renewal", "ended") && knowsChanges(doc): // an amendment may have moved the last day before
				v.endedOutside(v.spec.Term, v.spec.Ended.On)
			}
		}
	})
}

func isBackward(t spec.Term) bool { return t.Expires != nil && t.Expires.V <= t.Effective.V }

func (o origin) backwardTerm(t spec.Term) {
	first, last := t.Effective.V, t.Expires.V
	f := diag.Finding{At: t.Expires.At, Path: "term/expires", Label: "the first day is " + first.String(),
		Related: []diag.Related{{At: t.Effective.At, Note: "the first day"}}}
	if first == last {
		f.Detail = fmt.Sprintf("The agreement begins and expires on %s: it holds for a single day.", first)
		f.Fix = fmt.Sprintf("write `expires: %s` for twelve months, or take `expires` away for an agreement without end", yearFrom(first))
	} else {
		f.Detail = fmt.Sprintf("The agreement begins on %s and expires on %s: it never holds.", first, last)
		f.Fix = fmt.Sprintf("write a day after %s, or swap the two days", first)
	}
	o.report(f)
}

// yearFrom is the last day of the twelve months that begin on a day.
func yearFrom(first quantity.Date) quantity.Date { return first.AddMonths(12).AddDays(-1) }

// endedOutside reports an end on a day when there was no agreement to end.
func (o origin) endedOutside(t spec.Term, on spec.Val[spec.Date]) {
	f := diag.Finding{At: on.At, Path: "ended/on"}
	last := lastDay(t, nil)
	switch {
	case on.V < t.Effective.V:
		f.Label = "the first day is " + t.Effective.V.String()
		f.Detail = fmt.Sprintf("The agreement was ended on %s, before it began.", on.V)
		f.Related = []diag.Related{{At: t.Effective.At, Note: "the first day"}}
	case last != nil && on.V > last.V:
		f.Label = "the last day is " + last.V.String()
		f.Detail = fmt.Sprintf("The agreement had expired by itself when it was ended on %s.", on.V)
		f.Related = []diag.Related{{At: last.At, Note: "the last day"}}
	default:
		return
	}
	f.Fix = "write a day from " + t.Effective.V.String() + " on"
	if last != nil {
		f.Fix = fmt.Sprintf("write a day from %s to %s", t.Effective.V, last.V)
	}
	o.report(f)
}

// lastDay is the last day on which an agreement holds; nil when none is known,
// because it is evergreen or renews by itself.
func lastDay(t spec.Term, ended *spec.Ended) *spec.Val[spec.Date] {
	switch {
	case ended != nil:
		return &ended.On
	case t.Renewal.Or("none") == "auto":
		return nil
	}
	return t.Expires
}
