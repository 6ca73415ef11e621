package render

import (
	"io"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
)

// FindingsJSON prints what `validate --format json` gives.
func FindingsJSON(w io.Writer, findings diag.List, s Stats) error {
	type checked struct {
		Documents int `json:"documents"`
		Files     int `json:"files"`
		Rules     int `json:"rules"`
	}
	return writeJSON(w, struct {
		FormatVersion string         `json:"formatVersion"`
		Findings      []plan.Finding `json:"findings"`
		Checked       checked        `json:"checked"`
	}{plan.FormatVersion, asData(findings), checked{s.Documents, s.Files, s.Rules}})
}

func asData(findings diag.List) []plan.Finding {
	out := make([]plan.Finding, 0, len(findings))
	for _, f := range findings {
		out = append(out, plan.FindingOf(f))
	}
	return out
}
