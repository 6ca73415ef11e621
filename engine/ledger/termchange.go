package ledger

import (
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/spec"
)

// TermChange is a term that is otherwise than when a line was locked.
type TermChange struct {
	Path        string // rate, bands/steps/base/rate, payout/rateAt
	Was, Is     string // "": there is none
	WasAt, IsAt string // path@blob:line and path:line
}

// term is a value of a plan with its place.
type term struct{ path, text, at string }

// termsBetween gives what differs of all that a rule's lines go by. Nothing is known
// without both terms.
func termsBetween(was, is *commission.Terms, wasRule, isRule string) []TermChange {
	if was == nil || is == nil || was.Spec == nil || is.Spec == nil {
		return nil
	}
	if was.Plan != is.Plan {
		return []TermChange{{Path: "plan", Was: nameOf(was.Plan), Is: nameOf(is.Plan), WasAt: ruleAt(was, wasRule, true), IsAt: ruleAt(is, isRule, false)}}
	}
	if wasRule != isRule {
		return []TermChange{{Path: "rule", Was: wasRule, Is: isRule, WasAt: ruleAt(was, wasRule, true), IsAt: ruleAt(is, isRule, false)}}
	}
	before, after := termsOf(was, wasRule, true), termsOf(is, isRule, false)
	var out []TermChange
	for _, b := range before {
		i := slices.IndexFunc(after, func(a term) bool { return a.path == b.path })
		switch {
		case i < 0:
			out = append(out, TermChange{Path: b.path, Was: b.text, WasAt: b.at})
		case after[i].text != b.text:
			out = append(out, TermChange{b.path, b.text, after[i].text, b.at, after[i].at})
		}
	}
	for _, a := range after {
		if !slices.ContainsFunc(before, func(b term) bool { return a.path == b.path }) {
			out = append(out, TermChange{Path: a.path, Is: a.text, IsAt: a.at})
		}
	}
	return out
}

// termsOf lists what counts of a plan for a rule.
func termsOf(t *commission.Terms, rule string, isKept bool) []term {
	var out []term
	spec.Walk(t.Spec, func(n spec.Node) {
		if n.Scalar == nil || n.At.IsZero() {
			return
		}
		path, isIts := strings.CutPrefix(n.Path, "rules/"+rule+"/")
		switch block, _, _ := strings.Cut(n.Path, "/"); {
		case isIts, block == "attribution", block == "rounding", n.Path == "currency", n.Path == "payout/currency", n.Path == "payout/rateAt":
			out = append(out, term{path, n.Text, placeIn(OriginOf(n.At), isKept)})
		}
	})
	return out
}

func ruleAt(t *commission.Terms, rule string, isKept bool) string {
	if r := t.Rule(rule); r != nil && r.Spec != nil && !r.Spec.ID.At.IsZero() {
		return placeIn(OriginOf(r.Spec.ID.At), isKept)
	}
	return ""
}

// placeIn spells a place, with as much of the blob as git needs where that is not the file that
// lies there.
func placeIn(o Origin, isKept bool) string {
	if o.Blob = o.Blob[:10]; isKept {
		return o.String()
	}
	_, line, _ := cutLast(o.String(), ":")
	return o.Path + ":" + line
}

// TermChanges gives what differs of the terms that two locked lines went by.
func (in Reconciling) TermChanges(was, is *spec.StatementLine) []TermChange {
	x := reconciler{in: in}
	return termsBetween(x.termsOf(was), x.termsOf(is), textOf(was.Rule), textOf(is.Rule))
}
