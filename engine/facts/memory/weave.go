package memory

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
)

// weaver turns the spools of partners into strands, one after the other. What it
// works in is used again.
type weaver struct {
	scan   *scan
	stream *stream
	kinds  []facts.Kind
	paths  []string

	knots, sorted []knot
	counts        []int
	pages         [][]byte
	numbers       []int64
	cells         []cellsOf
	ids           []byte
	idEnds        []int64
}

// knot is a row to be sorted: its day, the eight bytes of its id behind those that
// all ids begin with, and where it is.
type knot struct {
	id        uint64
	day       int32
	page, off uint32
}

// cellsOf is a column of rows in their order.
type cellsOf struct {
	nulls, nums, scales []int64
	texts               lexicon
}

func newWeaver(s *scan, st *stream, paths []string) *weaver {
	w := &weaver{scan: s, stream: st, paths: paths, cells: make([]cellsOf, len(st.columns))}
	for i, at := range st.columns {
		kind := facts.Text
		if at >= 0 {
			kind = s.columns[at].Kind
		}
		w.kinds = append(w.kinds, kind)
		w.cells[i].texts.seed = s.ledger.seed
	}
	return w
}

// weave sorts and packs the rows of some spools.
func (w *weaver) weave(spools []*spool) *facts.Rows {
	w.pages, w.knots = w.pages[:0], w.knots[:0]
	for _, s := range spools {
		w.pages = append(w.pages, s.pages...)
	}
	w.tie()
	w.sort()
	return w.pack()
}

// tie finds the rows in the pages and what they are sorted by.
func (w *weaver) tie() {
	var first []byte
	common := 0
	for p, page := range w.pages {
		for rest := uncoiled(page); len(rest) > 0; {
			k := knot{page: uint32(p), off: uint32(len(page) - len(rest)), day: int32(rest.uint())}
			id := w.idOf(&rest)
			if len(w.knots) == 0 {
				first, common = id, len(id)
			}
			common = commonPrefix(first[:common], id)
			for _, kind := range w.kinds {
				rest.skipCell(kind)
			}
			w.knots = append(w.knots, k)
		}
	}
	for i := range w.knots {
		k := &w.knots[i]
		k.id = eightOf(w.id(k)[common:])
	}
}

func commonPrefix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// eightOf is a number that sorts as the first eight bytes do.
func eightOf(id []byte) uint64 {
	if len(id) >= 8 {
		return binary.BigEndian.Uint64(id)
	}
	var padded [8]byte
	copy(padded[:], id)
	return binary.BigEndian.Uint64(padded[:])
}

// idOf passes from behind a row's day to behind its id, and gives that.
func (w *weaver) idOf(rest *uncoiled) []byte {
	rest.uint()
	rest.uint()
	rest.take(w.stream.stride)
	return rest.take(int(rest.uint()))
}

func (w *weaver) row(k *knot) uncoiled { return uncoiled(w.pages[k.page][k.off:]) }

func (w *weaver) id(k *knot) []byte {
	rest := w.row(k)
	rest.uint()
	return w.idOf(&rest)
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
	w.counts = append(w.counts[:0], make([]int, days+1)...)
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
	if c := cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.id, b.id)); c != 0 {
		return c
	}
	if c := bytes.Compare(w.id(&a), w.id(&b)); c != 0 {
		return c
	}
	return w.place(&a).compare(w.place(&b))
}

func (w *weaver) place(k *knot) place {
	rest := w.row(k)
	rest.uint()
	return place{int(rest.uint()), int64(rest.uint())}
}

// pack reads the rows in their order, column by column apart.
func (w *weaver) pack() *facts.Rows {
	n := len(w.knots)
	w.numbers = slices.Grow(w.numbers[:0], 3*n)[:3*n]
	days, files, lines := w.numbers[:n], w.numbers[n:2*n], w.numbers[2*n:]
	w.ids, w.idEnds = w.ids[:0], w.idEnds[:0]
	out := &facts.Rows{Count: n, Stride: w.stream.stride, Bits: make([]byte, 0, n*w.stream.stride), Paths: w.paths}
	for i := range w.cells {
		w.cells[i].reset()
	}
	for i := range w.knots {
		rest := w.row(&w.knots[i])
		days[i], files[i], lines[i] = int64(rest.uint()), int64(rest.uint()), int64(rest.uint())
		out.Bits = append(out.Bits, rest.take(w.stream.stride)...)
		w.ids = append(w.ids, rest.take(int(rest.uint()))...)
		w.idEnds = append(w.idEnds, int64(len(w.ids)))
		for c, kind := range w.kinds {
			w.cells[c].read(&rest, kind)
		}
	}
	out.Day, out.File, out.Line = facts.PackInts(days), facts.PackInts(files), facts.PackInts(lines)
	out.ID = facts.PackTexts(w.ids, w.idEnds, nil)
	out.Columns = make([]facts.RowColumn, len(w.cells))
	for i := range w.cells {
		out.Columns[i] = w.cells[i].pack(w.kinds[i])
	}
	return out
}

func (c *cellsOf) reset() {
	c.nulls, c.nums, c.scales = c.nulls[:0], c.nums[:0], c.scales[:0]
	c.texts.reset()
}

func (c *cellsOf) read(rest *uncoiled, kind facts.Kind) {
	head := rest.uint()
	null, num, scale := int64(0), int64(0), int64(0)
	var text []byte
	if head == 0 {
		null = 1
	} else {
		switch kind {
		case facts.Text, facts.Money:
			text = rest.take(int(head) - 1)
		case facts.Number:
			scale = int64(head) - 1
		}
		if kind != facts.Text {
			num = rest.int()
		}
	}
	c.nulls = append(c.nulls, null)
	if kind != facts.Text {
		c.nums = append(c.nums, num)
	}
	if kind == facts.Number {
		c.scales = append(c.scales, scale)
	}
	if kind == facts.Text || kind == facts.Money {
		c.texts.add(text)
	}
}

func (c *cellsOf) pack(kind facts.Kind) facts.RowColumn {
	out := facts.RowColumn{Null: facts.PackInts(c.nulls), Int: facts.PackInts(c.nums), Scale: facts.PackInts(c.scales)}
	if kind == facts.Text || kind == facts.Money {
		out.Text = c.texts.pack()
	}
	return out
}

// lexicon gathers texts in order, each different one once.
type lexicon struct {
	seed  maphash.Seed
	slots []int32 // by hash: 1 + the place of a text
	data  []byte
	ends  []int64
	codes []int64
	last  int64 // the code before
}

func (l *lexicon) reset() {
	clear(l.slots)
	l.data, l.ends, l.codes = l.data[:0], l.ends[:0], l.codes[:0]
}

func (l *lexicon) text(code int64) []byte {
	start := int64(0)
	if code > 0 {
		start = l.ends[code-1]
	}
	return l.data[start:l.ends[code]]
}

func (l *lexicon) add(text []byte) {
	if len(l.codes) == 0 || !bytes.Equal(l.text(l.last), text) {
		l.last = l.code(text)
	}
	l.codes = append(l.codes, l.last)
}

func (l *lexicon) code(text []byte) int64 {
	if 2*len(l.ends) >= len(l.slots) {
		l.grow()
	}
	mask := uint64(len(l.slots) - 1)
	for at := maphash.Bytes(l.seed, text) & mask; ; at = (at + 1) & mask {
		code := int64(l.slots[at]) - 1
		if code >= 0 && bytes.Equal(l.text(code), text) {
			return code
		}
		if code < 0 {
			l.data = append(l.data, text...)
			l.ends = append(l.ends, int64(len(l.data)))
			l.slots[at] = int32(len(l.ends))
			return int64(len(l.ends)) - 1
		}
	}
}

func (l *lexicon) grow() {
	l.slots = make([]int32, max(64, 4*len(l.slots)))
	mask := uint64(len(l.slots) - 1)
	for code := range int64(len(l.ends)) {
		at := maphash.Bytes(l.seed, l.text(code)) & mask
		for l.slots[at] != 0 {
			at = (at + 1) & mask
		}
		l.slots[at] = int32(code) + 1
	}
}

// pack gives the texts by code, unless most of them differ.
func (l *lexicon) pack() facts.Texts {
	if 2*len(l.ends) <= len(l.codes) || len(l.codes) < 8 {
		return facts.PackTexts(l.data, l.ends, l.codes)
	}
	var data []byte
	ends := make([]int64, len(l.codes))
	for i, code := range l.codes {
		data = append(data, l.text(code)...)
		ends[i] = int64(len(data))
	}
	return facts.PackTexts(data, ends, nil)
}
