package render

import (
	"slices"
	"strings"
)

// leastName is what the column of names has at least.
const leastName = 12

// mostKPIs are shown unless columns are asked for.
const mostKPIs = 4

// partnerColumn is one column of the portfolio.
type partnerColumn struct {
	column
	text  func(PartnerRow) string
	short func(PartnerRow) string // nil: text is as short as it gets
	kpi   string                  // of a KPI's column
	rank  int                     // of importance, the lowest the highest; 0 stays
}

// Ranks of columns, by what is missed most where not all fit.
const (
	rankStays = iota
	rankLifecycle
	rankProgram
	rankKPI         // and from there on, by place
	rankSame = 1000 // shown where nothing else is left out
)

// portfolio prints a row for each partner. What does not fit is left out by its
// rank; where the rest is too wide still, goals lose their bars, and names are cut.
func (p *page) portfolio(v StatusView) {
	columns := fitting(v.partnerColumns(), v.Partners, p.width)
	t := tableOf(columns, v.Partners, p.width/3)
	if t.width() > p.width {
		for i, c := range columns {
			if c.short != nil {
				columns[i].text = c.short
			}
		}
		t = tableOf(columns, v.Partners, p.width/3)
	}
	if over := t.width() - p.width; over > 0 {
		t = tableOf(columns, v.Partners, max(leastName, t.widths()[0]-over))
	}
	t.print(p, 0)
	p.footnotes(v, columns)
}

// fitting gives the columns that stay, and of the others, by rank, each that there
// is still room for; all in their order.
func fitting(columns []partnerColumn, rows []PartnerRow, most int) []partnerColumn {
	t := tableOf(columns, rows, most/3)
	widths := t.widths()
	byRank := make([]int, len(columns))
	for i := range byRank {
		byRank[i] = i
	}
	slices.SortStableFunc(byRank, func(a, b int) int { return columns[a].rank - columns[b].rank })
	isIn, total, lost := map[int]bool{}, -gap, rankStays
	for _, i := range byRank {
		c, w := columns[i], gap+widths[i]
		isPassedOver := lost >= rankKPI || lost > rankStays && c.rank >= rankSame // KPIs are shown in their order
		if c.rank == rankStays || total+w <= most && !isPassedOver {
			isIn[i], total = true, total+w
			continue
		}
		lost = c.rank
	}
	var out []partnerColumn
	for i, c := range columns {
		if isIn[i] {
			out = append(out, c)
		}
	}
	return out
}

func tableOf(columns []partnerColumn, rows []PartnerRow, mostOfName int) table {
	var t table
	for _, c := range columns {
		t.columns = append(t.columns, c.column)
	}
	for _, row := range rows {
		row.Name = clipName(plain(row.Name), mostOfName)
		texts := make([]string, len(columns))
		for i, c := range columns {
			texts[i] = c.text(row)
		}
		t.add(texts...)
	}
	return t
}

// footnotes say what the columns do not.
func (p *page) footnotes(v StatusView, columns []partnerColumn) {
	isLow, shown := false, 0
	for _, c := range columns {
		if c.kpi == "" {
			continue
		}
		shown++
		isLow = isLow || slices.ContainsFunc(v.Partners, func(r PartnerRow) bool { return r.KPIs[c.kpi].IsLow })
	}
	if isLow {
		p.line("* low confidence: fewer rows than the KPI asks for")
	}
	all := len(v.KPIs)
	if all == 0 {
		all = len(v.allKPIs())
	}
	if left := all - shown; left > 0 {
		p.line("… %s: use --kpi or --format json", count(left, "more KPI"))
	}
}

// partnerColumns gives the columns in their order: who it is, what follows from
// all that is known, and what it brings.
func (v StatusView) partnerColumns() []partnerColumn {
	var kpis []partnerColumn
	for i, name := range v.shownKPIs() {
		c := partnerColumn{column: column{strings.ToUpper(name), true, 0}, kpi: name,
			text: func(r PartnerRow) string { return valueCell(r.KPIs[name]) }}
		if i > 0 { // the first stays: it is what weighs partners, or what was asked for
			c.rank = rankKPI + i
		}
		kpis = append(kpis, c)
	}
	if len(v.KPIs) > 0 { // then the width is for what was asked for
		return append(v.nameColumns(rankSame), kpis...)
	}
	judgement, goal := v.judgedColumns()
	first := min(1, len(kpis))
	return slices.Concat(v.nameColumns(0), judgement, kpis[:first], goal, kpis[first:])
}

// nameColumns say who it is. Where all partners are the same in one, it tells the
// least; least is the rank that the others have at the least.
func (v StatusView) nameColumns(least int) []partnerColumn {
	lifecycle := func(r PartnerRow) string { return r.Lifecycle }
	program := func(r PartnerRow) string { return orNone(strings.Join(r.Programs, ", ")) }
	rank := func(own int, text func(PartnerRow) string) int {
		if v.isSame(text) {
			own += rankSame
		}
		return max(own, least)
	}
	return []partnerColumn{
		{column: column{"PARTNER", false, 0}, text: func(r PartnerRow) string { return r.Name }},
		{column: column{"LIFECYCLE", false, 0}, text: lifecycle, rank: rank(rankLifecycle, lifecycle)},
		{column: column{"PROGRAM", false, 24}, text: program, rank: rank(rankProgram, program)},
	}
}

func (v StatusView) isSame(text func(PartnerRow) string) bool {
	return !slices.ContainsFunc(v.Partners, func(r PartnerRow) bool { return text(r) != text(v.Partners[0]) })
}

// judgedColumns gives the columns that follow from more than one KPI and that some
// partner has something to show in: its standing, and its goals.
func (v StatusView) judgedColumns() (standing, goals []partnerColumn) {
	any := func(has func(PartnerRow) bool) bool { return slices.ContainsFunc(v.Partners, has) }
	if any(func(r PartnerRow) bool { return len(r.Tiers) > 0 }) {
		standing = append(standing, partnerColumn{column: column{"TIER", false, 0}, text: heldTier})
	}
	if any(func(r PartnerRow) bool { return r.Score != nil }) {
		standing = append(standing, partnerColumn{column: column{"SCORE", true, 0}, text: func(r PartnerRow) string { return scoreText(r.Score) }})
	}
	if any(func(r PartnerRow) bool { return len(r.Goals) > 0 }) {
		goals = []partnerColumn{
			{column: column{"GOAL", false, 0}, text: func(r PartnerRow) string { return goalBar(r.Goals) }, short: func(r PartnerRow) string { return goalPercent(r.Goals) }},
			{column: column{"PACE", false, 0}, text: func(r PartnerRow) string { return goalPace(r.Goals) }},
		}
	}
	return standing, goals
}

func (v StatusView) shownKPIs() []string {
	if len(v.KPIs) > 0 {
		return v.KPIs
	}
	all := v.allKPIs()
	return all[:min(mostKPIs, len(all))]
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
