package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/spec"
)

// Approval is a decision right of the base revision that a change fired, or
// changes that no right covers.
type Approval struct {
	Rule    string      `json:"rule"`   // "" where no right of the base covers the changes
	Action  string      `json:"action"` // of DecisionRights; "" where the base has no rights at all
	File    string      `json:"file"`   // of the rule, in base
	Line    int         `json:"line"`
	Need    []Need      `json:"need"`    // all of them
	Have    []Have      `json:"have"`    // reviews that count
	Missing []Missing   `json:"missing"` // needs that are not met
	Ignored []Unheard   `json:"ignored"` // reviews that do not count
	Met     bool        `json:"met"`
	Because string      `json:"because"` // the yearly payout changes by 621.11 USD, above 500 USD
	Fix     string      `json:"fix,omitempty"`
	Changes []ChangeRef `json:"changes"` // that fired it
}

// Need is one agreement that a right asks for: of a person, of so many people
// with a function or of a team, or of a body that votes.
type Need struct {
	Person   string   `json:"person,omitempty"`
	Function string   `json:"function,omitempty"`
	Team     string   `json:"team,omitempty"`
	Body     *Vote    `json:"body,omitempty"`
	Count    int      `json:"count"`
	May      []string `json:"may"`              // ids of the people who may give it, by id
	Skills   []string `json:"skills,omitempty"` // that whoever gives it must have
	Decides  bool     `json:"decides,omitempty"`
}

// Vote is how a body decides.
type Vote struct {
	Rule       string `json:"rule"` // majority or unanimous
	Quorum     int    `json:"quorum"`
	TieBreaker string `json:"tieBreaker,omitempty"`
}

// Have is a review that counts.
type Have struct {
	Person string `json:"person"`
	Login  string `json:"login"`
	For    string `json:"for,omitempty"` // whom a delegate stands in for
	Commit string `json:"commit"`
	State  string `json:"state"` // approved, or changes_requested as a vote against
}

// Missing is a need that is not met.
type Missing struct {
	Need Need   `json:"need"`
	Have int    `json:"have"`
	Why  string `json:"why"` // anyone of 1 person with function finance
}

// Unheard is a review that does not count, and why.
type Unheard struct {
	Login  string `json:"login"`
	Commit string `json:"commit"`
	Why    string `json:"why"`
	Role   bool   `json:"-"` // whoever it is has no part in the right, and may have one in another
}

// ChangeRef names one of a Plan's changes, or a fact file.
type ChangeRef struct {
	Address spec.Address `json:"address,omitempty"`
	Path    string       `json:"path,omitempty"`
	File    string       `json:"file,omitempty"`
	SHA256  string       `json:"sha256,omitempty"` // of the file in head; "" where it is gone
}

// fired is what an approval binds to of a right: what it asks for, and the bytes
// of the files that are no documents. Who has a role at the moment is no part of
// it: that is looked up when reviews are judged.
type fired struct {
	Rule, Action string
	Need         []Need
	Files        []ChangeRef
}

func firedOf(a Approval) fired {
	out := fired{Rule: a.Rule, Action: a.Action}
	for _, n := range a.Need {
		if n.Body == nil {
			n.May = nil
		}
		out.Need = append(out.Need, n)
	}
	for _, c := range a.Changes {
		if c.File != "" {
			out.Files = append(out.Files, c)
		}
	}
	return out
}

// Seal puts what rights ask for into a plan. Approvals bind to bound: both digests
// cover it. Where a right stands in its file, and what reviews say, is in neither.
// What further rights ask for, which later facts have fired, is added without.
func Seal(p Plan, bound, further []Approval) Plan {
	if len(bound) > 0 {
		all := []fired{}
		for _, a := range bound {
			all = append(all, firedOf(a))
		}
		p.TermsDigest = digest(struct {
			Terms string
			Fired []fired
		}{p.TermsDigest, all})
	}
	p.Approvals = slices.Clip(bound)
	for _, a := range further {
		if !slices.ContainsFunc(bound, func(b Approval) bool { return a.Rule == b.Rule && a.Action == b.Action }) {
			p.Approvals = append(p.Approvals, a)
		}
	}
	p.Headline = strings.TrimSpace(p.Headline + " " + needed(p.Approvals))
	p.PlanDigest = planDigest(p)
	return p
}

// Needs names who must agree, each once; nobody where no right covers a change.
func Needs(approvals []Approval) []string {
	var out []string
	for _, a := range approvals {
		if len(a.Need) == 0 {
			return nil
		}
		for _, n := range a.Asked() {
			if name := n.Name(); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// needed is Needs as a sentence.
func needed(approvals []Approval) string {
	names := Needs(approvals)
	switch n := len(names); {
	case len(approvals) == 0:
		return ""
	case n > 1:
		return "Needs " + strings.Join(names[:n-1], ", ") + " and " + names[n-1] + "."
	case n == 1:
		return "Needs " + names[0] + "."
	case len(approvals) == 1 && approvals[0].Action == "":
		return "The base has no decision rights."
	}
	return "Nobody has the right to approve all of it."
}

// Name is how people name a need: the function, team or person, or the body.
func (n Need) Name() string {
	switch {
	case n.Function != "":
		return n.Function
	case n.Team != "":
		return n.Team
	case n.Person != "":
		return n.Person
	}
	return "a vote of " + strings.Join(n.May, ", ")
}

// Words say who may give what is still needed, when so many have done so.
func (n Need) Words(have int) string {
	left := max(n.Count-have, 1)
	anyone := "anyone"
	if left > 1 {
		anyone = strconv.Itoa(left)
	}
	switch {
	case n.Body != nil:
		return n.Name() + " (" + n.Body.Rule + ")"
	case n.Person != "" && len(n.May) == 0:
		return n.Person + ", who lacks a skill that the right asks for"
	case n.Person != "":
		return n.Person
	case len(n.May) == 0:
		return n.Name() + ": nobody in the base has this role"
	case len(n.May) == 1:
		return n.Name() + ": " + anyone + " of 1 person"
	}
	return n.Name() + ": " + anyone + " of " + strconv.Itoa(len(n.May)) + " people"
}

// Pending is Asked of the needs that are not met yet.
func (a Approval) Pending() []Need {
	if len(a.Missing) == 0 {
		return a.Asked()
	}
	var left Approval
	for _, m := range a.Missing {
		left.Need = append(left.Need, m.Need)
	}
	return left.Asked()
}

// Asked leaves out the needs of people whom a function or a team that is asked,
// too, includes: one review meets both.
func (a Approval) Asked() []Need {
	var within []string
	for _, n := range a.Need {
		if n.Function != "" || n.Team != "" {
			within = append(within, n.May...)
		}
	}
	return slices.DeleteFunc(slices.Clone(a.Need), func(n Need) bool {
		return n.Person != "" && len(within) > 0 && slices.Contains(within, n.Person) && len(within) == 1
	})
}
