package plan

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/state"
)

// everyReset spells how often a volume starts again.
var everyReset = map[string]string{"monthly": " a month", "quarterly": " a quarter", "contract-year": " a contract year", "never": " in all"}

// stepOf splits the path of what a step of a rule's bands says; ok is false of
// other paths.
func stepOf(path string) (rule, step, field string, ok bool) {
	parts := strings.Split(path, "/")
	if len(parts) != 6 || parts[0] != "rules" || parts[2] != "bands" || parts[3] != "steps" {
		return "", "", "", false
	}
	return parts[1], parts[4], parts[5], true
}

// bandWords says which volumes a step is for: 50,000 to 150,000 USD a quarter.
// It is empty where that is not known.
func bandWords(d state.Declared, rule, step string) string {
	prefix := "rules/" + rule + "/bands/"
	every, from, isFirst := everyReset[textAt(d, prefix+"reset")], "", true
	if textAt(d, prefix+"per") == "event" {
		every = " an event"
	}
	for _, f := range d.Fields { // steps in their order
		id, isItem := strings.CutPrefix(f.Path, prefix+"steps/")
		if !isItem || !f.IsItem || strings.Contains(id, "/") {
			continue
		}
		to := roundly(grouped(textAt(d, f.Path+"/upTo")))
		if id != step {
			from, isFirst = to, false
			continue
		}
		switch {
		case isFirst && to == "":
			return "any volume"
		case isFirst:
			return "up to " + to + every
		case to == "":
			return "above " + from + every
		}
		return withoutUnit(from, to) + " to " + to + every
	}
	return ""
}

// roundly leaves out cents that are none.
func roundly(amount string) string { return strings.Replace(amount, ".00 ", " ", 1) }

// withoutUnit leaves out the currency of the lower bound when the upper one says it.
func withoutUnit(from, to string) string {
	if amount, unit, ok := strings.Cut(from, " "); ok && strings.HasSuffix(to, " "+unit) {
		return amount
	}
	return from
}

func textAt(d state.Declared, path string) string {
	for _, f := range d.Fields {
		if f.Path == path {
			return f.Text
		}
	}
	return ""
}

// describe fills what is known of the steps that changes are about: which volumes
// they are for, and how many events reached them.
func describe(in Input, changes []Change) {
	for i := range changes {
		c := &changes[i]
		rule, step, _, ok := stepOf(c.Path)
		if !ok || c.Address.Kind() != "commissionplan" {
			continue
		}
		d, known := in.Head.Declared[c.Address]
		if !known {
			d = in.Base.Declared[c.Address]
		}
		c.About = bandWords(d, rule, step)
		if c.About != "" && rulesIn(d) > 1 {
			c.About = rule + ", " + c.About
		}
		if reached, of := reach(in.Base.Earnings, c, rule, step); of > 0 {
			c.Reach = fmt.Sprintf("%s of %s", quantity.Grouped(fmt.Sprint(reached)), events(of, textAt(d, "rules/"+rule+"/trigger")))
		}
	}
}

// rulesIn counts the rules of a plan.
func rulesIn(d state.Declared) int {
	n := 0
	for _, f := range d.Fields {
		if id, isRule := strings.CutPrefix(f.Path, "rules/"); isRule && f.IsItem && !strings.Contains(id, "/") {
			n++
		}
	}
	return n
}

// events counts what fires a trigger.
func events(n int64, trigger string) string {
	noun := map[string]string{"closed-won": "won deal", "invoiced": "invoice", "collected": "payment", "lead-accepted": "accepted lead"}[trigger]
	if noun == "" {
		noun = "event"
	}
	if n != 1 {
		noun += "s"
	}
	return quantity.Grouped(fmt.Sprint(n)) + " " + noun
}

// reach counts the events of the trailing window that paid by a rule, and those
// of them that reached a step.
func reach(list []state.Earnings, c *Change, rule, step string) (reached, of int64) {
	for _, e := range list {
		for _, s := range e.Steps {
			switch {
			case s.Plan != c.Address || s.Rule != rule:
			case s.Step == "":
				of += s.Events
			case s.Step == step:
				reached += s.Events
			}
		}
	}
	return reached, of
}
