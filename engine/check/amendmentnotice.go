package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// amendmentNotice checks that a signed amendment leaves the notice that the
// agreement promises, counted from the last signature. An amendment without
// signatures is still being talked about.
func amendmentNotice(c *Context) {
	spec.Each(c.Book.Docs, func(doc *spec.Document, a *spec.Agreement) {
		signed := map[string]spec.Val[spec.Date]{}
		for _, amendment := range a.Amendments {
			for _, s := range amendment.Signatures {
				if last := signed[string(amendment.ID.V)]; s.On.V > last.V {
					signed[string(amendment.ID.V)] = s.On
				}
			}
		}
		versions := versionsOf[spec.Agreement](c, doc)
		for i := 1; i < len(versions); i++ {
			notice := versions[i-1].spec.Term.ChangeNotice
			last := signed[versions[i].by.ID]
			if notice != nil && !last.At.IsZero() {
				origin{c: c, doc: doc}.noticeKept(*versions[i].by, *notice, last)
			}
		}
	})
}

func (o origin) noticeKept(amendment spec.Dated, notice spec.Val[spec.Duration], signed spec.Val[spec.Date]) {
	day := amendment.Effective
	earliest := notice.V.From(signed.V, o.c.holidays())
	if day.V >= earliest {
		return
	}
	f := diag.Finding{At: day.At, Path: "amendments/" + amendment.ID + "/effective", Label: "notice is kept from " + earliest.String() + " on",
		Detail:  fmt.Sprintf("The last signature is of %s, and changed terms need %s of notice.", signed.V, notice.V),
		Fix:     "write `effective: " + earliest.String() + "` or a later day",
		Related: []diag.Related{{At: notice.At, Note: "the notice that was agreed"}, {At: signed.At, Note: "the last signature"}}}
	o.report(f)
}
