// Package evaluate turns a Book and facts into Snapshots: sources and KPIs are
// compiled to queries, one scan answers the queries of all variants, and the
// answers become exact values per partner. It owns what a KPI means; it refuses
// to read a clock, and a fault in one KPI leaves the others their values.
package evaluate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Program is a Book's sources and KPIs, compiled.
type Program struct {
	Book    *resolve.Book
	Sources []*Source
	KPIs    []*KPI // by name

	effort   []*KPI // what effort is read off; see effort.go
	defaults defaults
	findings diag.List
	envs     map[string]*expr.RowEnv // by source name
}

// Source is a declared source and its mapping; Mapping has no files yet.
type Source struct {
	Doc     *spec.Document
	Spec    *spec.Source
	Mapping facts.Source

	isFaulty bool // the mapping has errors: no row can be read as it was meant
}

// KPI is one compiled KPI.
type KPI struct {
	Doc  *spec.Document
	Spec *spec.KPI
	Name string
	Unit state.Unit

	measures []measure // what is asked of the facts
	answer   answer    // what the answers make; nil when the KPI has errors
	isPooled bool      // over all partners: the ratio of the sums of their parts
	isShare  bool      // a plain quotient shown in percent
	carries  bool      // measures hold everything twice, over the period and the one before
	isTwice  bool      // defined in no way or in several
	formula  *expr.Formula
	uses     []state.Use
}

// measure is one aggregate over one or more sources of a type.
type measure struct {
	sources    []string
	query      facts.Query // without source and window
	window     windowOf
	isOr       bool // facts for the measure before will do
	isUnmapped bool // there are sources of its type, but none maps what it needs
	isBorn     bool // leaves out rows that were created after the period's last day
}

// creditSources are those whose rows say for whom the measure's rows count.
func (m measure) creditSources() []string {
	if m.query.Credit == nil {
		return nil
	}
	return m.query.Credit.Sources
}

// windowOf says which days a measure looks at.
type windowOf uint8

const (
	inPeriod    windowOf = iota
	untilEnd             // everything up to the last day of the period
	before               // the period of equal length just before
	beforeAndIn          // that one, of values that the period has, too
	after                // everything behind the period's last day
)

// Compile compiles all sources and KPIs of a book. Findings are complete: every
// fault of every expression and mapping, each with its place.
func Compile(book *resolve.Book) (*Program, diag.List) {
	p := &Program{Book: book, envs: map[string]*expr.RowEnv{}}
	spec.Each(book.Docs, func(doc *spec.Document, s *spec.Source) {
		p.source(doc, s)
	})
	spec.Each(book.Docs, func(doc *spec.Document, k *spec.KPI) {
		p.KPIs = append(p.KPIs, &KPI{Doc: doc, Spec: k, Name: string(doc.Name.V), Unit: declaredUnit(k)})
	})
	slices.SortFunc(p.KPIs, func(a, b *KPI) int { return cmp.Compare(a.Name, b.Name) })
	for _, k := range p.KPIs {
		p.kpi(k)
	}
	p.effort, p.defaults = p.effortKPIs(), p.defaultKPIs()
	p.formulas()
	p.leaveOutFaulty()
	p.checkRosters()
	p.rights()
	return p, p.findings
}

// Lookup finds a KPI by name; nil when there is none.
func (p *Program) Lookup(name string) *KPI {
	for _, k := range p.KPIs {
		if k.Name == name {
			return k
		}
	}
	return nil
}

func (p *Program) sourceNamed(name string) *Source {
	for _, s := range p.Sources {
		if s.Mapping.Name == name {
			return s
		}
	}
	return nil
}

// sourcesOf gives the names of all sources of a type.
func (p *Program) sourcesOf(kind string) []string {
	var out []string
	for _, s := range p.Sources {
		if s.Mapping.Type == kind {
			out = append(out, s.Mapping.Name)
		}
	}
	return out
}

// add takes a finding unless the shape of its place is at fault already.
func (p *Program) add(f diag.Finding) {
	path, isInSpec := strings.CutPrefix(f.Path, "spec/")
	if doc := p.Book.Docs.Get(spec.Address(f.Resource)); isInSpec && doc != nil && !doc.IsSound(path) {
		return
	}
	p.findings.Add(f)
}
