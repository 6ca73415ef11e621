package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// DueView is what somebody has to do until a day.
type DueView struct {
	AsOf  quantity.Date
	Until quantity.Date
	Items []DueItem // sorted
	// Broken counts documents that could not be read, and may ask for more.
	Broken int
}

// DueItem is one thing to do with the display name of the partner it is about.
type DueItem struct {
	state.Due
	PartnerName string
}

// Due prints what is due as a table: what is overdue first, then what comes.
func Due(w io.Writer, v DueView, o Options) error {
	p := newPage(o)
	p.line("%s", p.palette.paint(strong, fmt.Sprintf("Due until %s · as of %s", v.Until, v.AsOf)))
	t := table{columns: []column{{"DATE", false, 0}, {"WHAT", false, 0}, {"PARTNER", false, p.width / 4}, {"OWNER", false, p.width / 4}, {"", false, 0}}, fluid: 2}
	late, names := 0, v.names()
	for _, d := range v.Items {
		t.add(d.On.String(), d.what(), orNone(names[d.Partner]), orNone(d.Owner), whenWords(d.On, v.AsOf))
		if d.IsOverdue {
			late++
			last := t.rows[len(t.rows)-1]
			last[len(last)-1].as = warn
		}
	}
	p.tabled(t)
	p.section()
	switch {
	case len(v.Items) == 0:
		p.line("Nothing is due; --within looks further ahead.")
	default:
		p.line("%s due, %s overdue", number(len(v.Items)), number(late))
	}
	p.broken(v.Broken)
	return p.trimmed().writeTo(w)
}

// names tells partners of one title apart.
func (v DueView) names() map[spec.Address]string {
	titles := map[spec.Address]string{}
	for _, d := range v.Items {
		titles[d.Partner] = d.PartnerName
	}
	return state.TellApart(titles)
}

// broken says that some documents are left out.
func (p *page) broken(n int) {
	if n > 0 {
		verb := "are"
		if n == 1 {
			verb = "is"
		}
		p.line("%s %s broken and left out: see entente validate", count(n, "document"), verb)
	}
}

// what is said of an item where its kind is not shown beside it.
func (d DueItem) what() string {
	switch d.Kind {
	case state.DueAction, state.DueConcern:
		return string(d.Kind) + ": " + d.Text
	}
	return d.Text
}

// whenWords says how far a day is from another: in 3 days, today, overdue 1 day.
func whenWords(on, asOf quantity.Date) string {
	days := int(on - asOf)
	switch {
	case days > 0:
		return "in " + count(days, "day")
	case days < 0:
		return "overdue " + count(-days, "day")
	}
	return "today"
}

type dueDocument struct {
	FormatVersion string            `json:"formatVersion"`
	AsOf          string            `json:"asOf"`
	Until         string            `json:"until"`
	Due           []dueItemDocument `json:"due"`
	Broken        int               `json:"broken"`
}

type dueItemDocument struct {
	Kind    state.DueKind `json:"kind"`
	On      string        `json:"on"`
	Days    int           `json:"days"`
	Overdue bool          `json:"overdue"`
	Address spec.Address  `json:"address"`
	ID      string        `json:"id,omitempty"`
	Title   string        `json:"title"`
	Partner spec.Address  `json:"partner,omitempty"`
	Owner   string        `json:"owner,omitempty"`
	Text    string        `json:"text"`
	located
}

// located is the place of something in a machine form.
type located struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

func locatedAt(at diag.Span) located { return located{at.File(), at.From().Line} }

// DueJSON prints what `due --format json` gives.
func DueJSON(w io.Writer, v DueView) error {
	doc := dueDocument{FormatVersion: plan.FormatVersion, AsOf: v.AsOf.String(), Until: v.Until.String(), Due: []dueItemDocument{}, Broken: v.Broken}
	for _, d := range v.Items {
		doc.Due = append(doc.Due, dueItemDocument{d.Kind, d.On.String(), int(d.On - v.AsOf), d.IsOverdue, d.Address, d.ID, d.Title, d.Partner, d.Owner, d.Text, locatedAt(d.At)})
	}
	return writeJSON(w, doc)
}

// uid names an item for good: the same item of the same day has the same name in
// every run.
func (d DueItem) uid() string {
	parts := []string{string(d.Address), string(d.Kind)}
	if d.ID != "" {
		parts = append(parts, d.ID)
	}
	return strings.Join(append(parts, d.On.String()), "/") + "@entente"
}
