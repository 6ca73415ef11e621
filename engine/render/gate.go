package render

import (
	"io"

	"github.com/partnership-as-code/entente/engine/plan"
)

// GateView is what `gate` shows.
type GateView struct {
	Plan   plan.Plan
	Errors int // findings of the head that keep the gate closed whoever approves
}

// IsOpen reports whether nothing is missing and nothing at fault.
func (v GateView) IsOpen() bool { return v.Errors == 0 && v.missing() == 0 }

func (v GateView) missing() int {
	left := 0
	for _, a := range v.Plan.Approvals {
		if !a.Met {
			left++
		}
	}
	return left
}

// Gate prints whether the gate is open, and what it asks for.
func Gate(w io.Writer, v GateView, o Options) error {
	p := newPage(o)
	p.wrapped(0, 0, strong, v.words())
	p.approvals(v.Plan.Approvals)
	p.section()
	p.parted(faint, provenance(v.Plan)...)
	return p.writeTo(w)
}

func (v GateView) words() string {
	var why []string
	switch n := v.missing(); n {
	case 0:
	case 1:
		why = append(why, "1 approval is missing")
	default:
		why = append(why, number(n)+" approvals are missing")
	}
	if v.Errors > 0 {
		why = append(why, "what is proposed has "+count(v.Errors, "error")+", which `entente validate` shows")
	}
	switch {
	case len(why) > 0:
		return "The gate is closed: " + joinAnd(why) + "."
	case len(v.Plan.Approvals) == 0:
		return "The gate is open: the change asks for nobody's approval."
	}
	return "The gate is open: everybody who must agree has."
}

// GateJSON prints the same for machines.
func GateJSON(w io.Writer, v GateView) error {
	return writeJSON(w, struct {
		FormatVersion string          `json:"formatVersion"`
		Open          bool            `json:"open"`
		Base          string          `json:"base"`
		Head          string          `json:"head"`
		TermsDigest   string          `json:"termsDigest"`
		Errors        int             `json:"errors"`
		Approvals     []plan.Approval `json:"approvals"`
	}{"1.0", v.IsOpen(), v.Plan.Base, v.Plan.Head, v.Plan.TermsDigest, v.Errors, notNull(v.Plan.Approvals)})
}
