package spec

import (
	"reflect"

	"github.com/partnership-as-code/entente/engine/diag"
)

// Overlay lays what own states over base: field by field, lists of named items by
// their keys; any other value of own takes the place of base's. Each value keeps
// the place that it was written at. Neither input is changed, and either can be nil.
func Overlay[T any](base, own *T) *T {
	out := new(T)
	if base != nil {
		*out = *base
	}
	if own != nil {
		t := typeOf(reflect.TypeFor[T]())
		lay(reflect.ValueOf(out).Elem(), reflect.ValueOf(own).Elem(), t)
	}
	return out
}

// lay changes out, which is the caller's own; what hangs below it may be shared.
func lay(out, own reflect.Value, t *Type) {
	switch {
	case t.Shape == StructShape:
		for _, f := range t.Fields {
			layField(out.Field(f.index), own.Field(f.index), f)
		}
	case !isWritten(own, t):
	case t.isKeyedList():
		out.Set(layItems(out, own, t))
	default:
		out.Set(own)
	}
}

func layField(out, own reflect.Value, f *Field) {
	if !f.pointer {
		lay(out, own, f.Type)
		return
	}
	if own.IsNil() {
		return
	}
	fresh := reflect.New(f.Type.Go)
	if !out.IsNil() {
		fresh.Elem().Set(out.Elem())
	}
	lay(fresh.Elem(), own.Elem(), f.Type)
	out.Set(fresh)
}

func layItems(base, own reflect.Value, t *Type) reflect.Value {
	was, now := keysOf(base, t.Elem), keysOf(own, t.Elem)
	items, at := reflect.AppendSlice(reflect.MakeSlice(t.Go, 0, base.Len()), base), placesOf(was)
	isGone := map[int]bool{}
	for i := range own.Len() {
		place, known := at[now[i]]
		switch {
		case !known:
		case t.Elem.removes(own.Index(i)):
			isGone[place] = true
		default:
			lay(items.Index(place), own.Index(i), t.Elem)
		}
	}
	out := reflect.MakeSlice(t.Go, 0, base.Len()+own.Len())
	for i, gap := range gaps(was, now) {
		for _, n := range gap {
			if !t.Elem.removes(own.Index(n)) {
				out = reflect.Append(out, reflect.Zero(t.Elem.Go))
				lay(out.Index(out.Len()-1), own.Index(n), t.Elem)
			}
		}
		if i < items.Len() && !isGone[i] {
			out = reflect.Append(out, items.Index(i))
		}
	}
	return out
}

func keysOf(list reflect.Value, elem *Type) []string {
	out := make([]string, list.Len())
	for i := range out {
		out[i], _ = KeyOf(list.Index(i), elem)
	}
	return out
}

func isWritten(v reflect.Value, t *Type) bool {
	switch t.Shape {
	case ScalarShape:
		return !v.Addr().Interface().(Scalar).Span().IsZero()
	case ListShape, MapShape:
		return !v.IsNil()
	}
	return true
}

// isKeyedList reports whether items of a list are told apart by their keys.
func (t *Type) isKeyedList() bool {
	return t.Shape == ListShape && t.Elem.Shape == StructShape && len(t.Elem.Keys) > 0
}

// Lacking reports every required field that an item of whole is without: At is the
// item's key, Path leads to it from whole. The parts that were laid over each other
// could each leave it to the others. kind names the document in the message.
func Lacking(kind string, whole any, report func(f diag.Finding)) {
	v := reflect.ValueOf(whole)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return
	}
	l := lacking{kind: kind, report: report}
	l.value(v.Elem(), typeOf(v.Elem().Type()), "", diag.Span{})
}

type lacking struct {
	kind   string
	report func(diag.Finding)
}

// value looks for what is missing; at is the key of the item around it.
func (l lacking) value(v reflect.Value, t *Type, path string, at diag.Span) {
	switch t.Shape {
	case StructShape:
		for _, f := range t.Fields {
			field := v.Field(f.index)
			if f.pointer {
				if field.IsNil() {
					continue
				}
				field = field.Elem()
			}
			if f.Required && !isWritten(field, f.Type) {
				missing := missingField(at, f, l.kind, t)
				missing.Path = path
				l.report(missing)
				continue
			}
			l.value(field, f.Type, join(path, f.Name), at)
		}
	case ListShape:
		for i := range v.Len() {
			if key, place := KeyOf(v.Index(i), t.Elem); key != "" {
				l.value(v.Index(i), t.Elem, join(path, segment(key)), place)
			}
		}
	}
}
