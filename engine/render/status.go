package render

import (
	"cmp"
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
	Status    string // as written, or expired, ended or superseded when it is over
	Effective quantity.Date
	Expires   quantity.Date // 0: evergreen
	At        diag.Span
}

// Status prints the portfolio: a row for each partner, a column for each KPI as
// far as the width goes, then what became of the rows of facts.
func Status(w io.Writer, v StatusView, o Options) error {
	p := newPage(o)
	v.Partners, v.Portfolio = v.toldApart()
	p.parted(strong, v.header()...)
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

// toldApart names partners so that those of one title are told from each other, in
// every part of what is shown.
func (v StatusView) toldApart() ([]PartnerRow, *PortfolioView) {
	titles := map[spec.Address]string{}
	for _, row := range v.Partners {
		titles[row.Address] = row.Name
	}
	names := state.TellApart(titles)
	rows := slices.Clone(v.Partners)
	for i, row := range rows {
		rows[i].Name = names[row.Address]
	}
	if v.Portfolio == nil {
		return rows, nil
	}
	portfolio := *v.Portfolio
	portfolio.Pareto = slices.Clone(portfolio.Pareto)
	for i, partner := range portfolio.Pareto {
		portfolio.Pareto[i].Name = cmp.Or(names[partner.Address], partner.Name)
	}
	return rows, &portfolio
}

// header is the title and all that the figures depend on.
func (v StatusView) header() []string {
	return append([]string{cmp.Or(v.Title, "Partner portfolio")}, v.basis()...)
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
