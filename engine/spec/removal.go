package spec

import (
	"fmt"
	"reflect"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// What is laid over something else can name an item to take it away: {id: mid,
// remove: true}, in a dated change and in an agreement's terms.

// isRemoval reports whether an item only says that it is to be taken away.
func isRemoval(item *yaml.Node, elem *Type) bool {
	if item == nil || elem.removal == nil {
		return false
	}
	flag := child(item, elem.removal.Name)
	return flag != nil && flag.Value == "true"
}

// removes reports whether an item only says that it is to be taken away.
func (t *Type) removes(item reflect.Value) bool {
	if t.removal == nil {
		return false
	}
	flag := item.Field(t.removal.index).Interface().(*Val[Flag])
	return bool(flag.Or(false))
}

// fieldOf finds a field; what takes items away is one only where something is laid
// over something else.
func (d *decoder) fieldOf(t *Type, name string) *Field {
	if f := t.byName[name]; f != nil && (d.partial || !f.Removal) {
		return f
	}
	return nil
}

// removal checks that an item which is to be taken away says nothing else.
func (d *decoder) removal(n *yaml.Node, t *Type) {
	flag := child(n, t.removal.Name)
	if !isRemoval(n, t) {
		if flag.Value == "false" {
			d.add(notRemoved(d.text.spanOf(flag)))
		}
		return
	}
	for _, k := range t.Keys {
		if !k.Required && !hasKey(n, k.Name) {
			d.addOf(missingField(d.text.spanOf(n), k, d.where, t), k.Name)
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if f := t.byName[n.Content[i].Value]; f != nil && !f.Key && !f.Removal {
			d.add(saidOfRemoved(d.text.spanOf(n.Content[i]), f))
		}
	}
}

func saidOfRemoved(at diag.Span, f *Field) diag.Finding {
	return diag.Finding{Code: CodeUnknownField, Summary: "Unknown field", At: at,
		Detail: fmt.Sprintf("`%s` says something of an item that `remove` takes away.", f.Name), Fix: "take `" + f.Name + "` or `remove` away"}
}

func notRemoved(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeUnknownValue, Summary: "Unknown value", At: at,
		Detail: "`remove` cannot be `false`: an item that is not taken away stays.", Fix: "take `remove` away"}
}
