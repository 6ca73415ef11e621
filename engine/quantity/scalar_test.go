package quantity_test

import (
	"encoding"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// scalar is what every scalar type promises.
type scalar interface {
	comparable
	fmt.Stringer
	Form() quantity.Form
}

type unmarshaler[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// good maps a spelling to the canonical one.
type good map[string]string

// bad maps a spelling to the exact words of its fault.
type bad map[string]string

func checkSpellings[T scalar, P unmarshaler[T]](t *testing.T, parse func(string) (T, error), accepted good, refused bad) {
	t.Helper()
	for in, want := range accepted {
		v, err := parse(in)
		if err != nil {
			t.Errorf("%q is refused: %v", in, err)
			continue
		}
		if got := v.String(); got != want {
			t.Errorf("%q prints as %q, want %q", in, got, want)
		}
		checkScalar[T, P](t, parse, in)
	}
	for in, want := range refused {
		v, err := parse(in)
		if err == nil {
			t.Errorf("%q is accepted as %v", in, v)
			continue
		}
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Errorf("%q: fault (-want +got)\n%s", in, diff)
		}
		checkScalar[T, P](t, parse, in)
	}
}

// checkScalar holds for any text at all.
func checkScalar[T scalar, P unmarshaler[T]](t *testing.T, parse func(string) (T, error), in string) {
	t.Helper()
	var zero, into T
	v, err := parse(in)
	if fromText := P(&into).UnmarshalText([]byte(in)); (fromText == nil) != (err == nil) || into != v {
		t.Fatalf("%q: UnmarshalText gives %v, %v; parsing %v, %v", in, into, fromText, v, err)
	}
	if err != nil {
		if v != zero {
			t.Fatalf("%q is refused and still gives %v", in, v)
		}
		checkFault(t, parse, in, err)
		return
	}
	printed := v.String()
	again, err := parse(printed)
	if err != nil || again != v {
		t.Fatalf("%q prints as %q, which reads as %v, %v", in, printed, again, err)
	}
	pattern := regexp.MustCompile(zero.Form().Pattern)
	if !pattern.MatchString(in) || !pattern.MatchString(printed) {
		t.Fatalf("%q or %q parses and does not match %s", in, printed, pattern)
	}
}

// checkFault wants every spelling that a fix proposes to be accepted.
func checkFault[T any](t *testing.T, parse func(string) (T, error), in string, err error) {
	t.Helper()
	var f *quantity.Fault
	if !errors.As(err, &f) || f.Expected == "" {
		t.Fatalf("%q: no fault with words: %#v", in, err)
	}
	spellings, ok := strings.CutPrefix(f.Fix, "write ")
	if !ok && f.Fix != "" {
		t.Fatalf("%q: the fix is no phrase: %q", in, f.Fix)
	}
	if f.Fix == "" || strings.HasPrefix(spellings, "the ") {
		return
	}
	for _, s := range strings.Split(spellings, " or ") {
		if _, err := parse(s); err != nil {
			t.Fatalf("%q: the fix %q is refused itself: %v", in, s, err)
		}
	}
}

func fuzzScalar[T scalar, P unmarshaler[T]](f *testing.F, parse func(string) (T, error), seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkScalar[T, P](t, parse, s) })
}

var forms = map[string]quantity.Form{
	"bound":    quantity.Bound{}.Form(),
	"cadence":  quantity.Cadence("").Form(),
	"currency": quantity.Currency("").Form(),
	"date":     quantity.Date(0).Form(),
	"duration": quantity.Duration{}.Form(),
	"flag":     quantity.Flag(false).Form(),
	"int":      quantity.Int(0).Form(),
	"money":    quantity.Money{}.Form(),
	"month":    quantity.Month(0).Form(),
	"number":   quantity.Number{}.Form(),
	"period":   quantity.Period{}.Form(),
	"rate":     quantity.Rate(0).Form(),
	"slug":     quantity.Slug("").Form(),
	"text":     quantity.Text("").Form(),
}

func TestFormsSuitSchemasAndEditors(t *testing.T) {
	for name, f := range forms {
		if !strings.HasPrefix(f.Pattern, "^") || !strings.HasSuffix(f.Pattern, "$") || strings.Contains(f.Pattern, "(?") {
			t.Errorf("%s: pattern %s is not anchored or not portable", name, f.Pattern)
		}
		pattern := regexp.MustCompile(f.Pattern)
		for _, s := range append(f.Enum, f.Example) {
			if !pattern.MatchString(s) {
				t.Errorf("%s: %q does not match %s", name, s, pattern)
			}
		}
		if f.Expects == "" || len(f.JSON) == 0 {
			t.Errorf("%s: the form is not complete: %+v", name, f)
		}
	}
}

// A value typed without quotes has a YAML type of its own; the form must allow
// it, or editors would refuse what the documentation shows.
func TestPlainSpellingsHaveTheTypesTheFormNames(t *testing.T) {
	jsonType := map[string]string{
		"!!str": "string", "!!timestamp": "string", "!!int": "integer", "!!float": "number", "!!bool": "boolean",
	}
	spellings := map[string][]string{
		"bound":    {"50000 USD", "12%", "67.5", "70", "5 days", "-3"},
		"cadence":  {"annual"},
		"currency": {"USD", "NOK"},
		"date":     {"2026-01-31", "0001-01-01"},
		"duration": {"90 days", "1 quarter"},
		"flag":     {"true", "false"},
		"int":      {"0", "-12", "9223372036854775807"},
		"money":    {"5000 USD", "-0.5 EUR"},
		"month":    {"January"},
		"number":   {"67.5", "70", "-0.001"},
		"period":   {"2026", "2026-Q1", "2026-03", "2026-01-01..2026-06-30"},
		"rate":     {"12.5%", "0%"},
		"slug":     {"new-business", "0001-approve"},
		"text":     {"Grow DACH together"},
	}
	for name, form := range forms {
		for _, s := range append(spellings[name], form.Example) {
			var doc yaml.Node
			if err := yaml.Unmarshal([]byte(s), &doc); err != nil {
				t.Fatalf("%s: %q: %v", name, s, err)
			}
			got := jsonType[doc.Content[0].ShortTag()]
			allowed := strings.Join(form.JSON, " ")
			if got == "integer" && strings.Contains(allowed, "number") {
				continue
			}
			if !strings.Contains(allowed, got) {
				t.Errorf("%s: %q is a YAML %s, the form allows %s", name, s, got, allowed)
			}
		}
	}
}
