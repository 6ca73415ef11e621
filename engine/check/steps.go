package check

import (
	"hash/maphash"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/spec"
)

// step is one value that differs between two readings of terms; of an item that
// came or went it is the item alone. was and is are nil where there is none.
type step struct {
	path    string
	was, is *spec.Node
}

// words says what a step does: "goes from 12% to 10%".
func (s step) words() string {
	switch {
	case s.was == nil && s.is.Text != "":
		return "is added (" + clip(written(s.is)) + ")"
	case s.was == nil:
		return "is added"
	case s.is == nil:
		return "is taken away"
	case s.is.Order != nil:
		return "is put in another order"
	}
	return "goes from " + clip(written(s.was)) + " to " + clip(written(s.is))
}

// written is a value as its author spelled it, where that is all on one line.
func written(n *spec.Node) string {
	if text := n.At.Text(); plainScalar.MatchString(text) {
		return text
	}
	return n.Text
}

// clip keeps a text from filling a report.
func clip(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// reading is a spec as values by path, in declared order; the order of an ordered
// list stands under its path and orderMark.
type reading struct {
	paths []string
	at    map[string]*spec.Node
}

const orderMark = "\x00order"

func read(s any) reading {
	out := reading{at: map[string]*spec.Node{}}
	spec.Walk(s, func(n spec.Node) {
		if n.Field != nil && n.Field.Key && !n.IsItem {
			return // only says which item it is
		}
		key := n.Path
		if n.Order != nil {
			key += orderMark
		}
		if out.at[key] == nil {
			out.paths = append(out.paths, key)
		}
		out.at[key] = &n
	})
	return out
}

// sumOf tells specs apart that say different things.
func sumOf(s any) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	spec.Walk(s, func(n spec.Node) {
		h.WriteString(n.Path)
		h.WriteByte(0)
		h.WriteString(n.Text)
		h.WriteByte(1)
		for _, key := range n.Order {
			h.WriteString(key)
			h.WriteByte(2)
		}
	})
	return h.Sum64()
}

var seed = maphash.MakeSeed()

// stepsBetween compares two specs of a kind.
func stepsBetween(before, after any) []step {
	if sumOf(before) == sumOf(after) {
		return nil // as almost all are
	}
	was, is := read(before), read(after)
	var out []step
	known := map[string]bool{} // items that came or went, with all that they hold
	add := func(key string, s step) {
		if around := parent(key); known[around] {
			known[key] = true
			return
		}
		item := s.is
		if item == nil {
			item = s.was
		}
		known[key] = item.IsItem && (s.was == nil || s.is == nil)
		out = append(out, s)
	}
	for _, key := range is.paths {
		old, now := was.at[key], is.at[key]
		switch {
		case now.Order != nil:
			if old != nil && !slices.Equal(shared(old.Order, now.Order), shared(now.Order, old.Order)) {
				out = append(out, step{now.Path, old, now})
			}
		case old == nil:
			add(key, step{path: key, is: now})
		case old.Text != now.Text:
			add(key, step{key, old, now})
		}
	}
	for _, key := range was.paths {
		if is.at[key] == nil && was.at[key].Order == nil {
			add(key, step{path: key, was: was.at[key]})
		}
	}
	return out
}

// shared gives the keys of list that other has, too.
func shared(list, other []string) []string {
	var out []string
	for _, key := range list {
		if slices.Contains(other, key) {
			out = append(out, key)
		}
	}
	return out
}

// meets reports whether one of two paths leads to the other.
func meets(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}

// isBelow reports whether a path is one of some others, or below one of them.
func isBelow(path string, others ...string) bool {
	return slices.ContainsFunc(others, func(o string) bool { return path == o || strings.HasPrefix(path, o+"/") })
}
