package render

import (
	"io"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// StatusOne prints one document in depth: of a partner its fields, its agreements
// and each KPI with what it is made of, of any other what follows from it. It is
// an error when the view has no such document.
func StatusOne(w io.Writer, v StatusView, address spec.Address, o Options) error {
	i := slices.IndexFunc(v.Partners, func(r PartnerRow) bool { return r.Address == address })
	if i < 0 {
		return statusOther(w, v, address, o)
	}
	row := v.Partners[i]
	p := newPage(o)
	p.parted(strong, append([]string{row.Name, string(row.Address), row.Lifecycle}, v.basis()...)...)
	p.fields(row.Fields)
	p.agreements(row.Agreements)
	p.kpis(row.KPIs)
	p.score(row.Score)
	p.tiers(row.Tiers)
	p.goals(row.Goals)
	p.conditions(row.Conditions)
	p.section()
	p.findings(v.about(row))
	return p.trimmed().writeTo(w)
}

// about gives the findings of a partner and its agreements.
func (v StatusView) about(row PartnerRow) diag.List {
	var out diag.List
	for _, f := range v.Findings {
		isOf := func(a AgreementRow) bool { return f.Resource == string(a.Address) }
		if f.Resource == string(row.Address) || slices.ContainsFunc(row.Agreements, isOf) {
			out.Add(f)
		}
	}
	return out
}

// fields prints declared fields; the items of a plain list share a row.
func (p *page) fields(fields []state.Field) {
	t := table{columns: []column{{"FIELD", false, p.width / 2}, {"VALUE", false, 0}, {"DECLARED", false, 0}}, fluid: 2}
	list := "" // the plain list that the last row shows
	for i, f := range fields {
		text, isShown := ownText(f, fields[i+1:])
		if !isShown {
			continue
		}
		path := f.Path
		if f.IsItem {
			path = path[:max(0, strings.LastIndexByte(path, '/'))]
		}
		if f.IsItem && path == list {
			t.rows[len(t.rows)-1][1].text += ", " + text
			continue
		}
		list = ""
		if f.IsItem {
			list = path
		}
		t.add(pathWords(path), amount(text), placeOf(f.At))
	}
	const declared = 2
	t.fit(p.rowWide, declared)
	p.tabled(t)
}

// ownText is what a field says itself: an order or an item that has fields
// further on says nothing, an item without any says its key.
func ownText(f state.Field, later []state.Field) (string, bool) {
	switch {
	case f.Order != nil:
		return "", false
	case !f.IsItem || f.Text != "":
		return f.Text, true
	}
	for _, g := range later {
		if g.Path == f.Path || strings.HasPrefix(g.Path, f.Path+"/") {
			return "", false
		}
	}
	return pathWords(f.Path[strings.LastIndexByte(f.Path, '/')+1:]), true
}

func (p *page) agreements(rows []AgreementRow) {
	t := table{columns: []column{{"AGREEMENT", false, p.width / 2}, {"PROGRAM", false, 0}, {"STATUS", false, 0},
		{"EFFECTIVE", false, 0}, {"EXPIRES", false, 0}, {"DECLARED", false, 0}}}
	for _, a := range rows {
		expires := "evergreen"
		if !a.Expires.IsZero() {
			expires = a.Expires.String()
		}
		t.add(a.Address.Name(), a.Program, a.Status, a.Effective.String(), expires, placeOf(a.At))
	}
	const program, declared = 1, 5
	t.fit(p.rowWide, declared, program)
	p.tabled(t)
}

func (p *page) kpis(values map[string]state.Value) {
	t := table{columns: []column{{"KPI", false, p.width / 2}, {"VALUE", true, 0}, {"FROM", false, 0}, {"ROWS", true, 0},
		{"DECLARED", false, 0}, {"", false, 0}}, fluid: 6}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name]
		t.add(name, minus(v.Display()), share(v), number(v.Rows), placeOf(v.Origin), remarks(v))
	}
	const rows, declared = 3, 4
	t.fit(p.rowWide, rows, declared)
	p.tabled(t)
}

// tabled prints a table as a section, when it has rows.
func (p *page) tabled(t table) {
	if len(t.rows) > 0 {
		p.section()
		t.print(p, 0)
	}
}

// share spells a ratio's parts: 4 of 5 of a percentage, 90.00 ÷ 2 of others.
func share(v state.Value) string {
	if v.Numerator == nil || v.Denominator == nil {
		return ""
	}
	sign := " ÷ "
	if v.Unit == state.Percent {
		sign = " of "
	}
	return minus(quantity.Grouped(part(v.Numerator, v.Currency))) + sign + minus(quantity.Grouped(part(v.Denominator, "")))
}

// part gives one side of a ratio for machines. The side above has the value's
// currency, if it has any; the side below counts.
func part(r *big.Rat, c quantity.Currency) string {
	least := 0
	if c != "" {
		least = c.Exponent()
	}
	return quantity.Decimal(r, least, 8)
}

// remarks says why there is no value, or how far to trust it.
func remarks(v state.Value) string {
	var out []string
	if v.Exact == nil {
		out = append(out, "no value: "+missingWords(v))
	}
	if v.IsLow {
		out = append(out, "low confidence: "+count(v.Rows, "row"))
	}
	if v.IsPartial {
		out = append(out, "partial: the period goes on")
	}
	return strings.Join(out, "; ")
}
