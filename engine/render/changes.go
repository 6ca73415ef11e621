package render

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
)

// changeGroup is what changes in one document.
type changeGroup struct {
	address spec.Address
	title   string
	changes []plan.Change
}

// grouped gathers changes by address, in order of first appearance.
func grouped(changes []plan.Change) []changeGroup {
	var out []changeGroup
	at := map[spec.Address]int{}
	for _, c := range changes {
		i, known := at[c.Address]
		if !known {
			i, at[c.Address] = len(out), len(out)
			out = append(out, changeGroup{address: c.Address, title: c.Title})
		}
		out[i].changes = append(out[i].changes, c)
	}
	return out
}

// action of a group is that of its document, which is changed unless it is new
// or gone.
func (g changeGroup) action() plan.Action {
	for _, c := range g.changes {
		if c.Path == "" {
			return c.Action
		}
	}
	return plan.Update
}

// hasTitle is false of a title that only repeats the address.
func (g changeGroup) hasTitle() bool {
	return g.title != "" && !strings.EqualFold(g.title, g.address.Name())
}

// sign marks an action, as Terraform does.
func sign(a plan.Action) (string, tone) {
	switch a {
	case plan.Create:
		return "+", good
	case plan.Delete:
		return "-", bad
	case plan.Reorder:
		return "⇅", hint
	}
	return "~", warn
}

// whatChanges names the changed value. What is about a step of bands is said with
// the volumes that the step is for.
func whatChanges(c plan.Change, names wayWriter) string {
	if parts := strings.Split(c.Path, "/"); c.About != "" && len(parts) > 2 {
		last := len(parts) - 1
		return "step " + names.code(parts[last-1]) + names.text(" ("+c.About+"): "+parts[last])
	}
	return names.text(wordsOf(c))
}

func wordsOf(c plan.Change) string {
	switch {
	case c.Path != "":
		return pathWords(c.Path)
	case c.Action == plan.Create:
		return "the document is new"
	case c.Action == plan.Delete:
		return "the document is removed"
	}
	return "the document"
}

// fromTo is a change in words: 12% → 10%, the one side that there is, or "" of a
// whole document. Each side is cut to most columns; 0: not.
func fromTo(c plan.Change, most int) string {
	if c.Path == "" {
		return ""
	}
	side := func(text string) string { return clip(amount(plain(text)), most) }
	switch {
	case c.Before != nil && c.After != nil:
		return orEmpty(side(*c.Before)) + " → " + orEmpty(side(*c.After))
	case c.After != nil:
		return side(*c.After)
	case c.Before != nil:
		return side(*c.Before)
	}
	return ""
}

func orEmpty(s string) string {
	if s == "" {
		return "(empty)"
	}
	return s
}

// when says from which day a dated change holds, and for what.
func when(c plan.Change) string {
	if c.Effective == "" {
		return ""
	}
	words := "from " + c.Effective
	if c.AppliesTo != "" {
		words += ", " + strings.ReplaceAll(c.AppliesTo, "-", " ")
	}
	return words
}

// origin says what sort of change it is, where that is not plain to see.
func origin(c plan.Change) string {
	switch c.Reason {
	case plan.AmendmentMade:
		return "an amendment"
	case plan.ChangeWithdrawn:
		return "a dated change is withdrawn"
	}
	return ""
}

// positionWords says where an item stands that is new or moved, in parentheses;
// nothing of others.
func positionWords(c plan.Change) string {
	var out []string
	for _, p := range c.Positions[:min(len(c.Positions), mostPositions)] {
		if p.From == 0 {
			out = append(out, fmt.Sprintf("position %d of %d", p.To, p.Of))
			continue
		}
		out = append(out, fmt.Sprintf("%s from position %d to %d", plain(p.Item), p.From, p.To))
	}
	if n := len(c.Positions) - mostPositions; n > 0 {
		out = append(out, number(n)+" more")
	}
	if len(out) == 0 {
		return ""
	}
	return " (" + strings.Join(out, ", ") + ")"
}

// mostPositions are spelled out of the items that moved in one list.
const mostPositions = 4
