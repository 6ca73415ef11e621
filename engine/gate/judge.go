package gate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// Judge holds reviews against what is required, and gives it with what there is,
// what is missing and what does not count. One review may meet the decider's part
// and an approver's, but never two of one count.
func Judge(required []plan.Approval, bench Bench, reviews []Review) []plan.Approval {
	all := bench.standings(reviews)
	out := slices.Clone(required)
	for i := range out {
		bench.judge(&out[i], all)
	}
	return out
}

// IsOpen reports whether everything required is met.
func IsOpen(all []plan.Approval) bool {
	return !slices.ContainsFunc(all, func(a plan.Approval) bool { return !a.Met })
}

func (b Bench) judge(a *plan.Approval, all []standing) {
	a.Have, a.Missing, a.Ignored = []plan.Have{}, []plan.Missing{}, []plan.Unheard{}
	if len(a.Need) == 0 {
		a.Met = false
		return
	}
	var everyone []string
	for _, n := range a.Need {
		n = b.escalated(n, a)
		everyone = append(everyone, n.May...)
		if n.Body != nil {
			everyone = append(everyone, n.Body.TieBreaker)
			b.vote(a, n, all)
			continue
		}
		b.count(a, n, all)
	}
	objecting := b.objections(everyone, all, a)
	for _, s := range all {
		if why := b.unheard(s, everyone); why != "" {
			a.Ignored = append(a.Ignored, plan.Unheard{Login: s.Login, Commit: s.Commit, Why: why})
		}
	}
	a.Met = len(a.Missing) == 0 && !objecting
}

// count meets a need for so many people.
func (b Bench) count(a *plan.Approval, n plan.Need, all []standing) {
	have := 0
	var spoken []string // for whom
	for _, s := range all {
		if s.why != "" || s.State != Approved {
			continue
		}
		whom := b.standsFor(string(s.person.ID.V), n.May)
		if whom == "" || slices.Contains(spoken, whom) {
			continue
		}
		spoken = append(spoken, whom)
		have++
		a.Have = add(a.Have, b.have(s, whom))
	}
	if have < n.Count {
		a.Missing = append(a.Missing, plan.Missing{Need: n, Have: have, Why: n.Words(have)})
	}
}

func (b Bench) have(s standing, whom string) plan.Have {
	h := plan.Have{Person: string(s.person.ID.V), Login: s.Login, Commit: s.Commit, State: string(s.State)}
	if whom != h.Person {
		h.For = whom
	}
	return h
}

// vote lets a body decide: so many votes must be cast, and carried by all of its
// voters or by more for than against; the adviser breaks a tie.
func (b Bench) vote(a *plan.Approval, n plan.Need, all []standing) {
	pro, con, casting := 0, 0, State("")
	var spoken []string
	for _, s := range all {
		if s.why != "" {
			continue
		}
		id := string(s.person.ID.V)
		whom := b.standsFor(id, n.May)
		switch {
		case whom != "" && !slices.Contains(spoken, whom):
			spoken = append(spoken, whom)
			if s.State == Approved {
				pro++
			} else {
				con++
			}
			a.Have = add(a.Have, b.have(s, whom))
		case whom == "" && id == n.Body.TieBreaker:
			casting = s.State
			a.Have = add(a.Have, b.have(s, id))
		}
	}
	if why := verdict(n, pro, con, casting); why != "" {
		a.Missing = append(a.Missing, plan.Missing{Need: n, Have: pro, Why: why})
	}
}

// verdict is why a vote does not carry; "" when it does.
func verdict(n plan.Need, pro, con int, casting State) string {
	votes := fmt.Sprintf("%d for and %d against of %s", pro, con, counted(len(n.May), "voter"))
	switch {
	case n.Body.Rule == unanimous && con > 0:
		return votes + ": it must be unanimous"
	case pro+con < n.Body.Quorum:
		return fmt.Sprintf("%s: %d must vote (%s)", votes, n.Body.Quorum, strings.Join(n.May, ", "))
	case n.Body.Rule == unanimous && pro < len(n.May):
		return votes + ": it must be unanimous"
	case n.Body.Rule == unanimous, pro > con, pro == con && casting == Approved:
		return ""
	case pro == con && casting == "" && n.Body.TieBreaker != "":
		return fmt.Sprintf("%s: a tie, %s has the casting vote", votes, n.Body.TieBreaker)
	}
	return votes + ": the motion does not carry"
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// objections keeps a right unmet while somebody who has a part in it asks for
// changes; a body votes instead.
func (b Bench) objections(everyone []string, all []standing, a *plan.Approval) bool {
	if slices.ContainsFunc(a.Need, func(n plan.Need) bool { return n.Body != nil }) {
		return false
	}
	objecting := false
	for _, s := range all {
		if s.State == ChangesRequested && s.why == "" && b.standsFor(string(s.person.ID.V), everyone) != "" {
			objecting = true
			a.Missing = append(a.Missing, plan.Missing{Need: plan.Need{Person: string(s.person.ID.V), Count: 1, May: []string{string(s.person.ID.V)}},
				Why: fmt.Sprintf("%s asked for changes", s.person.ID.V)})
		}
	}
	return objecting
}

// unheard says why an approval counts for nothing here; "" when it does count.
func (b Bench) unheard(s standing, everyone []string) string {
	switch {
	case s.State != Approved && s.State != Dismissed:
		return ""
	case s.why != "":
		return s.why
	case b.standsFor(string(s.person.ID.V), everyone) == "":
		return fmt.Sprintf("%s has no part in this right", s.person.ID.V)
	}
	return ""
}

func add(have []plan.Have, h plan.Have) []plan.Have {
	if slices.Contains(have, h) {
		return have
	}
	return append(have, h)
}

// escalated lets those decide to whom a right escalates, once its time is over.
func (b Bench) escalated(n plan.Need, a *plan.Approval) plan.Need {
	if !n.Decides || b.Opened == 0 {
		return n
	}
	for _, r := range rightsOf(b.Book) {
		if string(r.ID.V) != a.Rule || r.EscalateTo == nil || r.Within == nil {
			continue
		}
		if until := r.Within.V.From(b.Opened, b.Book.Holidays()); b.AsOf > until {
			n.May = append(slices.Clone(n.May), b.Book.InRole(r.EscalateTo.Name)...)
			return sorted(n)
		}
	}
	return n
}
