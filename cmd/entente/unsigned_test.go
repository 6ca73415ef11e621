package main

import (
	"bytes"
	"strings"
	"testing"
)

// A partner whose agreement is a draft has sold something: finance is told why it is
// in no list.
func TestPartnersWithoutASignedAgreementAreNamed(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: deals("D-1 1000 2026-01-02 2026-01-10"),
		docs: "---\napiVersion: entente/v1\nkind: Partner\nmetadata: {name: beta}\nspec: {legalName: Beta Ltd, lifecycle: active}\n" +
			"---\napiVersion: entente/v1\nkind: Agreement\nmetadata: {name: beta}\nspec: {partner: beta, program: p, status: draft, term: {effective: 2025-01-01}}\n"}
	r.facts["deals"] += "D-2,beta,won,600,2026-01-02,2026-02-10\nD-3,beta,open,900,2026-01-02,\n"
	const want = "beta has 1 event in 2026-Q1 and no signed agreement, so nothing is paid for it: D-2 (deals.csv:3)."
	dir := r.write(t)
	for _, c := range []struct {
		args  []string
		isErr bool
	}{
		{[]string{"payouts", quarter, "--format", "text"}, false}, {[]string{"payouts", quarter, "--format", "json"}, false}, {[]string{"payouts", quarter}, true},
		{[]string{"statement", "beta", quarter}, false}, {[]string{"statement", "beta", quarter, "--format", "json"}, false},
		{[]string{"statement", "beta", quarter, "--format", "markdown"}, false}, {[]string{"statement", "beta", quarter, "--format", "csv"}, true},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(append([]string{"-C", dir, "--as-of", quarterEnd}, c.args...), strings.NewReader(""), &stdout, &stderr); code != 0 {
			t.Errorf("%v: exit %d\n%s", c.args, code, stderr.String())
		}
		out := stdout.String()
		if c.isErr {
			out = stderr.String()
		}
		if !strings.Contains(strings.ReplaceAll(strings.Join(strings.Fields(out), " "), "\\", ""), want) {
			t.Errorf("%v does not say so:\n%s%s", c.args, stdout.String(), stderr.String())
		}
	}
	for _, args := range [][]string{{"statement", "northwind", quarter}, {"payouts", "2026-Q2", "--format", "text"}} {
		var stdout, stderr bytes.Buffer
		run(append([]string{"-C", dir, "--as-of", "2026-06-30"}, args...), strings.NewReader(""), &stdout, &stderr)
		if strings.Contains(stdout.String()+stderr.String(), "no signed agreement, so") {
			t.Errorf("%v: %s%s", args, stdout.String(), stderr.String())
		}
	}
}

func TestReconcileOfAll(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: deals("D-1 1000 2026-01-02 2026-01-10"),
		partners: map[string]string{"northwind": "", "alpha": "", "beta": ""}}
	r.facts["deals"] += "D-2,beta,won,600,2026-01-02,2026-02-10\n"
	dir := r.write(t)
	ask := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		if code := run(append([]string{"-C", dir}, args...), strings.NewReader(""), &stdout, &stderr); code != 0 {
			t.Fatalf("%v: exit %d\n%s", args, code, stderr.String())
		}
		return stdout.String()
	}
	if got := ask("statement", "--reconcile", "--as-of", "2026-04-20"); got != "No statement is locked: entente statement PARTNER PERIOD --lock\n" {
		t.Error(got)
	}
	ask("statement", quarter, "--lock", "--all", "--as-of", "2026-04-20")
	put(t, dir, "deals.csv", strings.Replace(r.facts["deals"], "600", "700", 1))
	got := ask("statement", "--reconcile", "--as-of", "2026-04-20")
	if strings.Count(got, "Locked statements of ") != 2 || strings.Count(got, "Nothing to correct.") != 1 || !strings.Contains(got, "10.00 USD go into the statement of 2026-Q2: entente statement beta 2026-Q2") {
		t.Error(got)
	}
	if csv := ask("statement", "--reconcile", "--as-of", "2026-04-20", "--format", "csv"); strings.Count(csv, "\n") != 2 || !strings.Contains(csv, "\nbeta,beta-2026-q1,D-2,") {
		t.Error(csv)
	}
}
