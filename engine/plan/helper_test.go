package plan_test

import (
	stdcmp "cmp"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/state"
)

// repo is a repository in memory: a file's name to its text.
type repo map[string]string

func (r repo) with(name, text string) repo {
	out := repo{name: text}
	for n, t := range r {
		if n != name {
			out[n] = t
		}
	}
	return out
}

// edited replaces one stretch of a file.
func (r repo) edited(t fataler, name, old, new string) repo {
	t.Helper()
	if !strings.Contains(r[name], old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	return r.with(name, strings.Replace(r[name], old, new, 1))
}

func (r repo) without(name string) repo {
	out := repo{}
	for n, t := range r {
		if n != name {
			out[n] = t
		}
	}
	return out
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// snapshot evaluates a repository on its own facts, year to date.
func snapshot(t fataler, r repo) *state.Snapshot {
	t.Helper()
	p := compile(t, r)
	return evaluated(t, p, r, "2026-06-30", p)[0]
}

// both evaluates base and head on the base's facts.
func both(t fataler, base, head repo, day string) []*state.Snapshot {
	t.Helper()
	p := compile(t, base)
	return evaluated(t, p, base, day, p, compile(t, head))
}

// evaluated reads the sources of one program, with its files, for several.
func evaluated(t fataler, sources *evaluate.Program, in repo, day string, programs ...*evaluate.Program) []*state.Snapshot {
	t.Helper()
	asOf, err := quantity.ParseDate(day)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var jobs []evaluate.Job
	for _, p := range programs {
		jobs = append(jobs, evaluate.Job{Program: p, AsOf: asOf, Period: p.ToDate(asOf)})
	}
	mapped, _ := sources.Mapped(evaluate.Roots{in.files()})
	snaps, err := evaluate.Run(context.Background(), memory.Runner{}, mapped, jobs...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return snaps
}

func compile(t fataler, r repo) *evaluate.Program {
	t.Helper()
	docs, findings, err := load.Load(context.Background(), r.files(), "")
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, f := range findings {
		if f.Severity == diag.Error {
			t.Fatalf("the test's own documents are at fault: %s:%d %s %s", f.At.File(), f.At.From().Line, f.Summary, f.Detail)
		}
	}
	book, _ := resolve.Resolve(docs)
	p, _ := evaluate.Compile(book)
	return p
}

func (r repo) files() fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range r {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// said spells changes, one a line: action, what, from → to, where, since when.
func said(changes []plan.Change) []string {
	out := []string{}
	for _, c := range changes {
		line := fmt.Sprintf("%s %s", c.Action, c.Address)
		if c.Path != "" {
			line += " " + c.Path
		}
		line += fmt.Sprintf(": %s → %s @%s:%d", side(c.Before), side(c.After), c.File, c.Line)
		if c.Effective != "" {
			line += " from " + c.Effective
		}
		if c.AppliesTo != "" {
			line += " for " + c.AppliesTo
		}
		out = append(out, line)
	}
	return out
}

func side(s *string) string {
	if s == nil {
		return "·"
	}
	return *s
}

// wantChanges compares two repositories and holds the changes against lines of
// the form that said gives.
func wantChanges(t *testing.T, base, head repo, want ...string) {
	t.Helper()
	got := said(plan.Diff(snapshot(t, base), snapshot(t, head)))
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// document puts a spec into its envelope, on three lines.
func document(kind, name, spec string) string {
	return "apiVersion: entente/v1\nkind: " + kind + "\nmetadata: {name: " + name + "}\n" + spec
}

// bare leaves of changes what is the same from both sides.
func bare(changes []plan.Change) []plan.Change {
	out := []plan.Change{}
	for _, c := range changes {
		c.File, c.Line, c.Title, c.Reason, c.Positions = "", 0, "", "", nil
		out = append(out, c)
	}
	return out
}

// mirrored is what the same comparison from the other side must give.
func mirrored(changes []plan.Change) []plan.Change {
	turned := map[plan.Action]plan.Action{plan.Create: plan.Delete, plan.Delete: plan.Create}
	out := bare(changes)
	for i, c := range out {
		out[i].Action = stdcmp.Or(turned[c.Action], c.Action)
		out[i].Before, out[i].After = c.After, c.Before
	}
	return out
}

// spelledCause is address#path@file:line.
func spelledCause(c plan.Cause) string {
	out := string(c.Address)
	if c.Path != "" {
		out += "#" + c.Path
	}
	return fmt.Sprintf("%s@%s:%d", out, c.File, c.Line)
}
