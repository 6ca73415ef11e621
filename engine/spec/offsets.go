package spec

import (
	"strings"
	"unicode/utf8"
)

// decodedOffsets gives, for each byte of a scalar's decoded value and for its
// end, the offset of the raw text that wrote it. raw is the scalar with its
// quotes or block header.
func decodedOffsets(raw string) []int {
	switch {
	case raw == "":
		return nil
	case raw[0] == '"':
		return quotedOffsets(raw, doubleEscape)
	case raw[0] == '\'':
		return quotedOffsets(raw, singleEscape)
	case raw[0] == '|' || raw[0] == '>':
		return blockOffsets(raw)
	}
	return foldOffsets(raw, 0, len(raw), nil)
}

// An escape reads one escaped character at raw[i]: how many raw bytes it takes
// and how many bytes it decodes to; 0, 0 when nothing is escaped there.
type escape func(raw string, i int) (taken, decoded int)

func singleEscape(raw string, i int) (int, int) {
	if raw[i] == '\'' {
		return 2, 1
	}
	return 0, 0
}

func doubleEscape(raw string, i int) (int, int) {
	if raw[i] != '\\' || i+1 >= len(raw) {
		return 0, 0
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[raw[i+1]]
	if digits > 0 && i+2+digits <= len(raw) {
		r := rune(0)
		for _, c := range raw[i+2 : i+2+digits] {
			r = r<<4 | rune(strings.IndexRune("0123456789abcdef", c|0x20))
		}
		return 2 + digits, max(1, utf8.RuneLen(r))
	}
	switch raw[i+1] {
	case '\r', '\n': // an escaped line break and the blanks after it are nothing
		rest := strings.TrimLeft(raw[i+1:], "\r\n\t ")
		return len(raw) - i - len(rest), 0
	case 'N', '_':
		return 2, 2
	case 'L', 'P':
		return 2, 3
	}
	return 2, 1
}

func quotedOffsets(raw string, esc escape) []int {
	return foldOffsets(raw, 1, max(1, len(raw)-1), esc)
}

// foldOffsets walks flow text: a single line break with the blanks around it is
// one space, n breaks are n-1 newlines.
func foldOffsets(raw string, i, end int, esc escape) []int {
	var out []int
	for i < end {
		if esc != nil {
			if taken, decoded := esc(raw, i); taken > 0 {
				for range decoded {
					out = append(out, i)
				}
				i += taken
				continue
			}
		}
		if width, breaks := blankRun(raw[i:end]); breaks > 0 {
			for range max(1, breaks-1) {
				out = append(out, i)
			}
			i += width
			continue
		}
		out = append(out, i)
		i++
	}
	return append(out, end)
}

// blankRun measures blanks that include a line break.
func blankRun(s string) (width, breaks int) {
	width = len(s) - len(strings.TrimLeft(s, " \t\r\n"))
	return width, strings.Count(s[:width], "\n")
}

// blockOffsets walks a literal or folded scalar. Folding only turns breaks into
// spaces or drops some, so a place within a line is right in both.
func blockOffsets(raw string) []int {
	header, _, _ := strings.Cut(raw, "\n")
	folded := raw[0] == '>'
	var out []int
	indent, i := -1, len(header)+1
	for i < len(raw) {
		line, _, _ := strings.Cut(raw[i:], "\n")
		body := strings.TrimRight(line, "\r")
		if spaces := len(body) - len(strings.TrimLeft(body, " ")); indent < 0 && spaces < len(body) {
			indent = spaces
		}
		skip := min(max(indent, 0), len(body))
		for n := skip; n < len(body); n++ {
			out = append(out, i+n)
		}
		next := i + len(line) + 1
		if following, _, _ := strings.Cut(raw[min(next, len(raw)):], "\n"); !folded || len(body) == skip || strings.TrimSpace(following) != "" {
			out = append(out, i+len(body))
		}
		i = next
	}
	return append(out, len(raw))
}
