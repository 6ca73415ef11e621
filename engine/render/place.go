package render

import (
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
)

// place spells a file with a line and a column; what is 0 is left out.
func place(file string, line, column int) string {
	out := file
	for _, n := range []int{line, column} {
		if n == 0 {
			break
		}
		out += ":" + strconv.Itoa(n)
	}
	return out
}

// placeOf is the file and line of a span; "" when it points nowhere.
func placeOf(at diag.Span) string { return place(at.File(), at.From().Line, 0) }

// pathWords spells a path of a document for people.
func pathWords(path string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], "~1", "/")
	}
	return strings.Join(parts, " › ")
}
