package memory

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/facts"
)

// record is one row as the file spells it: raw[i] belongs to the i-th column
// asked for. With a fault, raw means nothing.
type record struct {
	line  int64 // where the record begins
	raw   []string
	fault fault   // of the row as a whole
	cells []value // up to the column of bad
	bad   fault   // of the first column that could not be typed
}

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
	comma  byte
	fields []string
	header []string
	top    int64 // line of the header
	pick   []int // column to field
	every  fault // of each row, when the header lacks a column
}

// start reads the header, false when the file has none. The delimiter is a
// comma, or the semicolon or tab that the header line has instead.
func (c *csvReader) start() (fault, bool, error) {
	line, _, err := c.firstLine()
	if err != nil || line == "" {
		return fault{}, false, err
	}
	c.comma = ','
	for _, other := range []byte{';', '\t'} {
		if !strings.Contains(line, ",") && strings.IndexByte(line, other) >= 0 {
			c.comma = other
			break
		}
	}
	var r record
	if _, err := c.read(&r); err != nil || r.fault.reason != "" {
		return r.fault, false, err
	}
	c.top = r.line
	c.header = make([]string, len(c.fields))
	for i, name := range c.fields {
		c.header[i] = strings.Clone(strings.TrimSpace(name))
	}
	return fault{}, true, nil
}

// choose fixes which columns next gives, by their headers.
func (c *csvReader) choose(headers []string) {
	c.pick = make([]int, len(headers))
	for i, want := range headers {
		c.pick[i] = -1
		for at, name := range c.header {
			switch {
			case name != strings.TrimSpace(want):
			case c.pick[i] >= 0:
				c.every = fault{facts.ReasonDuplicateColumn, i, want}
				return
			default:
				c.pick[i] = at
			}
		}
		if c.pick[i] < 0 {
			c.every = fault{facts.ReasonMissingColumn, i, want}
			return
		}
	}
}

func (c *csvReader) next(r *record) (bool, error) {
	if ok, err := c.read(r); err != nil || !ok {
		return false, err
	}
	switch {
	case r.fault.reason != "":
		return true, nil
	case c.every.reason != "":
		r.fault, r.line = c.every, c.top
		return true, nil
	case len(c.fields) != len(c.header):
		r.fault = rowFault(facts.ReasonRaggedRow, plural(len(c.fields), "field")+" for "+plural(len(c.header), "header"))
		return true, nil
	}
	for i, at := range c.pick {
		r.raw[i] = c.fields[at]
	}
	return true, nil
}

// read splits the next record into fields.
func (c *csvReader) read(r *record) (bool, error) {
	line, size, err := c.firstLine()
	if err != nil || line == "" {
		return false, err
	}
	r.line, r.fault = c.line, fault{}
	c.fields = c.fields[:0]
	if len(line) > recordBytes {
		r.fault = rowFault(facts.ReasonTooLong, "")
		return true, c.skipLine()
	}
	if strings.IndexByte(line, '"') >= 0 {
		return true, c.readQuoted(r)
	}
	if !utf8.ValidString(line) {
		r.fault = rowFault(facts.ReasonNotUTF8, "")
	}
	c.split(line)
	c.advance(size, 1)
	return true, nil
}

// split cuts a line without quotes. It looks for the delimiter in eight bytes
// at a time: rows are many and fields short.
func (c *csvReader) split(line string) {
	const low, top = 0x7f7f7f7f7f7f7f7f, 0x8080808080808080
	fields, from, i := c.fields, 0, 0
	pattern := 0x0101010101010101 * uint64(c.comma)
	for ; i+8 <= len(line); i += 8 {
		word := eightBytes(line[i:]) ^ pattern
		// A byte of found is 0x80 where a byte of word is zero.
		for found := ^((word&low + low) | word) & top; found != 0; found &= found - 1 {
			at := i + bits.TrailingZeros64(found)/8
			fields = append(fields, line[from:at])
			from = at + 1
		}
	}
	for ; i < len(line); i++ {
		if line[i] == c.comma {
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

// readQuoted splits a record that has quotes, which may span lines and blocks.
func (c *csvReader) readQuoted(r *record) error {
	for {
		size, end := c.splitQuoted()
		if size > recordBytes || end == endOpen && len(c.text) > recordBytes {
			r.fault = rowFault(facts.ReasonTooLong, "")
			return c.skipLine()
		}
		switch end {
		case endRecord:
			text := c.text[:size]
			if !utf8.ValidString(text) {
				r.fault = rowFault(facts.ReasonNotUTF8, "")
			}
			c.advance(size, max(1, int64(strings.Count(text, "\n"))))
			return nil
		case endOpen:
			// Once more at the end of the file too: what ends there is complete.
			if !c.over {
				if _, err := c.more(); err != nil {
					return err
				}
				continue
			}
		}
		r.fault = rowFault(facts.ReasonBadQuote, "")
		return c.skipLine()
	}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return itoa(int64(n)) + " " + word + "s"
}
