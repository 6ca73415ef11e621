package gate

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// impact is what conditions see of a plan besides the change itself.
type impact struct {
	yearly   quantity.Money
	lacks    string // why yearly is not known; "" when it is
	on       string // the day of it; "" when it is the plan's
	with     string // by which terms yearly moves, and what of it is no commission
	partners int
	budgets  map[spec.Address]quantity.Money // of campaigns: the larger of before and after
	unknown  map[spec.Address]string         // why a campaign's budget is not known
}

func (in Input) impact() impact {
	out := impact{budgets: map[spec.Address]quantity.Money{}, unknown: map[spec.Address]string{},
		yearly: quantity.Money{Currency: in.Book.Org.BaseCurrency.V}, partners: in.Partners, on: in.On, lacks: in.Lacks, with: adjusted(in.Adjusted)}
	if in.Under != "" {
		out.with = " under " + in.Under + out.with
	}
	for _, m := range in.Yearly {
		inBase, ok := in.inBase(m)
		if !ok {
			out.lacks = fmt.Sprintf("the yearly payout changes by %s too, and there is no exchange rate to %s", m, out.yearly.Currency)
		}
		out.yearly.Minor += inBase.Minor
	}
	for _, declared := range []map[spec.Address]state.Declared{in.Base, in.Head} {
		for address, d := range declared {
			if d.Kind == "Campaign" {
				out.budget(in, address, d)
			}
		}
	}
	return out
}

// inBase gives an amount in the organization's currency.
func (in Input) inBase(m quantity.Money) (quantity.Money, bool) {
	if m.Currency == in.Book.Org.BaseCurrency.V {
		return m, true
	}
	if in.ToBase == nil {
		return quantity.Money{}, false
	}
	return in.ToBase(m)
}

// lacking is why a condition that asks for an amount cannot be held against a
// change; "" when it can.
func (i impact) lacking(when string, d deed) string {
	switch {
	case i.lacks != "" && (strings.Contains(when, "yearly") || strings.Contains(when, "partners")):
		return i.lacks
	case strings.Contains(when, "budget"):
		return i.unknown[d.ref.Address]
	}
	return ""
}

// budget counts what both sides of a campaign spend.
func (i *impact) budget(in Input, address spec.Address, d state.Declared) {
	sum := quantity.Money{Currency: i.yearly.Currency}
	for _, f := range whole(d) {
		if !strings.HasPrefix(f.Path, "budget/") {
			continue
		}
		m, err := quantity.ParseMoney(f.Text)
		if err != nil {
			i.unknown[address] = "the budget cannot be read"
			continue
		}
		inBase, ok := in.inBase(m)
		if !ok {
			i.unknown[address] = fmt.Sprintf("the budget holds %s, and there is no exchange rate to %s", spell(m), i.yearly.Currency)
		}
		sum.Minor += inBase.Minor
	}
	if sum.Minor >= i.budgets[address].Minor {
		i.budgets[address] = sum
	}
}

var comparison = regexp.MustCompile(`^impact\.(yearly|budget)\s*(<=|<|>=|>|==)\s*money\((?:"([^"]*)"|'([^']*)')\)$`)

var sides = map[string]string{"<=": "not above", "<": "below", ">=": "at least", ">": "above", "==": "exactly"}

// whyOf says why a condition holds: in words where it is one comparison of an
// amount, else as it is written.
func whyOf(when string, i impact, budget quantity.Money) string {
	m := comparison.FindStringSubmatch(strings.TrimSpace(when))
	if m == nil {
		return "its condition holds: " + strings.Join(strings.Fields(when), " ")
	}
	limit, err := quantity.ParseMoney(m[3] + m[4])
	if err != nil {
		return "its condition holds: " + when
	}
	if m[1] == "budget" {
		return fmt.Sprintf("the budget is %s, %s %s", spell(budget), sides[m[2]], spell(limit))
	}
	amount := spell(i.yearly)
	if i.on != "" {
		amount += " as of " + i.on
	}
	return fmt.Sprintf("the yearly payout changes by %s%s, %s %s", amount, i.with, sides[m[2]], spell(limit))
}

// adjusted says which part of what moves are single amounts of agreements.
func adjusted(list []quantity.Money) string {
	if len(list) == 0 {
		return ""
	}
	var out []string
	for _, m := range list {
		out = append(out, spell(m))
	}
	return " with adjustments of " + strings.Join(out, " and ")
}

// saying says why a right without a condition is asked for.
func saying(action string, fired []deed) string {
	if action == changeFacts {
		for _, d := range fired {
			if d.ref.File != "" {
				return "facts are edited: " + d.ref.File
			}
		}
	}
	first := string(fired[0].ref.Address)
	if first == "" {
		first = fired[0].ref.File
	}
	if more := len(refs(fired)) - 1; more > 0 {
		first = fmt.Sprintf("%s and %d more", first, more)
	}
	return asks[action] + ": " + first
}

// asks says what a change does that asks for a right.
var asks = map[string]string{
	approvePartner: "a partner is approved", structureCampaign: "a campaign changes", assessPerformance: "how performance is measured changes",
	setCommission: "what is paid changes", signAgreement: "what is agreed changes", changeGoal: "a goal changes", changeTier: "levels change",
	changeFacts: "how facts are read changes", approvePayout: "a statement changes", terminate: "a partnership ends",
	changeRights: "who decides and by which rules changes",
}

// spell gives an amount as people read it, whole ones without decimals.
func spell(m quantity.Money) string {
	number := strings.TrimSuffix(quantity.Grouped(m.Decimal()), "."+strings.Repeat("0", m.Currency.Exponent()))
	return number + " " + string(m.Currency)
}
