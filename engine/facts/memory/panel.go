package memory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
)

// panel is the tests of a stream that look at the same few columns of text and at
// nothing else: texts repeat, so their answers are kept by text.
type panel struct {
	columns []int
	tests   []int
}

const (
	panelColumns = 4
	panelEntries = 1 << 12
	// panelTrial is after how many misses past the last entry a panel asks
	// directly: its texts are too many to keep.
	panelTrial = 1 << 14
)

// panels finds the tests that can be answered by text; plain are the others.
func (s *scan) panels(tests []trial) (panels []panel, plain []int) {
	byColumns := map[string]int{}
	for i, t := range tests {
		f := &s.filters[t.filter]
		if !f.isTextual || len(f.textsAt) > panelColumns {
			plain = append(plain, i)
			continue
		}
		key := fmt.Sprint(f.textsAt)
		at, isThere := byColumns[key]
		if !isThere {
			at = len(panels)
			byColumns[key] = at
			panels = append(panels, panel{columns: f.textsAt})
		}
		panels[at].tests = append(panels[at].tests, i)
	}
	return panels, plain
}

// textsOf gives the columns that an expression looks at; false when one holds no
// text.
func (s *scan) textsOf(e *facts.Expr) ([]int, bool) {
	var out []int
	isText := true
	var visit func(e *facts.Expr)
	visit = func(e *facts.Expr) {
		if at, ok := s.at[e.Column]; ok && e.Op == facts.OpColumn {
			isText = isText && s.columns[at].Kind == facts.Text
			out = append(out, at)
		}
		for i := range e.Args {
			visit(&e.Args[i])
		}
	}
	visit(e)
	slices.Sort(out)
	return slices.Compact(out), isText
}

// panelCache is what a worker remembers of a panel's answers.
type panelCache struct {
	panel  *panel
	slots  []panelEntry
	used   int
	missed int
	direct []byte // answers that are not kept
}

type panelEntry struct {
	hash  uint64 // 0: free
	texts [panelColumns]string
	bits  []byte
}

func newPanelCaches(st *stream) []panelCache {
	out := make([]panelCache, len(st.panels))
	for i := range out {
		out[i] = panelCache{panel: &st.panels[i], slots: make([]panelEntry, 64), direct: make([]byte, st.stride)}
	}
	return out
}

// answers gives the panel's answers about the row in hand.
func (c *panelCache) answers(w *worker, st *stream) []byte {
	if c.missed > panelTrial {
		return c.ask(w, st, c.direct)
	}
	// A null cell has no text, and no cell that is not null is empty.
	hash := uint64(0)
	for _, at := range c.panel.columns {
		hash = mixed(hash, w.row.cells[at].text)
	}
	hash |= 1
	e := c.find(hash, w.row.cells)
	switch {
	case e.hash != 0:
		return e.bits
	case c.used == panelEntries:
		c.missed++
		return c.ask(w, st, c.direct)
	}
	*e = panelEntry{hash: hash, bits: c.ask(w, st, make([]byte, st.stride))}
	for i, at := range c.panel.columns {
		e.texts[i] = strings.Clone(w.row.cells[at].text)
	}
	bits := e.bits
	c.grow()
	return bits
}

// find gives the entry of a row's texts, or the free one where it belongs.
func (c *panelCache) find(hash uint64, cells []value) *panelEntry {
	mask := uint64(len(c.slots) - 1)
	for at := hash >> 1 & mask; ; at = (at + 1) & mask {
		e := &c.slots[at]
		if e.hash == 0 || e.hash == hash && c.isOf(e, cells) {
			return e
		}
	}
}

func (c *panelCache) isOf(e *panelEntry, cells []value) bool {
	for i, at := range c.panel.columns {
		if e.texts[i] != cells[at].text {
			return false
		}
	}
	return true
}

func (c *panelCache) grow() {
	if c.used++; 2*c.used < len(c.slots) {
		return
	}
	old := c.slots
	c.slots = make([]panelEntry, 2*len(old))
	mask := uint64(len(c.slots) - 1)
	for _, e := range old {
		if e.hash == 0 {
			continue
		}
		at := e.hash >> 1 & mask
		for c.slots[at].hash != 0 {
			at = (at + 1) & mask
		}
		c.slots[at] = e
	}
}

func (c *panelCache) ask(w *worker, st *stream, bits []byte) []byte {
	clear(bits)
	for _, i := range c.panel.tests {
		if w.scan.filters[st.tests[i].filter].test(&w.row) == yes {
			bits[i>>3] |= 1 << (i & 7)
		}
	}
	return bits
}
