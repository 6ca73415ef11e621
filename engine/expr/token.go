package expr

import (
	"strings"
	"unicode/utf8"
)

// token is a stretch of the text that a Problem can underline, in bytes.
type token struct{ start, end int }

// scan cuts text into tokens, leaving out blanks and comments. It accepts any
// text, since it serves messages about text that the parser refused.
func scan(text string) []token {
	var tokens []token
	for at := 0; at < len(text); {
		end := at + tokenLength(text[at:])
		if !isGap(text[at:end]) {
			tokens = append(tokens, token{at, end})
		}
		at = end
	}
	return tokens
}

func isGap(s string) bool {
	return strings.HasPrefix(s, "//") || strings.Trim(s, " \t\r\n\f") == ""
}

func tokenLength(s string) int {
	switch {
	case strings.HasPrefix(s, "//"):
		return lineLength(s)
	case isLetter(s[0]):
		if n := quotePrefix(s); n > 0 {
			return n + stringLength(s[n:])
		}
		return spanOf(s, func(c byte) bool { return isLetter(c) || isDigit(c) })
	case isDigit(s[0]), s[0] == '.' && len(s) > 1 && isDigit(s[1]):
		return numberLength(s)
	case s[0] == '"', s[0] == '\'':
		return stringLength(s)
	case s[0] == '`':
		return closed(s, 1, "`", true)
	}
	for _, op := range [...]string{"&&", "||", "==", "!=", "<=", ">="} {
		if strings.HasPrefix(s, op) {
			return 2
		}
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

func isLetter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

func spanOf(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

func lineLength(s string) int {
	if n := strings.IndexByte(s, '\n'); n >= 0 {
		return n
	}
	return len(s)
}

// quotePrefix is the length of the r or b before a quoted literal, else 0.
func quotePrefix(s string) int {
	n := spanOf(s, func(c byte) bool { return strings.IndexByte("rRbB", c) >= 0 })
	if n > 0 && n <= 2 && n < len(s) && (s[n] == '"' || s[n] == '\'') {
		return n
	}
	return 0
}

// numberLength takes in an exponent and a suffix, so that a malformed number is
// underlined whole.
func numberLength(s string) int {
	n := spanOf(s, isDigit)
	if n+1 < len(s) && s[n] == '.' && isDigit(s[n+1]) {
		n += 1 + spanOf(s[n+1:], isDigit)
	}
	if n+1 < len(s) && s[n]|0x20 == 'e' && (s[n+1] == '+' || s[n+1] == '-') {
		n += 2
	}
	return n + spanOf(s[n:], func(c byte) bool { return isLetter(c) || isDigit(c) })
}

// stringLength measures a quoted literal; an unclosed one ends with its line.
func stringLength(s string) int {
	if quote := s[:1]; strings.HasPrefix(s[1:], quote+quote) {
		return closed(s, 3, strings.Repeat(quote, 3), false)
	}
	return closed(s, 1, s[:1], true)
}

func closed(s string, from int, quote string, oneLine bool) int {
	for at := from; at < len(s); at++ {
		switch {
		case strings.HasPrefix(s[at:], quote):
			return at + len(quote)
		case oneLine && (s[at] == '\n' || s[at] == '\r'):
			return at
		case s[at] == '\\' && at+1 < len(s) && s[at+1] < utf8.RuneSelf && !(oneLine && s[at+1] == '\n'):
			at++
		}
	}
	return len(s)
}

// inner is the stretch between the quotes of a literal, or all of it when there
// is nothing between them.
func (t token) inner(text string) token {
	lit := text[t.start:t.end]
	n := quotePrefix(lit)
	quote := 1
	if n+2 < len(lit) && strings.HasPrefix(lit[n+1:], lit[n:n+1]+lit[n:n+1]) {
		quote = 3
	}
	in := token{t.start + n + quote, t.end - quote}
	if in.start >= in.end {
		return t
	}
	return in
}
