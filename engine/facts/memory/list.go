package memory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
)

// listing is a facts.List in terms of its scan.
type listing struct {
	filter  int // or -1
	columns []node
	most    int
	wanted  []bool // for each variant, whether it asks
}

// rowList is what one worker has for a listing in one variant, in order: what is
// behind the most that are wanted has as many before it in the files, too.
type rowList struct {
	rows  []listedRow
	isCut bool
}

type listedRow struct {
	partner string
	cells   []facts.Cell // shared by the variants
	place
}

// compileLists compiles the lists that ask this source, equal ones of several
// variants once.
func (s *scan) compileLists(t facts.Type, programs map[string]int) error {
	s.listed = make([][]asked, len(s.variants))
	places := map[string]int{}
	for v, variant := range s.variants {
		for i, l := range variant.Lists {
			if l.Source != s.source.Name {
				continue
			}
			c := s.compiler(t, s.source.Currency)
			filter, err := s.filter(l.Where, c, -1, programs)
			if err != nil {
				return fmt.Errorf("list %d of variant %d: %w", i, v, err)
			}
			most := cmp.Or(l.Most, facts.MostRows)
			if most < 0 {
				return fmt.Errorf("list %d of variant %d asks for %d rows", i, v, most)
			}
			key := fmt.Sprintf("%d %d %q", filter, most, l.Columns)
			place, ok := places[key]
			if !ok {
				place = len(s.listings)
				places[key] = place
				s.listings = append(s.listings, listing{filter, c.cellsOf(l.Columns), most, make([]bool, len(s.variants))})
			}
			s.listings[place].wanted[v] = true
			s.listed[v] = append(s.listed[v], asked{i, place})
		}
	}
	return nil
}

func (c *compiler) cellsOf(columns []string) []node {
	var out []node
	for _, name := range columns {
		cell, _ := c.node(&facts.Expr{Op: facts.OpColumn, Column: name}) // a column always compiles
		out = append(out, cell)
	}
	return out
}

// list keeps the row in hand for those who ask for it.
func (w *worker) list(p *party) {
	for i := range w.scan.listings {
		l := &w.scan.listings[i]
		isIn, lacks := true, []gap(nil)
		if l.filter >= 0 {
			k := w.filter(l.filter)
			isIn, lacks = k.keep, k.lacks
		}
		var cells []facts.Cell
		if isIn {
			cells = w.row.cellsOf(l.columns)
		}
		for v, isWanted := range l.wanted {
			if !isWanted || !p.isEvaluated(v) {
				continue
			}
			for _, gap := range lacks {
				w.lack(v, gap)
			}
			if isIn {
				w.lists[i][v].add(listedRow{p.names[v], cells, place{w.file, w.line}}, l.most)
			}
		}
	}
}

func (r *rowList) add(row listedRow, most int) {
	if r.isCut = r.isCut || len(r.rows) == most; !r.isCut {
		r.rows = append(r.rows, row)
	}
}

func (r *row) cellsOf(columns []node) []facts.Cell {
	out := make([]facts.Cell, len(columns))
	for i, column := range columns {
		out[i] = column(r).cell()
	}
	return out
}

// cell gives a cell of a row as it was read, which has no more digits than fit.
// Its text is let go of the block that it was cut from.
func (v value) cell() facts.Cell {
	out := facts.Cell{Kind: v.kind, Int: v.num, Scale: uint8(v.scale), Text: strings.Clone(v.text)}
	if v.kind == facts.Rate { // always in 1e-8 of a percent
		out.Scale = 0
	}
	return out
}

// lists merges what the workers have, in the order of files.
func (j *run) lists(variant int) []facts.Listed {
	if len(j.variants[variant].Lists) == 0 {
		return nil
	}
	out := make([]facts.Listed, len(j.variants[variant].Lists))
	for i, s := range j.scans {
		paths := s.paths()
		for _, a := range s.listed[variant] {
			into, most := &out[a.query], s.listings[a.question].most
			var all []listedRow
			for _, w := range j.workers[i] {
				from := w.lists[a.question][variant]
				all = append(all, from.rows...)
				into.IsCut = into.IsCut || from.isCut
			}
			slices.SortFunc(all, func(a, b listedRow) int { return a.place.compare(b.place) })
			into.IsCut = into.IsCut || len(all) > most
			for _, r := range all[:min(len(all), most)] {
				into.Rows = append(into.Rows, facts.Row{Partner: r.partner, Cells: r.cells, Place: placeText(paths, r.place)})
			}
		}
	}
	return out
}
