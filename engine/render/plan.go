package render

import (
	"cmp"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

const noChanges = "No changes. Base and head declare the same, and no value moves."

// Plan prints a plan for people, all of it: what changes for whom, what was
// declared otherwise, what the facts add, findings, and what it depends on.
func Plan(w io.Writer, pl plan.Plan, o Options) error {
	p := newPage(o)
	if pl.HasChanges() {
		p.wrapped(0, 0, strong, pl.Headline)
		if tellsOfPay(pl.Impact) {
			p.pay(pl.Impact.ProForma, pl.Impact.Actual, true)
		}
		p.recasts(pl.Impact.Statements)
		p.risks(pl.Impact.ProForma)
		p.impact(pl.Impact)
		p.changes(pl.Changes)
		p.approvals(pl.Approvals)
		p.time(pl)
		p.data(pl.Data)
	} else {
		p.line("%s", p.palette.paint(strong, noChanges))
	}
	if pl.HasChanges() || len(pl.Findings.New)+len(pl.Findings.Resolved) > 0 {
		p.compared(pl.Findings)
	}
	p.collateral(pl)
	p.why(pl.Impact.ProForma)
	p.previous(pl.Previous)
	p.section()
	p.parted(faint, provenance(pl)...)
	p.line("%s", p.palette.paint(faint, "reproduce: "+reproduce(pl)))
	return p.writeTo(w)
}

func (p *page) impact(i plan.Impact) {
	if len(i.Values) == 0 && (!tellsOfPay(i) || isPaidOtherwise(i.ProForma, i.Actual)) {
		return
	}
	p.section()
	if len(i.Values) == 0 {
		p.line("Impact: no value moves on the facts of the base.")
		return
	}
	p.line("%s, %s", p.palette.paint(strong, "Impact"), i.Period)
	p.moves(i.Values)
}

// moves prints a row for each value that moves; a partner's name stands once.
func (p *page) moves(values []plan.Delta) {
	t := table{columns: []column{{"PARTNER", false, p.width / 3}, {"KPI", false, 0}, {"BEFORE", true, 0}, {"", false, 0}, {"AFTER", true, 0}, {"Δ", true, 0}, {"", false, 0}}}
	var last spec.Address
	names := namesOf(values)
	for _, d := range values {
		m, name := moveOf(d), ""
		if d.Address != last {
			name, last = names[d.Address], d.Address
		}
		t.add(name, m.what, m.before, "→", m.after, m.by, m.why)
	}
	var notes []string
	if p.rowWide > 0 && t.width() > p.rowWide-2 {
		notes = footnotes(names, values)
		for i := range t.rows {
			t.rows[i] = t.rows[i][:6]
		}
		t.columns = t.columns[:6]
	}
	t.print(p, 2)
	for _, note := range notes {
		p.wrapped(2, 4, faint, note)
	}
}

// footnotes say why values are missing, where rows have no room for it.
func footnotes(names map[spec.Address]string, values []plan.Delta) []string {
	var out []string
	for _, d := range values {
		if m := moveOf(d); m.why != "" {
			out = append(out, names[d.Address]+", "+m.what+": "+m.why)
		}
	}
	return out
}

// namesOf names what moves by title. Titles that documents share have their names
// behind them; of two kinds, their addresses.
func namesOf(values []plan.Delta) map[spec.Address]string {
	titles, titled := map[spec.Address]string{}, map[string]int{}
	for _, d := range values {
		titles[d.Address] = cmp.Or(d.Title, string(d.Address))
	}
	out := state.TellApart(titles)
	for _, name := range out {
		titled[name]++
	}
	for address, name := range out {
		if titled[name] > 1 {
			out[address] = name + " (" + string(address) + ")"
		}
	}
	return out
}

func (p *page) changes(changes []plan.Change) {
	if len(changes) == 0 {
		return
	}
	p.section()
	p.line("%s (%s)", p.palette.paint(strong, "Changes"), number(len(changes)))
	for _, g := range grouped(changes) {
		mark, as := sign(g.action())
		title := ""
		if g.hasTitle() {
			title = " · " + g.title
		}
		p.line("  %s %s%s", p.palette.paint(as, mark), p.palette.paint(strong, string(g.address)), title)
		for _, c := range g.changes {
			p.change(c)
		}
	}
}

func (p *page) change(c plan.Change) {
	const indent = 6
	mark, as := sign(c.Action)
	text := whatChanges(c, quotedNames)
	if words := fromTo(c, 0); words != "" {
		text += between(c) + words
	}
	text += positionWords(c)
	p.item(indent, mark, as, text, place(c.File, c.Line, 0))
	p.wrapped(indent+gap, indent+gap, faint, strings.Join(remarksOf(c), " · "))
}

// item prints a marked text, wrapped, and its place after it or, where it does
// not fit, below.
func (p *page) item(indent int, mark string, as tone, text, at string) {
	inner := indent + len("+ ")
	lines := wrap(text, p.width-inner)
	for i, line := range lines {
		start := strings.Repeat(" ", inner)
		if i == 0 {
			start = strings.Repeat(" ", indent) + string(p.palette.paint(as, mark)) + " "
		}
		if i < len(lines)-1 || inner+width(line)+gap+width(at) > p.width {
			p.line("%s%s", painted(start), line)
			continue
		}
		p.line("%s%s  %s", painted(start), line, p.palette.paint(hint, at))
		at = ""
	}
	if at != "" {
		p.line("%*s%s", inner, "", p.palette.paint(hint, at))
	}
}

// remarksOf says when a change holds, what sort of change it is, and why it is
// made.
func remarksOf(c plan.Change) []string {
	var out []string
	for _, words := range []string{when(c), origin(c)} {
		if words != "" {
			out = append(out, words)
		}
	}
	if c.Reach != "" {
		out = append(out, reachWords(c))
	}
	if c.Note != "" {
		out = append(out, "“"+c.Note+"”")
	}
	return out
}

// reachWords says how many events reached a step.
func reachWords(c plan.Change) string { return c.Reach + " last year reached it" }

// between stands before the values of a change: a field of a step is named right
// before them.
func between(c plan.Change) string {
	if c.About != "" {
		return " "
	}
	return ": "
}

func (p *page) data(d *plan.Data) {
	if d == nil {
		return
	}
	p.section()
	p.line("%s: the head edits its sources or facts; they are read here", p.palette.paint(strong, "Data"))
	for _, file := range d.Files {
		p.line("  %s %s", p.palette.paint(warn, "~"), file)
	}
	switch {
	case len(d.Values) > 0:
		p.moves(d.Values)
	case !isPaidOtherwise(d.ProForma, d.Actual):
		p.line("  no value moves")
	}
	if isPaidOtherwise(d.ProForma, d.Actual) {
		p.pay(d.ProForma, d.Actual, false)
	}
}

func (p *page) compared(f plan.Findings) {
	p.section()
	p.line("%s: %s new, %s resolved, %s unchanged", p.palette.paint(strong, "Findings"),
		number(len(f.New)), number(len(f.Resolved)), number(f.Unchanged))
	for _, found := range f.New {
		p.found("+", toneOf(diag.Severity(found.Severity)), found)
		p.wrapped(4, 4, usual, found.Detail)
		if found.Severity == string(diag.Error) && found.Fix != "" { // what stands in the way is told with the way out
			p.wrapped(4, 4, hint, "help: "+found.Fix)
		}
	}
	for _, resolved := range f.Resolved {
		p.found("-", good, resolved)
	}
}

func (p *page) found(mark string, as tone, f plan.Finding) {
	p.item(2, mark, as, f.Severity+"["+f.Code+"]: "+f.Summary, place(f.File, f.Line, f.Column))
}
