package check

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// amounts is a range of one amount of a change, in minor units, both ends
// included.
type amounts struct {
	of        string // impact.yearly or impact.budget
	currency  quantity.Currency
	low, high int64
}

// most64 is the high end of a range without one.
const most64 = math.MaxInt64

var (
	amountFirst = regexp.MustCompile(`^(impact\.(?:yearly|budget))\s*(<=|<|>=|>|==)\s*money\((?:"([^"]*)"|'([^']*)')\)$`)
	amountLast  = regexp.MustCompile(`^money\((?:"([^"]*)"|'([^']*)')\)\s*(<=|<|>=|>|==)\s*(impact\.(?:yearly|budget))$`)
)

// mirrored is each comparison with its sides swapped.
var mirrored = map[string]string{"<=": ">=", "<": ">", ">=": "<=", ">": "<", "==": "=="}

// parseAmounts reads a condition that is nothing but comparisons of one amount
// with fixed ones, joined by &&. Everything else is not ok: what it allows is not
// known here.
func parseAmounts(condition string) (amounts, bool) {
	out := amounts{high: most64}
	for part := range strings.SplitSeq(condition, "&&") {
		part = strings.TrimSpace(part)
		of, operator, text := "", "", ""
		if m := amountFirst.FindStringSubmatch(part); m != nil {
			of, operator, text = m[1], m[2], m[3]+m[4]
		} else if m := amountLast.FindStringSubmatch(part); m != nil {
			of, operator, text = m[4], mirrored[m[3]], m[1]+m[2]
		}
		money, err := quantity.ParseMoney(text)
		if err != nil || out.of != "" && (out.of != of || out.currency != money.Currency) {
			return amounts{}, false
		}
		out.of, out.currency = of, money.Currency
		out.narrow(operator, money.Minor)
	}
	return out, out.low <= out.high
}

// narrow leaves what also fulfils a comparison.
func (a *amounts) narrow(operator string, minor int64) {
	switch operator {
	case "<":
		a.high = min(a.high, minor-1)
	case "<=":
		a.high = min(a.high, minor)
	case ">":
		a.low = max(a.low, minor+1)
	case ">=":
		a.low = max(a.low, minor)
	case "==":
		a.low, a.high = max(a.low, minor), min(a.high, minor)
	}
}

// isLike reports whether two ranges are of one amount and currency.
func (a amounts) isLike(b amounts) bool { return a.of == b.of && a.currency == b.currency }

// and gives what is in both; ok when there is anything.
func (a amounts) and(b amounts) (amounts, bool) {
	a.low, a.high = max(a.low, b.low), min(a.high, b.high)
	return a, a.low <= a.high
}

// ends gives the two ends as comparisons with whole amounts where that is
// possible; "" for an end that is none.
func (a amounts) ends(spell func(spec.Bound) string, from, above, upTo, below string) (low, high string) {
	unit := int64(1)
	for range a.currency.Exponent() {
		unit *= 10
	}
	amount := func(minor int64) string { return a.amount(spell, minor) }
	switch {
	case a.low <= 0:
	case a.low%unit == 1 && unit > 1:
		low = fmt.Sprintf(above, amount(a.low-1))
	default:
		low = fmt.Sprintf(from, amount(a.low))
	}
	switch {
	case a.high == most64:
	case a.high%unit == unit-1 && unit > 1:
		high = fmt.Sprintf(below, amount(a.high+1))
	default:
		high = fmt.Sprintf(upTo, amount(a.high))
	}
	return low, high
}

func (a amounts) amount(spell func(spec.Bound) string, minor int64) string {
	return spell(spec.Bound{Kind: quantity.BoundMoney, Money: quantity.Money{Minor: minor, Currency: a.currency}})
}

// words spells the range for people: "above 500 USD and up to 5,000 USD".
func (a amounts) words() string {
	low, high := a.ends(show, "%s or more", "above %s", "up to %s", "below %s")
	switch {
	case a.low == a.high:
		return "exactly " + a.amount(show, a.low)
	case low == "" && high == "":
		return "any amount"
	case low != "" && high != "":
		return low + " and " + high
	}
	return low + high
}

// condition spells the range as a condition.
func (a amounts) condition() string {
	compare := func(operator string) string { return a.of + " " + operator + ` money("%s")` }
	low, high := a.ends(write, compare(">="), compare(">"), compare("<="), compare("<"))
	if a.low == a.high {
		return fmt.Sprintf(compare("=="), a.amount(write, a.low))
	}
	if low != "" && high != "" {
		return low + " && " + high
	}
	return low + high
}
