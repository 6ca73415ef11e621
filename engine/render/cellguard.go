package render

import (
	"strings"
)

// textCell makes any text one cell of CSV that no spreadsheet takes for a formula:
// what could begin one gets an apostrophe before it. Numbers of our own need none.
func textCell(s string) string {
	s = plain(s)
	if first := []rune(strings.TrimLeft(s, " \u00a0")); len(first) > 0 && strings.ContainsRune("=+-@＝＋－＠", first[0]) {
		return "'" + s
	}
	return s
}
