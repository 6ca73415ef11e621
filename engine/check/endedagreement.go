package check

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// endedAgreement checks that an ended agreement says why, who winds it down, and
// that registered deals still pay until the wind-down is over. Clauses count as in
// force on the last day.
func endedAgreement(c *Context) {
	spec.Each(c.Book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		versions := versionsOf[spec.Agreement](c, doc, "program", "terms", "ended")
		if len(versions) == 0 || !knowsChanges(doc) {
			return
		}
		a := versions[len(versions)-1].spec
		_, _, isKnown := sound[spec.Program](c, a.Program.Name)
		if a.Ended == nil || a.Ended.On.At.IsZero() || !isKnown {
			return
		}
		in := c.Book.TermsAt(doc, a.Ended.On.V)
		origin{c: c, doc: doc}.ended(*a.Ended, in.Terms.Exit, a.Program.Name)
	})
}

func (o origin) ended(e spec.Ended, exit *spec.Exit, program string) {
	if exit == nil {
		exit = &spec.Exit{}
	}
	isOwned := e.WindDownOwner != nil || exit.WindDown != nil && exit.WindDown.Owner != nil
	var lacks, fixes []string
	if e.Reason == nil {
		lacks, fixes = append(lacks, "a reason"), append(fixes, "`reason: convenience`, or breach, insolvency, …")
	}
	if !isOwned {
		lacks, fixes = append(lacks, "somebody who winds it down"), append(fixes, "`windDownOwner:` with a person")
	}
	if len(lacks) > 0 {
		o.report(diag.Finding{At: e.On.At, Path: "ended", Label: "without " + listed(lacks),
			Detail: fmt.Sprintf("The agreement was ended on %s, and open deals and customers are left to whoever feels responsible.", e.On.V),
			Fix:    "add under `ended` " + listed(fixes)})
	}
	o.tailKept(e, exit, program)
}

// tailKept reports a tail that ends before the wind-down does: deals that both
// sides still bring home would pay nothing.
func (o origin) tailKept(e spec.Ended, exit *spec.Exit, program string) {
	reason := string(e.Reason.Or(""))
	tail, isExcepted := tailFor(exit.Tail, reason)
	if isExcepted {
		return
	}
	f := diag.Finding{At: e.On.At, Path: "terms/exit/tail", Related: []diag.Related{}}
	var windDown quantity.Duration
	if exit.WindDown != nil {
		windDown = exit.WindDown.For.Or(windDown)
	}
	until := windDown.From(e.On.V, o.c.holidays())
	switch {
	case tail == nil:
		f.Label = "no tail"
		f.Detail = "Nothing says how long deals that were registered before the end still pay."
		f.Fix = fmt.Sprintf("add `exit.tail` under `terms` of program `%s` or of this agreement, such as `{for: %s}`", program, orDays(windDown))
	case tail.V.From(e.On.V, o.c.holidays()) < until:
		f.Label = fmt.Sprintf("the tail is over on %s, the wind-down on %s", tail.V.From(e.On.V, o.c.holidays()), until)
		f.Detail = fmt.Sprintf("The wind-down takes %s and registered deals pay for %s: those that close last pay nothing.", windDown, tail.V)
		f.Fix = fmt.Sprintf("write a tail of %s or more, or a shorter wind-down", windDown)
		f.Related = append(f.Related, diag.Related{At: tail.At, Note: "the tail"}, diag.Related{At: exit.WindDown.For.At, Note: "the wind-down"})
	default:
		return
	}
	o.reportPart("tail", f)
}

// tailFor gives the tail after a reason of ending; nil when none is said. Some
// reasons are excepted: they leave no tail.
func tailFor(t *spec.Tail, reason string) (tail *spec.Val[spec.Duration], isExcepted bool) {
	if t == nil {
		return nil, false
	}
	for i := range t.Reasons {
		if string(t.Reasons[i].Reason.V) == reason {
			return &t.Reasons[i].For, false
		}
	}
	isExcepted = slices.ContainsFunc(t.Except, func(x spec.Val[spec.Text]) bool { return string(x.V) == reason })
	return t.For, isExcepted
}

// orDays is a duration, or the usual one where there is none.
func orDays(d quantity.Duration) quantity.Duration {
	if d.Unit == "" {
		return quantity.Duration{N: 90, Unit: quantity.Days}
	}
	return d
}
