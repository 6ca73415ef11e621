package render

import (
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
)

// A code found more than groupOver times shows its first groupShown.
const (
	groupOver  = 10
	groupShown = 5
)

// Findings prints sorted findings for people, each with its excerpt where it
// has one, and a blank line after each.
func Findings(w io.Writer, list diag.List, o Options) error {
	p := newPage(o)
	p.findings(list)
	return p.writeTo(w)
}

func (p *page) findings(list diag.List) {
	total := map[string]int{}
	for _, f := range list {
		total[f.Code]++
	}
	shown := map[string]int{}
	var cut []string
	for _, f := range list {
		shown[f.Code]++
		if p.all || total[f.Code] <= groupOver || shown[f.Code] <= groupShown {
			p.finding(f)
		} else if shown[f.Code] == groupShown+1 {
			cut = append(cut, f.Code)
		}
	}
	for _, code := range cut {
		p.line("… and %s more of %s", number(total[code]-groupShown), code)
	}
	if len(cut) > 0 {
		p.blank()
	}
}

func (p *page) finding(f diag.Finding) {
	as := toneOf(f.Severity)
	p.line("%s: %s", p.palette.paint(as, string(f.Severity)+"["+f.Code+"]"), p.palette.paint(strong, f.Summary))
	switch {
	case !f.At.IsZero():
		at := f.At.From()
		p.line("  %s", p.palette.paint(hint, place(f.At.File(), at.Line, at.Column)))
	case f.Resource != "":
		p.line("  %s", p.palette.paint(hint, f.Resource))
	}
	switch {
	case f.Excerpt != nil && len(f.Excerpt.Lines) > 0:
		p.excerpt(f.Excerpt, f.Label, as)
	default:
		p.wrapped(2, 2, usual, f.Label)
	}
	p.wrapped(2, 2, usual, f.Detail)
	p.help(f)
	for _, r := range f.Related {
		p.line("  %s%s  %s", p.palette.paint(hint, "related: "), placeOf(r.At), r.Note)
	}
	p.blank()
}

func toneOf(s diag.Severity) tone {
	if s == diag.Error {
		return bad
	}
	return warn
}

// help prints the fix, and at the right edge where more is explained.
func (p *page) help(f diag.Finding) {
	const label, indent = "help: ", 2
	lines := wrap(f.Fix, p.width-indent-len(label))
	if len(lines) == 0 {
		return
	}
	explain := "entente explain " + f.Code
	for i, text := range lines {
		start := strings.Repeat(" ", len(label))
		if i == 0 {
			start = label
		}
		used := indent + len(label) + width(text)
		free := p.width - used - width(explain)
		isLast := i == len(lines)-1
		if !isLast || free < gap {
			p.line("%*s%s%s", indent, "", p.palette.paint(hint, start), text)
			free = p.width - width(explain)
		} else {
			p.line("%*s%s%s%*s%s", indent, "", p.palette.paint(hint, start), text, free, "", p.palette.paint(faint, explain))
			return
		}
		if isLast {
			p.line("%*s%s", max(indent, free), "", p.palette.paint(faint, explain))
		}
	}
}
