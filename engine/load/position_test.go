package load_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// mutation is a fault put into the example, with the finding it must give.
type mutation struct {
	file, kind  string
	class, what string
	start, end  int    // of the text that is replaced
	by          string // what replaces it
	code        string
	from, to    int // of the finding, within by
}

func TestEveryFaultIsReportedAtItsBytes(t *testing.T) {
	e := newExample(t)
	random := rand.New(rand.NewPCG(2026, 6))
	var keys, values []place
	for _, p := range e.places {
		if p.isKey {
			keys = append(keys, p)
		} else {
			values = append(values, p)
		}
	}
	t.Logf("%d keys, %d values, %d references", len(keys), len(values), len(e.refs))
	var mutations []mutation
	for range 2 { // every scalar more than once: what is put in its place differs
		for _, p := range values {
			mutations = append(mutations, wrongType(random, p))
		}
		for _, p := range keys {
			mutations = append(mutations, unknownKey(random, p))
		}
	}
	for range 3 {
		for _, r := range e.refs {
			mutations = append(mutations, unknownReference(random, r))
		}
	}
	tally := map[string]int{}
	for round, m := range mutations {
		tally[m.class+", "+m.kind]++
		tally["  as "+m.what]++
		text := e.replaced(m.file, m.start, m.end, m.by)
		check(t, e, m, text, e.with(t, m.file, text))
		if round%100 == 0 {
			check(t, e, m, text, e.wholly(t, m.file, text))
		}
		if t.Failed() {
			return
		}
	}
	for _, key := range slices.Sorted(maps.Keys(tally)) {
		t.Logf("%5d %s", tally[key], key)
	}
	for _, k := range spec.Kinds {
		for _, class := range []string{isWrongType, isUnknownKey, isUnknownReference} {
			if tally[class+", "+k.Name] == 0 && !(class == isUnknownReference && slices.Contains(withoutReferences, k.Name)) {
				t.Errorf("no %s in any %s", class, k.Name)
			}
		}
	}
	if len(mutations) < 4000 {
		t.Errorf("only %d rounds", len(mutations))
	}
}

// Classes of mutations.
const (
	isWrongType        = "wrong type"
	isUnknownKey       = "unknown key"
	isUnknownReference = "unknown reference"
)

// withoutReferences are kinds that name nothing else.
var withoutReferences = []string{"Policy", "Source"}

func TestTheTestDataHasEveryField(t *testing.T) {
	e := newExample(t)
	for _, k := range spec.Kinds {
		e.wantFields(t, k.Name, k.Type, map[*spec.Type]bool{})
	}
}

func (e *example) wantFields(t *testing.T, path string, typ *spec.Type, seen map[*spec.Type]bool) {
	t.Helper()
	if seen[typ] {
		return
	}
	seen[typ] = true
	if typ.Elem != nil {
		e.wantFields(t, path, typ.Elem, seen)
	}
	for _, f := range typ.Fields {
		if !e.fields[f] {
			t.Errorf("%s/%s has no value in the test data: give it one in testdata/every-field", path, f.Name)
		}
		e.wantFields(t, path+"/"+f.Name, f.Type, seen)
	}
}

// check asserts the finding that a mutation must give, and that it gives none
// elsewhere.
func check(t *testing.T, e *example, m mutation, text string, findings diag.List) {
	t.Helper()
	if text == e.text(m.file) {
		t.Fatalf("%s of %s changes nothing", m.what, m.file)
	}
	start, end := uint32(m.start+m.from), uint32(m.start+m.to)
	isFound := false
	for _, f := range findings {
		if f.Code == m.code && f.At.File() == m.file && f.At.Start == start && f.At.End == end && f.Severity == diag.Error {
			isFound = true
		}
		if f.Code == load.CodeSchema {
			t.Errorf("the schema speaks: %s", f.Detail)
		}
		if f.Severity == diag.Error && f.At.File() != m.file {
			t.Errorf("%s is reported in %s:%d as well: %s", m.code, f.At.File(), f.At.From().Line, f.Detail)
		}
	}
	if !isFound {
		t.Errorf("no %s at %q", m.code, text[start:end])
	}
	if t.Failed() {
		line := 1 + strings.Count(text[:m.start], "\n")
		t.Logf("%s: %s:%d: %q for %q", m.what, m.file, line, m.by, e.text(m.file)[m.start:m.end])
		for _, f := range findings {
			t.Logf("  %s %s:%d %q: %s", f.Code, f.At.File(), f.At.From().Line, f.At.Text(), f.Detail)
		}
	}
}

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }

// wrongType puts a value where one of another type belongs.
func wrongType(random *rand.Rand, p place) mutation {
	m := mutation{file: p.file, kind: p.kind, class: isWrongType, start: p.start, end: p.end}
	options := []func(){
		func() { m.what, m.by, m.code, m.to = "list", "[1]", spec.CodeWrongType, 3 },
		func() {
			m.what, m.by, m.code, m.to = "mapping", "{a: 1}", spec.CodeWrongType, 6
			if p.isBare { // a mapping may stand here, without this key
				m.code, m.from, m.to = spec.CodeUnknownField, 1, 2
			}
		},
		func() {
			wrong := wrongScalar(random, p)
			m.what, m.by, m.code, m.to = "scalar", wrong.by, wrong.code, len(wrong.by)
		},
	}
	pick(random, options)()
	return m
}

type wrong struct{ by, code string }

// wrongScalar is a scalar that the place cannot hold.
func wrongScalar(random *rand.Rand, p place) wrong {
	switch p.envelope {
	case "apiVersion":
		return pick(random, []wrong{{"entente/v9", spec.CodeVersion}, {"apps/v1", spec.CodeVersion}})
	case "kind":
		return pick(random, []wrong{{"Bogus", spec.CodeUnknownKind}, {"partnr", spec.CodeUnknownKind}})
	case "metadata/name":
		return pick(random, []wrong{{"Bad_Name", spec.CodeBadValue}, {"5", spec.CodeWrongType}, {"a--b", spec.CodeBadValue}})
	case "metadata/title", "metadata/labels/":
		return pick(random, []wrong{{"5", spec.CodeWrongType}, {"false", spec.CodeWrongType}, {"''", spec.CodeBadValue}})
	}
	if p.field != nil && p.field.Enum != nil {
		return pick(random, []wrong{{"no-such-word", spec.CodeUnknownValue}, {"'Y'", spec.CodeUnknownValue}, {"5", spec.CodeWrongType}})
	}
	takes := p.typ.Form.JSON
	var options []wrong
	if !slices.Contains(takes, "string") { // numbers and flags
		options = append(options, wrong{"much", spec.CodeWrongType}, wrong{`"5"`, spec.CodeWrongType}, wrong{"2026-01-01", spec.CodeWrongType})
	}
	if !slices.Contains(takes, "number") && !slices.Contains(takes, "integer") {
		options = append(options, wrong{"5", spec.CodeWrongType}, wrong{"-1.5", spec.CodeWrongType}, wrong{"014", spec.CodeWrongType})
	} else {
		options = append(options, wrong{"014", spec.CodeBadValue}, wrong{"1_000", spec.CodeBadValue})
	}
	if !slices.Contains(takes, "boolean") {
		options = append(options, wrong{"true", spec.CodeWrongType})
	}
	if slices.Contains(takes, "string") {
		options = append(options, wrong{"''", spec.CodeBadValue})
		if !isFreeText(p.typ) {
			options = append(options, wrong{"x/y! z", spec.CodeBadValue}, wrong{`"\u00e9\"%"`, spec.CodeBadValue}, wrong{"2026/02/30", spec.CodeBadValue})
		}
	}
	return pick(random, options)
}

// isFreeText tells the types that take any words.
func isFreeText(t *spec.Type) bool { return t.Form.Pattern == `^[\s\S]+$` }

// unknownKey renames a field.
func unknownKey(random *rand.Rand, p place) mutation {
	m := mutation{file: p.file, kind: p.kind, class: isUnknownKey, start: p.start, end: p.end, code: spec.CodeUnknownField, what: "key, bogus"}
	switch random.IntN(4) {
	case 0:
		m.by, m.code, m.what = "[1]", spec.CodeComplexKey, "key, list"
	case 1:
		m.by, m.what = fmt.Sprintf("%q", p.value+"x"), "key, quoted and misspelt"
	case 2:
		m.by, m.what = p.value+"x", "key, misspelt"
	default:
		m.by = "zzzzzzzzzzzz"
	}
	if p.shape == spec.MapShape && m.code == spec.CodeUnknownField { // the user chooses the keys
		m.by, m.code, m.what = "{1: 2}", spec.CodeComplexKey, "key, mapping"
		if p.field != nil && p.field.Keys != nil {
			m.by, m.code, m.what = "9", spec.CodeBadValue, "key, out of range"
		}
	}
	m.to = len(m.by)
	return m
}

// unknownReference names what is not there.
func unknownReference(random *rand.Rand, r reference) mutation {
	m := mutation{file: r.file, kind: r.kind, class: isUnknownReference, start: r.start, end: r.end, code: resolve.CodeUnknownReference, what: "reference"}
	m.by = pick(random, []string{"nobody-knows", "zz", `"nobody-knows"`, "'zz-9'"})
	if r.isAddress {
		m.by = pick(random, []string{"partner/nobody-knows", `"agreement/zz"`, "'kpi/zz'"})
	}
	m.to = len(m.by)
	return m
}
