package facts

import (
	"strconv"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Strand is the rows of one partner that answer a Stream, sorted by day and id,
// equal ones in file order. Rows count from 0; columns and tests are numbered as
// the Stream numbers them. It is read, not written to, by any number of
// goroutines; strands of several variants may share what they hold.
type Strand struct {
	Partner string
	rows    *Rows
	tests   []int // the bits of rows that answer them
	isPlain bool  // test t is bit t
	columns []int // the columns of rows; -1: null
}

// Rows is what strands hold, as a Runner packs it, in order.
type Rows struct {
	Count   int
	Day     Ints
	ID      Texts
	Bits    []byte // Stride bytes a row: the least bit of the first is test 0
	Stride  int
	Columns []RowColumn
	File    Ints // places in Paths
	Line    Ints
	Paths   []string // of the source's files
}

// RowColumn is one column of Rows: whole numbers for all kinds but text, which
// is in Text, as are the currencies of money.
type RowColumn struct {
	Null  Ints // 1 where the row has no value
	Int   Ints
	Scale Ints
	Text  Texts
}

// NewStrand shows rows to one variant: its test t is bit tests[t] of the rows, its
// column c is columns[c] of theirs, or null in every row when that is -1.
func NewStrand(partner string, rows *Rows, tests, columns []int) *Strand {
	s := &Strand{Partner: partner, rows: rows, tests: tests, columns: columns, isPlain: true}
	for t, bit := range tests {
		s.isPlain = s.isPlain && t == bit
	}
	return s
}

// Len is the number of rows.
func (s *Strand) Len() int { return s.rows.Count }

// Day is the row's day in Stream.At.
func (s *Strand) Day(i int) quantity.Date { return quantity.Date(s.rows.Day.At(i)) }

// ID is the row's id, "" where the source maps none.
func (s *Strand) ID(i int) string { return s.rows.ID.At(i) }

// Holds says whether a test is true of the row: neither false nor null.
func (s *Strand) Holds(i, test int) bool {
	bit := s.tests[test]
	return s.rows.Bits[i*s.rows.Stride+bit>>3]>>(bit&7)&1 != 0
}

// Tests appends the answers of all tests to words, bit t%64 of word t/64 for
// test t, at once for those who need many.
func (s *Strand) Tests(i int, words []uint64) []uint64 {
	row := s.rows.Bits[i*s.rows.Stride : (i+1)*s.rows.Stride]
	if s.isPlain {
		return s.plainTests(row, words)
	}
	word := uint64(0)
	for t, bit := range s.tests {
		word |= uint64(row[bit>>3]>>(bit&7)&1) << (t & 63)
		if t&63 == 63 {
			words, word = append(words, word), 0
		}
	}
	if len(s.tests)&63 != 0 {
		words = append(words, word)
	}
	return words
}

func (s *Strand) plainTests(row []byte, words []uint64) []uint64 {
	word, start := uint64(0), len(words)
	row = row[:(len(s.tests)+7)/8]
	for at, b := range row {
		word |= uint64(b) << (at & 7 * 8)
		if at&7 == 7 {
			words, word = append(words, word), 0
		}
	}
	if len(row)&7 != 0 {
		words = append(words, word)
	}
	// Bits behind the last test are those of another variant.
	if last := len(s.tests) & 63; last != 0 && len(words) > start {
		words[len(words)-1] &= 1<<last - 1
	}
	return words
}

// Int is the value of money in minor units, of a number in 10^-Scale, of a rate in
// 1e-8 of a percent, of a day as quantity.Date, of a condition as 0 or 1. It is
// 0 where there is none.
func (s *Strand) Int(column, i int) int64 {
	if c := s.column(column); c != nil {
		return c.Int.At(i)
	}
	return 0
}

// Scale is the number of decimals of a number.
func (s *Strand) Scale(column, i int) uint8 {
	if c := s.column(column); c != nil {
		return uint8(c.Scale.At(i))
	}
	return 0
}

// IsNull says whether the row has no value in the column.
func (s *Strand) IsNull(column, i int) bool {
	c := s.column(column)
	return c == nil || c.Null.At(i) != 0
}

// Text is the value of a text, the currency of money, else "".
func (s *Strand) Text(column, i int) string {
	if c := s.column(column); c != nil {
		return c.Text.At(i)
	}
	return ""
}

// Place is where the row's record begins, "path:line".
func (s *Strand) Place(i int) string {
	return s.rows.Paths[s.rows.File.At(i)] + ":" + strconv.FormatInt(s.rows.Line.At(i), 10)
}

// column is nil for one that is null in every row.
func (s *Strand) column(at int) *RowColumn {
	if at = s.columns[at]; at >= 0 {
		return &s.rows.Columns[at]
	}
	return nil
}
