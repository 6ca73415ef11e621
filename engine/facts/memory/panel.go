package memory

import (
	"encoding/binary"
	"fmt"
	"slices"

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

// panels finds the tests that can be answered by text, and marks them.
func (s *scan) panels(tests []trial) []panel {
	var out []panel
	byColumns := map[string]int{}
	for i := range tests {
		columns, ok := s.textsOf(tests[i].filter)
		if !ok || len(columns) > panelColumns {
			continue
		}
		tests[i].isPlain = false
		key := fmt.Sprint(columns)
		at, isThere := byColumns[key]
		if !isThere {
			at = len(out)
			byColumns[key] = at
			out = append(out, panel{columns: columns})
		}
		out[at].tests = append(out[at].tests, i)
	}
	return out
}

// textsOf gives the columns that a filter looks at; false when one holds no text.
func (s *scan) textsOf(filter int) ([]int, bool) {
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
	visit(s.filters[filter].where)
	slices.Sort(out)
	return slices.Compact(out), isText
}

// panelCache is what a worker remembers of a panel's answers.
type panelCache struct {
	panel  *panel
	byText map[string][]byte
	key    []byte
	missed int
}

func newPanelCaches(st *stream) []panelCache {
	out := make([]panelCache, len(st.panels))
	for i := range out {
		out[i] = panelCache{panel: &st.panels[i], byText: map[string][]byte{}}
	}
	return out
}

// answer adds the panel's answers about the row in hand to w.bits.
func (c *panelCache) answer(w *worker, st *stream) {
	if c.missed > panelTrial {
		c.ask(w, st, w.bits)
		return
	}
	c.key = c.key[:0]
	for _, at := range c.panel.columns {
		// A null cell has no text, and no cell that is not null is empty.
		text := w.row.cells[at].text
		c.key = append(binary.AppendUvarint(c.key, uint64(len(text))), text...)
	}
	bits, ok := c.byText[string(c.key)]
	if !ok {
		bits = make([]byte, st.stride)
		c.ask(w, st, bits)
		if len(c.byText) < panelEntries {
			c.byText[string(c.key)] = bits
		} else {
			c.missed++
		}
	}
	for i, b := range bits {
		w.bits[i] |= b
	}
}

func (c *panelCache) ask(w *worker, st *stream, bits []byte) {
	for _, i := range c.panel.tests {
		if w.scan.filters[st.tests[i].filter].test(&w.row) == yes {
			bits[i>>3] |= 1 << (i & 7)
		}
	}
}
