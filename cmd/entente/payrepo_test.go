package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// payRepo is a repository with what a commission needs and no more. Every partner
// has an agreement in program p.
type payRepo struct {
	plan      string            // spec of plan p, in flow style or indented by two
	partners  map[string]string // further fields of each partner's spec
	agreement map[string]string // further fields of each agreement's spec, in place of the term
	docs      string
	facts     map[string]string // CSV by source type; the header names the columns
}

const plainTerm = "term: {effective: 2025-01-01}"

func (r payRepo) write(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("apiVersion: entente/v1\nkind: Organization\nmetadata: {name: house}\nspec: {baseCurrency: USD, timezone: UTC, people: [{id: lead, side: vendor}]}\n")
	doc := func(kind, name, spec string) {
		fmt.Fprintf(&b, "---\napiVersion: entente/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n  %s\n", kind, name, strings.ReplaceAll(strings.TrimSpace(spec), "\n", "\n  "))
	}
	doc("Program", "p", "type: reseller\nplan: p")
	doc("CommissionPlan", "p", r.plan)
	if r.partners == nil {
		r.partners = map[string]string{"northwind": ""}
	}
	for _, name := range slices.Sorted(maps.Keys(r.partners)) {
		doc("Partner", name, "legalName: "+name+" Ltd\nlifecycle: active\n"+r.partners[name])
		terms := r.agreement[name]
		if terms == "" {
			terms = plainTerm
		}
		doc("Agreement", name, "partner: "+name+"\nprogram: p\nstatus: signed\n"+terms)
	}
	dir := t.TempDir()
	for kind, text := range r.facts {
		header, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
		var columns []string
		for _, c := range strings.Split(header, ",") {
			columns = append(columns, c+": "+c)
		}
		doc("Source", kind, "type: "+kind+"\nfrom: {files: "+kind+".csv}\ncurrency: USD\ncolumns: {"+strings.Join(columns, ", ")+"}")
		put(t, dir, kind+".csv", strings.TrimSpace(text)+"\n")
	}
	put(t, dir, "entente.yaml", b.String()+r.docs)
	return dir
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

type statementDoc struct {
	Currency string
	Lines    []struct {
		Event, Kind, Of, Amount, Earned, State, Reason, Rule, CutPeriod, CutEvent string
	}
	Totals map[string]string
}

// statement runs the verb and reads what it prints.
func (r payRepo) statement(t *testing.T, partner, period, asOf string) statementDoc {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run([]string{"-C", r.write(t), "statement", partner, period, "--as-of", asOf, "--format", "json"}, strings.NewReader(""), &stdout, &stderr)
	if code != 0 {
		t.Fatalf("exit %d\n%s%s", code, stdout.String(), stderr.String())
	}
	var out statementDoc
	if err := json.Unmarshal(stdout.Bytes(), &out); err != nil {
		t.Fatalf("%v\n%s", err, stdout.String())
	}
	return out
}

// paid gives each line as event, kind and amount.
func (r payRepo) paid(t *testing.T, partner, period, asOf string) []string {
	t.Helper()
	out := []string{}
	for _, l := range r.statement(t, partner, period, asOf).Lines {
		word := l.Event + " " + l.Kind + " " + l.Earned
		if l.State == "void" {
			word = l.Event + " void " + l.Reason
		}
		out = append(out, word)
	}
	return out
}

func holds(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// answers asks why and looks for what the answer must hold.
func answers(t *testing.T, r payRepo, question string, want ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(append([]string{"-C", r.write(t), "why"}, strings.Fields(question)...), strings.NewReader(""), &stdout, &stderr)
	text := strings.Join(strings.Fields(stdout.String()), " ")
	for _, w := range want {
		if code != 0 || !strings.Contains(text, w) {
			t.Errorf("why %s does not say %q, exit %d:\n%s%s", question, w, code, stdout.String(), stderr.String())
		}
	}
}

const quarter, quarterEnd = "2026-Q1", "2026-03-31"

// deals gives won deals: id, amount, created and closed.
func deals(rows ...string) map[string]string {
	text := "id,partner,stage,amount,createdAt,closedAt\n"
	for _, row := range rows {
		f := strings.Fields(row)
		text += fmt.Sprintf("%s,northwind,won,%s,%s,%s\n", f[0], f[1], f[2], f[3])
	}
	return map[string]string{"deals": text}
}

func and(facts map[string]string, kind, text string) map[string]string {
	facts[kind] = text
	return facts
}

const simple = "currency: USD\npayout: {cadence: quarterly}\n"

func banded(fields, steps string) string {
	return simple + "rules: [{id: r, trigger: closed-won, bands: {" + fields + ", per: partner, reset: quarterly, steps: [" + steps + "]}}]"
}

const twoSteps = "{id: base, upTo: 50000 USD, rate: 10%}, {id: top, rate: 12%}"

const refundHeader = "id,of,amount,at,reason\n"
