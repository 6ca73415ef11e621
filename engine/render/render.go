// Package render turns findings, snapshots and plans into what is read: text
// for terminals, JSON for machines, Markdown for comments, and the formats that
// CI systems take. It only writes to the io.Writer it is given: no clock, no
// environment, and nothing is worked out that the data does not say.
//
// Every string that comes from a repository is hostile. Text loses control and
// direction marks, Markdown is escaped besides, and nothing that is written can
// be taken for a command by a CI runner.
package render

import (
	"fmt"
	"io"
	"strings"
)

// Options shape text for people.
type Options struct {
	Color bool
	Width int  // columns of the terminal; 0: none, and text wraps at 100
	All   bool // list every finding of a code
}

// page gathers text and writes it at once. Strings that it is given are hostile
// unless they are painted.
type page struct {
	width   int
	rowWide int // columns that a row of a table, or what is one line, may take; 0: as many as it needs
	all     bool
	palette palette
	text    strings.Builder
}

func newPage(o Options) *page {
	rowWide := o.Width // without a terminal a row stays a line, to be searched in
	if o.Width <= 0 {
		o.Width = 100
	}
	return &page{width: o.Width, rowWide: rowWide, all: o.All, palette: newPalette(o.Color)}
}

// line adds one line; its format is ours, its arguments are cleaned.
func (p *page) line(format string, args ...any) {
	for i, a := range args {
		switch a.(type) {
		case painted, int:
		default:
			args[i] = plain(fmt.Sprint(a))
		}
	}
	text := strings.TrimRight(fmt.Sprintf(format, args...), " ")
	p.text.WriteString(defuse(text))
	p.text.WriteByte('\n')
}

// wrapped adds a paragraph, its lines after the first indented by hang.
func (p *page) wrapped(indent, hang int, as tone, text string) {
	for i, line := range wrap(text, p.width-max(indent, hang)) {
		if i == 1 {
			indent = hang
		}
		p.line("%*s%s", indent, "", p.palette.paint(as, line))
	}
}

// parted adds parts with dots between them, on a terminal on as many lines as they
// need; a line ends between two parts where that is possible.
func (p *page) parted(as tone, parts ...string) {
	const dot, hang = " · ", 2
	if p.rowWide == 0 {
		p.line("%s", p.palette.paint(as, strings.Join(parts, dot)))
		return
	}
	line, indent := "", 0
	for _, part := range parts {
		part = plain(part)
		switch {
		case line == "":
			line = part
		case width(line)+width(dot)+width(part) <= p.width-hang:
			line += dot + part
		default:
			p.wrapped(indent, hang, as, line)
			line, indent = part, hang
		}
	}
	p.wrapped(indent, hang, as, line)
}

func (p *page) blank() { p.text.WriteByte('\n') }

// section parts what follows from what came before.
func (p *page) section() {
	if p.text.Len() > 0 && !strings.HasSuffix(p.text.String(), "\n\n") {
		p.blank()
	}
}

func (p *page) writeTo(w io.Writer) error {
	_, err := io.WriteString(w, p.text.String())
	return err
}

// trimmed leaves one line end at the end.
func (p *page) trimmed() *page {
	text := strings.TrimRight(p.text.String(), "\n") + "\n"
	p.text.Reset()
	p.text.WriteString(text)
	return p
}
