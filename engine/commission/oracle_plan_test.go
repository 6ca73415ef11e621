package commission_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// terms is a mapping of a plan as it was written: every scalar is its text.
type terms map[string]any

// readTerms reads the spec of the only document in a text.
func readTerms(text string) (terms, error) {
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		return nil, err
	}
	document, _ := plain(root.Content[0]).(terms)
	spec, ok := document["spec"].(terms)
	if !ok {
		return nil, fmt.Errorf("no spec in\n%s", text)
	}
	return spec, nil
}

func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := terms{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			out = append(out, plain(item))
		}
		return out
	}
	return n.Value
}

// get walks down; nil when something on the way is missing.
func (t terms) get(path ...string) any {
	var at any = t
	for _, name := range path {
		m, ok := at.(terms)
		if !ok {
			return nil
		}
		at = m[name]
	}
	return at
}

func (t terms) has(path ...string) bool { return t.get(path...) != nil }

func (t terms) text(def string, path ...string) string {
	if s, ok := t.get(path...).(string); ok {
		return s
	}
	return def
}

func (t terms) list(path ...string) (out []terms) {
	items, _ := t.get(path...).([]any)
	for _, item := range items {
		out = append(out, item.(terms))
	}
	return out
}

// rat reads the number before whatever unit: an amount becomes minor units, a
// percentage a fraction of one. It is 0 where nothing is written.
func (t terms) rat(path ...string) *big.Rat { return number(t.text("0", path...)) }

// optional is rat, nil where nothing is written.
func (t terms) optional(path ...string) *big.Rat {
	if !t.has(path...) {
		return nil
	}
	return t.rat(path...)
}

func number(s string) *big.Rat {
	digits, unit, _ := strings.Cut(s, " ")
	digits, isShare := strings.CutSuffix(digits, "%")
	out, ok := new(big.Rat).SetString(digits)
	if !ok {
		panic("not a number: " + s)
	}
	if isShare {
		return out.Quo(out, big.NewRat(100, 1))
	}
	if unit == strings.ToUpper(unit) && unit != "" {
		return out.Mul(out, minorUnits(unit))
	}
	return out
}

// minorUnits is how many minor units one unit of a currency has.
func minorUnits(currency string) *big.Rat {
	switch currency {
	case "JPY":
		return big.NewRat(1, 1)
	case "KWD":
		return big.NewRat(1000, 1)
	}
	return big.NewRat(100, 1)
}

// keys are the fields that name an item of a list.
var keys = []string{"id", "partner", "within", "for"}

// changed lays a change over what stands: mappings field by field, items of a
// list by their key, and everything else anew.
func changed(base, set any) any {
	switch set := set.(type) {
	case terms:
		old, _ := base.(terms)
		out := terms{}
		for name, v := range old {
			out[name] = v
		}
		for name, v := range set {
			out[name] = changed(out[name], v)
		}
		return out
	case []any:
		old, _ := base.([]any)
		return changedList(old, set)
	}
	return set
}

func changedList(old, set []any) any {
	out := slices.Clone(old)
	for _, item := range set {
		patch, isMapping := item.(terms)
		if !isMapping {
			return set
		}
		i := slices.IndexFunc(out, func(have any) bool { return keyOf(have) == keyOf(item) })
		switch {
		case patch.text("", "remove") == "true" && i >= 0:
			out = slices.Delete(out, i, i+1)
		case i >= 0:
			out[i] = changed(out[i], item)
		default:
			out = append(out, item)
		}
	}
	return out
}

func keyOf(item any) string {
	for _, key := range keys {
		if s := item.(terms).text("", key); s != "" {
			return s
		}
	}
	return ""
}

// inForce lays over a plan the changes that an event of these days falls under.
// A deal is new by the day it was registered, else created, else earned.
func inForce(plan terms, registered, created, at day) terms {
	began := registered
	if began.IsZero() {
		began = created
	}
	if began.IsZero() {
		began = at
	}
	changes := plan.list("changes")
	slices.SortStableFunc(changes, func(a, b terms) int {
		return strings.Compare(a.text("", "effective"), b.text("", "effective"))
	})
	for _, c := range changes {
		counts := began
		if c.text("new-deals", "appliesTo") == "new-events" {
			counts = at
		}
		if !counts.Before(dayOf(c.text("", "effective"))) {
			plan = changed(plan, c.get("set")).(terms)
		}
	}
	return plan
}

// applied names the changes that inForce lays over.
func applied(plan terms, registered, created, at day) string {
	var names []string
	for _, c := range plan.list("changes") {
		alone := terms{"changes": []any{terms{"effective": c["effective"], "appliesTo": c.text("new-deals", "appliesTo"), "set": terms{"applies": "yes"}}}}
		if inForce(alone, registered, created, at).has("applies") {
			names = append(names, c.text("", "id"))
		}
	}
	return strings.Join(names, " ")
}
