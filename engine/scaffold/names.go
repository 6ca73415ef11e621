package scaffold

import (
	"github.com/partnership-as-code/entente/engine/spec"
)

// names gives each partner the name of its document. A partner that the
// repository knows by its key keeps its name, whatever it is called by now; the
// others take the slug of their name, the next number when another company has
// it. So the same file gives the same names, and so does one with rows added or
// put into another order as long as rows have keys.
type names struct {
	docs  *spec.Documents
	byKey map[pair]*spec.Document
	taken map[string]bool // in this import
}

func nameAll(docs *spec.Documents, partners []*partner) {
	n := names{docs, map[pair]*spec.Document{}, map[string]bool{}}
	spec.Each(docs, func(doc *spec.Document, p *spec.Partner) {
		for _, k := range p.Keys {
			n.byKey[pair{string(k.Key.V), string(k.Value.V)}] = doc
		}
	})
	for _, p := range partners {
		n.known(p)
	}
	for _, p := range partners {
		if p.existing == nil {
			n.fresh(p)
		}
	}
}

// known recognises a partner by one of its keys.
func (n *names) known(p *partner) {
	for _, k := range p.keys {
		doc := n.byKey[k]
		if doc != nil && !n.taken[string(doc.Name.V)] {
			p.existing, p.name = doc, string(doc.Name.V)
			n.taken[p.name] = true
			return
		}
	}
}

func (n *names) fresh(p *partner) {
	base := slug(p.company)
	for i := 1; ; i++ {
		p.name = numbered(base, i)
		doc, known := spec.Lookup[spec.Partner](n.docs, p.name)
		if n.taken[p.name] || doc != nil && isOther(p, known) {
			continue
		}
		p.existing = doc
		n.taken[p.name] = true
		return
	}
}

// isOther reports whether a known partner of the same name is another company:
// one system has them under different keys. A key that is but the name says
// nothing about that.
func isOther(p *partner, known *spec.Partner) bool {
	if p.isKeyName {
		return false
	}
	for _, k := range p.keys {
		if value, ok := known.Keys.Get(k.key); ok && string(value.V) != k.value {
			return true
		}
	}
	return false
}
