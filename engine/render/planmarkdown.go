package render

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
)

// lengths are the most that a plan in Markdown shows of each part; 0 cells: all.
type lengths struct {
	listed  int // entries of one list
	paid    int // partners of one class whose pay moves
	periods int // payout periods
	cells   int // columns of one declared value
}

var (
	ofComment = lengths{listed: 200, paid: mostPaid, periods: mostPeriods, cells: 300}
	ofWhole   = lengths{listed: math.MaxInt, paid: math.MaxInt, periods: math.MaxInt}
)

// PlanMarkdown prints a plan as a comment for a pull request: the sentence and
// the table first, what is long folded away. Each list shows its first 200.
func PlanMarkdown(w io.Writer, pl plan.Plan) error { return planMarkdown(w, pl, ofComment) }

// WholePlanMarkdown is PlanMarkdown with every list in full, for a place that has
// room for it.
func WholePlanMarkdown(w io.Writer, pl plan.Plan) error { return planMarkdown(w, pl, ofWhole) }

func planMarkdown(w io.Writer, pl plan.Plan, most lengths) error {
	m := &markdown{most: most}
	title := "### Entente plan"
	if pl.Unit != "" {
		title += " of " + code(pl.Unit)
	}
	if pl.HasChanges() {
		m.add("%s: %s", title, escape(summaryOf(pl)))
		m.headline(pl)
		m.closed(pl.Findings)
		if tellsOfPay(pl.Impact) {
			m.pay(pl.Impact.ProForma, pl.Impact.Actual, true)
		}
		m.recasts(pl.Impact.Statements)
		m.risks(pl.Impact.ProForma)
		m.impact(pl)
		m.changes(pl.Changes)
		m.approvals(pl.Approvals)
		m.time(pl)
		m.data(pl.Data)
	} else {
		m.add("%s", title)
		m.add(noChanges)
	}
	if pl.HasChanges() || len(pl.Findings.New)+len(pl.Findings.Resolved) > 0 {
		m.findings(pl.Findings)
	}
	m.collateral(pl)
	m.why(pl.Impact.ProForma)
	m.previous(pl.Previous)
	m.add("<sub>%s · reproduce: %s</sub>", escape(strings.Join(provenance(pl), " · ")), code(reproduce(pl)))
	_, err := io.WriteString(w, strings.Join(m.blocks, "\n\n")+"\n")
	return err
}

// headline prints what changes strongly, and what follows for money below it.
func (m *markdown) headline(pl plan.Plan) {
	headline := strings.TrimSpace(plain(pl.Headline))
	names, needs := plan.Needs(pl.Approvals), ""
	if rest, ok := strings.CutSuffix(headline, plain("Needs "+joinAnd(names)+".")); ok {
		for i, name := range names {
			names[i] = "**" + escape(name) + "**"
		}
		headline, needs = strings.TrimSpace(rest), "Needs "+joinAnd(names)+"."
		if !slices.ContainsFunc(pl.Approvals, func(a plan.Approval) bool { return !a.Met }) {
			needs = "Approved, as it needs to be, by " + joinAnd(names) + "."
		}
	}
	money := strings.TrimSpace(plain(pl.Impact.Money()))
	what, rest, ok := strings.Cut(headline, money)
	if what = strings.TrimSpace(what); money == "" || !ok || what == "" {
		what, money, rest = headline, "", ""
	}
	if what == "" {
		return
	}
	m.add("%s", strings.TrimRight("**"+escape(what)+"**\n"+strongAmount(escape(money+rest))+" "+needs, " \n"))
}

// closed says at the top that errors keep the gate closed: approvals further down
// may all be there.
func (m *markdown) closed(f plan.Findings) {
	n := 0
	for _, found := range f.New {
		if found.Severity == string(diag.Error) {
			n++
		}
	}
	if n > 0 {
		m.add("⛔ **%s** to mend first: the gate stays closed, whoever approves.", count(n, "new error"))
	}
}

// signedAmount is what pay moves by in a sentence; the first is the one that counts.
var signedAmount = regexp.MustCompile(`[−+][0-9][0-9,]*(\.[0-9]+)? [A-Z]{3}\b`)

func strongAmount(escaped string) string {
	if at := signedAmount.FindStringIndex(escaped); at != nil {
		return escaped[:at[0]] + "**" + escaped[at[0]:at[1]] + "**" + escaped[at[1]:]
	}
	return escaped
}

// markdown gathers blocks, which a blank line parts. What is put into one is
// escaped or code.
type markdown struct {
	blocks []string
	most   lengths
}

func (m *markdown) add(format string, args ...any) {
	m.blocks = append(m.blocks, fmt.Sprintf(format, args...))
}

// fold hides a block behind its title.
func (m *markdown) fold(title, block string) {
	m.add("<details><summary>%s</summary>\n\n%s\n\n</details>", title, block)
}

// listed joins lines, as many as there is room for. noun is what one is.
func (m *markdown) listed(lines []string, noun string) string {
	if n := len(lines) - m.most.listed; n > 0 {
		lines = append(slices.Clone(lines[:m.most.listed]), "- … and "+more(n, noun))
	}
	return strings.Join(lines, "\n")
}

// summaryOf counts changes and the partners whose values move.
func summaryOf(pl plan.Plan) string {
	out := count(len(pl.Changes), "change") + payCount(pl.Impact)
	moved := map[spec.Address]bool{}
	for _, d := range pl.Impact.Values {
		if d.Address.Kind() == "partner" {
			moved[d.Address] = true
		}
	}
	if len(moved) > 0 {
		out += ", values of " + count(len(moved), "partner") + " move"
	}
	if pl.Data != nil {
		out += ", the facts change"
	}
	return out
}

func (m *markdown) impact(pl plan.Plan) {
	if len(pl.Impact.Values) == 0 && (!tellsOfPay(pl.Impact) || isPaidOtherwise(pl.Impact.ProForma, pl.Impact.Actual)) {
		return
	}
	if len(pl.Impact.Values) == 0 {
		m.add("**Impact:** no value moves on the facts of the base.")
		return
	}
	isUntouched := map[spec.Address]bool{}
	for _, c := range pl.Collateral {
		isUntouched[c.Address] = true
	}
	m.add("**Impact**, %s", escape(pl.Impact.Period))
	m.add("%s", m.movesTable(pl.Impact.Values, isUntouched))
}

func (m *markdown) movesTable(values []plan.Delta, isUntouched map[spec.Address]bool) string {
	lines := []string{"| Partner | KPI | Before → after | Δ |", "|---|---|--:|--:|"}
	var last spec.Address
	names := namesOf(values)
	for _, d := range values[:min(len(values), m.most.listed)] {
		mv, name := moveOf(d), ""
		if d.Address != last {
			name, last = escape(names[d.Address]), d.Address
			if isUntouched[d.Address] {
				name += " *(its file is not touched)*"
			}
		}
		what := escape(mv.what)
		if mv.why != "" {
			what += " *(" + escape(mv.why) + ")*"
		}
		by := escape(mv.by)
		if by != "" {
			by = "**" + by + "**"
		}
		lines = append(lines, fmt.Sprintf("| %s | %s | %s → %s | %s |", name, what, escape(mv.before), escape(mv.after), by))
	}
	if n := len(values) - m.most.listed; n > 0 {
		lines = append(lines, "", "… and "+number(n)+" more")
	}
	return strings.Join(lines, "\n")
}

func (m *markdown) changes(changes []plan.Change) {
	if len(changes) == 0 {
		return
	}
	var groups []string
	for _, g := range grouped(changes[:min(len(changes), m.most.listed)]) {
		title := "**" + escape(string(g.address)) + "**"
		if g.hasTitle() {
			title += " · " + escape(g.title)
		}
		lines := []string{title, ""}
		for _, c := range g.changes {
			lines = append(lines, m.changeItem(c))
		}
		groups = append(groups, strings.Join(lines, "\n"))
	}
	if n := len(changes) - m.most.listed; n > 0 {
		groups = append(groups, "… and "+number(n)+" more")
	}
	title := "Changes"
	if len(changes) == 1 {
		title = "Change"
	}
	m.fold(title+" ("+number(len(changes))+")", strings.Join(groups, "\n\n"))
}

// changeItem is one change as an item of a list. Its sign is code, since - and +
// would begin a list of their own.
func (m *markdown) changeItem(c plan.Change) string {
	mark, _ := sign(c.Action)
	text := "- " + code(mark) + " " + whatChanges(c, escapedNames)
	if words := fromTo(c, m.most.cells); words != "" {
		text += between(c) + escape(words)
	}
	text += escape(positionWords(c))
	text += remarkText(c)
	if c.File != "" {
		text += " · " + code(place(c.File, c.Line, 0))
	}
	return text
}

// remarkText goes on with the sentence; how many reached a step is one of its own.
func remarkText(c plan.Change) string {
	out := ""
	for _, words := range []string{when(c), origin(c)} {
		if words != "" {
			out += ", " + escape(words)
		}
	}
	between := ", "
	if c.Reach != "" {
		out, between = out+". "+escape(reachWords(c))+".", " "
	}
	if c.Note != "" {
		out += between + escape("“"+c.Note+"”")
	}
	return out
}

func (m *markdown) data(d *plan.Data) {
	if d == nil {
		return
	}
	var lines []string
	for _, file := range d.Files {
		lines = append(lines, "- "+code(file))
	}
	m.add("**Data:** the head edits its sources or facts; they are read here.")
	if len(lines) > 0 {
		m.fold("Fact files ("+number(len(lines))+")", m.listed(lines, "file"))
	}
	switch {
	case len(d.Values) > 0:
		m.add("%s", m.movesTable(d.Values, nil))
	case !isPaidOtherwise(d.ProForma, d.Actual):
		m.add("No value moves by it.")
	}
	if isPaidOtherwise(d.ProForma, d.Actual) {
		m.pay(d.ProForma, d.Actual, false)
	}
}

func (m *markdown) findings(f plan.Findings) {
	m.add("**Findings:** %s new, %s resolved, %s unchanged", number(len(f.New)), number(len(f.Resolved)), number(f.Unchanged))
	for _, part := range []struct {
		title string
		list  []plan.Finding
		help  func(plan.Finding) string
	}{{"New findings", f.New, wayOut}, {"Resolved findings", f.Resolved, func(plan.Finding) string { return "" }}} {
		if len(part.list) == 0 {
			continue
		}
		var lines []string
		for _, found := range part.list {
			lines = append(lines, findingItem(found)+part.help(found))
		}
		m.fold(part.title+" ("+number(len(lines))+")", m.listed(lines, "finding"))
	}
}

// wayOut says how to mend what closes the way; as code, to be copied as it is.
func wayOut(f plan.Finding) string {
	if f.Severity != string(diag.Error) || f.Fix == "" {
		return ""
	}
	return "\n  - help: " + code(f.Fix)
}

func findingItem(f plan.Finding) string {
	text := "- **" + escape(f.Severity) + "** " + code(f.Code) + " " + prose(f.Summary)
	if f.Detail != "" {
		text += ": " + prose(f.Detail)
	}
	if f.File != "" {
		text += " · " + code(place(f.File, f.Line, f.Column))
	}
	return text
}
