package render

import (
	"fmt"
	"io"

	"github.com/partnership-as-code/entente/engine/plan"
)

// Gate prints whether the gate is open, and what it asks for.
func Gate(w io.Writer, pl plan.Plan, o Options) error {
	p := newPage(o)
	switch open, missing := gateOf(pl.Approvals); {
	case len(pl.Approvals) == 0:
		p.line("%s", p.palette.paint(strong, "The gate is open: the change asks for nobody's approval."))
	case open:
		p.line("%s", p.palette.paint(strong, "The gate is open: everybody who must agree has."))
	default:
		p.wrapped(0, 0, strong, fmt.Sprintf("The gate is closed: %s missing.", missing))
	}
	p.approvals(pl.Approvals)
	p.section()
	p.parted(faint, provenance(pl)...)
	return p.writeTo(w)
}

func gateOf(all []plan.Approval) (open bool, missing string) {
	left := 0
	for _, a := range all {
		if !a.Met {
			left++
		}
	}
	if left == 1 {
		return false, "1 approval is"
	}
	return left == 0, fmt.Sprintf("%d approvals are", left)
}

// GateJSON prints the same for machines.
func GateJSON(w io.Writer, pl plan.Plan) error {
	open, _ := gateOf(pl.Approvals)
	return writeJSON(w, struct {
		FormatVersion string          `json:"formatVersion"`
		Open          bool            `json:"open"`
		Base          string          `json:"base"`
		Head          string          `json:"head"`
		TermsDigest   string          `json:"termsDigest"`
		Approvals     []plan.Approval `json:"approvals"`
	}{"1.0", open, pl.Base, pl.Head, pl.TermsDigest, pl.Approvals})
}
