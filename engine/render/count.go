package render

import (
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// number groups a count for people.
func number[N int | int64](n N) string {
	return minus(quantity.Grouped(strconv.FormatInt(int64(n), 10)))
}

// count joins a number and a noun that takes an s.
func count[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// more is count of those that are not shown: 2 more files.
func more(n int, noun string) string { return count(n, "more "+noun) }

// singular undoes the plural of a source type: activities, touches, deals.
func singular(plural string) string {
	for _, end := range []struct{ many, one string }{{"ies", "y"}, {"ches", "ch"}, {"s", ""}} {
		if stem, ok := strings.CutSuffix(plural, end.many); ok {
			return stem + end.one
		}
	}
	return plural
}
