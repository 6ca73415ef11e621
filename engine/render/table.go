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
			row[i].text = clip(plain(row[i].text), c.most)
			out[i] = max(out[i], width(row[i].text))
		}
	}
	return out
}

// fit drops columns, in the order given, until the table is no wider than most,
// and gives those that it dropped.
func (t *table) fit(most int, order []int) []int {
	widths := t.widths()
	total := -gap
	for _, w := range widths {
		total += gap + w
	}
	n := 0
	for ; n < len(order) && total > most; n++ {
		total -= gap + widths[order[n]]
	}
	dropped := order[:n]
	t.columns = without(t.columns, dropped)
	for i := range t.rows {
		t.rows[i] = without(t.rows[i], dropped)
	}
	return dropped
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
	widths := t.widths()
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
		t.printRow(p, indent, widths, row)
	}
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
