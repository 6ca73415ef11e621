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
	partners int
	budgets  map[spec.Address]quantity.Money // of campaigns: the larger of before and after
}

func (in Input) impact() impact {
	out := impact{budgets: map[spec.Address]quantity.Money{}, yearly: quantity.Money{Currency: in.Book.Org.BaseCurrency.V}, partners: in.Partners}
	for _, m := range in.Yearly {
		out.add(in, m)
	}
	for _, declared := range []map[spec.Address]state.Declared{in.Base, in.Head} {
		for address, d := range declared {
			if d.Kind == "Campaign" {
				out.budget(address, d)
			}
		}
	}
	return out
}

func (i *impact) add(in Input, m quantity.Money) {
	if m.Currency != i.yearly.Currency {
		converted, ok := quantity.Money{}, false
		if in.ToBase != nil {
			converted, ok = in.ToBase(m)
		}
		if !ok {
			i.lacks = fmt.Sprintf("the yearly payout changes by %s too, and there is no exchange rate to %s", m, i.yearly.Currency)
			return
		}
		m = converted
	}
	i.yearly.Minor += m.Minor
}

func (i *impact) budget(address spec.Address, d state.Declared) {
	for _, f := range whole(d) {
		if f.Path != "budget" {
			continue
		}
		if m, err := quantity.ParseMoney(f.Text); err == nil && m.Minor > i.budgets[address].Minor {
			i.budgets[address] = m
		}
	}
}

var comparison = regexp.MustCompile(`^impact\.(yearly|budget)\s*(<=|<|>=|>|==)\s*money\((?:"([^"]*)"|'([^']*)')\)$`)

var sides = map[string]string{"<=": "not above", "<": "below", ">=": "at least", ">": "above", "==": "exactly"}

// whyOf says why a condition holds: in words where it is one comparison of an
// amount, else as it is written.
func whyOf(when string, yearly, budget quantity.Money) string {
	m := comparison.FindStringSubmatch(strings.TrimSpace(when))
	if m == nil {
		return "its condition holds: " + strings.Join(strings.Fields(when), " ")
	}
	limit, err := quantity.ParseMoney(m[3] + m[4])
	if err != nil {
		return "its condition holds: " + when
	}
	what, amount := "the yearly payout changes by", yearly
	if m[1] == "budget" {
		what, amount = "the budget is", budget
	}
	return fmt.Sprintf("%s %s, %s %s", what, spell(amount), sides[m[2]], spell(limit))
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
