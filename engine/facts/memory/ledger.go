package memory

import (
	"hash/maphash"
	"slices"
	"sync"
)

// ledger knows the ids of one source, to find those that come twice and refunds
// of deals that never came. Files are read side by side, but enter in order: the
// first one in batches while it is read, a later one once those before it are in.
type ledger struct {
	seed maphash.Seed
	seen hashSet

	mu      sync.Mutex
	next    int // the first file that is not yet in
	waiting []*worker
}

const idBatch = 1024

func newLedger(seed maphash.Seed, files int) *ledger {
	return &ledger{seed: seed, waiting: make([]*worker, files)}
}

func (l *ledger) hash(id string) uint64 { return maphash.String(l.seed, id) }

func (l *ledger) has(id string) bool { return l.seen.has(l.hash(id)) }

// finish takes in a file that was read to its end, and those that waited for it.
func (l *ledger) finish(w *worker) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting[w.file] = w
	for l.next < len(l.waiting) && l.waiting[l.next] != nil {
		l.enter(l.waiting[l.next])
		l.waiting[l.next].ids = idList{}
		l.next++
	}
}

// enter empties a worker's list. The hashes of a batch are looked at before any
// is added, so that the cache misses of a large set overlap.
func (l *ledger) enter(w *worker) {
	start := 0
	for batch := range slices.Chunk(w.ids.entries, idBatch) {
		l.seen.touch(batch)
		for _, e := range batch {
			if l.seen.add(e.hash) && e.party != nil {
				w.noteDuplicate(string(w.ids.text[start:e.end]), e.line, e.party)
			}
			start = e.end
		}
	}
	w.ids.text, w.ids.entries = w.ids.text[:0], w.ids.entries[:0]
}

// idList holds ids that have not yet entered the ledger, as hashes, and as much
// of their text as a tally shows.
type idList struct {
	text    []byte
	entries []idEntry
}

type idEntry struct {
	hash  uint64
	line  int64
	end   int    // of its text
	party *party // nil when the row is not evaluated
}

func (l *idList) add(hash uint64, id string, line int64, p *party) {
	l.text = append(l.text, readable(id)...)
	l.entries = append(l.entries, idEntry{hash, line, len(l.text), p})
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

func (s *hashSet) grow() {
	old := s.slots
	s.slots = make([]uint64, max(1024, 2*len(old)))
	for _, hash := range old {
		if hash != 0 {
			at, _ := s.find(hash)
			s.slots[at] = hash
		}
	}
}
