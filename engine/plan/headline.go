package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// headline says in a sentence or two what changes commercially, and for whom.
func headline(p Plan, named map[spec.Address]string) string {
	if !p.HasChanges() {
		return "No changes: both revisions declare the same."
	}
	parts := []string{declared(p.Changes, named), p.Impact.Money(), p.Impact.unpriced(), p.Impact.meanwhile(), p.Impact.adjusted(), movement(p.Impact.Values)}
	if len(p.Impact.Values) == 0 && len(p.Changes) > 0 && !p.Impact.paysOtherwise() && p.Impact.Unpriced == "" {
		parts = append(parts, stands(p.Impact))
	}
	parts = append(parts, p.Impact.recast())
	switch {
	case p.Data == nil:
	case len(p.Data.Files) > 0:
		parts = append(parts, fmt.Sprintf("The facts themselves change (%s): shown apart as data.", someOf(p.Data.Files)))
	default:
		parts = append(parts, "The facts are read in another way: shown apart as data.")
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// stands says that nothing moves, of money where there is any.
func stands(i Impact) string {
	if i.ProForma == nil {
		return "No KPI moves on the facts of the base."
	}
	return "No KPI and nobody's commission moves on the facts of the base."
}

// declared names the change itself when there is one, else counts them.
func declared(changes []Change, named map[spec.Address]string) string {
	switch len(changes) {
	case 0:
		return ""
	case 1:
		return one(changes[0], named)
	}
	var names []string
	for _, c := range changes {
		if !slices.Contains(names, string(c.Address)) {
			names = append(names, string(c.Address))
		}
	}
	return fmt.Sprintf("%s changes in %s.", quantity.Grouped(strconv.Itoa(len(changes))), someOf(names))
}

func one(c Change, named map[spec.Address]string) string {
	name := named[c.Address]
	if name == "" || strings.EqualFold(c.Title, c.Address.Name()) {
		name = string(c.Address)
	}
	var s string
	_, _, field, isStep := stepOf(c.Path)
	switch {
	case isStep && c.About != "" && c.Before != nil && c.After != nil:
		s = fmt.Sprintf("%s, %s: %s %s → %s", name, c.About, field, grouped(*c.Before), grouped(*c.After))
	case c.Path == "" && c.Action == Create:
		s = fmt.Sprintf("%s is new (%s)", name, *c.After)
	case c.Path == "":
		s = fmt.Sprintf("%s is removed (%s)", name, *c.Before)
	case c.Action == Reorder:
		s = fmt.Sprintf("%s: %s is put in another order", name, c.Words())
	case c.Before == nil && *c.After == "", c.After == nil && *c.Before == "":
		s = fmt.Sprintf("%s: %s is %s", name, c.Words(), map[Action]string{Create: "added", Delete: "taken away"}[c.Action])
	case c.Before == nil:
		s = fmt.Sprintf("%s: %s is added: %s", name, c.Words(), grouped(*c.After))
	case c.After == nil:
		s = fmt.Sprintf("%s: %s (%s) is taken away", name, c.Words(), grouped(*c.Before))
	default:
		s = fmt.Sprintf("%s: %s goes from %s to %s", name, c.Words(), grouped(*c.Before), grouped(*c.After))
	}
	switch {
	case c.Effective == "":
	case c.AppliesTo == "new-deals":
		s += " for deals created from " + c.Effective + " on"
	default:
		s += " from " + c.Effective + " on"
	}
	return s + "."
}

// grouped puts commas into a declared text that is an amount of money.
func grouped(text string) string {
	m, err := quantity.ParseMoney(text)
	if err != nil {
		return text
	}
	return quantity.Grouped(m.Decimal()) + " " + string(m.Currency)
}

// Words spells a path for people: rules › new-business › rate.
func (c Change) Words() string {
	return strings.ReplaceAll(strings.ReplaceAll(c.Path, "/", " › "), "~1", "/")
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func someOf(names []string) string {
	const most = 4
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	if len(names) > 1 {
		return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	}
	return strings.Join(names, "")
}
