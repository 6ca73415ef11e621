package memory

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/zeebo/blake3"

	"github.com/partnership-as-code/entente/engine/facts"
)

const (
	recordBytes   = 1 << 20
	chunkBytes    = 512 << 10
	byteOrderMark = "\ufeff"
)

// FileError is a file of facts that could not be read.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap gives the reason alone.
func (e *FileError) Unwrap() error { return e.Err }

// cutter reads a file once, hashes it, and cuts it into chunks of whole records,
// of some bytes each or of one record that is longer. It tells records apart as
// the readers of chunks do, but looks only at lines that have quotes.
type cutter struct {
	path    string
	in      io.Reader
	headers []string // that are mapped
	target  int      // bytes
	limit   int64
	total   int64
	size    int64 // of the file; 0: not known

	hash  *blake3.Hasher
	rest  []byte // read, and not yet cut off
	line  int64  // of rest
	over  bool   // the file has no more than rest
	shape *shape // nil before the header
	// fields is what splitting works in.
	fields []string
	// isSkipping: the line in hand is too long to be held. isDead: rows cannot be
	// told apart, but the hash is over all of the file.
	isSkipping, isDead bool
}

func newCutter(file facts.File, in io.Reader, headers []string, limit int64, target int) *cutter {
	c := &cutter{path: file.Path, in: in, headers: headers, target: max(target, len(byteOrderMark)), limit: limit, hash: blake3.New(), line: 1}
	if known, ok := in.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := known.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			c.size = info.Size()
			// Room for a small file is not that for a large one.
			c.target = int(max(min(int64(c.target), c.size+1), int64(len(byteOrderMark))))
		}
	}
	return c
}

// next cuts the next chunk off; false at the end of the file.
func (c *cutter) next(out *chunk) (bool, error) {
	out.faults, out.bad, out.text, out.ahead = out.faults[:0], fault{}, nil, 0
	for {
		if err := c.fill(out); err != nil {
			return false, err
		}
		switch {
		case len(c.rest) == 0 && c.over:
			return false, nil
		case len(c.rest) == 0 || c.shape == nil && !c.start(out):
			if out.bad.reason != "" {
				c.isDead = true
				return true, nil
			}
			continue
		}
		size, ok := c.cut(out)
		if !ok {
			continue
		}
		out.text, out.line, out.shape = c.rest[:size], c.line, c.shape
		c.consume(size)
		if c.size > 0 && size > 0 {
			out.ahead = int(c.size / int64(size) * (c.line - out.line))
			c.size = 0
		}
		return true, nil
	}
}

func (c *cutter) consume(size int) {
	c.line += int64(bytes.Count(c.rest[:size], []byte{'\n'}))
	c.rest = c.rest[size:]
}

// fill moves what was not cut off to the buffer of the next chunk, and reads on.
func (c *cutter) fill(out *chunk) error {
	held, isFirst := len(c.rest), c.total == 0
	if need := held + c.target; cap(out.buffer) < need {
		out.buffer = make([]byte, need+need/8)
	}
	buffer := out.buffer[:held+c.target]
	copy(buffer, c.rest)
	n := 0
	if !c.over {
		var err error
		n, err = io.ReadFull(c.in, buffer[held:])
		c.over = errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !c.over {
			return &FileError{c.path, err}
		}
	}
	read := buffer[held : held+n]
	_, _ = c.hash.Write(read) // it never fails
	if c.total += int64(n); c.total > c.limit {
		return &FileError{c.path, fmt.Errorf("the file is larger than the %d bytes that are accepted; split it or raise the limit", c.limit)}
	}
	c.rest = buffer[:held+n]
	if isFirst {
		c.rest = bytes.TrimPrefix(c.rest, []byte(byteOrderMark))
	}
	c.skip()
	return nil
}

// skip drops what is not to be held.
func (c *cutter) skip() {
	switch end := bytes.IndexByte(c.rest, '\n') + 1; {
	case c.isDead || c.isSkipping && end == 0:
		c.rest = nil
	case c.isSkipping:
		c.isSkipping = false
		c.consume(end)
	}
}

// start reads the header; false when there is not yet enough of it, or when its
// fault makes the file mean nothing.
func (c *cutter) start(out *chunk) bool {
	format := formatOf(c.path)
	switch format {
	case formatJSONL:
		c.shape = &shape{format: format, wanted: wantedKeys(c.headers)}
		for i := range c.headers {
			c.shape.pick = append(c.shape.pick, i)
		}
		return true
	case formatOther:
		out.bad, out.line = rowFault(facts.ReasonUnknownFormat, path.Ext(c.path)), 1
		return false
	}
	in := newCSVReader(lines{text: string(c.rest), line: c.line, over: c.over}, &shape{format: format})
	bad, isWhole := in.start()
	c.consume(len(c.rest) - len(in.text))
	if !isWhole {
		return false
	}
	if bad.reason != "" {
		out.bad, out.line = bad, 1
		return false
	}
	in.shape.choose(c.headers)
	c.shape = in.shape
	return true
}

// cut gives the size of the next chunk; false when the first record needs more
// text.
func (c *cutter) cut(out *chunk) (int, bool) {
	if c.shape.format == formatCSV {
		return c.cutQuoted(out)
	}
	return c.cutLines(out, 0)
}

// cutLines ends a chunk with a line. Records end with their lines from a place on.
func (c *cutter) cutLines(out *chunk, from int) (int, bool) {
	if c.over && len(c.rest) <= c.target {
		return len(c.rest), true
	}
	if limit := min(c.target, len(c.rest)); from < limit {
		if end := bytes.LastIndexByte(c.rest[from:limit], '\n'); end >= 0 {
			return from + end + 1, true
		}
	}
	if from > 0 {
		return from, true
	}
	end := bytes.IndexByte(c.rest, '\n')
	switch {
	case end >= 0:
		return end + 1, true
	case c.over:
		return len(c.rest), true
	case len(c.rest) <= recordBytes+len("\r"):
		return 0, false
	}
	c.tooLong(out, 0)
	return 0, true
}

// tooLong leaves out a line that does not end in what can be held.
func (c *cutter) tooLong(out *chunk, at int) {
	out.faults = append(out.faults, faultAt{at, facts.ReasonTooLong})
	c.isSkipping = true
}

// cutQuoted ends a chunk with a record, whose end is not that of a line where a
// line break is quoted.
func (c *cutter) cutQuoted(out *chunk) (int, bool) {
	for from := 0; ; {
		quote := bytes.IndexByte(c.rest[from:], '"')
		if quote < 0 {
			return c.cutLines(out, from)
		}
		start := from + bytes.LastIndexByte(c.rest[from:from+quote], '\n') + 1
		if start > c.target {
			return c.cutLines(out, from)
		}
		known := len(out.faults)
		end, ok := c.recordEnd(out, start)
		if start > 0 && (!ok || end > c.target) {
			out.faults = out.faults[:known]
			c.isSkipping = false
			return start, true
		}
		if !ok || c.isSkipping || end >= c.target || end == len(c.rest) {
			return end, ok
		}
		from = end
	}
}

// recordEnd gives the end of a record that has quotes, of its first line when it
// is at fault; false when there is not enough text to tell.
func (c *cutter) recordEnd(out *chunk, start int) (int, bool) {
	rest := c.rest[start:]
	line := bytes.IndexByte(rest, '\n') + 1
	switch isSeen := line > 0 || c.over; {
	case !isSeen && len(rest) <= recordBytes+len("\r"):
		return 0, false
	case isSeen && isTooLong(viewOf(rest)):
		if line == 0 {
			line = len(rest)
		}
		return start + line, true // the reader of the chunk sees that, too
	}
	in := csvReader{lines: lines{text: viewOf(rest), over: c.over}, shape: c.shape, fields: c.fields}
	size, end := in.splitQuoted()
	c.fields = in.fields[:0]
	switch {
	case end == endRecord && size <= recordBytes:
		return start + size, true
	case size > recordBytes || end == endOpen && len(rest) > recordBytes:
		out.faults = append(out.faults, faultAt{start, facts.ReasonTooLong})
	case end == endOpen && !c.over:
		return 0, false
	default:
		out.faults = append(out.faults, faultAt{start, facts.ReasonBadQuote})
	}
	if line == 0 {
		c.isSkipping = !c.over
		if c.over { // the last line of the file
			return len(c.rest), true
		}
		return start, true
	}
	return start + line, true
}
