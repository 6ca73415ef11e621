// Package diag owns findings and the places they point at: a Source is one
// file of one revision, a Span is a stretch of its bytes, a Finding says what
// is wrong there and how to mend it. It knows nothing of what is checked.
package diag

import (
	"bytes"
	"slices"
	"sync"
	"unicode/utf8"
)

// Source is one file of one revision. Its bytes are read again when an excerpt
// is wanted, so that ten thousand clean files cost no memory.
type Source struct {
	Rev  string // the revision as the user named it; empty for a working tree
	Path string // slash-separated, relative to the repository

	read  func() ([]byte, error)
	once  sync.Once
	lines []uint32 // byte offset of each line's start
	text  []byte
}

// NewSource names a file; read gives its bytes when a place must be shown.
func NewSource(rev, path string, read func() ([]byte, error)) *Source {
	return &Source{Rev: rev, Path: path, read: read}
}

// Bytes gives a Source that holds its text, for callers without a file system.
func Bytes(path string, text []byte) *Source {
	return NewSource("", path, func() ([]byte, error) { return text, nil })
}

func (s *Source) load() {
	s.once.Do(func() {
		if s.read == nil {
			return
		}
		text, err := s.read()
		if err != nil {
			return // the excerpt is left out; the finding still names its place
		}
		s.text, s.lines = text, LineStarts(text)
	})
}

// LineStarts gives the byte offset at which each line of text begins. A line
// ends in \n, \r\n or a lone \r.
func LineStarts(text []byte) []uint32 {
	starts := make([]uint32, 1, 1+bytes.Count(text, []byte{'\n'}))
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			starts = append(starts, uint32(i+1))
		case '\n':
			starts = append(starts, uint32(i+1))
		}
	}
	return starts
}

// Span is the half-open stretch [Start, End) of a Source's bytes. The zero
// Span points nowhere.
type Span struct {
	Source     *Source
	Start, End uint32
}

// IsZero reports whether the span points nowhere.
func (s Span) IsZero() bool { return s.Source == nil }

// File is the path of the span's source, or "".
func (s Span) File() string {
	if s.Source == nil {
		return ""
	}
	return s.Source.Path
}

// Position is a line and a column, both from 1; columns count code points.
type Position struct{ Line, Column int }

// From and To give the two ends of a span; To is exclusive.
func (s Span) From() Position { return s.at(s.Start) }
func (s Span) To() Position   { return s.at(s.End) }

// Text gives the bytes that the span covers.
func (s Span) Text() string {
	if s.Source == nil {
		return ""
	}
	s.Source.load()
	end := min(int(s.End), len(s.Source.text))
	return string(s.Source.text[min(int(s.Start), end):end])
}

func (s Span) at(offset uint32) Position {
	if s.Source == nil {
		return Position{}
	}
	s.Source.load()
	if len(s.Source.lines) == 0 {
		return Position{1, 1}
	}
	offset = min(offset, uint32(len(s.Source.text)))
	line, found := slices.BinarySearch(s.Source.lines, offset)
	if !found {
		line--
	}
	begin := s.Source.lines[line]
	if line == 0 && bytes.HasPrefix(s.Source.text, bom) && offset >= 3 {
		begin = 3
	}
	return Position{line + 1, 1 + utf8.RuneCount(s.Source.text[begin:offset])}
}

var bom = []byte("\xef\xbb\xbf")
