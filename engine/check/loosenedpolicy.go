package check

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/spec"
)

// loosenedPolicy holds the head against the house rules of the base, as it is by
// now, that the head takes away, words otherwise or has not got yet: a change does not loosen what it is held against.
// What broke such a rule before is no fault of the change.
func loosenedPolicy(c *Change) {
	now, then := c.houseRules(), (&Context{Book: c.Base}).houseRules()
	for _, h := range (&Context{Book: c.Judge}).houseRules() {
		if !h.isTrusted() || h.isAmong(now) {
			continue
		}
		for _, doc := range c.Book.Docs.List {
			if doc.Broken || !h.matches(doc) || h.isBrokenBy(c, c.Base.Docs.Get(doc.Address)) {
				continue
			}
			for _, v := range c.Book.Versions(doc) {
				if why := h.refuses(doc, v.Spec); why != "" {
					origin{c.Context, doc, v.By}.reportPart(string(h.doc.Address)+"/"+string(h.spec.ID.V), diag.Finding{At: doc.Name.At,
						Label:   fmt.Sprintf("rule `%s` of %s in the base", h.spec.ID.V, h.doc.Address),
						Detail:  why + " " + h.notHere(then),
						Fix:     "change the rule in a pull request of its own, and this one after it",
						Related: []diag.Related{{At: h.spec.Assert.At, Note: "the base's condition"}}})
				}
			}
		}
	}
}

// notHere says why a rule of the base is not held against the head by the head's own.
func (h houseRule) notHere(then []houseRule) string {
	if !h.isAmong(then) {
		return "The base has had this rule since the change was begun."
	}
	return "The change takes this rule away or words it otherwise; until that is merged, the base's holds."
}

// isAmong reports whether a rule stands as it is among others, and is held against
// documents there.
func (h houseRule) isAmong(others []houseRule) bool {
	for _, o := range others {
		if o.doc.Address == h.doc.Address && o.spec.ID.V == h.spec.ID.V {
			return o.spec.Assert.V == h.spec.Assert.V && o.severity() == h.severity() && o.kind() == h.kind() &&
				reflect.DeepEqual(o.labels(), h.labels()) && o.isTrusted()
		}
	}
	return false
}

func (h houseRule) isBrokenBy(c *Change, doc *spec.Document) bool {
	if doc == nil || doc.Broken || !h.matches(doc) {
		return false
	}
	for _, v := range c.Base.Versions(doc) {
		if h.refuses(doc, v.Spec) != "" {
			return true
		}
	}
	return false
}

// refuses is what a rule says against a document; "" when it holds.
func (h houseRule) refuses(doc *spec.Document, s any) string {
	metadata := map[string]any{"name": string(doc.Name.V), "labels": labelsOf(doc.Labels)}
	if doc.Title != nil {
		metadata["title"] = string(doc.Title.V)
	}
	holds, err := h.holds(objectOf(reflect.ValueOf(s).Elem(), doc.Kind.Type), metadata)
	var p expr.Problem
	switch {
	case errors.As(err, &p):
		return sentence("It cannot be worked out: " + p.Message)
	case err == nil && !holds:
		return sentence(string(h.spec.Message.V))
	}
	return ""
}
