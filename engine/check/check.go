// Package check owns the rules of the language that go beyond the shape of a
// document, and the catalogue that explains every code the product reports. A
// rule reads documents and reports findings; it reads no facts, no clock and no
// other rule's findings, and it leaves alone what is of broken shape.
package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Run holds a book against every rule that needs no facts. program is the same
// book compiled; it knows the units of the KPIs. The findings are complete and
// in no order; each fault is reported once, in the first version that has it.
func Run(book *resolve.Book, program *evaluate.Program) diag.List {
	c := &Context{Book: book, kpis: map[string]*evaluate.KPI{}, seen: map[fault]bool{}, count: map[source]int{}}
	for _, k := range program.KPIs {
		c.kpis[k.Name] = k
	}
	for _, e := range catalogue() {
		if e.check != nil {
			c.rule = e.Rule
			e.check(c)
		}
	}
	return c.findings
}

// Context is what a rule looks at and reports to.
type Context struct {
	Book *resolve.Book

	kpis     map[string]*evaluate.KPI
	rule     Rule
	seen     map[fault]bool
	count    map[source]int
	findings diag.List
}

// fault tells one mistake from another: its code, its place and, where a rule
// finds several at one place, which of them.
type fault struct {
	code string
	at   diag.Span
	part string
}

// source is one document under one rule, whose findings are counted.
type source struct {
	code string
	doc  *spec.Document
}

// most keeps one hostile document from filling a report.
const most = 50

// version is a document in one of its dated versions, where a rule looks.
type version[K spec.Kind] struct {
	origin
	spec *K
}

// origin is what a version's findings have in common.
type origin struct {
	c   *Context
	doc *spec.Document
	by  *spec.Dated // nil for the document as first written
}

// each calls a rule for every version of every document of kind K that is sound
// in what the rule reads: fields of the spec, as (*spec.Document).IsSound takes
// them. A rule that does not say what it reads is spared every faulty document.
func each[K spec.Kind](c *Context, rule func(version[K]), reads ...string) {
	spec.Each(c.Book.Docs, func(doc *spec.Document, _ *K) {
		for _, v := range versionsOf[K](c, doc, reads...) {
			rule(v)
		}
	})
}

// versionsOf gives the versions of a document, oldest first; none when what is
// read of it is at fault, and only the first, with its sound items, when anything
// else is.
func versionsOf[K spec.Kind](c *Context, doc *spec.Document, reads ...string) []version[K] {
	if !doc.IsSound(reads...) {
		return nil
	}
	var out []version[K]
	versions := c.Book.Versions(doc)
	if doc.Broken {
		versions = []spec.Version{{Spec: doc.Sound()}}
	}
	for _, v := range versions {
		if k, ok := v.Spec.(*K); ok {
			out = append(out, version[K]{origin{c, doc, v.By}, k})
		}
	}
	return out
}

// knowsChanges reports whether the versions of a document are all that it has:
// those of a faulty document are not worked out.
func knowsChanges(doc *spec.Document) bool {
	field := changesOf(doc)
	return !doc.Broken || field == "" || doc.IsSound(field) && len(spec.Changes(doc.Spec)) == 0
}

// report adds a finding of the rule that runs, whose Path begins below spec; it
// has the rule's severity unless it brings its own. A place that was reported in
// an earlier version, whose shape is at fault, or that is not in the file, is
// passed over: what is missing has its own finding.
func (o origin) report(f diag.Finding) { o.reportPart("", f) }

// reportPart is report for a place that can be at fault in several ways; part
// tells them apart.
func (o origin) reportPart(part string, f diag.Finding) {
	what := fault{o.c.rule.Code, f.At, part}
	if f.At.IsZero() || o.c.seen[what] || f.Path != "" && !o.doc.IsSound(f.Path) {
		return
	}
	o.c.seen[what] = true
	n := o.c.count[source{o.c.rule.Code, o.doc}] + 1
	o.c.count[source{o.c.rule.Code, o.doc}] = n
	if n > most {
		return
	}
	f.Code, f.Summary = o.c.rule.Code, o.c.rule.Summary
	if f.Severity == "" {
		f.Severity = o.c.rule.Severity
	}
	f.Resource, f.Path = string(o.doc.Address), strings.TrimSuffix("spec/"+f.Path, "/")
	for _, r := range f.Related {
		r.At.From() // reads its file while the revision is open; that of At is read for the excerpt
	}
	if o.by != nil {
		f.Detail += fmt.Sprintf(" So it is from %s on, by `%s`.", o.by.Effective.V, o.by.ID)
	}
	if n == most {
		f.Detail += " More of the same in this document is not listed."
	}
	o.c.findings.Add(f)
}

// isSetByChange reports whether a place belongs to the dated change that made
// this version, so that its author is shown the line that they wrote.
func (o origin) isSetByChange(at diag.Span) bool { return o.by != nil && at.Start > o.by.At.Start }

// holidays are the days that are no business days.
func (c *Context) holidays() map[quantity.Date]bool {
	out := map[quantity.Date]bool{}
	for _, d := range c.Book.Org.Holidays {
		out[d.V] = true
	}
	return out
}

// settings are the Organization's thresholds; what it leaves out is nil.
func (c *Context) settings() *spec.Settings {
	if c.Book.Org.Settings == nil {
		return &spec.Settings{}
	}
	return c.Book.Org.Settings
}

// knowsPeople reports whether what the Organization says of people could be read,
// so that it can be held against others.
func (c *Context) knowsPeople() bool {
	return c.Book.OrgDoc != nil && c.Book.OrgDoc.IsSound("people", "teams")
}

// sound finds a document that others build on. It is not ok when the document is
// missing or of broken shape: then what it would say is not known.
func sound[K spec.Kind](c *Context, name string) (doc *spec.Document, k *K, ok bool) {
	doc, k = spec.Lookup[K](c.Book.Docs, name)
	return doc, k, k != nil && !doc.Broken
}

// listed spells alternatives or parts for a reader: "a, b and c".
func listed(items []string) string {
	n := len(items) - 1
	if n < 1 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:n], ", ") + " and " + items[n]
}
