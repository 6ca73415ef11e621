package memory

import (
	"sync"
)

// heap is all rows of a stream, told apart by whose they are.
type heap struct {
	bales []bale
	first int // bytes that all ids begin with
	slots map[owner]int
	refs  []rowRef
	ends  []int // of each slot's rows in refs
}

// owner is a partner's name, in one variant or in all.
type owner struct {
	name    string
	variant int
}

// rowRef is where a row is.
type rowRef struct{ bale, at uint32 }

// heap takes the bales of all workers together and lists the rows of each owner:
// first they are counted, then each worker's are put where that leaves room.
func (j *run) heap(i, stream int) *heap {
	h := &heap{slots: map[owner]int{}}
	var parts []*part
	var all *baling
	for _, w := range j.workers[i] {
		b := &w.balings[stream]
		if !b.isAny {
			continue
		}
		if all == nil {
			all = b
		}
		all.first = all.first[:commonPrefix(all.first, b.first)]
		parts = append(parts, &part{from: len(h.bales), bales: b.done, slots: h.slotsOf(w.directory.all)})
		h.bales = append(h.bales, b.done...)
		b.done = nil
	}
	if all == nil {
		return h
	}
	h.first = len(all.first)
	for _, p := range parts {
		p.bales = h.bales[p.from : p.from+len(p.bales)]
	}
	side(parts, func(p *part) { p.count(len(h.slots)) })
	h.ends = make([]int, len(h.slots))
	total := 0
	for slot := range h.ends {
		for _, p := range parts {
			rows := p.counts[slot]
			p.counts[slot] = total
			total += rows
		}
		h.ends[slot] = total
	}
	h.refs = make([]rowRef, total)
	side(parts, func(p *part) { p.list(h.refs) })
	return h
}

// slotsOf numbers the owners of a worker's accounts.
func (h *heap) slotsOf(accounts []*account) []int32 {
	out := make([]int32, len(accounts))
	for number, a := range accounts {
		o := owner{a.name, a.variant}
		if _, ok := h.slots[o]; !ok {
			h.slots[o] = len(h.slots)
		}
		out[number] = int32(h.slots[o])
	}
	return out
}

// of gives the rows of an owner.
func (h *heap) of(o owner) []rowRef {
	slot, ok := h.slots[o]
	if !ok || len(h.ends) == 0 {
		return nil
	}
	start := 0
	if slot > 0 {
		start = h.ends[slot-1]
	}
	return h.refs[start:h.ends[slot]]
}

// part is what one worker baled.
type part struct {
	bales  []bale
	from   int     // place of the first bale in the heap
	slots  []int32 // by number of account
	counts []int   // by slot: rows, then where the next one is put
}

func (p *part) count(slots int) {
	p.counts = make([]int, slots)
	for i := range p.bales {
		for _, r := range p.bales[i].rows {
			p.counts[p.slots[r.account]]++
		}
	}
}

func (p *part) list(refs []rowRef) {
	for i := range p.bales {
		for _, r := range p.bales[i].rows {
			at := &p.counts[p.slots[r.account]]
			refs[*at] = rowRef{uint32(p.from + i), r.at}
			*at++
		}
		p.bales[i].rows = nil // they are listed now
	}
}

// side does something with all parts at a time.
func side(parts []*part, do func(*part)) {
	var group sync.WaitGroup
	for _, p := range parts {
		group.Go(func() { do(p) })
	}
	group.Wait()
}
