package render

import (
	"io"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// StatusView is what a status shows.
type StatusView struct {
	Title      string // empty: Partner portfolio
	AsOf       quantity.Date
	PeriodName string // as asked for: year-to-date
	Period     quantity.Range
	Digest     string // of the facts: sha256:…
	Files      int    // fact files
	Partners   []PartnerRow
	Others     []JudgedRow    // goals, assessments and whatever else has a condition
	KPIs       []string       // names of the columns wanted, in order; empty: the first four by name
	Portfolio  *PortfolioView // nil when the KPI that weighs partners is not declared
	Rosters    []RosterRow
	Reports    []facts.Report
	Findings   diag.List // sorted
}

// PartnerRow is one partner. At, Fields and Agreements are shown in depth only.
type PartnerRow struct {
	Address    spec.Address
	Name       string // title, or name
	Lifecycle  string
	Programs   []string
	KPIs       map[string]state.Value // by bare name: won-revenue
	At         diag.Span
	Fields     []state.Field
	Agreements []AgreementRow
	Score      *state.ScoreState // nil without a scorecard
	Tiers      []state.Tier
	Goals      []JudgedRow
	Conditions []state.Condition
}

// AgreementRow is one agreement of a partner.
type AgreementRow struct {
	Address   spec.Address
	Program   string
	Status    string
	Effective quantity.Date
	Expires   quantity.Date // 0: evergreen
	At        diag.Span
}

// mostKPIs are shown unless columns are asked for.
const mostKPIs = 4

// Status prints the portfolio: a row for each partner, a column for each KPI as
// far as the width goes, then what became of the rows of facts.
func Status(w io.Writer, v StatusView, o Options) error {
	p := newPage(o)
	p.line("%s", p.palette.paint(strong, v.header()))
	p.blank()
	if len(v.Partners) == 0 {
		p.line("No partner is declared.")
	} else {
		p.portfolio(v)
	}
	p.blank()
	p.concentration(v.Portfolio, len(v.Partners))
	p.rosters(v.Rosters)
	p.attention(v.Partners)
	p.facts(v.Reports)
	p.section()
	p.findings(v.Findings)
	return p.trimmed().writeTo(w)
}

// header is the title and all that the figures depend on.
func (v StatusView) header() string {
	title := v.Title
	if title == "" {
		title = "Partner portfolio"
	}
	return strings.Join(append([]string{title}, v.basis()...), " · ")
}

func (v StatusView) basis() []string {
	period := v.Period.String()
	if v.Period.To > v.AsOf {
		period += ", partial"
	}
	out := []string{"as of " + v.AsOf.String(), period}
	if v.Digest != "" {
		out = append(out, "facts "+shortDigest(v.Digest)+v.counts())
	}
	return out
}

// counts says how many rows and files were read: (14 deals, 1 refund; 3 files).
func (v StatusView) counts() string {
	var rows []string
	for _, r := range v.Reports {
		rows = append(rows, rowsOf(r))
	}
	if len(rows) == 0 {
		return ""
	}
	return " (" + strings.Join(rows, ", ") + "; " + count(v.Files, "file") + ")"
}

// rowsOf counts rows by the noun of their source, where its name is one.
func rowsOf(r facts.Report) string {
	if _, isType := facts.LookupType(r.Source); !isType {
		return count(r.Rows, "row") + " of " + r.Source
	}
	if r.Rows == 1 {
		return "1 " + singular(r.Source)
	}
	return number(r.Rows) + " " + r.Source
}

// shortDigest gives the first six digits of a digest.
func shortDigest(digest string) string {
	_, digits, ok := strings.Cut(digest, ":")
	if !ok {
		digits = digest
	}
	if len(digits) <= 6 {
		return digits
	}
	return digits[:6] + "…"
}

func (p *page) portfolio(v StatusView) {
	all := v.allKPIs()
	shown := v.KPIs
	if len(shown) == 0 {
		shown = all[:min(mostKPIs, len(all))]
	}
	const lifecycle, program = 1, 2
	t := table{columns: []column{{"PARTNER", false, p.width / 3}, {"LIFECYCLE", false, 0}, {"PROGRAM", false, p.width / 3}}}
	judged := v.judgedColumns()
	for _, c := range judged {
		t.columns = append(t.columns, c.column)
	}
	first := len(t.columns)
	for _, name := range shown {
		t.columns = append(t.columns, column{strings.ToUpper(name), true, 0})
	}
	isLow := false
	for _, row := range v.Partners {
		texts := []string{row.Name, row.Lifecycle, orNone(strings.Join(row.Programs, ", "))}
		for _, c := range judged {
			texts = append(texts, c.text(row))
		}
		for _, name := range shown {
			value := row.KPIs[name]
			isLow = isLow || value.IsLow
			texts = append(texts, valueCell(value))
		}
		t.add(texts...)
	}
	order := []int{program, lifecycle} // the first KPI stays: it is what weighs partners
	for i := len(shown) - 1; i > 0; i-- {
		order = append(order, first+i)
	}
	left := 0
	for _, dropped := range t.fit(p.width, order) {
		if dropped >= first {
			left++
		}
	}
	if len(v.KPIs) == 0 {
		left += len(all) - len(shown)
	}
	t.print(p, 0)
	if isLow {
		p.line("* low confidence: fewer rows than the KPI asks for")
	}
	if left > 0 {
		p.line("… %s more KPI%s: use --kpi or --format json", number(left), plural(left))
	}
}

// judgedColumn is a column that follows from more than one KPI.
type judgedColumn struct {
	column column
	text   func(PartnerRow) string
}

// judgedColumns gives the columns that some partner has something to show in.
func (v StatusView) judgedColumns() []judgedColumn {
	if len(v.KPIs) > 0 {
		return nil // the width is for what was asked for
	}
	any := func(has func(PartnerRow) bool) bool { return slices.ContainsFunc(v.Partners, has) }
	var out []judgedColumn
	if any(func(r PartnerRow) bool { return len(r.Tiers) > 0 }) {
		out = append(out, judgedColumn{column{"TIER", false, 0}, heldTier})
	}
	if any(func(r PartnerRow) bool { return r.Score != nil }) {
		out = append(out, judgedColumn{column{"SCORE", true, 0}, func(r PartnerRow) string { return scoreText(r.Score) }})
	}
	if any(func(r PartnerRow) bool { return len(r.Goals) > 0 }) {
		out = append(out,
			judgedColumn{column{"GOAL", false, 0}, func(r PartnerRow) string { text, _ := goalCells(r.Goals); return text }},
			judgedColumn{column{"PACE", false, 0}, func(r PartnerRow) string { _, pace := goalCells(r.Goals); return pace }})
	}
	return out
}

// allKPIs gives the names of every KPI that any partner has a value or a reason
// for, sorted.
func (v StatusView) allKPIs() []string {
	var out []string
	for _, row := range v.Partners {
		for name := range row.KPIs {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if v.Portfolio != nil {
		if i := slices.Index(out, v.Portfolio.KPI); i > 0 {
			out = slices.Insert(slices.Delete(out, i, i+1), 0, v.Portfolio.KPI) // what weighs partners comes first
		}
	}
	return out
}

// valueCell is a value in a cell of the portfolio.
func valueCell(v state.Value) string {
	if v.IsLow {
		return "* " + minus(v.Display())
	}
	return minus(v.Display())
}

func orNone(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}
