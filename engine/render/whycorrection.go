package render

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// correctedRow names what a correction is about.
func (a *WhyAnswer) correctedRow() string {
	if a.Of != "" {
		return fmt.Sprintf("What %s takes back of %s", a.Event, a.Of)
	}
	return "What " + a.Event + " earned"
}

// corrected says which locked statement holds what, what is due now, and what has
// changed since.
func (a *WhyAnswer) corrected() []string {
	c := a.Corrects
	if c == nil {
		return nil
	}
	var out []string
	rule := ""
	if a.Rule != nil {
		rule = " by rule " + a.Rule.ID
	}
	for i, s := range c.Statements {
		out = append(out, fmt.Sprintf("Statement %s, locked as of %s, has %s%s%s.", s.Name, s.AsOf, a.money(c.Lines[i].Earned), rule, cite(s.At)))
	}
	if m := c.Missing; m != nil {
		out = append(out, fmt.Sprintf("Statement %s, locked as of %s, has nothing of it%s.", m.Name, m.AsOf, cite(m.At)))
	}
	if len(c.Statements) > 1 {
		out = append(out, fmt.Sprintf("Together they have %s.", a.money(c.Locked)))
	}
	out = append(out, fmt.Sprintf("By the facts and terms of today %s are due: %s less %s is %s.", a.money(c.Due), a.bare(c.Due), a.bare(c.Locked), a.money(a.Earned)))
	return append(out, a.whatChanged())
}

// whatChanged says why the locked figure is not what is due.
func (a *WhyAnswer) whatChanged() string {
	c := a.Corrects
	switch c.Reason {
	case ledger.Refund:
		return fmt.Sprintf("It was taken back on %s%s, a day that had been locked by then.", c.On, citeRow(placeOfLine(c.Now)))
	case ledger.LateFact:
		return fmt.Sprintf("The row is of %s%s and came after that day was locked.", c.On, citeRow(placeOfLine(c.Now)))
	case ledger.ChangedVolume:
		return "Its own row is as it was; other rows moved the volume or the cap that it meets."
	case ledger.ChangedTerms:
		return "Its row is as it was; the terms of its day say something else now" + a.otherTerms() + "."
	case ledger.ChangedRate:
		if len(c.Terms) > 0 {
			return "Its row is as it was; the exchange rate of its day is another now, and the terms of its day say something else" + a.otherTerms() + "."
		}
		return "It is the exchange rate of its day that is another now."
	case ledger.GoneFact:
		return "Its row is gone" + citeRow(placeOfRow(c.WasRow)) + ", or what it says now earns nothing."
	case ledger.ChangedTool:
		return "Row and terms are as they were; another version of entente had computed it otherwise."
	case ledger.ChangedFact:
		return a.rowChanged()
	}
	return ""
}

func placeOfRow(e *commission.Event) string {
	if e == nil {
		return ""
	}
	return e.Place
}

func placeOfLine(l *commission.Line) string {
	if l == nil {
		return ""
	}
	return l.Place
}

// otherTerms cites the rule as it was and as it is.
func (a *WhyAnswer) otherTerms() string {
	c := a.Corrects
	if len(c.Terms) > 0 {
		var parts []string
		for _, t := range c.Terms {
			parts = append(parts, termWords(t, ", now "))
		}
		return ": " + strings.Join(parts, "; ")
	}
	if c.Now == nil || c.Now.Rule == nil || c.Now.Rule.Spec == nil {
		return ""
	}
	return cite(c.Now.Rule.Spec.ID.At)
}

// rowChanged says what of a row is otherwise than when it was locked.
func (a *WhyAnswer) rowChanged() string {
	c := a.Corrects
	if was, is := c.WasReversal, c.Reversal; was != nil && is != nil && (was.Amount != is.Amount || was.At != is.At) {
		return "Its row was changed since" + citeRow(is.Place) + ": " + joinAnd(compactText([]string{
			amountChange("amount", was.Amount, was.Currency, is.Amount, is.Currency), dayChange("day", was.At, is.At)})) + "."
	}
	switch {
	case c.Now == nil && (c.Row == nil || c.WasReversal != nil && c.Reversal == nil):
		return "Its row is gone from the facts."
	case c.Row == nil || c.WasRow == nil:
		return "Its row was changed since."
	}
	changes := compactText(rowChanges(c.WasRow, c.Row))
	if len(changes) == 0 {
		return "Nothing is due for its row any more" + citeRow(c.Row.Place) + "."
	}
	return "Its row was changed since" + citeRow(c.Row.Place) + ": " + joinAnd(changes) + "."
}

func rowChanges(was, is *commission.Event) []string {
	out := []string{amountChange("amount", was.Amount, was.Currency, is.Amount, is.Currency)}
	for _, x := range []struct {
		name    string
		was, is int64
	}{{"tax", was.Tax, is.Tax}, {"discount", was.Discount, is.Discount}, {"shipping", was.Shipping, is.Shipping}, {"cost", was.Cost, is.Cost}, {"deal's amount", was.Whole, is.Whole}} {
		out = append(out, amountChange(x.name, x.was, was.Currency, x.is, is.Currency))
	}
	if was.Quantity != is.Quantity {
		out = append(out, fmt.Sprintf("quantity was %s and is %s", inUnits.words(was.Quantity, ""), inUnits.words(is.Quantity, "")))
	}
	for _, x := range []struct {
		name    string
		was, is quantity.Date
	}{{"day", was.At, is.At}, {"creation", was.Created, is.Created}, {"registration", was.Registered, is.Registered}, {"invoice", was.Invoiced, is.Invoiced}} {
		out = append(out, dayChange(x.name, x.was, x.is))
	}
	if was.Customer != is.Customer {
		out = append(out, fmt.Sprintf("customer was %s and is %s", namedOrNone(was.Customer), namedOrNone(is.Customer)))
	}
	if was.Deal != is.Deal {
		out = append(out, fmt.Sprintf("deal was %s and is %s", namedOrNone(was.Deal), namedOrNone(is.Deal)))
	}
	return out
}

func amountChange(name string, was int64, wasIn quantity.Currency, is int64, in quantity.Currency) string {
	if was == is && (wasIn == in || was == 0) {
		return ""
	}
	return fmt.Sprintf("%s was %s %s and is %s %s", name, minorWords(was, wasIn), wasIn, minorWords(is, in), in)
}

func dayChange(name string, was, is quantity.Date) string {
	if was == is {
		return ""
	}
	day := func(d quantity.Date) string {
		if d == 0 {
			return "none"
		}
		return d.String()
	}
	return fmt.Sprintf("%s was %s and is %s", name, day(was), day(is))
}

func namedOrNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
