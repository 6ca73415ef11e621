package gate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// needs gives all that a right asks for: its decider or its body first, then each
// of its approvers.
func needs(book *resolve.Book, r spec.Right) []plan.Need {
	out := []plan.Need{}
	switch {
	case r.Body != nil:
		out = append(out, bodyNeed(r.Body))
	case r.Decider != nil:
		n := roleNeed(book, r.Decider.Name)
		n.Decides = true
		for _, s := range r.Skills {
			n.Skills = append(n.Skills, string(s.V))
		}
		n.May = skilled(book, n.May, n.Skills)
		out = append(out, n)
	}
	for _, a := range r.Approvers {
		n := plan.Need{Count: 1}
		switch {
		case a.Person != nil:
			n.Person, n.May = a.Person.Name, []string{a.Person.Name}
		case a.Team != nil:
			n = roleNeed(book, a.Team.Name)
		case a.Function != nil:
			n.Function, n.May = a.Function.Name, book.WithFunction(a.Function.Name)
		}
		if a.Count != nil {
			n.Count = max(1, int(a.Count.V))
		}
		out = append(out, sorted(n))
	}
	return out
}

func sorted(n plan.Need) plan.Need {
	n.May = slices.Clone(n.May)
	slices.Sort(n.May)
	if n.May = slices.Compact(n.May); n.May == nil {
		n.May = []string{}
	}
	return n
}

// roleNeed asks for one of those whom a role means.
func roleNeed(book *resolve.Book, role string) plan.Need {
	n := plan.Need{Count: 1, May: book.InRole(role)}
	switch {
	case book.Person(role) != nil:
		n.Person = role
	case len(book.WithFunction(role)) > 0:
		n.Function = role
	default:
		n.Team = role
	}
	return sorted(n)
}

func bodyNeed(b *spec.Body) plan.Need {
	var voters []string
	for _, v := range b.Voters {
		voters = append(voters, v.Name)
	}
	n := sorted(plan.Need{May: voters, Decides: true, Body: &plan.Vote{Rule: string(b.Rule.Or("majority"))}})
	n.Body.Quorum = len(n.May)/2 + 1
	if n.Body.Rule == unanimous {
		n.Body.Quorum = len(n.May)
	}
	if b.Quorum != nil {
		n.Body.Quorum = int(b.Quorum.V)
	}
	if b.TieBreaker != nil {
		n.Body.TieBreaker = b.TieBreaker.Name
	}
	n.Body.Quorum = max(n.Body.Quorum, 1) // else nobody but the casting vote would decide
	n.Count = n.Body.Quorum
	return n
}

const unanimous = "unanimous"

// skilled leaves those who have every skill that a right asks its decider for.
func skilled(book *resolve.Book, people []string, skills []string) []string {
	return slices.DeleteFunc(slices.Clone(people), func(id string) bool {
		p := book.Person(id)
		return p == nil || lacks(p, skills) != ""
	})
}
