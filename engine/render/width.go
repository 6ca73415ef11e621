package render

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// cells measures text in columns of a terminal, whatever the locale.
var cells = &runewidth.Condition{StrictEmojiNeutral: true}

func width(s string) int { return cells.StringWidth(s) }

// clip shortens text to a width, and shows that it did.
func clip(s string, most int) string {
	switch {
	case most < 1:
		return s
	case isASCII(s): // without the table of all widths, which takes a while to make
		if len(s) <= most {
			return s
		}
		return s[:most-1] + "…"
	}
	return cells.Truncate(s, most, "…")
}

// clipWords is clip between two words; one that is too long by itself is cut.
func clipWords(s string, most int) string {
	cut := clip(s, most)
	if cut == s {
		return s
	}
	i := strings.LastIndexByte(cut, ' ')
	if i <= 0 {
		return cut
	}
	return strings.TrimRight(cut[:i], " ,;:·") + " …"
}

// clipName is clipWords of a name that keeps what stands behind it in parentheses:
// that tells it from others.
func clipName(name string, most int) string {
	i := strings.LastIndex(name, " (")
	if i < 0 || !strings.HasSuffix(name, ")") || width(name) <= most || width(name[i:]) > most-4 {
		return clipWords(name, most)
	}
	return clipWords(name[:i], most-width(name[i:])) + name[i:]
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// window gives size columns of a line from one column on, with … where
// something is left out.
func window(line string, from, size int) string {
	if from > 0 {
		line = cells.TruncateLeft(line, from+1, "…")
	}
	return clip(line, size)
}

// wrap breaks text into lines of a width at spaces; a longer word has a line of
// its own. Line ends in the text are kept.
func wrap(text string, most int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(plain(paragraph)) {
			switch {
			case line == "":
				line = word
			case width(line)+1+width(word) > most:
				lines = append(lines, line)
				line = word
			default:
				line += " " + word
			}
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
