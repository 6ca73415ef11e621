package check

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/spec"
)

// policy holds the documents against the house rules, each with its own severity
// and message. A rule whose tests fail is not trusted.
func policy(c *Context) {
	for _, h := range c.houseRules() {
		if !h.isTrusted() {
			continue
		}
		for _, doc := range c.Book.Docs.List {
			if doc.Broken || !h.matches(doc) {
				continue
			}
			for _, v := range c.Book.Versions(doc) {
				h.judge(origin{c, doc, v.By}, v.Spec)
			}
		}
	}
}

// sentence ends what a user wrote as a message.
func sentence(message string) string {
	if strings.HasSuffix(message, ".") || strings.HasSuffix(message, "!") || strings.HasSuffix(message, "?") {
		return message
	}
	return message + "."
}

func (h houseRule) matches(doc *spec.Document) bool {
	m := h.spec.Match
	if m == nil {
		return true
	}
	for _, l := range m.Labels {
		if has, ok := doc.Labels.Get(string(l.Key.V)); !ok || has.V != l.Value.V {
			return false
		}
	}
	return m.Kind == nil || string(m.Kind.V) == doc.Kind.Name
}

func (h houseRule) judge(o origin, s any) {
	metadata := map[string]any{"name": string(o.doc.Name.V), "labels": labelsOf(o.doc.Labels)}
	if o.doc.Title != nil {
		metadata["title"] = string(o.doc.Title.V)
	}
	rule := fmt.Sprintf("rule `%s` of %s", h.spec.ID.V, h.doc.Address)
	holds, err := h.holds(objectOf(reflect.ValueOf(s).Elem(), o.doc.Kind.Type), metadata)
	var p expr.Problem
	switch {
	case errors.As(err, &p):
		h.report(diag.Finding{Severity: h.severity(), At: spec.Within(h.spec.Assert.At, p.Start, p.End), Path: "rules/" + string(h.spec.ID.V) + "/assert",
			Label:  p.Message,
			Detail: fmt.Sprintf("The %s cannot be held against %s: %s.", rule, o.doc.Address, p.Message), Fix: p.Fix})
	case err == nil && !holds:
		o.reportPart(string(h.doc.Address)+"/"+string(h.spec.ID.V), diag.Finding{Severity: h.severity(), At: o.doc.Name.At, Label: rule,
			Detail:  sentence(string(h.spec.Message.V)),
			Fix:     "change the document so that the rule holds, or the rule, which is a change of rights",
			Related: []diag.Related{{At: h.spec.Assert.At, Note: "the condition"}}})
	}
}
