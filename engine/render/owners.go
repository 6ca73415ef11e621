package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// OwnersView is who owns what on a day, by person as the Organization lists them.
type OwnersView struct {
	AsOf   quantity.Date
	People []PersonView
}

// PersonView is one person with all that is theirs.
type PersonView struct {
	ID         string
	Side       string      // vendor, partner or adviser
	Partner    PartnerName // the partner that the person works for
	Functions  []string
	Until      quantity.Date // last day in the role; 0: open
	Carries    *int          // partners that the person can manage well; nil: not said
	Manages    []PartnerName
	Activities []Owned // of agreements that hold or are to begin
	Goals      []Owned // whose time is not over
	Rights     []Right
	Actions    []Owned // open ones of reviews
	Decisions  []Owned // that the person decides or decided
	At         diag.Span
}

// Owned is something that belongs to a person, itself or through a team or side.
type Owned struct {
	Address spec.Address  // of the document
	ID      string        // of the item within it
	Text    string        // the activity, the goal's title, the action, the decision's title
	As      string        // the team or side that owns it; "" when the person is named
	State   string        // of a decision: open, accepted, …
	On      quantity.Date // due day of an action or an open decision, day of a made one; 0 without
	IsLate  bool
	At      diag.Span
}

// Right is one rule of DecisionRights in which a person has a part.
type Right struct {
	Address spec.Address
	ID      string
	Action  string
	Role    string // decider, approver or voter
	As      string // the function or team through which; "" when the person is named
	When    string // condition as written; "" for always
	At      diag.Span
}

// Owners prints a row for each person.
func Owners(w io.Writer, v OwnersView, o Options) error {
	p := newPage(o)
	p.line("%s", p.palette.paint(strong, "Owners · as of "+v.AsOf.String()))
	t := table{columns: []column{{"PERSON", false, p.width / 4}, {"SIDE", false, p.width / 4}, {"FUNCTIONS", false, p.width / 4}, {"PARTNERS", true, 0},
		{"ACTIVITIES", true, 0}, {"GOALS", true, 0}, {"RIGHTS", true, 0}, {"ACTIONS", true, 0}, {"DECISIONS", true, 0}}}
	for _, person := range v.People {
		t.add(person.ID, person.side(v.AsOf), orNone(strings.Join(person.Functions, ", ")), person.load(), figure(len(person.Activities)),
			figure(len(person.Goals)), figure(len(person.Rights)), figure(len(person.Actions)), figure(len(person.Decisions)))
	}
	p.tabled(t)
	p.section()
	if len(v.People) == 0 {
		p.line("The Organization has no people.")
	} else {
		p.line("entente owners PERSON shows one in depth")
	}
	return p.trimmed().writeTo(w)
}

// figure leaves the cell of nothing nearly empty, so that what is there stands out.
func figure(n int) string {
	if n == 0 {
		return "—"
	}
	return number(n)
}

// side is where a person belongs, and whether they have left.
func (v PersonView) side(asOf quantity.Date) string {
	out := v.Side
	if v.Partner.Name != "" {
		out += " " + v.Partner.Name
	}
	if v.Until != 0 && v.Until < asOf {
		out += ", left " + v.Until.String()
	}
	return out
}

// load is how many partners a person manages, of how many.
func (v PersonView) load() string {
	if v.Carries == nil {
		return figure(len(v.Manages))
	}
	return number(len(v.Manages)) + " of " + number(*v.Carries)
}

// OwnersOne prints one person in depth. It is an error when the view has none of
// that name.
func OwnersOne(w io.Writer, v OwnersView, id string, o Options) error {
	for _, person := range v.People {
		if person.ID == id {
			p := newPage(o)
			p.person(person, v.AsOf)
			return p.trimmed().writeTo(w)
		}
	}
	return fmt.Errorf("no person has the id %s", id)
}

func (p *page) person(v PersonView, asOf quantity.Date) {
	title := []string{v.ID, v.side(asOf)}
	if len(v.Functions) > 0 {
		title = append(title, strings.Join(v.Functions, ", "))
	}
	p.line("%s", p.palette.paint(strong, strings.Join(append(title, "as of "+asOf.String()), " · ")))
	managed := table{columns: []column{{"MANAGES " + v.load(), false, 0}, {"", false, 0}}}
	for _, m := range v.Manages {
		managed.add(m.Name, string(m.Address))
	}
	p.tabled(managed)
	p.owned("ACTIVITY", v.Activities, func(d Owned) string { return string(d.Address) })
	p.owned("GOAL", v.Goals, func(d Owned) string { return string(d.Address) })
	rights := table{columns: []column{{"RIGHT", false, 0}, {"PART", false, 0}, {"WHEN", false, p.width / 2}, {"DECLARED", false, 0}}}
	for _, r := range v.Rights {
		rights.add(r.Action, partWords(r.Role, r.As), orAlways(r.When), placeOf(r.At))
	}
	p.tabled(rights)
	p.owned("ACTION", v.Actions, func(d Owned) string { return dueOn(d, asOf) })
	p.owned("DECISION", v.Decisions, func(d Owned) string { return strings.TrimSpace(d.State + " " + d.On.String()) })
	if len(v.Manages)+len(v.Activities)+len(v.Goals)+len(v.Rights)+len(v.Actions)+len(v.Decisions) == 0 {
		p.section()
		p.line("Nothing belongs to them.")
	}
}

// owned prints one kind of things, each with a further word about it.
func (p *page) owned(title string, list []Owned, about func(Owned) string) {
	t := table{columns: []column{{title, false, p.width / 2}, {"", false, p.width / 2}, {"THROUGH", false, 0}, {"DECLARED", false, 0}}}
	for _, d := range list {
		t.add(d.Text, about(d), orNone(d.As), placeOf(d.At))
	}
	p.tabled(t)
}

func dueOn(d Owned, asOf quantity.Date) string {
	if d.On == 0 {
		return "no date"
	}
	return d.On.String() + ", " + whenWords(d.On, asOf)
}

func partWords(role, as string) string {
	if as == "" {
		return role
	}
	return role + " as " + as
}

func orAlways(when string) string {
	if when == "" {
		return "always"
	}
	return when
}
