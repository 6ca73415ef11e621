package render

import (
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/plan"
)

// TestAnErrorInAPlanShowsTheWayOut: as it is, so that what is to be written can be
// copied; of warnings and of what is resolved the place is enough.
func TestAnErrorInAPlanShowsTheWayOut(t *testing.T) {
	found := func(severity, fix string) plan.Finding {
		return plan.Finding{Code: "c", Severity: severity, Summary: "S", Detail: "D.", Fix: fix, File: "a.yaml", Line: 1}
	}
	pl := plan.Plan{Base: "a", Head: "b", Findings: plan.Findings{
		New:      []plan.Finding{found("error", "add: changes: [{id: `a`, set: {x: 1}}]"), found("warning", "never mind")},
		Resolved: []plan.Finding{found("error", "once it was so")}}}
	var text, markdown strings.Builder
	if err := Plan(&text, pl, Options{Width: 100}); err != nil {
		t.Fatal(err)
	}
	if err := PlanMarkdown(&markdown, pl); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ out, want string }{
		{text.String(), "    help: add: changes: [{id: `a`, set: {x: 1}}]\n"},
		{markdown.String(), "\n  - help: ``add: changes: [{id: `a`, set: {x: 1}}]``"},
	} {
		if !strings.Contains(c.out, c.want) || strings.Count(c.out, "help:") != 1 {
			t.Errorf("want %q alone in\n%s", c.want, c.out)
		}
	}
}
