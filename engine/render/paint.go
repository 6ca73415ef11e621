package render

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// tone is what a colour says.
type tone uint8

const (
	usual tone = iota
	strong
	faint
	bad
	warn
	good
	hint
)

// painted is text that is clean and may hold colours.
type painted string

// palette colours text, or leaves it as it is.
type palette struct{ styles map[tone]lipgloss.Style }

// newPalette takes the sixteen colours that every terminal has, and asks no
// environment: whether colour is wanted has been decided.
func newPalette(isColored bool) palette {
	if !isColored {
		return palette{}
	}
	r := lipgloss.NewRenderer(io.Discard, termenv.WithProfile(termenv.ANSI))
	r.SetColorProfile(termenv.ANSI)
	color := func(c string) lipgloss.Style { return r.NewStyle().Foreground(lipgloss.Color(c)) }
	return palette{map[tone]lipgloss.Style{
		strong: r.NewStyle().Bold(true),
		faint:  r.NewStyle().Faint(true),
		bad:    color("1").Bold(true),
		warn:   color("3").Bold(true),
		good:   color("2"),
		hint:   color("6"),
	}}
}

func (p palette) paint(as tone, s string) painted {
	s = plain(s)
	style, ok := p.styles[as]
	if !ok || s == "" {
		return painted(s)
	}
	return painted(style.Render(s))
}
