package memory

import "math/bits"

// byText finds values by text. It is a map that is never taken from, and faster
// to look in than Go's for short texts: a few thousand of them, a row after the
// other.
type byText[V any] struct {
	slots []slotOf[V]
	used  int
}

type slotOf[V any] struct {
	hash  uint64 // 0: free
	text  string
	value V
}

// hash is never 0.
func (m *byText[V]) hash(text string) uint64 { return mixed(0, text) | 1 }

func (m *byText[V]) get(hash uint64, text string) (V, bool) {
	if m.used > 0 {
		mask := uint64(len(m.slots) - 1)
		for at := hash >> 1 & mask; m.slots[at].hash != 0; at = (at + 1) & mask {
			if s := &m.slots[at]; s.hash == hash && s.text == text {
				return s.value, true
			}
		}
	}
	var none V
	return none, false
}

// put adds a text that is not there. The text is kept.
func (m *byText[V]) put(hash uint64, text string, value V) {
	if 2*m.used >= len(m.slots) {
		old := m.slots
		m.slots = make([]slotOf[V], max(16, 2*len(old)))
		for _, s := range old {
			if s.hash != 0 {
				m.place(s)
			}
		}
	}
	m.place(slotOf[V]{hash, text, value})
	m.used++
}

func (m *byText[V]) place(s slotOf[V]) {
	mask := uint64(len(m.slots) - 1)
	at := s.hash >> 1 & mask
	for m.slots[at].hash != 0 {
		at = (at + 1) & mask
	}
	m.slots[at] = s
}

// mixed hashes a short text onto a hash, in a fraction of the time that a hash
// takes that strangers cannot foresee: the maps it is for are small.
func mixed(hash uint64, text string) uint64 {
	hash ^= uint64(len(text)) * mixOdd
	for len(text) >= 8 {
		hash = mix(hash ^ eightBytes(text))
		text = text[8:]
	}
	word := uint64(0)
	for i := range len(text) {
		word = word<<8 | uint64(text[i])
	}
	return mix(hash ^ word)
}

const mixOdd = 0x9e3779b97f4a7c15

func mix(n uint64) uint64 {
	high, low := bits.Mul64(n^mixOdd, 0xd6e8feb86659fd93)
	return high ^ low
}
