package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// movement says what moves: for partners, for goals and assessments, and when it
// is neither, whatever else does. It is empty only when nothing moves.
func movement(values []Delta) string {
	var partners, others, rest []Delta
	for _, v := range values {
		isNumber := v.Unit != string(state.Word)
		switch kind := v.Address.Kind(); {
		case strings.HasPrefix(v.What, "condition/") || v.What == "band":
			rest = append(rest, v)
		case kind == "partner":
			partners = append(partners, v)
		case v.BeforeReason == NotDeclared || v.AfterReason == NotDeclared: // said with the document that came or went
			rest = append(rest, v)
		case v.Address.Name() != "" && isNumber: // a goal's pace follows from its progress
			others = append(others, v)
		default:
			rest = append(rest, v)
		}
	}
	if len(partners)+len(others) == 0 {
		return said(rest)
	}
	return strings.TrimSpace(said(partners) + " " + said(others))
}

// said names what moves and of whom, with the values when there is only one.
func said(moved []Delta) string {
	var names []string
	isNamed := map[spec.Address]bool{}
	for _, v := range moved {
		if !isNamed[v.Address] {
			isNamed[v.Address] = true
			names = append(names, v.owner())
		}
	}
	switch {
	case len(moved) == 0:
		return ""
	case len(moved) == 1:
		v := moved[0]
		return fmt.Sprintf("%s of %s moves from %s to %s.", v.subject(), names[0], v.forPeople(v.Before), v.forPeople(v.After))
	}
	what, verb := kinds(moved)
	if noun := owners(moved); noun != "" && len(names) > 1 {
		return fmt.Sprintf("%s of %d %s %s: %s.", upperFirst(what), len(names), noun, verb, someOf(names))
	}
	return fmt.Sprintf("%s of %s %s.", upperFirst(what), someOf(names), verb)
}

// owner names whose value it is: a partner by its title, a goal by its name.
func (d Delta) owner() string {
	if kind := d.Address.Kind(); kind != "partner" && d.Address.Name() != "" {
		return kind + " " + d.Address.Name()
	}
	return cmp.Or(d.Title, string(d.Address))
}

// owners is what all owners are: partners, goals; "" when they differ.
func owners(moved []Delta) string {
	kind := moved[0].Address.Kind()
	for _, v := range moved {
		if v.Address.Kind() != kind || v.Address.Name() == "" {
			return ""
		}
	}
	return kind + "s"
}

// subject is Words at the start of a sentence; the name of a KPI stays as it is.
func (d Delta) subject() string {
	if strings.HasPrefix(d.What, "kpi/") {
		return d.Words()
	}
	return upperFirst(d.Words())
}

// Words spells what moves for people: a KPI's bare name, score, tier in resellers.
func (d Delta) Words() string {
	kind, name, ok := strings.Cut(d.What, "/")
	switch {
	case !ok:
		return d.What
	case kind == "tier":
		return "tier in " + name
	case kind == "condition":
		return "condition " + name
	}
	return name
}

// kinds names what moves by kind, such as KPIs, scores and tiers, with its verb.
func kinds(moved []Delta) (what, verb string) {
	plural := map[string]string{"kpi": "KPIs", "tier": "tiers", "condition": "conditions", "score": "scores", "band": "bands"}
	var out []string
	for _, v := range moved {
		kind, _, _ := strings.Cut(v.What, "/")
		if kind = cmp.Or(plural[kind], kind); !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	verb = "move"
	if len(out) == 1 && (out[0] == "progress" || out[0] == "fit") {
		verb = "moves"
	}
	return someOf(out), verb
}
