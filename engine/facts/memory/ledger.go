package memory

import (
	"hash/maphash"
	"slices"
	"sync"
)

// ledger knows the ids of one source, to find those that come twice and refunds
// of deals that never came. Chunks are taken in side by side, but enter in order:
// one waits until those before it are in.
type ledger struct {
	seed maphash.Seed
	seen hashSet
	// clerk counts the ids that come again.
	clerk *worker

	mu         sync.Mutex
	next       int // the first chunk that is not yet in
	waiting    map[int]*chunk
	isEntering bool
}

const idBatch = 1024

func newLedger(seed maphash.Seed) *ledger {
	return &ledger{seed: seed, waiting: map[int]*chunk{}}
}

func (l *ledger) hash(id string) uint64 { return maphash.String(l.seed, id) }

func (l *ledger) has(id string) bool { return l.seen.has(l.hash(id)) }

// finish enters a chunk that was taken in, and those that waited for it, and lets
// go of them. Who comes while another enters leaves its chunk to that one.
func (l *ledger) finish(c *chunk, release func(*chunk)) {
	l.mu.Lock()
	l.waiting[c.seq] = c
	for !l.isEntering && l.waiting[l.next] != nil {
		c := l.waiting[l.next]
		delete(l.waiting, l.next)
		l.isEntering = true
		l.mu.Unlock()
		l.enter(c)
		release(c)
		l.mu.Lock()
		l.isEntering = false
		l.next++
	}
	l.mu.Unlock()
}

// enter empties a chunk's list. The hashes of a batch are looked at before any
// is added, so that the cache misses of a large set overlap.
func (l *ledger) enter(c *chunk) {
	l.clerk.file = c.file
	l.seen.reserve(c.ahead)
	for batch := range slices.Chunk(c.ids, idBatch) {
		l.seen.touch(batch)
		for i := range batch {
			if e := &batch[i]; l.seen.add(e.hash) && e.party != nil {
				l.clerk.noteDuplicate(e.id, e.line, e.party)
			}
		}
	}
	c.ids = c.ids[:0]
}

// idList holds ids that have not yet entered the ledger, as the chunk spells them.
type idList []idEntry

type idEntry struct {
	hash  uint64
	line  int64
	id    string
	party *party // nil when the row is not evaluated
}

func (l *idList) add(hash uint64, id string, line int64, p *party) {
	*l = append(*l, idEntry{hash, line, id, p})
}

// hashSet is a set of 64-bit hashes in eight bytes each. Among ten million ids
// the chance that any two share a hash is 3 in a million.
type hashSet struct {
	slots []uint64 // 0 is free
	used  int
	warm  uint64 // keeps touch from being optimised away
}

func (s *hashSet) touch(entries []idEntry) {
	if s.used == 0 {
		return
	}
	mask := uint64(len(s.slots) - 1)
	for i := range entries {
		s.warm ^= s.slots[entries[i].hash&mask]
	}
}

func (s *hashSet) add(hash uint64) bool {
	if s.used*4 >= len(s.slots)*3 {
		s.grow()
	}
	at, found := s.find(hash)
	if !found {
		s.slots[at] = max(hash, 1)
		s.used++
	}
	return found
}

func (s *hashSet) has(hash uint64) bool {
	if s.used == 0 {
		return false
	}
	_, found := s.find(hash)
	return found
}

func (s *hashSet) find(hash uint64) (int, bool) {
	hash = max(hash, 1)
	mask := uint64(len(s.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		switch s.slots[at] {
		case hash:
			return int(at), true
		case 0:
			return int(at), false
		}
	}
}

// mostReserved are the slots that a set makes on the word of others.
const mostReserved = 1 << 25

// reserve makes room for that many hashes more.
func (s *hashSet) reserve(more int) {
	slots := 1024
	for slots*3 < (s.used+more)*4 && slots < mostReserved {
		slots *= 2
	}
	if slots > len(s.slots) && more > 0 {
		s.resize(slots)
	}
}

func (s *hashSet) grow() { s.resize(max(1024, 2*len(s.slots))) }

func (s *hashSet) resize(slots int) {
	old := s.slots
	s.slots = make([]uint64, slots)
	for _, hash := range old {
		if hash != 0 {
			at, _ := s.find(hash)
			s.slots[at] = hash
		}
	}
}
