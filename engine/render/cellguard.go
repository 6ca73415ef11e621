package render

import (
	"strings"
)

// textCell makes any text one cell of CSV that no spreadsheet takes for a formula:
// what could begin one gets an apostrophe before it. Numbers of our own need none.
func textCell(s string) string {
	s = plain(s)
	if s != "" && strings.ContainsRune("=+-@\t\r|%", rune(s[0])) || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}
