package memory

import "unsafe"

// chunk is a part of a file that begins and ends with whole records. It is used
// again once its ids are in the ledger, so whoever keeps text of it copies that.
type chunk struct {
	buffer []byte
	text   []byte // the records, in buffer

	scan   *scan
	source int // the place of scan
	file   int
	seq    int   // of the source's chunks, over all files
	line   int64 // of the first byte
	// ahead is about how many rows the file has, in its first chunk, if that is known.
	ahead int

	shape  *shape
	faults []faultAt
	bad    fault // of the file, which then counts as one row at line
	ids    idList
}

// faultAt is a record that is known to be at fault, by where it begins in the
// text: to tell that takes more text than the chunk holds.
type faultAt struct {
	at     int
	reason string
}

// shape is what a file's header tells of its rows.
type shape struct {
	format format
	comma  byte
	header []string
	top    int64            // line of the header
	pick   []int            // column to field
	every  fault            // of each row, when the header lacks a column
	wanted map[string][]int // of JSONL: key to columns
}

// rowReader reads records one by one; a record lasts until the next.
type rowReader interface {
	next(*record) bool
}

// records reads the chunk's records. Their text is not copied: it lasts as long
// as the chunk is not used again.
func (c *chunk) records() rowReader {
	l := lines{text: viewOf(c.text), line: c.line, over: true, faults: c.faults, size: len(c.text)}
	if c.shape.format == formatJSONL {
		return newJSONReader(l, c.shape)
	}
	return newCSVReader(l, c.shape)
}

// viewOf shows bytes as text without copying them.
func viewOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
