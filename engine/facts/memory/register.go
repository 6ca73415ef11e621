package memory

import (
	"hash/maphash"
	"math"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// link is what other sources look up in a source: rows by key, and their days.
type link struct{ key, at int }

// register finds the rows of one link by key. It keeps some 30 bytes and the
// key's text for each row, whatever else a row holds.
type register struct {
	seed     maphash.Seed
	mentions mentions
	slots    []int32 // by hash, 1 + the first mention of a chain
}

// mentions are rows that name a partner, as one file gives them.
type mentions struct {
	text []byte // their keys, one behind the other
	rows []mention
}

type mention struct {
	party *party
	end   int // of its key in text
	day   quantity.Date
	next  int32 // 1 + the next mention of its chain
}

// mostMentions is how many a chain can tell apart.
const mostMentions = math.MaxInt32 - 1

func (m *mentions) add(key string, day quantity.Date, p *party) {
	m.text = append(m.text, key...)
	m.rows = append(m.rows, mention{party: p, end: len(m.text), day: day})
}

func (m *mentions) key(i int32) []byte {
	start := 0
	if i > 0 {
		start = m.rows[i-1].end
	}
	return m.text[start:m.rows[i].end]
}

// take moves the mentions of a file into the register; false when they are too many.
func (r *register) take(from *mentions) bool {
	if len(r.mentions.rows)+len(from.rows) > mostMentions {
		return false
	}
	offset := len(r.mentions.text)
	r.mentions.text = append(r.mentions.text, from.text...)
	for _, m := range from.rows {
		m.end += offset
		r.mentions.rows = append(r.mentions.rows, m)
	}
	*from = mentions{}
	return true
}

// index chains the mentions by hash, once all are in.
func (r *register) index() {
	size := 8
	for size < 2*len(r.mentions.rows) {
		size *= 2
	}
	r.slots = make([]int32, size)
	for i := range r.mentions.rows {
		slot := maphash.Bytes(r.seed, r.mentions.key(int32(i))) & uint64(size-1)
		r.mentions.rows[i].next = r.slots[slot]
		r.slots[slot] = int32(i) + 1
	}
}

// each calls yield with every mention of a key.
func (r *register) each(key string, yield func(*mention)) {
	at := r.slots[maphash.String(r.seed, key)&uint64(len(r.slots)-1)]
	for at > 0 {
		m := &r.mentions.rows[at-1]
		if string(r.mentions.key(at-1)) == key {
			yield(m)
		}
		at = m.next
	}
}
