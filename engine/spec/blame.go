package spec

import (
	"reflect"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// blame is what of a document is at fault, as places of at most two names below
// its spec: kpis, kpis/win-rate, term/renewal. What lies deeper is put on the item
// or field around it, whose parts are read together.
type blame map[string]bool

// everything is the place of a fault that leaves nothing to be relied on.
const everything = ""

// placeOf gives the place of a path from the document's top. Title and labels say
// nothing that the spec is read by; a fault elsewhere around the spec is one of
// everything.
func placeOf(path []string) string {
	switch {
	case len(path) > 1 && path[0] == "spec":
		return place(path[1:])
	case len(path) > 1 && path[0] == "metadata" && path[1] != "name":
		return place(path)
	}
	return everything
}

func place(path []string) string {
	if len(path) == 1 || path[1] == "" {
		return path[0]
	}
	return segment(path[0]) + "/" + segment(path[1])
}

// IsSound reports whether the shape of what is read is known not to be at fault.
// A place is a path below spec, such as kpis or term/expires; kpis/* is the list or
// map without its items, for who reads these one by one, of Sound; * is the spec
// without any of its fields. Without places it is the whole document.
func (d *Document) IsSound(places ...string) bool {
	if !d.Broken {
		return true
	}
	for _, p := range places {
		if d.blamed.meets(p) {
			return false
		}
	}
	return len(places) > 0
}

// Sound is the spec, of whose own lists the items that are at fault are left out.
func (d *Document) Sound() any {
	if d.sound != nil {
		return d.sound
	}
	return d.Spec
}

// sift remembers which items of a list of the spec are sound, when others are not.
func (d *decoder) sift(n *yaml.Node, list reflect.Value, t *Type) {
	if len(d.path) != 2 || d.blamed == nil {
		return
	}
	kept := reflect.MakeSlice(list.Type(), 0, list.Len())
	for i, item := range n.Content {
		if !d.blamed[placeOf(append(slices.Clip(d.path), segmentOf(item, t.Elem, i)))] {
			kept = reflect.Append(kept, list.Index(i))
		}
	}
	if kept.Len() == list.Len() {
		return
	}
	if d.sound == nil {
		d.sound = map[string]reflect.Value{}
	}
	d.sound[d.path[1]] = kept
}

// sifted gives a copy of the spec with what sift has kept; nil when that is all.
func (d *decoder) sifted(spec reflect.Value, t *Type) any {
	if len(d.sound) == 0 {
		return nil
	}
	out := reflect.New(spec.Type())
	out.Elem().Set(spec)
	for field, kept := range d.sound {
		out.Elem().Field(t.byName[field].index).Set(kept)
	}
	return out.Interface()
}

// meets reports whether a place is blamed, or something around it or in it.
func (b blame) meets(path string) bool {
	names := strings.SplitN(path, "/", 3)
	if b[everything] || b[names[0]] {
		return true
	}
	switch at := place(names); {
	case path == "*" || strings.HasSuffix(at, "/*"):
		return false
	case at != names[0]:
		return b[at]
	}
	for blamed := range b {
		if strings.HasPrefix(blamed, names[0]+"/") {
			return true
		}
	}
	return false
}

// meantBy gives the fields of a mapping that an unknown key may have been meant
// to be: of those that are not there the one of the nearest name, else all.
func meantBy(key string, n *yaml.Node, t *Type) []string {
	var absent []string
	for _, f := range t.Fields {
		if !hasKey(n, f.Name) {
			absent = append(absent, f.Name)
		}
	}
	if near, ok := diag.Nearest(key, absent); ok {
		return []string{near}
	}
	return absent
}
