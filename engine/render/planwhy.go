package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// reasonWhy is why some partners' pay moves: how they come by their plan.
type reasonWhy struct {
	names []string
	way   plan.Way // of one of them
	part  string   // the changed plan, where it paid for a part of the time alone
	words string
	path  []plan.Cause
}

// reasonsWhy gathers partners that come by their plan alike.
func reasonsWhy(p *plan.Price) []reasonWhy {
	if p == nil {
		return nil
	}
	var out []reasonWhy
	for _, row := range bySize(p) {
		name := cmp.Or(row.Title, string(row.Address))
		for _, w := range telling(row) {
			r := reasonWhy{names: []string{name}, way: w, words: quotedNames.way(w), path: pathOf(w, row.Through)}
			if c, ok := otherPlan(w, row.Through); ok {
				r.part, r.path = c.Address.Name(), []plan.Cause{{}, c}
			}
			i := slices.IndexFunc(out, func(o reasonWhy) bool { return o.isLike(r) })
			switch {
			case i < 0:
				out = append(out, r)
			case !slices.Contains(out[i].names, name):
				out[i].names = append(out[i].names, name)
			}
		}
	}
	return out
}

// isLike says whether two partners come by one plan in one way, from their
// agreements on.
func (r reasonWhy) isLike(o reasonWhy) bool {
	return r.words == o.words && r.part == o.part && slices.Equal(r.path[min(1, len(r.path)):], o.path[min(1, len(o.path)):])
}

// otherPlan is the change in another plan than the one that an agreement comes to:
// it paid by that one at an earlier level.
func otherPlan(w plan.Way, through []plan.Cause) (plan.Cause, bool) {
	if w.IsOther() {
		return plan.Cause{}, false
	}
	i := slices.IndexFunc(through, func(c plan.Cause) bool { return c.Address.Kind() == "commissionplan" })
	if i < 0 || slices.ContainsFunc(through, func(c plan.Cause) bool { return c.Address == w.After.Plan || c.Address.Kind() != "commissionplan" }) {
		return plan.Cause{}, false
	}
	return through[i], true
}

// telling keeps the ways that explain why pay moves: those to another plan, else
// those to plans that are changed, else all.
func telling(row plan.PartnerPrice) []plan.Way {
	other := slices.DeleteFunc(slices.Clone(row.Ways), func(w plan.Way) bool { return !w.IsOther() })
	if len(other) > 0 {
		return other
	}
	changed := slices.DeleteFunc(slices.Clone(row.Ways), func(w plan.Way) bool {
		return !slices.ContainsFunc(row.Through, func(c plan.Cause) bool { return c.Address == w.After.Plan })
	})
	if len(changed) > 0 {
		return changed
	}
	return row.Ways
}

// wayWriter spells names of plans and of tiers.
type wayWriter struct{ code, text func(string) string }

var (
	quotedNames  = wayWriter{func(s string) string { return "`" + plain(s) + "`" }, plain}
	escapedNames = wayWriter{code, escape}
)

// way says of an agreement how it comes by its plan.
func (s wayWriter) way(w plan.Way) string {
	switch {
	case w.Before == nil && w.After == nil:
		return "has no plan"
	case w.Before == nil:
		return "is new and " + s.naming(w.After)
	case w.After == nil:
		return "goes, which " + s.naming(w.Before)
	case w.IsOther() && w.Before.Plan == w.After.Plan && w.Before.Tier == w.After.Tier && w.Before.By == w.After.By:
		words := strings.TrimSuffix(s.naming(w.After), ", which is pinned,")
		return words + map[bool]string{true: ", which is pinned now", false: ", which is pinned no more"}[w.After.Pinned]
	case w.IsOther():
		return s.naming(w.After) + " and no longer " + s.naming(w.Before)
	}
	return s.naming(w.After)
}

func (s wayWriter) naming(n *plan.Naming) string {
	name := "plan " + s.code(n.Plan.Name())
	switch n.By {
	case "agreement":
		return "names " + name + " itself"
	case "tier":
		words := "takes " + name + " from tier " + s.text(n.Tier)
		if n.Pinned {
			words += ", which is pinned,"
		}
		return words
	}
	return "inherits " + name + " from the program"
}

// pathOf is the way from the agreement to what is changed of the plan.
func pathOf(w plan.Way, through []plan.Cause) []plan.Cause {
	n := cmp.Or(w.After, w.Before)
	if n == nil {
		return nil
	}
	path := slices.Clone(n.Path)
	i := slices.IndexFunc(through, func(c plan.Cause) bool { return c.Address == n.Plan })
	if i < 0 {
		return path
	}
	if last := len(path) - 1; last >= 0 && path[last].Address == n.Plan {
		path = path[:last]
	}
	return append(path, through[i])
}

// places spells a path; of several partners without the first place, which is in a
// file of each one's own.
func (r reasonWhy) places(spell func(string) string) string {
	path := r.path
	if len(r.names) > 1 {
		path = path[min(1, len(path)):]
	}
	var out []string
	for _, c := range path { // one without a file stands for an agreement that is not on the way
		if c.File != "" {
			out = append(out, spell(place(c.File, c.Line, 0)))
		}
	}
	return strings.Join(out, " → ")
}

// subject is whose agreement it is about.
func (r reasonWhy) subject(names wayWriter) string {
	words := strings.TrimSuffix(names.way(r.way), ",")
	if r.part != "" {
		words = "paid by plan " + names.code(r.part) + " for a part of the time, and now " + words
	}
	if len(r.names) == 1 {
		return "its agreement " + words
	}
	return "the agreement of each " + words
}

// title says who moves.
func (r reasonWhy) title() string {
	names := someNames(r.names, mostCauses)
	if len(r.names) == 1 {
		return "Why " + names + " moves:"
	}
	return "Why " + number(len(r.names)) + " partners move (" + names + "):"
}

func (p *page) why(price *plan.Price) {
	reasons := reasonsWhy(price)
	if len(reasons) == 0 {
		return
	}
	p.section()
	for _, r := range reasons {
		text := r.title() + " " + r.subject(quotedNames)
		if places := r.places(plain); places != "" {
			text += " (" + places + ")"
		}
		p.wrapped(0, 2, usual, text)
	}
}

func (m *markdown) why(price *plan.Price) {
	var lines []string
	for _, r := range reasonsWhy(price) {
		line := "**" + escape(r.title()) + "** " + r.subject(escapedNames)
		if places := r.places(code); places != "" {
			line += " (" + places + ")"
		}
		lines = append(lines, line+".")
	}
	if len(lines) == 1 {
		m.add("%s", lines[0])
	} else if len(lines) > 1 {
		for i := range lines {
			lines[i] = "- " + lines[i]
		}
		m.fold("Why they move ("+number(len(lines))+")", m.listed(lines, "line"))
	}
}
