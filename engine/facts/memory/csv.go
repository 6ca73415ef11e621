package memory

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/facts"
)

// record is one row as the file spells it. With a fault, its fields mean nothing.
type record struct {
	line     int64 // where the record begins
	fields   []string
	pick     []int    // column to field
	fault    fault    // of the row as a whole
	cells    []value  // up to the column of bad
	bad      fault    // of the first column that could not be typed
	currency currency // of the last row that named one
}

// raw is what the record has for a column.
func (r *record) raw(column int) string { return r.fields[r.pick[column]] }

// fault is why a row is rejected; column is an index, or -1 for the whole row.
type fault struct {
	reason string
	column int
	value  string
}

func rowFault(reason, value string) fault { return fault{reason, -1, value} }

// csvReader splits as encoding/csv does, except that a broken quote costs its
// own line alone: reading goes on with the next one.
type csvReader struct {
	lines
	shape     *shape
	fields    []string
	hasQuotes bool
	isValid   bool // all of the text is UTF-8
}

func newCSVReader(text lines, s *shape) *csvReader {
	return &csvReader{lines: text, shape: s, hasQuotes: strings.IndexByte(text.text, '"') >= 0, isValid: utf8.ValidString(text.text)}
}

// start reads the header; false when there is not enough text to tell where it
// ends. The delimiter is a comma, or the semicolon or tab that the header line
// has instead.
func (c *csvReader) start() (fault, bool) {
	line, size := c.firstLine()
	if !c.over && size == len(c.text) && size <= recordBytes+len("\r") && !strings.HasSuffix(c.text, "\n") {
		return fault{}, false
	}
	if line == "" {
		return fault{}, true
	}
	c.shape.comma = ','
	for _, other := range []byte{';', '\t'} {
		if !strings.Contains(line, ",") && strings.IndexByte(line, other) >= 0 {
			c.shape.comma = other
			break
		}
	}
	if _, end := c.splitQuoted(); end == endOpen && !c.over && len(c.text) <= recordBytes {
		return fault{}, false
	}
	var r record
	c.read(&r)
	c.shape.top = r.line
	c.shape.header = make([]string, len(c.fields))
	for i, name := range c.fields {
		c.shape.header[i] = strings.Clone(strings.TrimSpace(name))
	}
	return r.fault, true
}

// choose fixes which columns next gives, by their headers.
func (s *shape) choose(headers []string) {
	s.pick = make([]int, len(headers))
	for i, want := range headers {
		s.pick[i] = -1
		for at, name := range s.header {
			switch {
			case name != strings.TrimSpace(want):
			case s.pick[i] >= 0:
				s.every = fault{facts.ReasonDuplicateColumn, i, want}
				return
			default:
				s.pick[i] = at
			}
		}
		if s.pick[i] < 0 {
			s.every = fault{facts.ReasonMissingColumn, i, want}
			return
		}
	}
}

func (c *csvReader) next(r *record) bool {
	if !c.read(r) {
		return false
	}
	switch {
	case r.fault.reason != "":
		return true
	case c.shape.every.reason != "":
		r.fault, r.line = c.shape.every, c.shape.top
		return true
	case len(c.fields) != len(c.shape.header):
		r.fields, r.pick = c.fields, c.shape.pick
		r.fault = rowFault(facts.ReasonRaggedRow, plural(len(c.fields), "field")+" for "+plural(len(c.shape.header), "header"))
		return true
	}
	r.fields, r.pick = c.fields, c.shape.pick
	return true
}

// read splits the next record into fields.
func (c *csvReader) read(r *record) bool {
	line, size := c.firstLine()
	c.fields = c.fields[:0]
	r.line, r.fault.reason = c.line, ""
	if reason, ok := c.knownFault(); ok {
		r.fault = rowFault(reason, "")
		c.skipLine()
		return true
	}
	if line == "" {
		return false
	}
	if len(line) > recordBytes {
		r.fault = rowFault(facts.ReasonTooLong, "")
		c.skipLine()
		return true
	}
	if c.hasQuotes && strings.IndexByte(line, '"') >= 0 {
		c.readQuoted(r)
		return true
	}
	if !c.isValid && !utf8.ValidString(line) {
		r.fault = rowFault(facts.ReasonNotUTF8, "")
	}
	c.split(line)
	c.advance(size, 1)
	return true
}

// isTooLong says whether the first line of text is longer than a record may be.
func isTooLong(text string) bool {
	l := lines{text: text}
	line, _, _ := l.peek()
	return len(line) > recordBytes
}

// split cuts a line without quotes. It looks for the delimiter in eight bytes
// at a time: rows are many and fields short.
func (c *csvReader) split(line string) {
	const low, top = 0x7f7f7f7f7f7f7f7f, 0x8080808080808080
	fields, n, from, i := c.fields[:cap(c.fields)], 0, 0, 0
	pattern := 0x0101010101010101 * uint64(c.shape.comma)
	for ; i+8 <= len(line); i += 8 {
		word := eightBytes(line[i:]) ^ pattern
		// A byte of found is 0x80 where a byte of word is zero.
		found := ^((word&low + low) | word) & top
		if n+8 >= len(fields) {
			fields = append(fields, make([]string, len(fields)+16)...)
		}
		for ; found != 0; found &= found - 1 {
			at := i + bits.TrailingZeros64(found)/8
			fields[n] = line[from:at]
			n, from = n+1, at+1
		}
	}
	fields = fields[:n]
	for ; i < len(line); i++ {
		if line[i] == c.shape.comma {
			fields = append(fields, line[from:i])
			from = i + 1
		}
	}
	c.fields = append(fields, line[from:])
}

func eightBytes(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// readQuoted splits a record that has quotes, which may span lines.
func (c *csvReader) readQuoted(r *record) {
	size, end := c.splitQuoted()
	text := c.text[:size]
	switch {
	case size > recordBytes || end == endOpen && len(c.text) > recordBytes:
		r.fault = rowFault(facts.ReasonTooLong, "")
	case end != endRecord:
		r.fault = rowFault(facts.ReasonBadQuote, "")
	default:
		if !c.isValid && !utf8.ValidString(text) {
			r.fault = rowFault(facts.ReasonNotUTF8, "")
		}
		c.advance(size, max(1, int64(strings.Count(text, "\n"))))
		return
	}
	c.skipLine()
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return itoa(int64(n)) + " " + word + "s"
}
