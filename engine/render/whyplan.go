package render

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// standing says whether the line is held, released, payable or taken back.
func (a *WhyAnswer) standing() []string {
	if a.State == commission.Void {
		return nil
	}
	var out []string
	if r := a.Rule; r != nil && r.Spec != nil && r.Spec.Hold != nil {
		out = append(out, a.held())
	} else if a.Kind == commission.Earned {
		out = append(out, "No hold.")
	}
	switch {
	case isTakenBack(&a.Line):
		out = append(out, "It was taken back in full.")
	case a.IsReleased:
		out = append(out, a.released())
	}
	return out
}

func (a *WhyAnswer) released() string {
	if !a.IsReleased {
		return ""
	}
	return fmt.Sprintf("It was earned in %s and is released in this period.", a.Earlier)
}

func (a *WhyAnswer) held() string {
	if a.Kind == commission.Corrected {
		if a.Until == 0 {
			return ""
		}
		return fmt.Sprintf("Held like what it corrects, to %s.", a.Until)
	}
	hold := a.Rule.Spec.Hold
	switch {
	case a.Until == 0 && (a.Kind == commission.Refunded || a.Kind == commission.ClawedBack || a.Kind == commission.Reopened):
		return "Not held: what it takes from was payable by then."
	case a.Until == 0:
		return ""
	case a.Of != "":
		return fmt.Sprintf("Held like what it takes from, %s, to %s.", cited(hold), a.Until)
	}
	return fmt.Sprintf("Held %s from %s%s, to %s.", asWritten(hold.At, hold.Canonical()), a.heldFrom(), cite(hold.At), a.Until)
}

func (a *WhyAnswer) heldFrom() string {
	if a.Row != nil && a.Row.Trigger != commission.ClosedWon {
		return a.At.String()
	}
	return "closing"
}

// terms says of which day the version of the plan is.
func (a *WhyAnswer) terms() []string {
	p := a.Terms.Spec
	if p.Effective == nil || a.Since != p.Effective.V {
		return nil
	}
	return []string{fmt.Sprintf("The terms are those of %s.", cited(p.Effective))}
}

// changes says which dated change set a term that the line was paid by, and which
// one does not apply though its day had come.
func (a *WhyAnswer) changes() []string {
	var out []string
	for i := range a.Terms.Spec.Changes {
		c := &a.Terms.Spec.Changes[i]
		if set := a.setBy(c); len(set) > 0 {
			out = append(out, fmt.Sprintf("The dated change %s%s set %s, in force from %s for %s.", c.ID.V, cite(c.ID.At), sequence(set), cited(&c.Effective), a.appliesTo(c)))
		} else if c.Effective.V <= a.earnedOn() && a.Since < c.Effective.V {
			out = append(out, fmt.Sprintf("The dated change %s%s of %s does not apply: it is for %s%s.", c.ID.V, cite(c.ID.At), cited(&c.Effective), a.appliesTo(c), a.began()))
		}
	}
	return out
}

// earnedOn is the day of the row that earned, of what is taken back too.
func (a *WhyAnswer) earnedOn() quantity.Date {
	if a.Of != "" && a.Row != nil {
		return a.Row.At
	}
	return a.At
}

func (a *WhyAnswer) appliesTo(c *spec.PlanChange) string {
	if c.AppliesTo == nil {
		return "new-deals, which is the default"
	}
	return cited(c.AppliesTo)
}

// began says when the deal of the row began, by which a change for new deals
// applies or not.
func (a *WhyAnswer) began() string {
	switch e := a.Row; {
	case e == nil:
		return ""
	case e.Registered != 0:
		return fmt.Sprintf(", and the deal was registered on %s%s", e.Registered, citeRow(e.Place))
	case e.Created != 0:
		return fmt.Sprintf(", and the deal was created on %s%s", e.Created, citeRow(e.Place))
	}
	return ""
}

// setBy gives the terms of the line that a change set, each with its line.
func (a *WhyAnswer) setBy(c *spec.PlanChange) []string {
	if a.Rule == nil {
		return nil
	}
	set := map[diag.Span]string{}
	spec.Walk(&c.Set.V, func(n spec.Node) {
		if n.Scalar != nil && !n.IsItem {
			set[n.Scalar.Span()] = n.Path
		}
	})
	var out []string
	used := map[string]bool{}
	for _, p := range a.Parts {
		if p.Step != nil && p.Step.Spec != nil {
			used[p.Step.ID] = true
		}
	}
	spec.Walk(a.Terms.Spec, func(n spec.Node) {
		if n.Scalar == nil || n.IsItem {
			return
		}
		path, isSet := set[n.Scalar.Span()]
		if isSet && n.Path == path && !strings.HasSuffix(path, "/id") && a.isOfLine(path, used) {
			out = append(out, fmt.Sprintf("%s to %s%s", pathWords(path), asWritten(n.Scalar.Span(), n.Text), cite(n.Scalar.Span())))
		}
	})
	return out
}

// isOfLine reports whether a term at a path may have decided the line: those of
// its rule, of its own steps alone, and those of the whole plan.
func (a *WhyAnswer) isOfLine(path string, steps map[string]bool) bool {
	rest, isRule := strings.CutPrefix(path, "rules/")
	if !isRule {
		return true
	}
	rest, isIts := strings.CutPrefix(rest, a.Rule.ID+"/")
	if !isIts {
		return false
	}
	step, isStep := strings.CutPrefix(rest, "bands/steps/")
	if !isStep {
		return true
	}
	id, _, _ := strings.Cut(step, "/")
	return steps[id]
}

// planSource says which document names the plan.
func (a *WhyAnswer) planSource() string {
	s := a.Source
	plan := a.Terms.Plan.Name()
	const none = "; the agreement names none of its own"
	switch s.Kind {
	case "agreement":
		out := fmt.Sprintf("The plan %s%s is named by agreement %s", plan, cite(s.At), s.Name)
		if s.Since != nil {
			out += fmt.Sprintf(", amended by %s from %s on", s.Amendment, cited(s.Since))
		}
		return out + "."
	case "pin":
		return fmt.Sprintf("The plan %s%s is that of level %s of program %s, on which the partner is pinned%s%s.", plan, cite(s.At), s.Level, s.Name, cite(s.LevelAt), none)
	case "tier":
		return fmt.Sprintf("The plan %s%s is that of level %s of program %s, which the partner had earned by %s%s.", plan, cite(s.At), s.Level, s.Name, s.On, none)
	case "program":
		return fmt.Sprintf("The plan comes from program %s%s%s.", s.Name, cite(s.At), none)
	}
	return ""
}
