package commission

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// idSet remembers which rows were seen, in 16 bytes a row: an id of up to 14
// bytes as it is, a longer one by two independent hashes of random seeds, so that
// no file can be written in which two ids meet.
type idSet struct {
	slots []idKey // a power of two; the zero slot is free
	used  int
	seeds [2]maphash.Seed
	salt  uint64
}

type idKey [2]uint64

// newIDSet makes room for about so many rows.
func newIDSet(rows int) idSet {
	size := 1024
	for size*2 < rows*3 {
		size *= 2
	}
	s := idSet{slots: make([]idKey, size), seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
	s.salt = maphash.String(s.seeds[0], "slot")
	return s
}

const longID = 15

// key packs an id. Its last two bytes are the length and the trigger: rows of
// different sources may share an id.
func (s *idSet) key(trigger Trigger, id string) idKey {
	tail := uint64(trigger)<<8 | uint64(len(id))
	if len(id) >= longID {
		return idKey{maphash.String(s.seeds[0], id), maphash.String(s.seeds[1], id)&^0xffff<<16>>16 | (uint64(trigger)<<8|longID)<<48}
	}
	var k idKey
	if rest := len(id) - 8; rest >= 0 {
		k[0] = binary.BigEndian.Uint64([]byte(id[:8]))
		k[1] = binary.BigEndian.Uint64([]byte(id[rest:])) & (1<<(8*rest) - 1)
	} else {
		for i := range len(id) {
			k[0] = k[0]<<8 | uint64(id[i])
		}
	}
	k[1] |= tail << 48
	return k
}

// has adds a row's id and reports whether it was there.
func (s *idSet) has(trigger Trigger, id string) bool {
	if s.used*3 >= len(s.slots)*2 {
		s.grow()
	}
	k := s.key(trigger, id)
	at := s.find(k)
	if s.slots[at] == k {
		return true
	}
	s.slots[at] = k
	s.used++
	return false
}

// find gives the slot of a key, or the free one that it goes to.
func (s *idSet) find(k idKey) uint64 {
	mask := uint64(len(s.slots) - 1)
	hi, lo := bits.Mul64(k[0]^s.salt, k[1]^0x9e3779b97f4a7c15)
	at := (hi ^ lo) & mask
	for s.slots[at] != k && s.slots[at] != (idKey{}) {
		at = (at + 1) & mask
	}
	return at
}

func (s *idSet) grow() {
	old := s.slots
	factor := 4
	if len(old) >= 1<<18 { // 4 MB: memory counts for more than copying from here on
		factor = 2
	}
	s.slots = make([]idKey, factor*len(old))
	for _, k := range old {
		if k != (idKey{}) {
			s.slots[s.find(k)] = k
		}
	}
}
