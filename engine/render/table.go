package render

import (
	"slices"
	"strings"
)

// gap is the number of columns between two columns of a table.
const gap = 2

// column heads one column of a table.
type column struct {
	title   string
	isRight bool // aligned, for numbers
	most    int  // columns of the terminal; 0: as wide as its widest cell
}

type cell struct {
	text string
	as   tone
}

// table aligns cells by the width at which they are displayed.
type table struct {
	columns []column
	rows    [][]cell
	fluid   int // from 1, the column whose text wraps where the table is wider than the page; 0: none
}

func (t *table) add(texts ...string) {
	row := make([]cell, len(texts))
	for i, text := range texts {
		row[i].text = text
	}
	t.rows = append(t.rows, row)
}

// widths cleans and clips every cell and gives the width of every column.
func (t *table) widths() []int {
	out := make([]int, len(t.columns))
	for i, c := range t.columns {
		out[i] = width(c.title)
		for _, row := range t.rows {
			row[i].text = clipWords(plain(row[i].text), c.most)
			out[i] = max(out[i], width(row[i].text))
		}
	}
	return out
}

// width is that of the widest row.
func (t *table) width() int {
	total := -gap
	for _, w := range t.widths() {
		total += gap + w
	}
	return total
}

// leastFluid is the width that a column that wraps has at least.
const leastFluid = 20

// fluidWidths are the widths with that of the column that wraps taken back to what
// most columns leave it; 0: to nothing.
func (t *table) fluidWidths(most int) []int {
	widths := t.widths()
	if over := t.width() - most; t.fluid > 0 && most > 0 && over > 0 {
		w := &widths[t.fluid-1]
		*w = min(*w, max(leastFluid, *w-over))
	}
	return widths
}

// fit drops columns, in the order given, until the table can be no wider than most;
// 0 drops none.
func (t *table) fit(most int, order ...int) {
	widths, total := t.widths(), t.width()
	if t.fluid > 0 {
		w := widths[t.fluid-1]
		total -= w - min(w, leastFluid)
	}
	n := 0
	for ; n < len(order) && most > 0 && total > most; n++ {
		total -= gap + widths[order[n]]
	}
	before := 0
	for _, i := range order[:n] {
		if i < t.fluid-1 {
			before++
		}
	}
	t.fluid -= before
	t.columns = without(t.columns, order[:n])
	for i := range t.rows {
		t.rows[i] = without(t.rows[i], order[:n])
	}
}

func without[T any](list []T, places []int) []T {
	var out []T
	for i, v := range list {
		if !slices.Contains(places, i) {
			out = append(out, v)
		}
	}
	return out
}

// print adds the table to a page, its header only when a column has a title.
func (t *table) print(p *page, indent int) {
	widths := t.fluidWidths(max(0, p.rowWide-indent))
	var header []cell
	isHeaded := false
	for _, c := range t.columns {
		header = append(header, cell{c.title, faint})
		isHeaded = isHeaded || c.title != ""
	}
	if isHeaded {
		t.printRow(p, indent, widths, header)
	}
	for _, row := range t.rows {
		for _, line := range t.lines(row, widths) {
			t.printRow(p, indent, widths, line)
		}
	}
}

// lines breaks a row into those that it takes.
func (t *table) lines(row []cell, widths []int) [][]cell {
	i := t.fluid - 1
	if i < 0 || width(row[i].text) <= widths[i] {
		return [][]cell{row}
	}
	var out [][]cell
	for n, text := range wrap(row[i].text, widths[i]) {
		line := make([]cell, len(row))
		if n == 0 {
			copy(line, row)
		}
		line[i] = cell{text, row[i].as}
		out = append(out, line)
	}
	return out
}

func (t *table) printRow(p *page, indent int, widths []int, row []cell) {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", indent))
	for i, c := range row {
		free := strings.Repeat(" ", max(0, widths[i]-width(c.text)))
		text := string(p.palette.paint(c.as, c.text))
		if t.columns[i].isRight {
			text = free + text
		} else {
			text += free
		}
		b.WriteString(text + strings.Repeat(" ", gap))
	}
	p.line("%s", painted(b.String()))
}
