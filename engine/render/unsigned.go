package render

import (
	"fmt"
	"strings"
)

// Unsigned is a partner with events that nothing is paid for, as it has no signed
// agreement.
type Unsigned struct {
	Partner PartnerName
	Period  string
	Events  []string // by day
	Places  []string // of each; "" of one that is not known
}

func (u Unsigned) words() string {
	var named []string
	for i, id := range u.Events[:min(len(u.Events), mostRejected)] {
		if u.Places[i] != "" {
			id += " (" + u.Places[i] + ")"
		}
		named = append(named, id)
	}
	if more := len(u.Events) - len(named); more > 0 {
		named = append(named, fmt.Sprintf("and %s more", number(int64(more))))
	}
	return fmt.Sprintf("%s has %s in %s and no signed agreement, so nothing is paid for %s: %s.", u.Partner.Name, count(len(u.Events), "event"), u.Period,
		map[bool]string{true: "it", false: "them"}[len(u.Events) == 1], strings.Join(named, ", "))
}

func unsignedWords(list []Unsigned) []string {
	var out []string
	for _, u := range list {
		out = append(out, u.words())
	}
	return out
}
