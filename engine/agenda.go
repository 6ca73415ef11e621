package engine

import (
	"context"
	"slices"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Agenda is a revision as far as it says who does what by when. No rows of facts
// are read for it.
type Agenda struct {
	AsOf quantity.Date

	book      *resolve.Book
	program   *evaluate.Program
	workspace *workspace
}

// ReadAgenda loads a revision. The caller closes what it is given.
func ReadAgenda(ctx context.Context, at Where, when When) (*Agenda, error) {
	w := &workspace{dir: at.Dir}
	l, err := w.load(ctx, at.Rev, "")
	if err != nil {
		w.Close()
		return nil, err
	}
	return &Agenda{AsOf: when.asOf(l.book), book: l.book, program: l.program, workspace: w}, nil
}

// Close lets go of the folder. Until then places can be shown.
func (a *Agenda) Close() { a.workspace.Close() }

// HasPartner reports whether a partner of the name is declared; names are all
// that are.
func (a *Agenda) HasPartner(name string) (names []string, ok bool) {
	for _, doc := range a.book.Partners() {
		names = append(names, string(doc.Name.V))
	}
	return names, slices.Contains(names, name)
}

// HasPerson reports whether the Organization has a person; ids are all it has.
func (a *Agenda) HasPerson(id string) (ids []string, ok bool) {
	for _, p := range a.book.Org.People {
		ids = append(ids, string(p.ID.V))
	}
	return ids, slices.Contains(ids, id)
}

// HasOwner reports whether something can be due by a name: a person, a team, or
// one of the sides vendor and partner; names are all of them.
func (a *Agenda) HasOwner(name string) (names []string, ok bool) {
	names, _ = a.HasPerson(name)
	for _, t := range a.book.Org.Teams {
		names = append(names, string(t.ID.V))
	}
	names = append(names, "vendor", "partner")
	return names, slices.Contains(names, name)
}

// Due gives what is to be done within a time from the as-of day, and all that is
// overdue. owner and partner narrow it: "" for everybody. What a team or a side
// owns belongs to each of its people, and what they own to it.
func (a *Agenda) Due(within quantity.Duration, owner, partner string) render.DueView {
	v := render.DueView{AsOf: a.AsOf, Until: within.From(a.AsOf, a.book.Holidays()), Broken: a.broken()}
	for _, d := range a.program.Due(a.AsOf, v.Until) {
		if partner != "" && d.Partner.Name() != partner || owner != "" && !a.isOwnedBy(d, owner) {
			continue
		}
		v.Items = append(v.Items, render.DueItem{Due: d, PartnerName: a.display(d.Partner)})
	}
	return v
}

// IsLate reports whether anything of a view is overdue.
func IsLate(v render.DueView) bool {
	return slices.ContainsFunc(v.Items, func(d render.DueItem) bool { return d.IsOverdue })
}

func (a *Agenda) isOwnedBy(d state.Due, owner string) bool {
	if d.Owner == owner || owner == "partner" && d.Owner == "main-contact" {
		return true
	}
	_, partner := spec.Lookup[spec.Partner](a.book.Docs, d.Partner.Name())
	people := a.peopleOf(owner)
	return slices.ContainsFunc(a.book.Holders(d.Owner, partner), func(id string) bool { return slices.Contains(people, id) })
}

// peopleOf gives the people behind a person, a team or a side.
func (a *Agenda) peopleOf(owner string) []string {
	if people := a.book.Holders(owner, nil); people != nil {
		return people
	}
	var out []string
	for _, p := range a.book.Org.People {
		if string(p.Side.Or("vendor")) == owner {
			out = append(out, string(p.ID.V))
		}
	}
	return out
}

// display gives a document's title or name, "" when it is not there.
func (a *Agenda) display(address spec.Address) string {
	if doc := a.book.Docs.Get(address); doc != nil {
		return doc.DisplayName()
	}
	return ""
}

// broken counts the documents that are left out.
func (a *Agenda) broken() int {
	n := len(a.book.Docs.Lost)
	for _, doc := range a.book.Docs.List {
		if doc.Broken {
			n++
		}
	}
	return n
}
