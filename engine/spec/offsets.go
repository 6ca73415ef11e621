package spec

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/diag"
)

// Within maps the stretch [start, end) of a scalar's decoded value, in bytes,
// to the place in the file where those bytes are written.
func Within(at diag.Span, start, end int) diag.Span {
	offsets := decodedOffsets(at)
	if len(offsets) == 0 {
		return at
	}
	pick := func(n int) uint32 { return at.Start + uint32(offsets[max(0, min(n, len(offsets)-1))]) }
	span := diag.Span{Source: at.Source, Start: pick(start), End: pick(end)}
	if span.End <= span.Start { // never nothing, also at the end of a text
		span.Start = min(span.Start, at.End-1)
		span.End = span.Start + 1
	}
	return span
}

// decodedOffsets gives, for each byte of a scalar's decoded value and for its
// end, the offset within the scalar of what wrote it.
func decodedOffsets(at diag.Span) []int {
	raw := at.Text()
	switch {
	case raw == "":
		return nil
	case raw[0] == '"':
		return foldOffsets(raw, 1, max(1, len(raw)-1), doubleEscape)
	case raw[0] == '\'':
		return foldOffsets(raw, 1, max(1, len(raw)-1), singleEscape)
	case raw[0] == '|' || raw[0] == '>':
		return blockOffsets(raw, at)
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
	if n := BreakLen(raw[i+1:]); n > 0 { // nothing, like the blanks after it
		width, further := blankRun(raw, i+1+n)
		return 1 + n + width, len(further)
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
	case 'N', '_':
		return 2, 2
	case 'L', 'P':
		return 2, 3
	}
	return 2, 1
}

// foldOffsets walks flow text from i to end.
func foldOffsets(raw string, i, end int, esc escape) []int {
	raw = raw[:end]
	var out []int
	for i < end {
		if width, found := blankRun(raw, i); len(found) > 0 {
			out = append(out, fold(raw, found)...)
			i += width
			continue
		}
		taken, decoded := 0, 0
		if esc != nil {
			taken, decoded = esc(raw, i)
		}
		if taken == 0 {
			taken, decoded = 1, 1
		}
		for range decoded {
			out = append(out, i)
		}
		i += taken
	}
	return append(out, end)
}

// fold keeps what is left of line breaks between texts: one is a space, n are
// n-1 newlines. LS and PS, which decode to themselves, are not folded.
func fold(raw string, found []int) []int {
	if len(found) == 1 || raw[found[0]] == 0xe2 {
		return found
	}
	return found[1:]
}

// blankRun measures the blanks and line breaks at raw[i]; found has the offset
// of the break behind each byte that the breaks decode to.
func blankRun(raw string, i int) (width int, found []int) {
	start := i
	for i < len(raw) {
		n := BreakLen(raw[i:])
		if n == 0 && raw[i] != ' ' && raw[i] != '\t' {
			break
		}
		if n > 0 {
			found = append(found, breakOffsets(raw, i)...)
		}
		i += max(1, n)
	}
	return i - start, found
}

// breakOffsets repeats the offset of a break for each byte that it decodes to.
func breakOffsets(raw string, i int) []int {
	if raw[i] == 0xe2 {
		return []int{i, i, i}
	}
	return []int{i}
}

// blockOffsets walks a literal or folded scalar. Folding leaves alone the lines
// that begin with a blank, and the breaks around them.
func blockOffsets(raw string, at diag.Span) []int {
	i := NextLine(raw, 0)
	isFolded, indent := raw[0] == '>', blockIndent(raw, i, at)
	var out, since []int // since: the breaks after the line before
	isFirst, wasBlank := true, false
	for i < len(raw) {
		next := NextLine(raw, i)
		body := strings.TrimRight(raw[i:next], breaks)
		skip := min(indent, len(body)-len(strings.TrimLeft(body, " ")))
		end := i + len(body)
		if skip < len(body) {
			isBlank := body[skip] == ' ' || body[skip] == '\t'
			if isFolded && !isFirst && !wasBlank && !isBlank {
				since = fold(raw, since)
			}
			out, since = append(out, since...), nil
			for n := i + skip; n < end; n++ {
				out = append(out, n)
			}
			isFirst, wasBlank = false, isBlank
		}
		if end < next {
			since = append(since, breakOffsets(raw, end)...)
		}
		i = next
	}
	return append(append(out, since...), len(raw))
}

// blockIndent is how far the text of a block scalar is indented: as its first
// line, unless its header says how much deeper than its parent.
func blockIndent(raw string, i int, at diag.Span) int {
	header := raw[:i]
	if n := strings.IndexAny(blockHeader(header), "123456789"); n > 0 {
		before := diag.Span{Source: at.Source, End: at.Start}.Text()
		return parentIndent(before) + int(header[n]-'0')
	}
	first := raw[i : len(raw)-len(strings.TrimLeft(raw[i:], blanks))]
	return len(first) - len(strings.TrimRight(first, " "))
}

// parentIndent is the column, from 0, of the mapping or list that a value
// written after before belongs to.
func parentIndent(before string) int {
	lines := strings.FieldsFunc(before, func(r rune) bool { return strings.ContainsRune(breaks, r) })
	for _, line := range slices.Backward(lines) {
		at := len(line) - len(strings.TrimLeft(line, " "))
		if rest := line[at:]; rest == "" || rest[0] == '#' {
			continue // the value stands alone on its line
		}
		column := at
		for at < len(line) {
			column = at
			if !strings.ContainsRune("-?:", rune(line[at])) || at+1 < len(line) && line[at+1] != ' ' {
				break
			}
			at++
			at += len(line[at:]) - len(strings.TrimLeft(line[at:], " "))
		}
		return column
	}
	return 0
}
