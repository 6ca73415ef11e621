package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// staleAssessment checks that a partner is approved on an assessment of its fit
// that is not too old.
func staleAssessment(c *Change) {
	age := spec.Duration{N: 12, Unit: quantity.Months}
	if s := c.Base.Org.Settings; s != nil && s.AssessmentMaxAge != nil {
		age = s.AssessmentMaxAge.V
	}
	c.eachMove(func(m move) {
		if m.action != approvePartner {
			return
		}
		day := c.AsOf
		for _, d := range decisionsOf(c, m) {
			day = d.spec.Date.V
		}
		var latest *spec.Val[quantity.Date]
		spec.Each(c.Book.Docs, func(doc *spec.Document, a *spec.Assessment) {
			if !doc.Broken && a.Subject.To == m.doc.Address && a.Date.V <= day && (latest == nil || latest.V < a.Date.V) {
				latest = &a.Date
			}
		})
		f := diag.Finding{At: m.to.At, Path: "lifecycle", Label: "no assessment",
			Detail: fmt.Sprintf("`%s` becomes %s without an Assessment up to %s.", m.doc.Address, m.to.V, day),
			Fix:    fmt.Sprintf("add an Assessment with `subject: %s`: fit and SWOT", m.doc.Address)}
		if latest != nil {
			if age.From(latest.V, c.Base.Holidays()) >= day {
				return
			}
			f.Label = fmt.Sprintf("the assessment is older than %s", age)
			f.Detail = fmt.Sprintf("The latest assessment of `%s` is of %s; on %s it is older than %s.", m.doc.Address, latest.V, day, age)
			f.Fix = "assess the partner again before it is approved"
			f.Related = []diag.Related{{At: latest.At, Note: "the latest assessment"}}
		}
		m.report(f)
	})
}
