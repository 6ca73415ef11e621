package render

import (
	"regexp"
	"strings"
	"unicode"
)

// ansi is an escape sequence of a terminal: CSI, OSC, or two bytes.
var ansi = regexp.MustCompile(`(?:\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-_]`)

// plain makes one line of any text, without what could move a cursor, hide or
// reorder characters, or is not valid UTF-8.
func plain(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, isUnwanted) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case isBreak(r):
			return ' '
		case isUnwanted(r):
			return -1
		}
		return r
	}, ansi.ReplaceAllString(s, ""))
}

// isBreak is true of what ends a line somewhere, and of tabs.
func isBreak(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

func isUnwanted(r rune) bool { return isBreak(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }

// defuse keeps a line from being a command of the Actions runner, which reads
// :: at the start of a trimmed line and ##[ anywhere.
func defuse(line string) string {
	if start := strings.TrimLeftFunc(line, unicode.IsSpace); strings.HasPrefix(start, "::") {
		line = line[:len(line)-len(start)] + `\` + start
	}
	return strings.ReplaceAll(line, "##[", `##\[`)
}

// minus spells a negative number as people print it.
func minus(number string) string {
	if rest, isNegative := strings.CutPrefix(number, "-"); isNegative {
		return "−" + rest
	}
	return number
}
