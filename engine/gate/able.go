package gate

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// inOffice leaves those who may give a need on the day. A person who is named, and
// the voters of a body, whose votes are counted, stay who they are.
func (b Bench) inOffice(n plan.Need) plan.Need {
	if n.Body != nil || n.Person != "" {
		return n
	}
	in := slices.DeleteFunc(slices.Clone(n.May), func(id string) bool { return !b.isIn(id) })
	if len(in) > 0 {
		n.May = in
	}
	return n
}

func (b Bench) isIn(id string) bool {
	p := b.Book.Person(id)
	return p != nil && isCurrent(p, b.AsOf)
}

// able is what somebody would need for a review of theirs to count.
type able struct{ isIn, isAuthor, hasAccount bool }

func (b Bench) able(p *spec.Person) able {
	if p == nil {
		return able{}
	}
	hasAccount := p.GitHub != nil && quantity.IsLogin(string(p.GitHub.V)) && len(b.byLogin(string(p.GitHub.V))) == 1
	return able{isCurrent(p, b.AsOf), hasLogin(p, b.Author), hasAccount}
}

func (a able) isHeard() bool { return a.isIn && !a.isAuthor && a.hasAccount }

// hopeless says why a need cannot be met whoever reviews, to be put behind what is
// missing; "" when it can be.
func (b Bench) hopeless(n plan.Need) string {
	heard := b.heard(n)
	if len(n.May) == 0 || heard >= n.Count {
		return ""
	}
	if heard > 0 {
		return fmt.Sprintf(", and only %d of them can: the others opened it, are not in office, or have no GitHub account of their own in the base's people", heard)
	}
	in, authors := 0, 0
	for _, id := range n.May {
		if a := b.able(b.Book.Person(id)); a.isIn {
			in++
			if a.isAuthor {
				authors++
			}
		}
	}
	const another = ": let somebody else have this right, too, in a pull request of its own"
	switch {
	case in == 0 && len(n.May) == 1:
		return fmt.Sprintf(", who is not in office on %s%s", b.AsOf, another)
	case in == 0:
		return fmt.Sprintf(", of whom nobody is in office on %s%s", b.AsOf, another)
	case authors == in:
		return ", and only the author may, who cannot approve a change of their own" + another
	case authors > 0:
		return ", and nobody of them but the author has a GitHub account of their own in the base's people"
	case len(n.May) == 1:
		return ", who has no GitHub account of their own in the base's people"
	}
	return ", and nobody of them has a GitHub account of their own in the base's people"
}

// heard counts those whose reviews could meet a need: who may give it, and
// delegates of those who cannot be heard themselves, each for one of them.
func (b Bench) heard(n plan.Need) int {
	var out []string
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, id := range n.May {
		p := b.Book.Person(id)
		a := b.able(p)
		switch {
		case a.isHeard():
			add(id)
		case p != nil && a.isIn && !a.isAuthor && p.Delegate != nil && !slices.Contains(n.May, p.Delegate.Name):
			if d := b.Book.Person(p.Delegate.Name); b.able(d).isHeard() && lacks(d, n.Skills) == "" {
				add(p.Delegate.Name)
			}
		}
	}
	return len(out)
}
