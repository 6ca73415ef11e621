package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Rules for leads that two partners bring, as leadProcess.duplicates names them.
const (
	firstApproved  = "first-approved"
	firstSubmitted = "first-submitted"
	sharedAccount  = "shared"
)

// ruling says which of two partners keeps an account by the rule of their terms,
// and what to do about it. Where neither's terms name a rule it is firstApproved;
// where they name different ones, none decides.
func (o overlap) ruling(first, second string, a, b promise) (text, fix string) {
	ofFirst, ofSecond := a.rulesOrDefault(), b.rulesOrDefault()
	if len(ofFirst) > 1 || !slices.Equal(ofFirst, ofSecond) {
		return fmt.Sprintf("No rule decides who keeps it: `leadProcess.duplicates` is %s for %s and %s for %s.",
				strings.Join(ofFirst, " or "), first, strings.Join(ofSecond, " or "), second),
			"write the same `leadProcess.duplicates` into the terms of both, and end the registration that loses"
	}
	by := "By " + ofFirst[0]
	if len(a.rules)+len(b.rules) == 0 {
		by += ", the rule as long as `leadProcess.duplicates` names none"
	}
	switch ofFirst[0] {
	case sharedAccount:
		return fmt.Sprintf("%s, both %s and %s keep it.", by, first, second), "agree with both on who does what, or end one of the registrations"
	case firstSubmitted:
		return earlier(by, "submitted", "submittedAt", side{first, o.first.place, o.first.submitted}, side{second, o.second.place, o.second.submitted})
	}
	return earlier(by, "approved", "decidedAt", side{first, o.first.place, o.first.decided}, side{second, o.second.place, o.second.decided})
}

func (p promise) rulesOrDefault() []string {
	if len(p.rules) == 0 {
		return []string{firstApproved}
	}
	return p.rules
}

// side is one partner of an overlap and the day that counts for it, 0 when the
// row does not have it.
type side struct {
	name, place string
	day         quantity.Date
}

// earlier gives the account to whoever has the earlier day.
func earlier(by, done, column string, a, b side) (text, fix string) {
	var lacking []string
	for _, s := range []side{a, b} {
		if s.day == 0 {
			lacking = append(lacking, s.place)
		}
	}
	switch {
	case len(lacking) > 0:
		return fmt.Sprintf("%s, who keeps it is not known: no `%s` at %s.", by, column, strings.Join(lacking, " and ")),
			fmt.Sprintf("fill in `%s`, and end the registration that came later", column)
	case a.day == b.day:
		return fmt.Sprintf("%s, neither comes first: both were %s on %s.", by, done, a.day), "decide who keeps it, and end the other registration"
	case b.day < a.day:
		a, b = b, a
	}
	return fmt.Sprintf("%s, %s keeps it: %s on %s, %s on %s.", by, a.name, done, a.day, b.name, b.day),
		fmt.Sprintf("tell %s, and end its registration: another `status`, or an earlier `expiresAt`", b.name)
}
