package render

import (
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
)

// excerpt prints numbered lines with carets and the label below the last one.
// Lines that do not fit are cut around the carets.
func (p *page) excerpt(e *diag.Excerpt, label string, as tone) {
	last := e.First + len(e.Lines) - 1
	gutter := max(7, len(strconv.Itoa(last))+2)
	room := max(20, p.width-gutter-3)
	start, length := caret(e)
	from := 0
	if width(plain(e.Lines[len(e.Lines)-1])) > room && start+length > room-1 {
		from = max(0, min(start, start+length-room+1))
	}
	for i, text := range e.Lines {
		number := p.palette.paint(faint, strings.Repeat(" ", gutter-len(strconv.Itoa(e.First+i)))+strconv.Itoa(e.First+i)+" │")
		p.line("%s %s", number, window(quotedLine(text), from, room))
	}
	p.underline(gutter, room, start-from, min(length, room-(start-from)), label, as)
}

// quotedLine is a line of a file that is no command of the Actions runner. What
// breaks the command is as wide as what it stands for, so that carets stay below
// what they are about.
func quotedLine(text string) string { return strings.ReplaceAll(plain(text), "##[", "##⁅") }

// caret gives the display column of the carets, from 0, and their number.
func caret(e *diag.Excerpt) (start, length int) {
	line := []rune(plain(e.Lines[len(e.Lines)-1]))
	from := min(max(0, e.Column-1), len(line))
	to := min(from+max(1, e.Width), len(line))
	return width(string(line[:from])), max(1, width(string(line[from:to])))
}

// underline puts the label beside the carets, or below where it does not fit.
func (p *page) underline(gutter, room, start, length int, label string, as tone) {
	edge := p.palette.paint(faint, strings.Repeat(" ", gutter)+" │")
	carets := strings.Repeat(" ", start) + strings.Repeat("^", length)
	label = plain(label)
	if start+length+1+width(label) <= room {
		p.line("%s %s", edge, p.palette.paint(as, strings.TrimRight(carets+" "+label, " ")))
		return
	}
	p.line("%s %s", edge, p.palette.paint(as, carets))
	lines := wrap(label, room)
	indent := start
	for _, text := range lines {
		indent = max(0, min(indent, room-width(text)))
	}
	for _, text := range lines {
		p.line("%s %*s%s", edge, indent, "", p.palette.paint(as, text))
	}
}
