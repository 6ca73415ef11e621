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
	counts := map[string]bool{} // logins
	for i := range out {
		bench.judge(&out[i], all)
		for _, h := range out[i].Have {
			counts[h.Login] = true
		}
	}
	for i := range out {
		out[i].Ignored = slices.DeleteFunc(out[i].Ignored, func(u plan.Unheard) bool { return u.Role && counts[u.Login] })
	}
	return out
}

func (b Bench) judge(a *plan.Approval, all []standing) {
	a.Have, a.Missing, a.Ignored, a.Met = []plan.Have{}, []plan.Missing{}, []plan.Unheard{}, false
	if len(a.Need) == 0 {
		return
	}
	var everyone, voters []string
	a.Need = slices.Clone(a.Need)
	for i, n := range a.Need {
		n = b.escalated(n, a)
		a.Need[i] = b.inOffice(a.Need[i])
		everyone = append(everyone, n.May...)
		if n.Body != nil {
			voters = append(append(voters, n.May...), n.Body.TieBreaker)
			everyone = append(everyone, n.Body.TieBreaker)
			b.vote(a, n, all)
			continue
		}
		b.count(a, n, all)
	}
	objecting := b.objections(everyone, voters, all, a)
	for _, s := range all {
		if u := b.unheard(s, everyone, a); u.Why != "" {
			a.Ignored = append(a.Ignored, u)
		}
	}
	a.Met = len(a.Missing) == 0 && !objecting
}

// count meets a need for so many people.
func (b Bench) count(a *plan.Approval, n plan.Need, all []standing) {
	have := 0
	for _, v := range b.voices(n, all) {
		if v.State == Approved {
			have++
			a.Have = add(a.Have, v.have())
		}
	}
	if have < n.Count {
		n, hint := b.inOffice(n), b.hopeless(n)
		a.Missing = append(a.Missing, plan.Missing{Need: n, Have: have, Why: n.Words(have) + hint})
	}
}

func (v voice) have() plan.Have {
	h := plan.Have{Person: v.id(), Login: v.Login, Commit: v.Commit, State: string(v.State)}
	if v.whom != h.Person {
		h.For = v.whom
	}
	return h
}

// vote lets a body decide: so many votes must be cast, and carried by all of its
// voters or by more for than against; the adviser breaks a tie.
func (b Bench) vote(a *plan.Approval, n plan.Need, all []standing) {
	pro, con, casting := 0, 0, State("")
	for _, v := range b.voices(n, all) {
		if v.State == Approved {
			pro++
		} else {
			con++
		}
		a.Have = add(a.Have, v.have())
	}
	for _, s := range all {
		if s.why == "" && s.id() == n.Body.TieBreaker && !slices.Contains(n.May, s.id()) && pro == con {
			casting = s.State
			a.Have = add(a.Have, voice{s, s.id()}.have())
		}
	}
	if why := verdict(n, pro, con, casting); why != "" {
		a.Missing = append(a.Missing, plan.Missing{Need: n, Have: pro, Why: why + b.hopeless(n)})
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
// changes; those of a body vote instead.
func (b Bench) objections(everyone, voters []string, all []standing, a *plan.Approval) bool {
	objecting := false
	for _, s := range all {
		if s.State != ChangesRequested || s.why != "" || len(b.standsFor(s.id(), everyone)) == 0 || len(b.standsFor(s.id(), voters)) > 0 {
			continue
		}
		objecting = true
		a.Missing = append(a.Missing, plan.Missing{Need: plan.Need{Person: s.id(), Count: 1, May: []string{s.id()}},
			Why: fmt.Sprintf("%s asked for changes", s.id())})
	}
	return objecting
}

// unheard says why an approval counts for nothing here; "" when it does count.
func (b Bench) unheard(s standing, everyone []string, a *plan.Approval) plan.Unheard {
	u := plan.Unheard{Login: s.Login, Commit: s.Commit}
	switch {
	case s.State != Approved && s.State != Dismissed, slices.ContainsFunc(a.Have, func(h plan.Have) bool { return h.Login == s.Login }):
	case s.why != "":
		u.Why = s.why
	case len(b.standsFor(s.id(), everyone)) == 0:
		u.Why, u.Role = fmt.Sprintf("%s has no part in this right", s.id()), true
		if author := b.delegator(s.id(), everyone); author != "" {
			u.Why, u.Role = fmt.Sprintf("%s stands in for %s, who opened this pull request", s.id(), author), false
		}
	case slices.ContainsFunc(a.Need, func(n plan.Need) bool { return n.Body != nil && n.Body.TieBreaker == s.id() }):
		u.Why = fmt.Sprintf("%s breaks ties, and there is none", s.id())
	default:
		u.Why = fmt.Sprintf("%s stands in for somebody who reviewed in person, or lacks a skill that the right asks for", s.id())
	}
	return u
}

// delegator is the author, where somebody could speak for them in a right.
func (b Bench) delegator(id string, everyone []string) string {
	author := b.Author
	b.Author = ""
	for _, whom := range b.standsFor(id, everyone) {
		if p := b.Book.Person(whom); p != nil && hasLogin(p, author) {
			return whom
		}
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
		if string(r.ID.V) != a.Rule || r.ID.At.File() != a.File || r.EscalateTo == nil || r.Within == nil {
			continue
		}
		if until := r.Within.V.From(b.Opened, b.Book.Holidays()); b.AsOf > until {
			n.May = append(slices.Clone(n.May), skilled(b.Book, b.Book.InRole(r.EscalateTo.Name), n.Skills)...)
			return sorted(n)
		}
	}
	return n
}
