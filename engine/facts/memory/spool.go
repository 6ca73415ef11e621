package memory

import (
	"encoding/binary"

	"github.com/partnership-as-code/entente/engine/facts"
)

// spool keeps the rows of one partner for one stream as they come, a row behind
// the other, until all are there to be sorted:
//
//	day, file, line, answers of the tests, id, columns
//
// Numbers are varints; a text has its length in front, and 0 stands for null.
type spool struct {
	pages [][]byte
	rows  int
}

const (
	firstPage = 256
	fullPage  = 16 << 10
	// cellRoom is what a cell takes beside its text: a number and what it means.
	cellRoom = binary.MaxVarintLen64 + 8
)

// add appends the row in hand.
func (s *spool) add(w *worker, st *stream) {
	room := 5*cellRoom + st.stride
	id := ""
	if w.scan.idAt >= 0 {
		id = w.row.cells[w.scan.idAt].text
	}
	room += len(id)
	for _, at := range st.columns {
		room += cellRoom
		if at >= 0 {
			room += len(w.row.cells[at].text)
		}
	}
	b := s.page(room)
	b = binary.AppendUvarint(b, uint64(w.row.cells[st.at].num))
	b = binary.AppendUvarint(b, uint64(w.file))
	b = binary.AppendUvarint(b, uint64(w.line))
	b = append(b, w.bits...)
	b = append(binary.AppendUvarint(b, uint64(len(id))), id...)
	for _, at := range st.columns {
		if at == currencyOfSource {
			b = appendText(b, string(w.scan.source.Currency))
			continue
		}
		b = appendCell(b, &w.row.cells[at])
	}
	s.pages[len(s.pages)-1] = b
	s.rows++
}

// page gives the last page, with room to append.
func (s *spool) page(room int) []byte {
	size := firstPage
	if n := len(s.pages); n > 0 {
		last := s.pages[n-1]
		if cap(last)-len(last) >= room {
			return last
		}
		size = min(2*cap(last), fullPage)
	}
	s.pages = append(s.pages, make([]byte, 0, max(size, room)))
	return s.pages[len(s.pages)-1]
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))+1), text...)
}

func appendCell(b []byte, cell *value) []byte {
	switch cell.kind {
	case facts.Null:
		return append(b, 0)
	case facts.Text:
		return appendText(b, cell.text)
	case facts.Money:
		b = appendText(b, cell.text)
	case facts.Number:
		b = append(b, byte(cell.scale)+1)
	default:
		b = append(b, 1)
	}
	return binary.AppendVarint(b, cell.num)
}

// uncoiled reads what a spool holds, a number or text at a time.
type uncoiled []byte

func (u *uncoiled) uint() uint64 {
	n, size := binary.Uvarint(*u)
	*u = (*u)[size:]
	return n
}

func (u *uncoiled) int() int64 {
	n, size := binary.Varint(*u)
	*u = (*u)[size:]
	return n
}

func (u *uncoiled) take(size int) []byte {
	out := (*u)[:size]
	*u = (*u)[size:]
	return out
}

// skipCell passes a cell of a kind.
func (u *uncoiled) skipCell(kind facts.Kind) {
	head := u.uint()
	if head == 0 {
		return
	}
	if kind == facts.Text || kind == facts.Money {
		u.take(int(head) - 1)
	}
	if kind != facts.Text {
		u.int()
	}
}
