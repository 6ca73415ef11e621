package gate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/state"
)

// doc writes a document.
func doc(kind, name, spec string) string {
	return fmt.Sprintf("---\napiVersion: entente/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n  %s\n", kind, name, strings.ReplaceAll(strings.TrimSpace(spec), "\n", "\n  "))
}

const people = `baseCurrency: USD
timezone: UTC
people:
  - {id: ann, github: Ann-GH, functions: [finance], skills: [negotiation], delegate: del}
  - {id: ben, github: ben-gh, functions: [finance], delegate: del}
  - {id: cat, github: cat-gh, functions: [legal]}
  - {id: dan, github: dan-gh}
  - {id: del, github: del-gh}
  - {id: eve, github: eve-gh, functions: [finance], until: 2026-05-31, delegate: adviser}
  - {id: fay, github: fay-gh}
  - {id: gus, github: gus-gh, since: 2026-08-01, functions: [legal]}
  - {id: hal, github: hal-gh, delegate: del}
  - {id: ivy, github: ivy-gh}
  - {id: jim, github: Ivy-GH}
  - {id: kim, functions: [sales]}
  - {id: leo, functions: [sales]}
  - {id: mia, delegate: dan}
  - {id: adviser, github: adv-gh, side: adviser}
teams:
  - {id: office, members: [fay, kim]}
  - {id: old, members: [eve, gus]}
  - {id: board, members: [ann, cat]}`

var org = doc("Organization", "acme", people)

// rights writes decision rights of the rules, one a line.
func rights(rules ...string) string {
	return doc("DecisionRights", "rights", "rules:\n  - "+strings.Join(rules, "\n  - "))
}

func bookOf(t *testing.T, docs ...string) (*resolve.Book, *state.Snapshot) {
	t.Helper()
	loaded, _, err := load.Load(t.Context(), fstest.MapFS{"all.yaml": {Data: []byte(strings.Join(docs, ""))}}, "")
	if err != nil {
		t.Fatal(err)
	}
	book, _ := resolve.Resolve(loaded)
	program, _ := evaluate.Compile(book)
	day, _ := quantity.ParseDate("2026-06-30")
	snaps, err := evaluate.Run(t.Context(), memory.Runner{}, nil, evaluate.Job{Program: program, AsOf: day, Period: program.ToDate(day)})
	if err != nil {
		t.Fatal(err)
	}
	return book, snaps[0]
}

// between makes an Input of what leads from base to head; both stand on the
// people and the rights given.
func between(t *testing.T, rights, base, head string) gate.Input {
	t.Helper()
	book, before := bookOf(t, org, rights, base)
	_, after := bookOf(t, org, rights, head)
	p := plan.Compare(plan.Input{Base: before, Head: after, Currency: "USD"})
	return gate.Input{Plan: &p, Book: book, Base: before.Declared, Head: after.Declared}
}

func require(t *testing.T, in gate.Input) []plan.Approval {
	t.Helper()
	out, err := gate.Require(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// spelled gives what is asked for: "RULE because", "ACTION! because" where no rule
// covers it.
func spelled(all []plan.Approval) []string {
	out := []string{}
	for _, a := range all {
		name := a.Rule
		if name == "" {
			name = a.Action + "!"
		}
		out = append(out, name+" "+a.Because)
	}
	return out
}

// fired gives the names alone, sorted.
func fired(all []plan.Approval) string {
	var out []string
	for _, s := range spelled(all) {
		name, _, _ := strings.Cut(s, " ")
		out = append(out, name)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func usd(minor int64) quantity.Money { return quantity.Money{Minor: minor, Currency: "USD"} }
func eur(minor int64) quantity.Money { return quantity.Money{Minor: minor, Currency: "EUR"} }

// review is one of head, at an hour of a day.
func review(login string, s gate.State, hour int) gate.Review {
	return gate.Review{Login: login, State: s, Commit: "c0ffee", At: time.Date(2026, 6, 29, hour, 0, 0, 0, time.UTC)}
}
