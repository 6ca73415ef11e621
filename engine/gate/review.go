package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// State is what a review says.
type State string

const (
	Approved         State = "approved"
	ChangesRequested State = "changes_requested"
	Dismissed        State = "dismissed"
	Commented        State = "commented"
)

// Review is one review of a pull request.
type Review struct {
	Login  string
	State  State
	Commit string // that was reviewed
	At     time.Time
	// Stale is why the commit says something else than head: other terms, or not
	// known. "" when its terms are those of head.
	Stale string
}

// Bench is who judges: the people of the base revision, on a day.
type Bench struct {
	Book   *resolve.Book
	AsOf   quantity.Date
	Author string        // login of who opened the pull request
	Opened quantity.Date // 0: not known
}

// standing is somebody's last word.
type standing struct {
	Review
	person *spec.Person // nil: nobody in the base has this login
	why    string       // why it counts for nothing; "" when it may count
}

func (s standing) id() string { return string(s.person.ID.V) }

// standings gives the last word of each reviewer. A comment takes back nothing.
func (b Bench) standings(reviews []Review) []standing {
	reviews = slices.Clone(reviews)
	slices.SortStableFunc(reviews, func(x, y Review) int { return x.At.Compare(y.At) })
	last := map[string]Review{}
	for _, r := range reviews {
		if r.State == Approved || r.State == ChangesRequested || r.State == Dismissed {
			last[strings.ToLower(r.Login)] = r
		}
	}
	var out []standing
	for _, r := range last {
		out = append(out, b.standing(r))
	}
	slices.SortFunc(out, func(x, y standing) int { return cmp.Compare(strings.ToLower(x.Login), strings.ToLower(y.Login)) })
	return out
}

func (b Bench) standing(r Review) standing {
	people := b.byLogin(r.Login)
	s := standing{Review: r}
	if len(people) == 1 {
		s.person = people[0]
	}
	switch {
	case r.Login == "":
		s.why = "nobody can tell any more whose it was"
	case r.State == Dismissed:
		s.why = "it was dismissed"
	case strings.EqualFold(r.Login, b.Author):
		s.why = "nobody approves a change of their own"
	case len(people) > 1:
		s.why = fmt.Sprintf("%d people of the base have this GitHub account, so whose review it is cannot be told", len(people))
	case s.person == nil:
		s.why = "nobody in the base revision's people has this GitHub account"
	case !isCurrent(s.person, b.AsOf):
		s.why = "this person is not in office on " + b.AsOf.String()
	case r.State == Approved:
		s.why = r.Stale
	}
	return s
}

// byLogin gives everybody who has an account: one person, unless the base has a
// fault.
func (b Bench) byLogin(login string) []*spec.Person {
	var out []*spec.Person
	for i := range b.Book.Org.People {
		if p := &b.Book.Org.People[i]; hasLogin(p, login) {
			out = append(out, p)
		}
	}
	return out
}

func hasLogin(p *spec.Person, login string) bool {
	return p.GitHub != nil && login != "" && strings.EqualFold(string(p.GitHub.V), login)
}

func isCurrent(p *spec.Person, day quantity.Date) bool {
	return (p.Since == nil || p.Since.V <= day) && (p.Until == nil || day <= p.Until.V)
}

// standsFor gives those of some people for whom somebody may speak: themselves, and
// whoever is in office and named them as delegate. Nobody speaks for the author.
func (b Bench) standsFor(id string, people []string) []string {
	if slices.Contains(people, id) {
		return []string{id}
	}
	var out []string
	for _, other := range people {
		if p := b.Book.Person(other); p != nil && p.Delegate != nil && p.Delegate.Name == id && isCurrent(p, b.AsOf) && !hasLogin(p, b.Author) {
			out = append(out, other)
		}
	}
	return out
}

// voice is a review that counts for a need.
type voice struct {
	standing
	whom string // themselves, or whom they stand in for
}

// voices gives the reviews that count for a need, one for each of those who may
// give it. Who reviewed in person is not stood in for.
func (b Bench) voices(n plan.Need, all []standing) []voice {
	var out []voice
	add := func(s standing, whom string) bool {
		if slices.ContainsFunc(out, func(v voice) bool { return v.whom == whom }) {
			return false
		}
		out = append(out, voice{s, whom})
		return true
	}
	for _, s := range all {
		if s.why == "" && slices.Contains(n.May, s.id()) {
			add(s, s.id())
		}
	}
	for _, s := range all {
		if s.why != "" || slices.Contains(n.May, s.id()) || lacks(s.person, n.Skills) != "" {
			continue
		}
		for _, whom := range b.standsFor(s.id(), n.May) {
			if add(s, whom) {
				break
			}
		}
	}
	return out
}

// lacks names a skill that somebody is without; "" when they have all.
func lacks(p *spec.Person, skills []string) string {
	for _, skill := range skills {
		if !slices.ContainsFunc(p.Skills, func(has spec.Val[spec.Text]) bool { return string(has.V) == skill }) {
			return skill
		}
	}
	return ""
}
