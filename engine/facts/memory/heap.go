package memory

// heap is the rows of a stream in one share, told apart by whose they are.
type heap struct {
	bales  []bale
	slots  map[owner]int
	counts []int // by slot: rows, then where the next one is put, then where they end
	refs   []rowRef
}

// owner is a partner's name, in one variant or in all.
type owner struct {
	name    string
	variant int
}

// rowRef is where a row is.
type rowRef struct{ bale, at uint32 }

// heap takes the bales of all workers in a share together and lists the rows of
// each owner: first they are counted, then each is put where that leaves room.
// The workers let go of them.
func (j *run) heap(i, stream, share int) *heap {
	h := &heap{slots: map[owner]int{}}
	var slots [][]int // by bale, then by number of account
	for _, w := range j.workers[i] {
		done := &w.balings[stream].done[share]
		if len(*done) == 0 {
			continue
		}
		its := h.slotsOf(w.directory.all, share)
		for range *done {
			slots = append(slots, its)
		}
		h.bales = append(h.bales, *done...)
		*done = nil
	}
	h.counts = make([]int, len(h.slots))
	for b := range h.bales {
		for _, r := range h.bales[b].rows {
			h.counts[slots[b][r.account]]++
		}
	}
	total := 0
	for slot, rows := range h.counts {
		h.counts[slot] = total
		total += rows
	}
	h.refs = make([]rowRef, total)
	for b := range h.bales {
		for _, r := range h.bales[b].rows {
			at := &h.counts[slots[b][r.account]]
			h.refs[*at] = rowRef{uint32(b), r.at}
			*at++
		}
		h.bales[b].rows = nil // they are listed now
	}
	return h
}

// slotsOf numbers the owners of a worker's accounts that are in the share.
func (h *heap) slotsOf(accounts []*account, share int) []int {
	out := make([]int, len(accounts))
	for number, a := range accounts {
		if int(a.share) != share {
			continue
		}
		o := owner{a.name, a.variant}
		if _, ok := h.slots[o]; !ok {
			h.slots[o] = len(h.slots)
		}
		out[number] = h.slots[o]
	}
	return out
}

// of gives the rows of an owner.
func (h *heap) of(o owner) []rowRef {
	slot, ok := h.slots[o]
	if !ok {
		return nil
	}
	start := 0
	if slot > 0 {
		start = h.counts[slot-1]
	}
	return h.refs[start:h.counts[slot]]
}
