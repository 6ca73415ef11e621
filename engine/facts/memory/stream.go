package memory

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// stream is the rows that one or more facts.Streams ask for, with the tests and
// the columns of all of them.
type stream struct {
	filter   int // or -1
	at       int // column; -1: not mapped, so that there are no rows
	window   quantity.Range
	isDirect bool

	tests   []trial
	panels  []panel // of the tests that look at texts alone
	plain   []int   // the other tests
	stride  int     // bytes that a row's answers take
	columns []int   // that rows carry
	strips  []strip // where those stand in a row
	size    int     // of a row without its texts
	wanted  []bool  // for each variant, whether it asks
	askers  []int   // those that do
}

// trial is a test of a stream and the variants that ask it.
type trial struct {
	filter  int
	askedBy []int
}

// streaming is a facts.Stream of a variant by the place of its stream: what its
// tests and columns are there.
type streaming struct {
	query, stream  int
	tests, columns []int
	needs          facts.Needs
}

// streamKey tells the streams whose rows are the same.
type streamKey struct {
	filter, at int
	window     quantity.Range
	isDirect   bool
}

// compileStreams compiles the streams that ask this source.
func (s *scan) compileStreams(t facts.Type, programs map[string]int) error {
	s.streamed = make([][]streaming, len(s.variants))
	places := map[streamKey]int{}
	for v, variant := range s.variants {
		for i := range variant.Streams {
			if variant.Streams[i].Source != s.source.Name {
				continue
			}
			one, err := s.stream(&variant.Streams[i], v, t, places, programs)
			if err != nil {
				return fmt.Errorf("stream %d of variant %d: %w", i, v, err)
			}
			one.query = i
			s.streamed[v] = append(s.streamed[v], one)
		}
	}
	for i := range s.streams {
		st := &s.streams[i]
		st.stride = (len(st.tests) + 7) / 8
		st.panels, st.plain = s.panels(st.tests)
		st.layOut(s)
	}
	return nil
}

func (s *scan) stream(q *facts.Stream, variant int, t facts.Type, places map[streamKey]int, programs map[string]int) (streaming, error) {
	key := streamKey{at: s.index(q.At), window: q.Window, isDirect: q.IsDirect}
	if q.At == "" || key.at >= 0 && s.columns[key.at].Kind != facts.Day {
		return streaming{}, fmt.Errorf("column %q holds no days", q.At)
	}
	c := s.compiler(t, s.source.Currency)
	var err error
	if key.filter, err = s.filter(q.Where, c, key.at, programs); err != nil {
		return streaming{}, err
	}
	place, ok := places[key]
	if !ok {
		place = len(s.streams)
		places[key] = place
		s.streams = append(s.streams, stream{filter: key.filter, at: key.at, window: key.window, isDirect: key.isDirect, wanted: make([]bool, len(s.variants))})
	}
	out, into := streaming{stream: place, needs: q.Needs}, &s.streams[place]
	if !into.wanted[variant] {
		into.wanted[variant] = true
		into.askers = append(into.askers, variant)
	}
	for i := range q.Tests {
		f, err := s.filter(&q.Tests[i], c, key.at, programs)
		if err != nil {
			return streaming{}, fmt.Errorf("test %d: %w", i, err)
		}
		out.tests = append(out.tests, into.trial(f, variant))
	}
	for _, name := range q.Columns {
		out.columns = append(out.columns, s.carry(into, name, t))
	}
	return out, nil
}

// trial gives the place of a test among those of the stream.
func (st *stream) trial(filter, variant int) int {
	i := slices.IndexFunc(st.tests, func(t trial) bool { return t.filter == filter })
	if i < 0 {
		i = len(st.tests)
		st.tests = append(st.tests, trial{filter: filter})
	}
	if t := &st.tests[i]; !slices.Contains(t.askedBy, variant) {
		t.askedBy = append(t.askedBy, variant)
	}
	return i
}

// currencyOfSource stands for column currency where it is not mapped.
const currencyOfSource = -2

// carry gives the place of a column among those of the stream, -1 for one that is
// null in every row.
func (s *scan) carry(into *stream, name string, t facts.Type) int {
	at := s.index(name)
	if at < 0 {
		if _, ok := t.Column(name); !ok || name != "currency" || s.source.Currency == "" {
			return -1
		}
		at = currencyOfSource
	}
	i := slices.Index(into.columns, at)
	if i < 0 {
		i = len(into.columns)
		into.columns = append(into.columns, at)
	}
	return i
}

// stream keeps the row in hand for those who ask for it.
func (w *worker) stream(p *party) {
	if p.isRostered && p.shared != nil {
		return // a roster's everywhere
	}
	for i := range w.scan.streams {
		st := &w.scan.streams[i]
		if st.at < 0 || p.isDirect && w.scan.hasPartner && !st.isDirect {
			continue
		}
		cell := &w.row.cells[st.at]
		if cell.kind == facts.Null || !isWithin(st.window, quantity.Date(cell.num)) || !w.isKept(st, p) {
			continue
		}
		if p.shared != nil {
			if n := &p.shared.needs[i]; n.few == nil {
				w.try(st, w.panels[i], p)
				w.bale(i, p.shared)
			} else if w.bits = w.scratch[:st.stride]; n.asks(&w.row, w.bits) {
				w.balings[i].add(w, st, p.shared)
			}
			continue
		}
		w.try(st, w.panels[i], p)
		for _, v := range st.askers {
			if p.isEvaluated(v) {
				w.bale(i, p.own[v])
			}
		}
	}
}

// bale keeps the row in hand for an account, if it is of use to it.
func (w *worker) bale(stream int, a *account) {
	if need := &a.needs[stream]; need.isSome && !need.holds(w.bits) {
		return
	}
	w.balings[stream].add(w, &w.scan.streams[stream], a)
}

func (w *worker) isKept(st *stream, p *party) bool {
	if st.filter < 0 {
		return true
	}
	if f := &w.scan.filters[st.filter]; f.isTextual {
		return f.test(&w.row) == yes
	}
	k := w.filter(st.filter)
	w.lackFor(st.askers, p, k.lacks)
	return k.keep
}

// try answers the tests of a stream about the row in hand, in w.bits.
func (w *worker) try(st *stream, panels []panelCache, p *party) {
	if len(panels) == 1 && len(st.plain) == 0 {
		w.bits = panels[0].answers(w, st)
		return
	}
	w.bits = w.scratch[:st.stride]
	clear(w.bits)
	for i := range panels {
		for at, b := range panels[i].answers(w, st) {
			w.bits[at] |= b
		}
	}
	for _, i := range st.plain {
		t := &st.tests[i]
		k := w.filter(t.filter)
		if k.keep {
			w.bits[i>>3] |= 1 << (i & 7)
		}
		w.lackFor(t.askedBy, p, k.lacks)
	}
}

func (w *worker) lackFor(variants []int, p *party, lacks []gap) {
	for _, gap := range lacks {
		for _, v := range variants {
			if p.isIn(v) {
				w.lack(v, gap)
			}
		}
	}
}
