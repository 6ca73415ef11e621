package render

import (
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// cite gives the line of a span in parentheses, behind a space; "" when it points
// nowhere.
func cite(s diag.Span) string {
	if s.IsZero() {
		return ""
	}
	return " (" + placeOf(s) + ")"
}

// Cite is cite for who says why there is no line.
func Cite(s diag.Span) string { return cite(s) }

// MoneyWords spells an amount in minor units with its currency.
func MoneyWords(minor int64, c quantity.Currency) string {
	return minorWords(minor, c) + " " + string(c)
}

// ExactWords spells an amount of minor units before rounding.
func ExactWords(minor *big.Rat, c quantity.Currency) string { return exactWords(minor, c) }

// citeRow is cite of the place of a row.
func citeRow(place string) string {
	if place == "" {
		return ""
	}
	return " (" + place + ")"
}

// asWritten gives a term as it stands in its document, digits grouped; what cannot be
// read again is spelled our way.
func asWritten(at diag.Span, spelled string) string {
	text := strings.TrimSpace(at.Text())
	if n := len(text); n > 1 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		text = text[1 : n-1]
	}
	if text == "" || strings.ContainsAny(text, "\n\r") || len(text) > 60 {
		text = spelled
	}
	if m, err := quantity.ParseMoney(text); err == nil {
		digits, _, _ := strings.Cut(text, " ")
		return minus(quantity.Grouped(digits)) + " " + string(m.Currency)
	}
	return text
}

// cited is asWritten with the line that it stands on.
func cited[T any](v *spec.Val[T]) string {
	return asWritten(v.At, v.Canonical()) + cite(v.At)
}
