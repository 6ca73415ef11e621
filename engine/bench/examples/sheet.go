package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
)

// sheet is one fact file, its rows in the order in which the export has them.
// A path that ends in .jsonl is written as one object a line.
type sheet struct {
	path   string
	comma  rune // 0: a comma
	header []string
	number string // the header of a column that JSON has as a number
	rows   [][]string
}

func (s *sheet) add(cells ...string) {
	if len(cells) != len(s.header) {
		panic(fmt.Sprintf("%s: %d cells for %d columns: %q", s.path, len(cells), len(s.header), cells))
	}
	s.rows = append(s.rows, cells)
}

func (s sheet) text() string {
	if strings.HasSuffix(s.path, ".jsonl") {
		return s.objects()
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	if s.comma != 0 {
		w.Comma = s.comma
	}
	if err := w.WriteAll(append([][]string{s.header}, s.rows...)); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}

// objects writes an empty cell as null, so that the first row names every column.
func (s sheet) objects() string {
	var b strings.Builder
	for _, row := range s.rows {
		separator := "{"
		for i, cell := range row {
			text := []byte(cell)
			switch {
			case cell == "":
				text = []byte("null")
			case s.header[i] != s.number && cell != "true" && cell != "false":
				text, _ = json.Marshal(cell) // a string is always JSON
			}
			fmt.Fprintf(&b, "%s%q:%s", separator, s.header[i], text)
			separator = ","
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// plain writes cents as 1234.50.
func plain(cents int) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}

// grouped writes cents with thousands separators: 1,234.50.
func grouped(cents int) string { return separated(cents, ",", ".") }

// continental writes cents as German speakers do: 1.234,50.
func continental(cents int) string { return separated(cents, ".", ",") }

func separated(cents int, thousands, decimal string) string {
	whole, rest, _ := strings.Cut(plain(cents), ".")
	sign := ""
	if digits, isNegative := strings.CutPrefix(whole, "-"); isNegative {
		sign, whole = "-", digits
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousands + whole[i:]
	}
	return sign + whole + decimal + rest
}

// rounded writes cents for prose, without the cents: 1,234.
func rounded(cents int) string {
	text, _, _ := strings.Cut(grouped((cents+50)/100*100), ".")
	return text
}
