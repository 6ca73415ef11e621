package render

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/plan"
)

func TestRedline(t *testing.T) {
	golden(t, "redline.md", func(w io.Writer) error { return RedlineMarkdown(w, samplePlan()) })
	golden(t, "redline.html", func(w io.Writer) error { return RedlineHTML(w, samplePlan()) })
	golden(t, "redline-none.md", func(w io.Writer) error { return RedlineMarkdown(w, unchanged()) })
	golden(t, "redline-none.html", func(w io.Writer) error { return RedlineHTML(w, unchanged()) })
}

func TestAClauseIsNamedInWords(t *testing.T) {
	for _, c := range []struct {
		change plan.Change
		want   string
	}{
		{plan.Change{Address: "agreement/a", Path: "terms/liability/cap"}, "Liability, cap"},
		{plan.Change{Address: "agreement/a", Path: "terms/governingLaw"}, "Governing law"},
		{plan.Change{Address: "agreement/a", Path: "terms/responsibilities/sell/owner"}, "Responsibility “sell”, owner"},
		{plan.Change{Address: "agreement/a", Path: "term/changeNotice"}, "Term, change notice"},
		{plan.Change{Address: "commissionplan/c", Path: "rules/new~1old/bands/steps/mid/rate", About: "up to 5 USD"}, "Rule “new/old”, step “mid” (up to 5 USD), rate"},
		{plan.Change{Address: "commissionplan/c", Path: "rules"}, "Rules"},
		{plan.Change{Address: "partner/p", Path: "keys/crmOld-ID"}, "Keys, crmOld-ID"},
		{plan.Change{Address: "agreement/a", Path: "territory/DE~1AT", After: text("DE/AT")}, "Territory"},
		{plan.Change{Address: "agreement/a", Path: "terms/liability/unlimited/fraud", Before: text("fraud")}, "Liability, unlimited"},
		{plan.Change{Address: "scorecard/s", Path: "bands/good/from"}, "Band “good”, from"},
		{plan.Change{Address: "program/p", Path: "tiers/levels/gold/qualify/won-revenue/from"}, "Level “gold”, condition on “won-revenue”, from"},
	} {
		if got := clauseWords(c.change); got != c.want {
			t.Errorf("%s: %s, want %s", c.change.Path, got, c.want)
		}
	}
}

// TestOnlyTheWordsThatDifferAreStruck: of long texts; a short one is struck whole.
func TestOnlyTheWordsThatDifferAreStruck(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"Sell and give first-line support", "Sell and give second-line support", "Sell and give ~~first-line~~ **second-line** support"},
		{"Prices and customer data", "Prices, plans and customer data", "~~Prices~~ **Prices, plans** and customer data"},
		{"Prices and customer data", "Prices and customer data, for ever", "Prices and customer ~~data~~ **data, for ever**"},
		{"give more and more and more", "give more and more", "give more and more ~~and more~~"},
		{"90 days", "60 days", "~~90 days~~ **60 days**"},
		{"100000.00 USD", "", "~~100,000.00 USD~~ **(empty)**"},
		{"the same words  here", "the same words here", "~~the same words  here~~ **the same words here**"},
	} {
		got := marked(clauseOf(plan.Change{Path: "terms/x", Before: text(c.before), After: text(c.after)}))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func TestARedlineOfHostileTextIsHarmless(t *testing.T) {
	md := written(t, func(w io.Writer) error { return RedlineMarkdown(w, poisoned()) })
	ours := strings.NewReplacer("~~", "", "**", "", "<sub>", "", "</sub>", "", apart, "\x00")
	outside := entity.ReplaceAllString(ours.Replace(withoutCode(md)), "")
	for _, raw := range []string{"@team", "#1", "<", "http://", "www.", "GH-1", "[a]", "_u_", "$m$", "::", `\`} {
		if strings.Contains(outside, raw) {
			t.Errorf("%q is raw in Markdown", raw)
		}
	}
	page := written(t, func(w io.Writer) error { return RedlineHTML(w, poisoned()) })
	_, body, _ := strings.Cut(page, "</style>")
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(body, -1) {
		if !regexp.MustCompile(`^</?(head|body|html|h1|h2|p|del|ins|ol|ul|li|footer)( class="(place|remark)")?>$`).MatchString(tag) {
			t.Errorf("%s is in the page", tag)
		}
	}
	for name, got := range map[string]string{"markdown": md, "html": page} {
		for line := range strings.Lines(got) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsAny(line, "\x1b\x07\u202e\u200b\u2028\r") {
				t.Errorf("%s: hostile line %q", name, line)
			}
		}
	}
}
