package memory

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
)

// bale is the rows of one chunk and one share for one stream, as they come. A row is of fixed
// size, as its stream lays it out, with the id and the texts of its columns
// behind it. Rows of partners lie side by side here: each is written but once
// and where the last one ended, and partners are told apart when all are there.
type bale struct {
	file int
	line int64 // of the chunk
	data []byte
	rows []baled
}

// baled is where a row begins in a bale's data, and the number of its account.
type baled struct{ account, at uint32 }

const (
	// What each row begins with: lines behind that of its chunk, day, length of the
	// id. Days and lengths take three bytes.
	lineAt, dayAt, idAt, bitsAt = 0, 4, 7, 10

	textSize, moneySize, numberSize, daySize = 3, 3 + 8, 1 + 8, 3
	nullText                                 = 1<<24 - 1
)

// strip is where a column stands in a row.
type strip struct {
	column int // of the source, or currencyOfSource
	kind   facts.Kind
	at     int
}

// layOut places the columns of a stream.
func (st *stream) layOut(s *scan) {
	st.size = bitsAt + st.stride
	for _, at := range st.columns {
		kind := facts.Text
		if at >= 0 {
			kind = s.columns[at].Kind
		}
		st.strips = append(st.strips, strip{at, kind, st.size})
		switch kind {
		case facts.Text:
			st.size += textSize
		case facts.Money:
			st.size += moneySize
		case facts.Day:
			st.size += daySize
		default:
			st.size += numberSize
		}
	}
}

func put24(b []byte, n int) {
	b[2], b[1], b[0] = byte(n>>16), byte(n>>8), byte(n)
}

func get24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// shares are how many parts the names of partners are parted into. Rows of one
// share are baled together, so that they can be let go of before those of others
// are sorted.
const shares = 32

// shareOf is the share of a name, the same for whoever asks.
func shareOf(name string) uint8 { return uint8(mixed(0, name) % shares) }

// baling is the bales that a worker is at, and those that it has done, by share.
type baling struct {
	open  [shares]bale
	done  [shares][]bale
	first string // what all ids begin with
	isAny bool
}

// close keeps what a chunk gave, in no more memory than that takes.
func (b *baling) close(c *chunk) {
	for i := range b.open {
		open := &b.open[i]
		if len(open.rows) == 0 {
			continue
		}
		b.done[i] = append(b.done[i], bale{c.file, c.line, slices.Clone(open.data), slices.Clone(open.rows)})
		open.data, open.rows = open.data[:0], open.rows[:0]
	}
}

// add appends the row in hand.
func (b *baling) add(w *worker, st *stream, a *account) {
	id := ""
	if w.scan.idAt >= 0 {
		id = w.row.cells[w.scan.idAt].text
	}
	if !b.isAny {
		b.first, b.isAny = strings.Clone(id), true
	}
	if !strings.HasPrefix(id, b.first) {
		b.first = b.first[:commonPrefix(b.first, id)]
	}
	size := st.size + len(id)
	for i := range st.strips {
		if s := &st.strips[i]; s.kind == facts.Text {
			size += len(s.text(w))
		}
	}
	open := &b.open[a.share]
	start := len(open.data)
	open.rows = append(open.rows, baled{a.number, uint32(start)})
	open.data = slices.Grow(open.data, size)[:start+size]
	st.write(open.data[start:], id, w)
}

// write spells the row in hand.
func (st *stream) write(row []byte, id string, w *worker) {
	binary.LittleEndian.PutUint32(row[lineAt:], uint32(w.line-w.chunk.line))
	put24(row[dayAt:], int(w.row.cells[st.at].num))
	put24(row[idAt:], len(id))
	copy(row[bitsAt:st.size], w.bits)
	rest := st.size + copy(row[st.size:], id)
	for i := range st.strips {
		s := &st.strips[i]
		if s.kind != facts.Text {
			s.put(row[s.at:], &w.row.cells[s.column])
			continue
		}
		text := s.text(w)
		if put24(row[s.at:], len(text)); text == "" {
			put24(row[s.at:], nullText)
		}
		rest += copy(row[rest:], text)
	}
}

// text is a column's text in the row in hand; no text that is not null is empty.
func (s *strip) text(w *worker) string {
	if s.column == currencyOfSource {
		return string(w.scan.source.Currency)
	}
	return w.row.cells[s.column].text
}

// put writes a cell that is no text; its first byte is 0 for null.
func (s *strip) put(b []byte, cell *value) {
	switch s.kind {
	case facts.Money:
		b[0] = 0
		copy(b[:3], cell.text)
		b = b[3:]
	case facts.Day:
		put24(b, int(cell.num))
		return
	default:
		if b[0] = 0; cell.kind != facts.Null {
			b[0] = byte(cell.scale) + 1
		}
		b = b[1:]
	}
	binary.LittleEndian.PutUint64(b, uint64(cell.num))
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
