package render

import (
	"io"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
)

type ownersDocument struct {
	FormatVersion string           `json:"formatVersion"`
	AsOf          string           `json:"asOf"`
	People        []personDocument `json:"people"`
}

type personDocument struct {
	ID         string          `json:"id"`
	Side       string          `json:"side"`
	Partner    spec.Address    `json:"partner,omitempty"`
	Functions  []string        `json:"functions"`
	Until      string          `json:"until,omitempty"`
	Partners   []spec.Address  `json:"partners"`
	Carries    *int            `json:"carries,omitempty"`
	Activities []ownedDocument `json:"activities"`
	Goals      []ownedDocument `json:"goals"`
	Rights     []rightDocument `json:"rights"`
	Actions    []ownedDocument `json:"actions"`
	Decisions  []ownedDocument `json:"decisions"`
	located
}

type ownedDocument struct {
	Address spec.Address `json:"address"`
	ID      string       `json:"id,omitempty"`
	Text    string       `json:"text"`
	As      string       `json:"as,omitempty"`
	Status  string       `json:"status,omitempty"`
	On      string       `json:"on,omitempty"`
	Overdue bool         `json:"overdue,omitempty"`
	located
}

type rightDocument struct {
	Address spec.Address `json:"address"`
	ID      string       `json:"id"`
	Action  string       `json:"action"`
	Role    string       `json:"role"`
	As      string       `json:"as,omitempty"`
	When    string       `json:"when,omitempty"`
	located
}

// OwnersJSON prints what `owners --format json` gives: everybody of the view.
func OwnersJSON(w io.Writer, v OwnersView) error {
	doc := ownersDocument{FormatVersion: plan.FormatVersion, AsOf: v.AsOf.String(), People: []personDocument{}}
	for _, p := range v.People {
		one := personDocument{ID: p.ID, Side: p.Side, Partner: p.Partner.Address, Functions: notNull(p.Functions), Until: p.Until.String(), Carries: p.Carries, Partners: []spec.Address{},
			Activities: ownedDocuments(p.Activities), Goals: ownedDocuments(p.Goals), Rights: []rightDocument{}, Actions: ownedDocuments(p.Actions),
			Decisions: ownedDocuments(p.Decisions), located: locatedAt(p.At)}
		for _, m := range p.Manages {
			one.Partners = append(one.Partners, m.Address)
		}
		for _, r := range p.Rights {
			one.Rights = append(one.Rights, rightDocument{r.Address, r.ID, r.Action, r.Role, r.As, r.When, locatedAt(r.At)})
		}
		doc.People = append(doc.People, one)
	}
	return writeJSON(w, doc)
}

func ownedDocuments(list []Owned) []ownedDocument {
	out := []ownedDocument{}
	for _, d := range list {
		out = append(out, ownedDocument{d.Address, d.ID, d.Text, d.As, d.State, d.On.String(), d.IsLate, locatedAt(d.At)})
	}
	return out
}
