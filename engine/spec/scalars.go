package spec

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Expr is a CEL expression as written; its type is checked once the columns
// and people it speaks of are known.
type Expr string

// maxExpr keeps one expression from taking the time of all others.
const maxExpr = 10_000

func (e *Expr) UnmarshalText(b []byte) error {
	*e = Expr(b)
	switch {
	case len(b) == 0:
		return &quantity.Fault{Expected: "expected a CEL expression", Fix: `write one, quoted: 'stage == "won"'`}
	case len(b) > maxExpr:
		return &quantity.Fault{Expected: fmt.Sprintf("it has %s bytes, and a CEL expression has at most %s",
			quantity.Grouped(strconv.Itoa(len(b))), quantity.Grouped(strconv.Itoa(maxExpr))),
			Fix: "shorten it, or split the KPI or the rule in two"}
	}
	return nil
}
func (e Expr) String() string { return string(e) }
func (e Expr) Form() quantity.Form {
	return quantity.Form{Pattern: `^[\s\S]+$`, Expects: "a CEL expression, quoted", Example: `stage == "won"`, JSON: []string{"string"}}
}

// LiabilityCap is an amount, or the fees of some months.
type LiabilityCap struct {
	Amount     quantity.Money // zero when FeesOf is set
	FeesMonths int            // 0 when Amount is set
}

func (c *LiabilityCap) UnmarshalText(b []byte) error {
	text, isFees := strings.CutPrefix(string(b), "fees of ")
	if !isFees {
		err := c.Amount.UnmarshalText(b)
		if f, ok := err.(*quantity.Fault); ok && !strings.ContainsAny(string(b), "0123456789") {
			f.Fix = `write an amount such as 100000 USD, or "fees of 12 months"`
		}
		return err
	}
	d, err := quantity.ParseDuration(text)
	if err != nil || d.Unit != quantity.Months || d.N < 1 {
		return &quantity.Fault{Expected: `expected an amount, or "fees of N months"`, Fix: "write fees of 12 months"}
	}
	c.FeesMonths = d.N
	return nil
}

func (c LiabilityCap) String() string {
	if c.FeesMonths > 0 {
		return "fees of " + quantity.Duration{N: c.FeesMonths, Unit: quantity.Months}.String()
	}
	return c.Amount.String()
}

func (c LiabilityCap) Form() quantity.Form {
	return quantity.Form{Pattern: `^(fees of [1-9][0-9]* months?|-?[0-9]+(\.[0-9]+)? [A-Z]{3})$`,
		Expects: `an amount such as 100000 USD, or "fees of 12 months"`, Example: "100000 USD", JSON: []string{"string"}}
}

// Recurrence is how long a rule keeps paying on one customer.
type Recurrence struct {
	Mode     string            // first-sale, lifetime, payments, duration
	Payments int               // when Mode is payments
	For      quantity.Duration // when Mode is duration
}

func (r *Recurrence) UnmarshalText(b []byte) error {
	text := string(b)
	switch {
	case text == "first-sale" || text == "lifetime":
		r.Mode = text
		return nil
	case strings.HasSuffix(text, " payments"):
		var n quantity.Int
		if err := n.UnmarshalText([]byte(strings.TrimSuffix(text, " payments"))); err != nil || n < 1 {
			return &quantity.Fault{Expected: "expected a count of payments, at least 1", Fix: "write 12 payments"}
		}
		r.Mode, r.Payments = "payments", int(n)
		return nil
	}
	r.Mode = "duration"
	if err := r.For.UnmarshalText(b); err != nil || r.For.N == 0 {
		return &quantity.Fault{Expected: "expected first-sale, lifetime, a duration or a count of payments", Fix: "write it like 12 months"}
	}
	return nil
}

func (r Recurrence) String() string {
	switch r.Mode {
	case "payments":
		return quantity.Int(r.Payments).String() + " payments"
	case "duration":
		return r.For.String()
	}
	return r.Mode
}

func (r Recurrence) Form() quantity.Form {
	return quantity.Form{Pattern: `^(first-sale|lifetime|[1-9][0-9]* (payments|days?|business days?|weeks?|months?|quarters?|years?))$`,
		Expects: "first-sale, lifetime, 12 months or 12 payments", Example: "12 months", JSON: []string{"string"}}
}

// Window is the time a scorecard looks at, up to its evaluation day.
type Window struct {
	ToDate   string            // year-to-date or quarter-to-date; empty for a trailing window
	Trailing quantity.Duration // 4 quarters, 12 months, 90 days
}

func (w *Window) UnmarshalText(b []byte) error {
	if text := string(b); text == "year-to-date" || text == "quarter-to-date" {
		w.ToDate = text
		return nil
	}
	if err := w.Trailing.UnmarshalText(b); err != nil || w.Trailing.N == 0 {
		return &quantity.Fault{Expected: "expected year-to-date, quarter-to-date or a duration", Fix: "write it like 4 quarters"}
	}
	return nil
}

func (w Window) String() string {
	if w.ToDate != "" {
		return w.ToDate
	}
	return w.Trailing.String()
}

func (w Window) Form() quantity.Form {
	return quantity.Form{Pattern: `^(year-to-date|quarter-to-date|[1-9][0-9]* (days?|business days?|weeks?|months?|quarters?|years?))$`,
		Expects: "year-to-date, quarter-to-date or a duration such as 4 quarters", Example: "year-to-date", JSON: []string{"string"}}
}
