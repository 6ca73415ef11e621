package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// unfedRule warns of commission rules that look at columns which no source maps:
// they pay nothing, or more than was meant, and nothing in the plan shows it. A
// repository without sources is not there yet, nor is a plan that nobody names.
func unfedRule(c *Context) {
	feeds := feedsOf(c)
	if feeds == nil {
		return
	}
	isNamed := plansNamed(c)
	each(c, func(v version[spec.CommissionPlan]) {
		if !isNamed[string(v.doc.Name.V)] {
			return
		}
		for _, r := range v.spec.Rules {
			v.feed(feeds, r)
		}
		if a := v.spec.Attribution; a != nil && a.Method.V != "fixed" && !feeds.has("touches") {
			v.report(diag.Finding{At: a.Method.At, Path: "attribution/method", Label: "there are no touches",
				Detail: "No source has rows of type touches, so every deal is its own partner's.",
				Fix:    "add a Source of type touches, or take `attribution` out"})
		}
	}, "rules/*", "attribution")
}

// plansNamed are the plans that somebody could be paid by.
func plansNamed(c *Context) map[string]bool {
	out := map[string]bool{}
	for _, doc := range c.Book.Docs.List {
		if doc.Kind.Name != "Program" && doc.Kind.Name != "Agreement" {
			continue
		}
		for _, v := range c.Book.Versions(doc) {
			spec.Scalars(v.Spec, func(_ spec.Node, plan *spec.Ref[spec.CommissionPlan]) { out[plan.Name] = true })
		}
	}
	return out
}

// feeds are the mapped columns by source type; those of a faulty source are not
// known, and its type is taken to map all.
type feeds map[string]*feed

type feed struct {
	names   []string // of the sources
	columns map[string]bool
	isLost  bool
}

// feedsOf gives nil when there are no sources, or some cannot be read.
func feedsOf(c *Context) feeds {
	out := feeds{}
	if c.Book.Docs.MayHold("Source", "") {
		return nil
	}
	spec.Each(c.Book.Docs, func(doc *spec.Document, s *spec.Source) {
		kind := string(s.Type.V)
		if out[kind] == nil {
			out[kind] = &feed{columns: map[string]bool{}}
		}
		out[kind].isLost = out[kind].isLost || doc.Broken
		out[kind].names = append(out[kind].names, string(doc.Name.V))
		for _, column := range s.Columns {
			out[kind].columns[string(column.Key.V)] = true
		}
	})
	if len(out) == 0 {
		return nil
	}
	return out
}

func (f feeds) has(kind string) bool { return f[kind] != nil }

// maps reports whether a source of a type maps one of some columns.
func (f feeds) maps(kind string, columns ...string) bool {
	return f.has(kind) && (f[kind].isLost || slices.ContainsFunc(columns, func(c string) bool { return f[kind].columns[c] }))
}

// event says where the rows of a trigger come from, the day on which they earn,
// and which rows hold what they do not say themselves.
type event struct{ kind, day, deals string }

var events = map[string]event{
	"closed-won": {"deals", "closedAt", "deals"}, "invoiced": {"revenue", "invoicedAt", "deals"}, "collected": {"revenue", "collectedAt", "deals"},
	"lead-accepted": {kind: "leads", day: "decidedAt"}, "activity": {kind: "activities", day: "at"},
}

func (v version[K]) feed(feeds feeds, r spec.PayRule) {
	path := "rules/" + string(r.ID.V) + "/"
	e := events[string(r.Trigger.V)]
	warn := func(at diag.Span, field, detail, fix string) {
		v.report(diag.Finding{At: at, Path: path + field, Label: "nothing says it", Detail: detail, Fix: fix})
	}
	if !feeds.has(e.kind) {
		warn(r.Trigger.At, "trigger", fmt.Sprintf("No source has rows of type %s, so rule `%s` never pays.", e.kind, r.ID.V),
			"add a Source of type "+e.kind+", or name another trigger")
		return
	}
	need := []string{e.day}
	if e.kind == "leads" {
		need = []string{"status", e.day}
	}
	for _, column := range need {
		if !feeds.maps(e.kind, column) {
			warn(r.Trigger.At, "trigger", fmt.Sprintf("%s, so rule `%s` never pays.", feeds.lacks(e.kind, column), r.ID.V), feeds.fix(e.kind, column))
			return
		}
	}
	feeds.base(r, e, warn)
	feeds.credit(r, e, warn)
}

// base looks at what the rule pays on.
func (f feeds) base(r spec.PayRule, e event, warn func(at diag.Span, field, detail, fix string)) {
	of, at, field := string(r.Of.Or("amount")), r.ID.At, "of"
	if r.Of != nil {
		at = r.Of.At
	}
	lacks := func(columns []string, then string) {
		switch {
		case e.deals == "":
			warn(at, field, fmt.Sprintf("Rows of type %s have no %s; %s.", e.kind, columns[0], then), "pay a `flat` amount for each, or name another trigger")
		case !f.maps(e.deals, columns...):
			warn(at, field, f.lacks(e.deals, columns...)+"; "+then+".", f.fix(e.deals, columns...))
		}
	}
	switch isShare := paysShare(r); {
	case paysUnits(r):
		lacks([]string{"quantity"}, "every quantity is 0")
	case !isShare:
	case e.kind == "revenue" && of == "amount":
	case e.kind != "revenue" && !f.maps(e.kind, "amount"):
		lacks([]string{"amount"}, "every amount is 0")
	case of == "net":
		lacks([]string{"tax", "discount", "shipping"}, "net is the whole amount")
	case of == "margin":
		lacks([]string{"cost"}, "the margin is the whole amount")
	}
	if b := r.Bands; b != nil && b.Per != nil && b.Per.V == "customer" && e.deals != "" && !f.maps(e.kind, "customer") && !f.maps(e.deals, "customer") {
		warn(b.Per.At, "bands/per", f.lacks(e.deals, "customer")+"; every deal is a customer of its own.", f.fix(e.deals, "customer"))
	}
}

// paysShare reports whether a rule pays a share of money.
func paysShare(r spec.PayRule) bool {
	isStaged := r.Recurring != nil && len(r.Recurring.Stages) > 0
	return r.Rate != nil || isStaged || r.Bands != nil && slices.ContainsFunc(r.Bands.Steps, func(s spec.Step) bool { return s.Rate != nil && s.Rate.V != 0 })
}

func paysUnits(r spec.PayRule) bool {
	b := r.Bands
	return r.PerUnit != nil || b != nil && (b.Measure.Or("amount") == "quantity" || slices.ContainsFunc(b.Steps, func(s spec.Step) bool { return s.PerUnit != nil }))
}

// credit looks at who brought the deal.
func (f feeds) credit(r spec.PayRule, e event, warn func(at diag.Span, field, detail, fix string)) {
	if r.Credit == nil || e.deals == "" {
		return
	}
	switch r.Credit.V {
	case "sourced":
		isOwn := e.kind == "revenue" && !f.has("deals") // each row is its partner's
		if !isOwn && !f.maps("deals", "sourcedBy") {
			warn(r.Credit.At, "credit", f.lacks("deals", "sourcedBy")+"; every deal counts as brought by its partner.", f.fix("deals", "sourcedBy"))
		}
	case "influenced":
		if !f.has("touches") {
			warn(r.Credit.At, "credit", fmt.Sprintf("No source has rows of type touches, so rule `%s` never pays.", r.ID.V), "add a Source of type touches, or ask for another credit")
		}
	case "registered":
		if !f.has("registrations") && !f.maps("deals", "registeredAt") {
			warn(r.Credit.At, "credit", fmt.Sprintf("No source has rows of type registrations, and none maps `registeredAt`, so rule `%s` never pays.", r.ID.V),
				"add a Source of type registrations, or map `registeredAt` in the deals")
		}
	}
}

// lacks names columns of which no source of a type maps one.
func (f feeds) lacks(kind string, columns ...string) string {
	if !f.has(kind) {
		return "No source has rows of type " + kind
	}
	return fmt.Sprintf("No source of type %s maps %s", kind, either(columns))
}

func (f feeds) fix(kind string, columns ...string) string {
	if !f.has(kind) {
		return "add a Source of type " + kind + " that maps " + either(columns)
	}
	return fmt.Sprintf("map %s in source `%s`", either(columns), f[kind].names[0])
}

// either spells alternatives: "`a`, `b` or `c`".
func either(columns []string) string {
	out := "`" + strings.Join(columns, "`, `") + "`"
	if i := strings.LastIndex(out, ", "); i >= 0 {
		return out[:i] + " or " + out[i+2:]
	}
	return out
}
