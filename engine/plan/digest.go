package plan

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// term is one declared value that is otherwise in head. Where a Change sums up a
// new document in its kind, and a new item in a line, terms spell out all of it,
// so that nothing can be put into it after the approval.
type term struct {
	Address spec.Address
	Path    string
	What    byte // of fieldKey
	Before  []string
	After   []string
}

// termsDigest covers what an approval binds to: the declared values that differ
// and what follows from them on the base's facts. Where a value stands in a
// file, titles, and the words of reasons and findings are left out, so that a
// cosmetic push keeps an approval.
func termsDigest(base, head *state.Snapshot, values []Delta, pay []payEffect) string {
	effects := make([]effect, len(values))
	for i, d := range values {
		effects[i] = effect{d.Address, d.What, d.Unit, d.Currency, d.Before, d.After, d.BeforeReason, d.AfterReason}
	}
	return digest(struct {
		Terms   []term
		Effects []effect
		Pay     []payEffect
	}{terms(base, head), effects, pay})
}

// payEffect is what an approval is about of a partner's pro forma pay, in minor
// units.
type payEffect struct {
	Partner       spec.Address
	Currency      quantity.Currency
	Before, After int64
}

func pays(before, after []state.Earnings) []payEffect {
	out := []payEffect{}
	for _, p := range pairs(before, after) {
		if p.before.ProForma != p.after.ProForma {
			out = append(out, payEffect{p.key().Partner, p.key().Currency, p.before.ProForma, p.after.ProForma})
		}
	}
	return out
}

// effect is what an approval is about of a value that moves.
type effect struct {
	Address                   spec.Address
	What, Unit, Currency      string
	Before, After             *string
	BeforeReason, AfterReason string
}

// terms compares all fields, those of dated changes under changes/ID.
func terms(base, head *state.Snapshot) []term {
	var out []term
	for _, address := range addresses(base.Declared, head.Declared) {
		b, h := base.Declared[address], head.Declared[address]
		before, after := stated(b, h), stated(h, b)
		for _, key := range fieldKeys(before, after) {
			was, inBase := before[key]
			now, inHead := after[key]
			if inBase != inHead || !slices.Equal(was, now) {
				out = append(out, term{address, key.path, key.what, was, now})
			}
		}
	}
	return out
}

// stated gives every field of a document that an approval is about. What was in
// force before belongs to a dated change that the other revision lacks: only
// with it is the step known.
func stated(d, other state.Declared) map[fieldKey][]string {
	out := map[fieldKey][]string{}
	add := func(prefix string, list []state.Field) {
		for _, f := range list {
			k, value := key(f), []string{f.Text}
			if f.Order != nil {
				value = f.Order
			}
			k.path = prefix + k.path
			out[k] = value
		}
	}
	if d.Kind != "" {
		add("", []state.Field{{Path: "kind", Text: d.Kind}})
	}
	add("spec/", slices.DeleteFunc(slices.Clone(d.Fields), func(f state.Field) bool { return f.Path == "metadata/title" }))
	for _, c := range d.Changes {
		prefix := "changes/" + c.ID + "/"
		add(prefix, slices.DeleteFunc(about(c), func(f state.Field) bool { return f.Path == "reason" }))
		add(prefix+"set/", c.Set)
		if _, shared := findDated(other.Changes, c.ID); !shared {
			add(prefix+"unset/", c.Unset)
			for path, text := range c.Before {
				out[fieldKey{prefix + "before/" + path, 0}] = []string{text}
			}
		}
	}
	return out
}

func fieldKeys(a, b map[fieldKey][]string) []fieldKey {
	var out []fieldKey
	for k := range a {
		out = append(out, k)
	}
	for k := range b {
		if _, also := a[k]; !also {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(x, y fieldKey) int {
		return cmp.Or(strings.Compare(x.path, y.path), cmp.Compare(x.what, y.what))
	})
	return out
}

// planDigest covers the whole plan but itself and what it is held against.
func planDigest(p Plan) string {
	p.PlanDigest, p.Previous = "", nil
	return digest(p)
}

// digest is over the JSON form: field order is the struct's, and what is digested
// holds no maps.
func digest(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}
