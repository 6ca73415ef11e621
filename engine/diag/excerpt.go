package diag

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Excerpt is the stretch of source that a finding shows: up to two lines before
// the place and its first line, with the columns to underline.
type Excerpt struct {
	First  int      // the number of the first line shown
	Lines  []string // free of control and direction marks
	Column int      // of the caret on the last line, from 1
	Width  int      // code points to underline, at least 1
}

// maxLine keeps one very long line from filling a screen or a comment.
const maxLine = 240

func excerpt(at Span) *Excerpt {
	if at.Source == nil {
		return nil
	}
	at.Source.load()
	if len(at.Source.text) == 0 {
		return nil
	}
	from, to := at.From(), at.To()
	first := max(1, from.Line-2)
	e := &Excerpt{First: first, Column: from.Column, Width: 1}
	for n := first; n <= from.Line; n++ {
		e.Lines = append(e.Lines, cleanLine(at.Source.line(n)))
	}
	last := utf8.RuneCountInString(e.Lines[len(e.Lines)-1])
	if to.Line == from.Line {
		e.Width = max(1, to.Column-from.Column)
	} else {
		e.Width = max(1, last-from.Column+1)
	}
	if e.Column > last+1 {
		e.Column = last + 1
	}
	e.Width = max(1, min(e.Width, last-e.Column+1))
	return e
}

func (s *Source) line(n int) []byte {
	start := s.lines[n-1]
	end := uint32(len(s.text))
	if n < len(s.lines) {
		end = s.lines[n]
	}
	return bytes.TrimPrefix(bytes.TrimRight(s.text[start:end], "\r\n"), bom)
}

// cleanLine keeps the number of code points, so that carets stay in place, and
// takes out what could move the cursor or hide text.
func cleanLine(line []byte) string {
	var b strings.Builder
	n := 0
	for _, r := range string(line) {
		if n++; n > maxLine {
			break
		}
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
