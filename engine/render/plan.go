package render

import (
	"cmp"
	"io"
	"slices"
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
		p.impact(pl.Impact)
		p.changes(pl.Changes)
		p.data(pl.Data)
	} else {
		p.line("%s", p.palette.paint(strong, noChanges))
	}
	if pl.HasChanges() || len(pl.Findings.New)+len(pl.Findings.Resolved) > 0 {
		p.compared(pl.Findings)
	}
	p.collateral(pl)
	p.section()
	p.line("%s", p.palette.paint(faint, strings.Join(provenance(pl), " · ")))
	p.line("%s", p.palette.paint(faint, "reproduce: "+reproduce(pl)))
	return p.writeTo(w)
}

// PlanJSON prints what `plan --format json` gives.
func PlanJSON(w io.Writer, pl plan.Plan) error {
	pl.Changes, pl.Approvals = notNull(pl.Changes), notNull(pl.Approvals)
	pl.Impact.Values = complete(pl.Impact.Values)
	if pl.Data != nil {
		pl.Data = &plan.Data{FactsDigest: pl.Data.FactsDigest, Files: notNull(pl.Data.Files), Values: complete(pl.Data.Values)}
	}
	pl.Findings.New, pl.Findings.Resolved = notNull(pl.Findings.New), notNull(pl.Findings.Resolved)
	pl.Collateral = slices.Clone(notNull(pl.Collateral))
	for i := range pl.Collateral {
		pl.Collateral[i].Through = notNull(pl.Collateral[i].Through)
	}
	return writeJSON(w, pl)
}

// complete gives values without a null for a list.
func complete(values []plan.Delta) []plan.Delta {
	out := make([]plan.Delta, len(values))
	for i, d := range values {
		d.Because, d.Through = notNull(d.Because), notNull(d.Through)
		out[i] = d
	}
	return out
}

func (p *page) impact(i plan.Impact) {
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
	t.print(p, 2)
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
	text := whatChanges(c)
	if words := fromTo(c, 0); words != "" {
		text += ": " + words
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
	if c.Note != "" {
		out = append(out, "“"+c.Note+"”")
	}
	return out
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
	if len(d.Values) == 0 {
		p.line("  no value moves")
		return
	}
	p.moves(d.Values)
}

func (p *page) compared(f plan.Findings) {
	p.section()
	p.line("%s: %s new, %s resolved, %s unchanged", p.palette.paint(strong, "Findings"),
		number(len(f.New)), number(len(f.Resolved)), number(f.Unchanged))
	for _, found := range f.New {
		p.found("+", toneOf(diag.Severity(found.Severity)), found)
		p.wrapped(4, 4, usual, found.Detail)
	}
	for _, resolved := range f.Resolved {
		p.found("-", good, resolved)
	}
}

func (p *page) found(mark string, as tone, f plan.Finding) {
	p.item(2, mark, as, f.Severity+"["+f.Code+"]: "+f.Summary, place(f.File, f.Line, f.Column))
}
