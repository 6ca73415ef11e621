// Package spec declares the language: each kind once, as Go structs of spanned
// values. One table of their fields, made by reflection, feeds the decoder, the
// published JSON Schema, the resolver's walk over references, the snapshot's
// flattening and the merge of dated changes. It reads no files and knows no
// rules beyond the shape of a document.
package spec

import (
	"encoding"
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Short names for the scalars, so that the kinds read like the language.
type (
	Text     = quantity.Text
	Slug     = quantity.Slug
	Date     = quantity.Date
	Money    = quantity.Money
	Price    = quantity.Price
	Rate     = quantity.Rate
	Number   = quantity.Number
	Int      = quantity.Int
	Flag     = quantity.Flag
	Duration = quantity.Duration
	Period   = quantity.Period
	Cadence  = quantity.Cadence
	Currency = quantity.Currency
	Month    = quantity.Month
	Bound    = quantity.Bound
)

// Val is a scalar that remembers where it was written. *T is an
// encoding.TextUnmarshaler; T is a fmt.Stringer with a Form.
type Val[T any] struct {
	V  T
	At diag.Span
}

// Scalar is what the decoder, the schema and the differ need of a leaf.
type Scalar interface {
	Set(text string, at diag.Span) error
	Form() quantity.Form
	Canonical() string
	Span() diag.Span
}

// Set parses text into the value; the error is a *quantity.Fault.
func (v *Val[T]) Set(text string, at diag.Span) error {
	v.At = at
	return any(&v.V).(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
}

// Form tells how the scalar is spelled.
func (v *Val[T]) Form() quantity.Form { return any(v.V).(interface{ Form() quantity.Form }).Form() }

// Canonical is the value's one spelling, by which values are compared.
func (v *Val[T]) Canonical() string { return any(v.V).(fmt.Stringer).String() }

// Span is where the value was written.
func (v *Val[T]) Span() diag.Span { return v.At }

// Or gives the value, or what stands in for an absent one.
func (v *Val[T]) Or(absent T) T {
	if v == nil {
		return absent
	}
	return v.V
}

// Entry is one key of a Map with its value.
type Entry[T any] struct {
	Key   Val[Text]
	Value T
}

// Map is a mapping whose keys the user chooses, in written order.
type Map[T any] []Entry[T]

// Get finds a key.
func (m Map[T]) Get(key string) (*T, bool) {
	for i := range m {
		if string(m[i].Key.V) == key {
			return &m[i].Value, true
		}
	}
	return nil, false
}
