// Package quantity owns the exact scalars of the language: money, rates,
// numbers, dates, durations and the small words beside them; how each is
// spelled, parsed and printed. It refuses floats, rounding on input and any
// second spelling that a reader could take for another value.
package quantity

// Form describes how a scalar is spelled, for schemas, editors and messages.
type Form struct {
	Pattern string   // anchored, valid in RE2 and ECMA-262; may accept more than the parser, never less
	Expects string   // "an amount such as 5000 USD"
	Example string   // "5000 USD"
	JSON    []string // JSON types that a plain YAML scalar of this spelling may have
	Enum    []string // every spelling, where they are few
}

// unmarshal gives each scalar its encoding.TextUnmarshaler; into keeps its
// value when the text is refused.
func unmarshal[T any](into *T, text []byte, parse func(string) (T, error)) error {
	v, err := parse(string(text))
	if err != nil {
		return err
	}
	*into = v
	return nil
}
