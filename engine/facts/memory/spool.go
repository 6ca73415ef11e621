package memory

import (
	"encoding/binary"

	"github.com/partnership-as-code/entente/engine/facts"
)

// spool keeps the rows of one partner for one stream as they come, until all are
// there to be sorted. A row is of fixed size, as its stream lays it out, with the
// id and the texts of its columns behind it.
type spool struct {
	pages []page
	rows  int
}

// page holds rows of one file, from a line on.
type page struct {
	file int
	line int64
	data []byte
}

const (
	firstPage = 256
	fullPage  = 16 << 10

	// What each row begins with: lines behind that of its page, day, length of the
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
	b[0], b[1], b[2] = byte(n), byte(n>>8), byte(n>>16)
}

func get24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// add appends the row in hand.
func (s *spool) add(w *worker, st *stream) {
	id, size := "", st.size
	if w.scan.idAt >= 0 {
		id = w.row.cells[w.scan.idAt].text
		size += len(id)
	}
	for i := range st.strips {
		if f := &st.strips[i]; f.kind == facts.Text {
			size += len(f.text(w))
		}
	}
	p := s.page(size, w.file, w.line)
	start := len(p.data)
	p.data = p.data[:start+size]
	row := p.data[start:]
	binary.LittleEndian.PutUint32(row[lineAt:], uint32(w.line-p.line))
	put24(row[dayAt:], int(w.row.cells[st.at].num))
	put24(row[idAt:], len(id))
	copy(row[bitsAt:], w.bits)
	rest := st.size + copy(row[st.size:], id)
	for i := range st.strips {
		f := &st.strips[i]
		if f.kind != facts.Text {
			f.put(row[f.at:], &w.row.cells[f.column])
			continue
		}
		text := f.text(w)
		put24(row[f.at:], len(text))
		if text == "" {
			put24(row[f.at:], nullText)
		}
		rest += copy(row[rest:], text)
	}
	s.rows++
}

// text is a column's text in the row in hand; no text that is not null is empty.
func (f *strip) text(w *worker) string {
	if f.column == currencyOfSource {
		return string(w.scan.source.Currency)
	}
	return w.row.cells[f.column].text
}

// put writes a cell that is no text. The zeros of a fresh page stand for null.
func (f *strip) put(b []byte, cell *value) {
	if cell.kind == facts.Null {
		return
	}
	switch f.kind {
	case facts.Money:
		copy(b, cell.text)
		b = b[3:]
	case facts.Day:
		put24(b, int(cell.num))
		return
	default:
		b[0] = byte(cell.scale) + 1
		b = b[1:]
	}
	binary.LittleEndian.PutUint64(b, uint64(cell.num))
}

// page gives the last page, with room for a row of a line.
func (s *spool) page(room, file int, line int64) *page {
	size := firstPage
	if n := len(s.pages); n > 0 {
		last := &s.pages[n-1]
		isNear := last.file == file && line-last.line < 1<<32
		if isNear && cap(last.data)-len(last.data) >= room {
			return last
		}
		if isNear {
			size = min(2*cap(last.data), fullPage)
		}
	}
	s.pages = append(s.pages, page{file, line, make([]byte, 0, max(size, room))})
	return &s.pages[len(s.pages)-1]
}
