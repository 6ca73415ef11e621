package evaluate

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// ratesType is the type of sources with exchange rates.
const ratesType = "fx-rates"

// source compiles one mapping and the environment of its expressions, which is not
// known while a further column is at fault.
func (p *Program) source(doc *spec.Document, s *spec.Source) {
	if !doc.IsSound("type", "currency", "columns/*", "extra/*") {
		return
	}
	kind, _ := facts.LookupType(string(s.Type.V))
	before := len(p.findings)
	out := &Source{Doc: doc, Spec: s, Mapping: facts.Source{Name: string(doc.Name.V), Type: kind.Name,
		System: string(s.System.Or("")), Currency: s.Currency.Or(p.Book.Org.BaseCurrency.V)}}
	if kind.Name == ratesType {
		out.Mapping.RateAge = p.RateAge()
	}
	base := out.Mapping.Currency
	if _, isMapped := s.Columns.Get("currency"); isMapped && s.Currency == nil {
		out.Mapping.Currency = "" // a row that names none is not taken to be in the base currency
	}
	var columns []expr.Column
	for _, c := range s.Columns {
		declared, ok := kind.Column(string(c.Key.V))
		if !ok {
			p.add(unknownColumn(doc, c.Key, kind))
			continue
		}
		out.Mapping.Columns = append(out.Mapping.Columns, p.column(doc, c, declared, base))
	}
	for _, c := range kind.Columns {
		_, mapped := s.Columns.Get(c.Name)
		if c.Required && !mapped {
			p.add(unmappedColumn(doc, s, c.Name))
		}
		columns = append(columns, expr.Column{Name: c.Name, Kind: c.Kind, Allowed: c.Allowed, Unmapped: !mapped && c.Name != "currency"})
	}
	for _, c := range s.Extra {
		if _, taken := kind.Column(string(c.Key.V)); taken {
			p.add(takenColumn(doc, c.Key, kind))
			continue
		}
		column := p.extraColumn(doc, c)
		out.Mapping.Columns = append(out.Mapping.Columns, column)
		columns = append(columns, expr.Column{Name: column.Name, Kind: column.Kind})
	}
	out.isFaulty = len(p.findings) > before || doc.Broken
	p.Sources = append(p.Sources, out)
	if env, err := expr.Row(columns); err == nil && doc.IsSound("extra") {
		p.envs[out.Mapping.Name] = env.Named(out.Mapping.Name)
	}
}

func (p *Program) column(doc *spec.Document, c spec.Entry[spec.Column], declared facts.ColumnType, currency quantity.Currency) facts.Column {
	out := facts.Column{Name: declared.Name, Kind: declared.Kind, Required: declared.Required, Allowed: declared.Allowed,
		Header: string(c.Value.Column.Or(c.Key.V)), Unit: string(c.Value.Unit.Or("")), Format: p.format(doc, "columns/"+string(c.Key.V), c.Value.Format)}
	for _, v := range c.Value.Values {
		if out.Values == nil {
			out.Values = map[string]string{}
		}
		out.Values[string(v.Key.V)] = string(v.Value.V)
		if declared.Allowed != nil && !slices.Contains(declared.Allowed, string(v.Value.V)) {
			p.add(unknownCanonical(doc, c.Key, v.Value, declared.Allowed))
		}
	}
	for _, k := range c.Value.Known {
		if out.Known == nil {
			out.Known = map[string]bool{}
		}
		out.Known[string(k.V)] = true
	}
	out.Max = p.largest(doc, c, declared, currency)
	return out
}

// format checks how days are written; "" stands in for what cannot be read.
func (p *Program) format(doc *spec.Document, path string, f *spec.Val[spec.Text]) string {
	if f == nil {
		return ""
	}
	if err := memory.CheckFormat(string(f.V)); err != nil {
		p.add(badFormat(doc, path, f.At, err))
		return ""
	}
	return string(f.V)
}

// largest gives a column's max in the runner's unit: minor units of money, whole
// units of a number.
func (p *Program) largest(doc *spec.Document, c spec.Entry[spec.Column], declared facts.ColumnType, currency quantity.Currency) int64 {
	if c.Value.Max == nil {
		return 0
	}
	max := c.Value.Max.V
	switch {
	case declared.Kind == facts.Money && max.Kind == quantity.BoundMoney && max.Money.Currency == currency:
		return max.Money.Minor
	case declared.Kind == facts.Number && max.Kind == quantity.BoundNumber && max.Number.IsInt():
		return max.Number.Rat().Num().Int64()
	}
	want := "a whole number"
	if declared.Kind == facts.Money {
		want = fmt.Sprintf("an amount in %s, the source's currency", currency)
	}
	p.add(badMax(doc, "columns/"+string(c.Key.V), c.Value.Max.At, want))
	return 0
}

var extraKinds = map[string]facts.Kind{"text": facts.Text, "money": facts.Money, "number": facts.Number, "rate": facts.Rate,
	"day": facts.Day, "flag": facts.Bool}

func (p *Program) extraColumn(doc *spec.Document, c spec.Entry[spec.ExtraColumn]) facts.Column {
	return facts.Column{Name: string(c.Key.V), Header: string(c.Value.Column.Or(c.Key.V)), Kind: extraKinds[string(c.Value.Type.Or("text"))],
		Unit: string(c.Value.Unit.Or("")), Format: p.format(doc, "extra/"+string(c.Key.V), c.Value.Format)}
}

// headerSpan is where a mapping names the header of a file.
func headerSpan(s *spec.Source, name string) diag.Span {
	if c, ok := s.Columns.Get(name); ok && c.Column != nil {
		return c.Column.At
	}
	if c, ok := s.Extra.Get(name); ok && c.Column != nil {
		return c.Column.At
	}
	for _, c := range s.Columns {
		if string(c.Key.V) == name {
			return c.Key.At
		}
	}
	for _, c := range s.Extra {
		if string(c.Key.V) == name {
			return c.Key.At
		}
	}
	return diag.Span{}
}
