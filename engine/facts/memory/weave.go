package memory

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
)

// weaver turns the rows of partners into strands, one partner after the other. What
// it works in is used again.
type weaver struct {
	stream *stream
	paths  []string
	bales  []bale
	first  int // bytes that all ids begin with

	knots, sorted []knot
	counts        []int
	nums          []int64
	columns       []packing
	warm          byte // keeps touch from being optimised away
	ids           lexicon
}

// knot is a row to be sorted: its day, the eight bytes of its id behind those that
// all ids begin with, and where it is.
type knot struct {
	id       uint64
	day      int32
	bale, at uint32
}

// packing is a column of rows in their order.
type packing struct {
	nulls, nums, scales []int64
	hasNulls            bool
	texts               lexicon
}

func newWeaver(s *scan, st *stream, first int) *weaver {
	w := &weaver{stream: st, paths: s.paths(), first: first, columns: make([]packing, len(st.strips))}
	for i := range w.columns {
		w.columns[i].texts.seed = s.ledger.seed
	}
	return w
}

// weave sorts and packs rows.
func (w *weaver) weave(refs ...[]rowRef) *facts.Rows {
	w.knots = w.knots[:0]
	for _, some := range refs {
		for few := range slices.Chunk(some, touched) {
			for _, r := range few {
				w.touch(r.bale, r.at)
			}
			for _, r := range few {
				row := w.bales[r.bale].data[r.at:]
				w.knots = append(w.knots, knot{eightOf(w.id(row)[w.first:]), int32(get24(row[dayAt:])), r.bale, r.at})
			}
		}
	}
	w.sort()
	return w.pack()
}

// touched is how many rows are looked at before they are read, so that the cache
// misses of rows that lie far apart overlap.
const touched = 16

// touch looks at a row's both ends: it may lie in two lines of the cache.
func (w *weaver) touch(bale, at uint32) {
	data := w.bales[bale].data[at:]
	w.warm ^= data[0] ^ data[w.stream.size-1]
}

// eightOf is a number that sorts as the first eight bytes do.
func eightOf(id []byte) uint64 {
	if len(id) >= 8 {
		return binary.BigEndian.Uint64(id)
	}
	n := uint64(0)
	for i, b := range id {
		n |= uint64(b) << (56 - 8*i)
	}
	return n
}

func (w *weaver) row(k *knot) []byte { return w.bales[k.bale].data[k.at:] }

func (w *weaver) id(row []byte) []byte {
	return row[w.stream.size : w.stream.size+get24(row[idAt:])]
}

// sort orders the rows by day, counting where days are not much more than rows,
// and those of one day by id and place.
func (w *weaver) sort() {
	if len(w.knots) < 2 {
		return
	}
	first, last := w.knots[0].day, w.knots[0].day
	for i := range w.knots {
		first, last = min(first, w.knots[i].day), max(last, w.knots[i].day)
	}
	days := int(last-first) + 1
	if days > 4*len(w.knots)+64 {
		slices.SortFunc(w.knots, w.compare)
		return
	}
	w.counts = slices.Grow(w.counts[:0], days+1)[:days+1]
	clear(w.counts)
	for i := range w.knots {
		w.counts[w.knots[i].day-first+1]++
	}
	for d := range days {
		w.counts[d+1] += w.counts[d]
	}
	w.sorted = slices.Grow(w.sorted[:0], len(w.knots))[:len(w.knots)]
	for i := range w.knots {
		at := &w.counts[w.knots[i].day-first]
		w.sorted[*at] = w.knots[i]
		*at++
	}
	w.knots, w.sorted = w.sorted, w.knots
	// Each count is now where its day ends.
	start := 0
	for _, end := range w.counts[:days] {
		slices.SortFunc(w.knots[start:end], w.compare)
		start = end
	}
}

func (w *weaver) compare(a, b knot) int {
	switch {
	case a.day != b.day:
		return cmp.Compare(a.day, b.day)
	case a.id != b.id:
		return cmp.Compare(a.id, b.id)
	}
	if c := bytes.Compare(w.id(w.row(&a)), w.id(w.row(&b))); c != 0 {
		return c
	}
	return w.place(&a).compare(w.place(&b))
}

func (w *weaver) place(k *knot) place {
	b := &w.bales[k.bale]
	return place{b.file, b.line + int64(binary.LittleEndian.Uint32(b.data[k.at+lineAt:]))}
}

// pack reads the rows in their order, and each column apart.
func (w *weaver) pack() *facts.Rows {
	n := len(w.knots)
	out := &facts.Rows{Count: n, Stride: w.stream.stride, Bits: make([]byte, n*w.stream.stride), Paths: w.paths}
	w.nums = slices.Grow(w.nums[:0], 3*n)[:3*n]
	days, files, lines := w.nums[:n], w.nums[n:2*n], w.nums[2*n:]
	w.ids.reset(true)
	for i := range w.columns {
		w.columns[i].reset(n, w.stream.strips[i].kind)
	}
	for i := range w.knots {
		if i%touched == 0 {
			for _, k := range w.knots[i:min(i+touched, n)] {
				w.touch(k.bale, k.at)
			}
		}
		k := &w.knots[i]
		row, at := w.row(k), w.place(k)
		days[i], files[i], lines[i] = int64(k.day), int64(at.file), at.line
		copy(out.Bits[i*w.stream.stride:], row[bitsAt:bitsAt+w.stream.stride])
		w.ids.add(w.id(row))
		rest := row[w.stream.size+get24(row[idAt:]):]
		for c := range w.columns {
			s := &w.stream.strips[c]
			rest = w.columns[c].read(i, row[s.at:], rest, s.kind)
		}
	}
	out.Day, out.File, out.Line = facts.PackInts(days), facts.PackInts(files), facts.PackInts(lines)
	out.ID = w.ids.pack()
	out.Columns = make([]facts.RowColumn, len(w.columns))
	for i := range w.columns {
		out.Columns[i] = w.columns[i].pack(w.stream.strips[i].kind)
	}
	return out
}

func (p *packing) reset(rows int, kind facts.Kind) {
	resize := func(s []int64, isUsed bool) []int64 {
		if !isUsed {
			return nil
		}
		return slices.Grow(s[:0], rows)[:rows]
	}
	p.nulls = resize(p.nulls, true)
	p.nums = resize(p.nums, kind != facts.Text)
	p.scales = resize(p.scales, kind == facts.Number)
	p.texts.reset(false)
	p.hasNulls = false
}

// read takes the i-th row's cell from its strip, and gives what is behind its text
// when it is one.
func (p *packing) read(i int, b, rest []byte, kind facts.Kind) []byte {
	isNull := false
	switch kind {
	case facts.Text:
		size := get24(b)
		if isNull = size == nullText; isNull {
			size = 0
		}
		p.texts.add(rest[:size])
		rest = rest[size:]
	case facts.Money:
		code := b[:3]
		if isNull = code[0] == 0; isNull {
			code = nil
		}
		p.texts.add(code)
		p.nums[i] = int64(binary.LittleEndian.Uint64(b[3:]))
	case facts.Day:
		p.nums[i] = int64(get24(b))
		isNull = p.nums[i] == 0
	default:
		isNull = b[0] == 0
		p.nums[i] = int64(binary.LittleEndian.Uint64(b[1:]))
		if kind == facts.Number {
			p.scales[i] = int64(max(b[0], 1)) - 1
		}
	}
	p.nulls[i] = 0
	if isNull {
		p.nulls[i], p.hasNulls = 1, true
	}
	return rest
}

func (p *packing) pack(kind facts.Kind) facts.RowColumn {
	out := facts.RowColumn{Int: facts.PackInts(p.nums), Scale: facts.PackInts(p.scales)}
	if p.hasNulls {
		out.Null = facts.PackInts(p.nulls)
	}
	if kind == facts.Text || kind == facts.Money {
		out.Text = p.texts.pack()
	}
	return out
}
