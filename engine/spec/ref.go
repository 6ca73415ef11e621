package spec

import (
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Kind is a kind's Go type, as the target of a Ref.
type Kind interface{ KindName() string }

// Ref names a document of kind K by its bare name.
type Ref[K Kind] struct {
	Name string
	At   diag.Span
}

// Reference is a Scalar that points at something declared elsewhere.
type Reference interface {
	Scalar
	// Target says what the reference may name: a kind ("Partner"), or one of
	// the Target constants.
	Target() string
}

// Targets that are not kinds.
const (
	ToAny      = "any"      // kind/name
	ToPerson   = "person"   // Organization.people
	ToOwner    = "owner"    // a person, a team, vendor, partner or main-contact
	ToFunction = "function" // a function that somebody carries
	ToRole     = "role"     // a person, a team or a function
	ToEvidence = "evidence" // kind/name, or free text
)

// Set leaves the name of a malformed reference empty, so that nobody looks for it.
func (r *Ref[K]) Set(text string, at diag.Span) error { return setSlug(&r.Name, &r.At, text, at) }

func setSlug(name *string, place *diag.Span, text string, at diag.Span) error {
	*place = at
	slug, err := quantity.ParseSlug(text)
	*name = string(slug)
	if _, bare, isAddress := strings.Cut(text, "/"); isAddress && new(quantity.Slug).UnmarshalText([]byte(bare)) == nil {
		return &quantity.Fault{Expected: "expected the name alone, as the field says of what kind it is", Fix: "write " + bare}
	}
	return err
}

func (r *Ref[K]) Form() quantity.Form {
	f := quantity.Slug("").Form()
	f.Expects = "the name of a " + r.Target()
	return f
}

func (r *Ref[K]) Canonical() string { return r.Name }
func (r *Ref[K]) Span() diag.Span   { return r.At }
func (r *Ref[K]) Target() string    { var k K; return k.KindName() }

// Address names a document: the kind lower-cased, a slash, the name.
type Address string

// NewAddress joins a kind and a name.
func NewAddress(kind, name string) Address {
	return Address(strings.ToLower(kind) + "/" + name)
}

// Kind and Name split an address.
func (a Address) Kind() string { k, _, _ := strings.Cut(string(a), "/"); return k }
func (a Address) Name() string { _, n, _ := strings.Cut(string(a), "/"); return n }

// slugRef is what references by slug other than Ref share.
type slugRef struct {
	Name string
	At   diag.Span
}

func (r *slugRef) Set(text string, at diag.Span) error { return setSlug(&r.Name, &r.At, text, at) }
func (r *slugRef) Canonical() string                   { return r.Name }
func (r *slugRef) Span() diag.Span                     { return r.At }

func slugForm(expects string) quantity.Form {
	f := quantity.Slug("").Form()
	f.Expects = expects
	return f
}

// PersonRef names one of Organization.people.
type PersonRef struct{ slugRef }

func (r *PersonRef) Target() string      { return ToPerson }
func (r *PersonRef) Form() quantity.Form { return slugForm("the id of a person in the Organization") }

// OwnerRef names a person or team, or a side: vendor, partner, main-contact.
type OwnerRef struct{ slugRef }

func (r *OwnerRef) Target() string { return ToOwner }
func (r *OwnerRef) Form() quantity.Form {
	return slugForm("a person, a team, vendor, partner or main-contact")
}

// FunctionRef names a function that people carry: finance, legal, sales, …
type FunctionRef struct{ slugRef }

func (r *FunctionRef) Target() string { return ToFunction }
func (r *FunctionRef) Form() quantity.Form {
	return slugForm("a function that somebody carries, such as finance")
}

// RoleRef names a person, a team or a function.
type RoleRef struct{ slugRef }

func (r *RoleRef) Target() string      { return ToRole }
func (r *RoleRef) Form() quantity.Form { return slugForm("a person, a team or a function") }

const addressPattern = `^[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$`

// AnyRef names a document of any kind as kind/name.
type AnyRef struct {
	To Address
	At diag.Span
}

func (r *AnyRef) Set(text string, at diag.Span) error {
	r.To, r.At = Address(text), at
	if !isAddress(text) {
		r.To = ""
		return &quantity.Fault{Expected: "expected a reference such as partner/northwind", Fix: "write kind/name, with the kind in lower case"}
	}
	return nil
}

func (r *AnyRef) Form() quantity.Form {
	return quantity.Form{Pattern: addressPattern, Expects: "a reference such as partner/northwind", Example: "partner/northwind", JSON: []string{"string"}}
}
func (r *AnyRef) Canonical() string { return string(r.To) }
func (r *AnyRef) Span() diag.Span   { return r.At }
func (r *AnyRef) Target() string    { return ToAny }

// Evidence is a document as kind/name, or free text such as an address on the web.
type Evidence struct {
	Text string
	At   diag.Span
}

func (e *Evidence) Set(text string, at diag.Span) error {
	e.Text, e.At = text, at
	return new(quantity.Text).UnmarshalText([]byte(text))
}
func (e *Evidence) Form() quantity.Form { return quantity.Text("").Form() }
func (e *Evidence) Canonical() string   { return e.Text }
func (e *Evidence) Span() diag.Span     { return e.At }
func (e *Evidence) Target() string      { return ToEvidence }

// IsReference reports whether the evidence names a document.
func (e *Evidence) IsReference() bool {
	return isAddress(e.Text) && KindByLower(Address(e.Text).Kind()) != nil
}

func isAddress(s string) bool {
	kind, name, found := strings.Cut(s, "/")
	return found && kind != "" && strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz") == "" &&
		new(quantity.Slug).UnmarshalText([]byte(name)) == nil
}
