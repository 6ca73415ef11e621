package render

import "strings"

// EscapeMarkdown makes any text show as it is within a line of Markdown, of HTML
// or of a cell of a table: it formats nothing, links to nothing, notifies nobody.
func EscapeMarkdown(s string) string { return escape(s) }

// CodeSpan puts text between backticks, more of them than stand in it; "" for none.
// It is not for cells of tables, where | ends even code.
func CodeSpan(s string) string { return code(s) }

// OneLine is text without line ends, escape sequences of terminals, control and
// direction characters, as valid UTF-8.
func OneLine(s string) string { return plain(s) }

// Defuse keeps any line of a text from being a command of the Actions runner.
func Defuse(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = defuse(plain(line))
	}
	return strings.Join(lines, "\n")
}

// Count joins a number, grouped for people, and a noun that takes an s.
func Count(n int, noun string) string { return count(n, noun) }
