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
	Lines  []string // free of control and direction marks, cut where they are very long
	Column int      // of the caret on the last line as it is shown, from 1
	Width  int      // code points to underline, at least 1
}

// maxLine keeps one very long line from filling a screen or a comment; contextOf
// it stay before a place that is cut off on the left.
const (
	maxLine   = 240
	contextOf = 60
)

func excerpt(at Span) *Excerpt {
	if at.Source == nil {
		return nil
	}
	at.Source.load()
	if len(at.Source.text) == 0 {
		return nil
	}
	from, to := at.From(), at.To()
	e := &Excerpt{First: max(1, from.Line-2), Column: from.Column, Width: to.Column - from.Column}
	for n := e.First; n < from.Line; n++ {
		e.Lines = append(e.Lines, cleanLine(at.Source.line(n), 0))
	}
	cut := 0
	if from.Column > maxLine-contextOf {
		cut = from.Column - contextOf
		e.Column = contextOf
	}
	shown := cleanLine(at.Source.line(from.Line), cut)
	e.Lines = append(e.Lines, shown)
	rest := utf8.RuneCountInString(shown) - e.Column + 1
	if to.Line != from.Line || e.Width > rest {
		e.Width = rest
	}
	e.Width = max(1, e.Width)
	return e
}

func (s *Source) line(n int) []byte {
	start := s.lines[n-1]
	end := uint32(len(s.text))
	if n < len(s.lines) {
		end = s.lines[n]
	}
	line := s.text[start:end]
	if n == 1 {
		line = bytes.TrimPrefix(line, bom)
	}
	return bytes.TrimRight(line, "\r\n")
}

// cleanLine keeps the number of code points, so that carets stay in place, and
// takes out what could move the cursor or hide text. It leaves out the first
// runes of a line, cut of them, and what is past maxLine.
func cleanLine(line []byte, cut int) string {
	var b strings.Builder
	for n := 0; len(line) > 0; n++ {
		r, size := utf8.DecodeRune(line)
		line = line[size:]
		switch {
		case n < cut:
		case n == cut && cut > 0, n == cut+maxLine-1 && len(line) > 0:
			b.WriteRune('…')
		case r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError, r == '\u2028', r == '\u2029':
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
		if n == cut+maxLine-1 {
			break
		}
	}
	return b.String()
}
