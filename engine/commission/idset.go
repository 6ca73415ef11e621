package commission

import "hash/maphash"

// idSet remembers which rows were seen, by two independent 64-bit hashes of
// random seeds: 16 bytes a row whatever the ids are, and no file can be written
// so that two different ids meet.
type idSet struct {
	slots []idHash // a power of two; the zero slot is free
	used  int
	seeds [2]maphash.Seed
}

type idHash [2]uint64

func newIDSet() idSet {
	return idSet{slots: make([]idHash, 1024), seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// has adds a row's id and reports whether it was there. Rows of different
// sources may share an id.
func (s *idSet) has(trigger Trigger, id string) bool {
	h := idHash{maphash.String(s.seeds[0], id) ^ uint64(trigger)<<56 | 1, maphash.String(s.seeds[1], id) ^ uint64(trigger)}
	if s.used*4 >= len(s.slots)*3 {
		s.grow()
	}
	if at := s.find(h); s.slots[at] != h {
		s.slots[at] = h
		s.used++
		return false
	}
	return true
}

func (s *idSet) find(h idHash) uint64 {
	mask := uint64(len(s.slots) - 1)
	at := h[1] & mask
	for s.slots[at] != h && s.slots[at] != (idHash{}) {
		at = (at + 1) & mask
	}
	return at
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]idHash, 2*len(old))
	for _, h := range old {
		if h != (idHash{}) {
			s.slots[s.find(h)] = h
		}
	}
}
