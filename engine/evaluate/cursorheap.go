package evaluate

import "container/heap"

// cursorHeap gives the cursor whose row is next in the order of (day, id).
type cursorHeap []*cursor

func newCursorHeap(cursors []*cursor) *cursorHeap {
	h := cursorHeap(cursors)
	heap.Init(&h)
	return &h
}

func (h *cursorHeap) top() *cursor {
	if len(*h) == 0 {
		return nil
	}
	return (*h)[0]
}

// advance takes the top cursor to its next row.
func (h *cursorHeap) advance() {
	c := (*h)[0]
	c.row++
	switch {
	case c.row == c.Len():
		heap.Pop(h)
	case len(*h) > 1:
		heap.Fix(h, 0)
	}
}

func (h cursorHeap) Len() int           { return len(h) }
func (h cursorHeap) Less(i, j int) bool { return h[i].isBefore(h[j]) }
func (h cursorHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *cursorHeap) Push(x any)        { *h = append(*h, x.(*cursor)) }
func (h *cursorHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
