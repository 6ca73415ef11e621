// Package resolve turns documents into a Book: every reference checked, every
// document in all its dated versions, every agreement with the clauses that it
// inherits. It knows no dates of its own: As-of days are arguments.
package resolve

import (
	"slices"
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Book is a resolved revision.
type Book struct {
	Docs   *spec.Documents
	Org    *spec.Organization // never nil: an empty one stands in for a missing one
	OrgDoc *spec.Document     // nil when missing

	isPeopleLost bool // the Organization could not be read whole
	people       map[string]*spec.Person
	teams        map[string]*spec.Team
	functions    map[string]bool
	keys         map[[2]string]string // system and key to the partner's name
	guesses      int                  // candidates compared with unknown names so far
	versions     map[spec.Address][]spec.Version
	terms        map[spec.Address][]Interval
	reviews      map[spec.Address][]*spec.Document // by partner
	successors   map[spec.Address][]*spec.Document // agreements by the one whose place they take
}

// Resolve links documents to each other and reports what does not fit.
func Resolve(docs *spec.Documents) (*Book, diag.List) {
	b := &Book{Docs: docs, Org: &spec.Organization{}, people: map[string]*spec.Person{}, teams: map[string]*spec.Team{},
		functions: map[string]bool{}, keys: map[[2]string]string{}, versions: map[spec.Address][]spec.Version{}, terms: map[spec.Address][]Interval{}}
	var findings diag.List
	findings = append(findings, b.organization()...)
	findings = append(findings, b.partnerKeys()...)
	for _, doc := range docs.List {
		findings = append(findings, b.references(doc)...)
		versions, found := doc.Versions()
		if len(versions) > 1 {
			b.versions[doc.Address] = versions
		}
		findings = append(findings, found...)
	}
	findings = append(findings, b.inherited()...)
	findings = append(findings, b.removals()...)
	findings = append(findings, b.items()...)
	b.reviews = b.reviewsByPartner()
	b.successors = b.successorsOf()
	return b, append(findings, b.cycles()...)
}

// organization finds the one Organization and indexes its people.
func (b *Book) organization() diag.List {
	var findings diag.List
	spec.Each(b.Docs, func(doc *spec.Document, org *spec.Organization) {
		if b.OrgDoc != nil {
			findings.Add(secondOrganization(doc, b.OrgDoc))
			return
		}
		b.OrgDoc, b.Org = doc, org
	})
	b.isPeopleLost = b.OrgDoc == nil && b.Docs.MayHold("Organization", "") || b.OrgDoc != nil && !b.OrgDoc.IsSound("people", "teams")
	if b.OrgDoc == nil && len(b.Docs.List) > 0 && !b.isPeopleLost {
		findings.Add(noOrganization(b.Docs.List[0]))
	}
	if b.OrgDoc != nil && b.OrgDoc.IsSound("timezone") {
		if _, err := time.LoadLocation(string(b.Org.Timezone.V)); err != nil || b.Org.Timezone.V == "Local" {
			findings.Add(unknownTimezone(b.OrgDoc, b.Org.Timezone))
		}
	}
	for i := range b.Org.People {
		p := &b.Org.People[i]
		b.people[string(p.ID.V)] = p
		for _, f := range p.Functions {
			b.functions[string(f.V)] = true
		}
	}
	for i := range b.Org.Teams {
		b.teams[string(b.Org.Teams[i].ID.V)] = &b.Org.Teams[i]
	}
	return findings
}

// partnerKeys indexes partners by their keys in outside systems; a key that two
// partners share would give one the other's deals.
func (b *Book) partnerKeys() diag.List {
	var findings diag.List
	owner := map[[2]string]spec.Val[spec.Text]{}
	spec.Each(b.Docs, func(doc *spec.Document, p *spec.Partner) {
		b.keys[[2]string{"", string(doc.Name.V)}] = string(doc.Name.V)
		for _, k := range p.Keys {
			id := [2]string{string(k.Key.V), string(k.Value.V)}
			if first, taken := owner[id]; taken {
				findings.Add(sharedKey(doc, k, first))
				continue
			}
			owner[id], b.keys[id] = k.Value, string(doc.Name.V)
		}
	})
	return findings
}

// PartnerByKey gives the partner's name for its key in a system; system "" means
// that the key is the name.
func (b *Book) PartnerByKey(system, key string) (string, bool) {
	name, ok := b.keys[[2]string{system, strings.TrimSpace(key)}]
	return name, ok
}

// Person finds one of the Organization's people; nil when there is none.
func (b *Book) Person(id string) *spec.Person { return b.people[id] }

// FiscalStart is the first month of the fiscal year.
func (b *Book) FiscalStart() time.Month {
	return time.Month(b.Org.FiscalYearStart.Or(spec.Month(time.January)))
}

// Today gives the calendar day of an instant in the Organization's timezone.
func (b *Book) Today(now time.Time) quantity.Date {
	if zone, err := time.LoadLocation(string(b.Org.Timezone.V)); err == nil {
		now = now.In(zone)
	}
	return quantity.DateOf(now)
}

// Versions gives a document in all its dated versions, oldest first.
func (b *Book) Versions(doc *spec.Document) []spec.Version {
	if v, ok := b.versions[doc.Address]; ok {
		return v
	}
	return []spec.Version{{Spec: doc.Spec}}
}

// At gives a document's spec in force on a day.
func (b *Book) At(doc *spec.Document, day quantity.Date) any {
	versions := b.Versions(doc)
	in := versions[0].Spec
	for _, v := range versions[1:] {
		if v.From <= day {
			in = v.Spec
		}
	}
	return in
}

// Partners gives every Partner document, by name.
func (b *Book) Partners() []*spec.Document {
	var out []*spec.Document
	spec.Each(b.Docs, func(doc *spec.Document, _ *spec.Partner) { out = append(out, doc) })
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
