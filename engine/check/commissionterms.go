package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// commissionTerms checks that what a plan says can be computed, by compiling each
// of its versions. What is against another rule is left to that rule.
func commissionTerms(c *Context) {
	each(c, func(v version[spec.CommissionPlan]) {
		_, found := commission.Compile(v.doc, v.spec, func(*spec.PayRule) int { return -1 })
		for _, f := range found {
			if f.Code == commission.CodeTerms {
				f.Severity = ""
				v.report(f)
			}
		}
		for _, r := range v.spec.Rules {
			v.amountsOf(r)
		}
		v.sharesOf(v.spec.Attribution)
	}, "currency", "rules/*", "attribution", "rounding", "payout")
}

// amountsOf checks that no amount of a rule is less than nothing, and that there
// is room between its limits.
func (o origin) amountsOf(r spec.PayRule) {
	path := "rules/" + string(r.ID.V)
	o.atLeastZero(r.Flat, path+"/flat")
	o.priceAtLeastZero(r.PerUnit, path+"/perUnit")
	if r.Bands != nil {
		for _, s := range r.Bands.Steps {
			step := path + "/bands/steps/" + string(s.ID.V)
			o.atLeastZero(s.Flat, step+"/flat")
			o.priceAtLeastZero(s.PerUnit, step+"/perUnit")
		}
	}
	if r.Cap != nil {
		o.atLeastZero(r.Cap.PerEvent, path+"/cap/perEvent")
		o.atLeastZero(r.Cap.PerPeriod, path+"/cap/perPeriod")
	}
	if r.Floor == nil {
		return
	}
	o.atLeastZero(r.Floor.PerEvent, path+"/floor/perEvent")
	if r.Cap != nil && r.Cap.PerEvent != nil && r.Floor.PerEvent != nil &&
		r.Floor.PerEvent.V.Currency == r.Cap.PerEvent.V.Currency && r.Floor.PerEvent.V.Minor > r.Cap.PerEvent.V.Minor {
		o.report(diag.Finding{At: r.Floor.PerEvent.At, Path: path + "/floor/perEvent", Label: "more than the cap of " + r.Cap.PerEvent.V.String(),
			Detail:  "What is least would be more than what is most; every event would earn the cap.",
			Fix:     "write a floor of at most " + r.Cap.PerEvent.V.String() + ", or raise the cap",
			Related: []diag.Related{{At: r.Cap.PerEvent.At, Note: "the cap"}}})
	}
}

func (o origin) atLeastZero(m *spec.Val[spec.Money], path string) {
	if m != nil && m.V.Minor < 0 {
		o.belowZero(m.At, path, m.V.String())
	}
}

func (o origin) priceAtLeastZero(p *spec.Val[spec.Price], path string) {
	if p != nil && p.V.Rat().Sign() < 0 {
		o.belowZero(p.At, path, p.V.String())
	}
}

func (o origin) belowZero(at diag.Span, path, amount string) {
	o.report(diag.Finding{At: at, Path: path, Label: "less than nothing",
		Detail: fmt.Sprintf("Nothing can earn or be limited to %s.", amount), Fix: "write 0 or more; what is taken back stands under `clawback`, and a refund takes its share back by itself"})
}

// sharesOf checks that fixed shares are named where they count, and only there.
func (o origin) sharesOf(a *spec.Attribution) {
	switch {
	case a == nil:
	case a.Method.V == "fixed" && len(a.Shares) == 0:
		o.report(diag.Finding{At: a.Method.At, Path: "attribution/method", Label: "whose shares?",
			Detail: "Method `fixed` shares a deal as `shares` says, and nobody is named.", Fix: "add `shares: [{partner: …, share: 50%}]`, or choose another method"})
	case a.Method.V != "fixed" && len(a.Shares) > 0:
		o.report(diag.Finding{At: a.Shares[0].Share.At, Path: "attribution/shares/" + a.Shares[0].Partner.Name, Label: "`" + string(a.Method.V) + "` does not read it",
			Detail: fmt.Sprintf("Method `%s` shares a deal by its touches; the shares would count for nothing.", a.Method.V), Fix: "write `method: fixed`, or take `shares` away"})
	}
}
