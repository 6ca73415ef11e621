package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// headline says in a sentence or two what changes commercially, and for whom.
func headline(p Plan) string {
	if !p.HasChanges() {
		return "No changes: both revisions declare the same."
	}
	parts := []string{declared(p.Changes)}
	if moved := movers(p); moved != "" {
		parts = append(parts, moved)
	} else if len(p.Changes) > 0 {
		parts = append(parts, "No KPI moves on the facts of the base.")
	}
	switch {
	case p.Data == nil:
	case len(p.Data.Files) > 0:
		parts = append(parts, fmt.Sprintf("The facts themselves change (%s): shown apart as data.", someOf(p.Data.Files)))
	default:
		parts = append(parts, "The facts are read in another way: shown apart as data.")
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// declared names the change itself when there is one, else counts them.
func declared(changes []Change) string {
	switch len(changes) {
	case 0:
		return ""
	case 1:
		return one(changes[0])
	}
	var names []string
	for _, c := range changes {
		if !slices.Contains(names, string(c.Address)) {
			names = append(names, string(c.Address))
		}
	}
	return fmt.Sprintf("%d changes in %s.", len(changes), someOf(names))
}

func one(c Change) string {
	name := c.Title
	if name == "" || strings.EqualFold(name, c.Address.Name()) {
		name = string(c.Address)
	}
	var s string
	switch {
	case c.Path == "" && c.Action == Create:
		s = fmt.Sprintf("%s is new (%s)", name, *c.After)
	case c.Path == "":
		s = fmt.Sprintf("%s is removed (%s)", name, *c.Before)
	case c.Action == Reorder:
		s = fmt.Sprintf("%s: %s is put in another order", name, c.Words())
	case c.Before == nil && *c.After == "", c.After == nil && *c.Before == "":
		s = fmt.Sprintf("%s: %s is %s", name, c.Words(), map[Action]string{Create: "added", Delete: "taken away"}[c.Action])
	case c.Before == nil:
		s = fmt.Sprintf("%s: %s is added: %s", name, c.Words(), *c.After)
	case c.After == nil:
		s = fmt.Sprintf("%s: %s (%s) is taken away", name, c.Words(), *c.Before)
	default:
		s = fmt.Sprintf("%s: %s goes from %s to %s", name, c.Words(), *c.Before, *c.After)
	}
	if c.Effective != "" {
		s += " from " + c.Effective + " on"
	}
	if c.AppliesTo == "new-deals" {
		s += ", for deals created from then on"
	}
	return s + "."
}

// Words spells a path for people: rules › new-business › rate.
func (c Change) Words() string {
	return strings.ReplaceAll(strings.ReplaceAll(c.Path, "/", " › "), "~1", "/")
}

// movers names the partners whose KPIs move.
func movers(p Plan) string {
	var names []string
	var moved []Delta
	for _, v := range p.Impact.Values {
		if v.Address.Kind() != "partner" || strings.HasPrefix(v.What, "condition/") || v.What == "band" {
			continue
		}
		moved = append(moved, v)
		if name := cmp.Or(v.Title, string(v.Address)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	switch {
	case len(moved) == 0:
		return ""
	case len(moved) == 1:
		v := moved[0]
		return fmt.Sprintf("%s of %s moves from %s to %s.", v.Words(), names[0], v.forPeople(v.Before), v.forPeople(v.After))
	case len(names) == 1:
		return upperFirst(kinds(moved)) + " of " + names[0] + " move."
	}
	return fmt.Sprintf("%s of %d partners move: %s.", upperFirst(kinds(moved)), len(names), someOf(names))
}

// Words spells what moves for people: a KPI's bare name, score, tier in resellers.
func (d Delta) Words() string {
	if program, ok := strings.CutPrefix(d.What, "tier/"); ok {
		return "tier in " + program
	}
	_, name, ok := strings.Cut(d.What, "/")
	if !ok {
		return d.What
	}
	return name
}

// kinds names what moves by kind: KPIs, score and tier.
func kinds(moved []Delta) string {
	var out []string
	for _, v := range moved {
		kind := v.What
		switch {
		case strings.HasPrefix(kind, "kpi/"):
			kind = "KPIs"
		case strings.HasPrefix(kind, "tier/"):
			kind = "tiers"
		case kind == "score":
			kind = "scores"
		}
		if !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	return someOf(out)
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
