package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// TestRejectedRowsAreTold: rows that cannot be read pay nothing and stand in no
// line; every form of statement and payouts says which, and where.
func TestRejectedRowsAreTold(t *testing.T) {
	repo := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]",
		facts: and(deals("D-1 1000 2026-01-02 2026-01-10", "D-2 100000000000.01 2026-01-02 2026-01-11", "D-3 1000 2026-01-02 2026-13-01"),
			"refunds", refundHeader+"R-1,D-77,10,2026-02-01,refund\n")}.write(t)
	const (
		two = "2 rows of deals were rejected and pay nothing: deals.csv:3 (amount over max: 100000000000.01), deals.csv:4 (bad date in closedAt: 2026-13-01); see `entente status`."
		one = "1 row of refunds was rejected and takes nothing back: refunds.csv:2 (no such deal as D-77); see `entente status`."
	)
	for _, verb := range [][]string{{"statement", "northwind", quarter}, {"payouts", quarter}} {
		for _, form := range []string{"text", "json", "csv", "markdown", "html"} {
			if verb[0] == "payouts" && (form == "markdown" || form == "html") {
				continue
			}
			var stdout, stderr bytes.Buffer
			if code := run(append(verb, "-C", repo, "--as-of", quarterEnd, "--format", form), strings.NewReader(""), &stdout, &stderr); code != exitOK {
				t.Fatalf("%s as %s: exit %d\n%s", verb[0], form, code, stderr.String())
			}
			text := stdout.String()
			switch form {
			case "csv":
				if strings.Contains(text, "rejected") {
					t.Errorf("%s as csv is no table any more:\n%s", verb[0], text)
				}
				text = stderr.String()
			case "json":
				var doc struct{ Warnings []string }
				if err := json.Unmarshal(stdout.Bytes(), &doc); err != nil {
					t.Fatal(err)
				}
				text = strings.Join(doc.Warnings, "\n")
			}
			for _, want := range []string{two, one} {
				if !strings.Contains(unescaped(text), want) {
					t.Errorf("%s as %s does not say %q:\n%s", verb[0], form, want, text)
				}
			}
		}
	}
}

// unescaped undoes what Markdown, HTML and the width of a page do to plain words.
func unescaped(text string) string {
	return strings.NewReplacer("\n  ", " ", "\\", "", "&#96;", "`", "&#45;", "-").Replace(text)
}
