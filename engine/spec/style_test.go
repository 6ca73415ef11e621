package spec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"pgregory.net/rapid"
)

// writer writes a text in one of YAML's styles and remembers what it wrote where:
// for each byte of the text that is no blank, the place in raw that stands for it.
type writer struct {
	t       *rapid.T
	newline string // the file's
	indent  string // of the lines after the first
	raw     strings.Builder
	bytes   []byte
	offsets []int
}

// put writes raw for a decoded text.
func (w *writer) put(raw, decoded string) {
	for i := range len(decoded) {
		if strings.IndexByte(" \t\n", decoded[i]) >= 0 {
			continue
		}
		at := w.raw.Len()
		if raw == decoded {
			at += i
		}
		w.bytes, w.offsets = append(w.bytes, decoded[i]), append(w.offsets, at)
	}
	w.raw.WriteString(raw)
}

func (w *writer) word() string {
	return rapid.StringOfN(rapid.SampledFrom([]rune("abcXYZ019é漢😀/()-+")), 1, 6, -1).Filter(func(s string) bool {
		return !strings.ContainsAny(s[:1], "-+()/019") && s[len(s)-1] != '-'
	}).Draw(w.t, "word")
}

// gap writes what stands between two words: blanks, or a fold.
func (w *writer) gap() {
	blanks := func() string { return rapid.SampledFrom([]string{"", " ", " \t"}).Draw(w.t, "blanks") }
	switch rapid.IntRange(0, 3).Draw(w.t, "gap") {
	case 0:
		w.put(blanks()+w.newline+w.indent, " ")
	case 1:
		w.put(blanks()+w.newline+w.newline+w.indent+" "+w.newline+w.indent, "\n")
	default:
		w.put(" ", " ")
	}
}

func (w *writer) words(write func(string)) {
	for i := range rapid.IntRange(1, 6).Draw(w.t, "words") {
		if i > 0 {
			w.gap()
		}
		write(w.word())
	}
}

func (w *writer) plain() { w.words(func(s string) { w.put(s, s) }) }

func (w *writer) single() {
	w.raw.WriteByte('\'')
	w.words(func(s string) {
		w.put(s, s)
		if rapid.Bool().Draw(w.t, "quote") {
			w.put("''", "'")
		}
	})
	w.raw.WriteByte('\'')
}

var escapes = []struct{ raw, decoded string }{
	{`\"`, `"`}, {`\\`, `\`}, {`\n`, "\n"}, {`\t`, "\t"}, {`\x41`, "A"}, {`\xe9`, "é"}, {`\u00e9`, "é"}, {`\u6F22`, "漢"},
	{`\U0001F600`, "😀"}, {`\N`, "\u0085"}, {`\_`, "\u00a0"}, {`\L`, "\u2028"}, {`\P`, "\u2029"}, {`\e`, "\x1b"}, {`'`, `'`}, {`#`, `#`},
}

func (w *writer) double() {
	w.raw.WriteByte('"')
	w.words(func(s string) {
		w.put(s, s)
		switch rapid.IntRange(0, 3).Draw(w.t, "escape") {
		case 0:
			e := rapid.SampledFrom(escapes).Draw(w.t, "escaped")
			w.put(e.raw, e.decoded)
		case 1: // an escaped line break
			w.put(`\`+w.newline+w.indent+rapid.SampledFrom([]string{"", w.newline + w.indent}).Draw(w.t, "further"), "")
			w.put("z", "z")
		}
	})
	w.raw.WriteByte('"')
}

// block writes a literal or folded scalar, its first line deeper than the others
// when the header says how deep they are.
func (w *writer) block(style string) {
	first := ""
	if rapid.Bool().Draw(w.t, "indicator") {
		style += "2"
		first = rapid.SampledFrom([]string{"", "  "}).Draw(w.t, "first")
	}
	w.raw.WriteString(style + rapid.SampledFrom([]string{"", "-", "+", " # comment"}).Draw(w.t, "chomping"))
	for i := range rapid.IntRange(1, 5).Draw(w.t, "lines") {
		deeper := first
		if i > 0 {
			blank := rapid.SampledFrom([]string{"", w.newline, w.newline + " ", w.newline + w.newline}).Draw(w.t, "blank lines")
			w.raw.WriteString(blank)
			deeper = rapid.SampledFrom([]string{"", "", " ", "\t"}).Draw(w.t, "deeper")
		}
		w.raw.WriteString(w.newline + w.indent + deeper)
		for j := range rapid.IntRange(1, 3).Draw(w.t, "words") {
			if j > 0 {
				w.put(" ", " ")
			}
			s := w.word()
			w.put(s, s)
		}
	}
}

// setting is where a scalar stands: what is written before and after it, and how
// deep its further lines are indented.
type setting struct {
	before, after, indent string
	isFlow                bool
}

var settings = []setting{
	{before: "  learned:\n  - ", after: "\n  - last", indent: "    "},
	{before: "  learned:\n    - ", after: "\n    - last", indent: "      "},
	{before: "  learned:\n    - first\n    -\n      ", after: "", indent: "      "},
	{before: "  actions:\n    - id: a\n      text: ", after: "\n      status: open", indent: "        "},
	{before: "  actions:\n    - id: a\n      text:   ", after: "", indent: "        "},
	{before: "  actions:\n    - text: ", after: "\n      id: a", indent: "        "},
	{before: "  actions:\n    - id: a\n      text:\n        ", after: "\n      status: open", indent: "        "},
	{before: "  learned: [", after: "]", indent: "    ", isFlow: true},
	{before: "  learned: [漢字漢字 é, ", after: ", last]", indent: "    ", isFlow: true},
	{before: "  learned: [" + strings.Repeat("long 漢字 line, ", 1), after: ", last]", indent: "    ", isFlow: true},
	{before: "  actions: [{id: a, text: ", after: ", status: open}]", indent: "    ", isFlow: true},
	{before: "  actions: [{id: a, text: ", after: "}]", indent: "    ", isFlow: true},
}

func TestSpansInEveryStyle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			checkStyle(t)
		}
	})
}

func checkStyle(t *rapid.T) {
	newline := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "newline")
	in := rapid.SampledFrom(settings).Draw(t, "setting")
	styles := []string{"plain", "single", "double", "|", ">"}
	if in.isFlow {
		styles = styles[:3]
	}
	w := &writer{t: t, newline: newline, indent: in.indent}
	switch style := rapid.SampledFrom(styles).Draw(t, "style"); style {
	case "plain":
		w.plain()
	case "single":
		w.single()
	case "double":
		w.double()
	default:
		w.block(style)
	}
	before := strings.ReplaceAll("apiVersion: entente/v1\nkind: Review\nmetadata: {name: x}\nspec:\n  type: qbr\n  subject: partner/x\n  date: 2026-01-01\n"+in.before, "\n", newline)
	raw := w.raw.String()
	text := before + raw + strings.ReplaceAll(in.after+"\n", "\n", newline)
	doc, findings := decode(t, text)
	if len(findings) > 0 {
		t.Fatalf("%s: %s in\n%s", findings[0].Code, findings[0].Detail, text)
	}
	v := written(doc.Spec.(*spec.Review), len(before))
	if v == nil {
		t.Fatalf("nothing is said to begin at %q in\n%s", raw, text)
	}
	if got := v.At.Text(); got != raw {
		t.Fatalf("the span of %q is %q", raw, got)
	}
	checkWithin(t, v, w)
}

// written finds the text that begins at an offset.
func written(r *spec.Review, start int) *spec.Val[spec.Text] {
	for i := range r.Learned {
		if int(r.Learned[i].At.Start) == start {
			return &r.Learned[i]
		}
	}
	for i := range r.Actions {
		if int(r.Actions[i].Text.At.Start) == start {
			return &r.Actions[i].Text
		}
	}
	return nil
}

func checkWithin(t *rapid.T, v *spec.Val[spec.Text], w *writer) {
	value, n := string(v.V), 0
	last := v.At.Start
	for k := range len(value) {
		at := spec.Within(v.At, k, k+1)
		if at.Start < last || at.End <= at.Start || at.End > v.At.End {
			t.Fatalf("byte %d of %q is placed at %d..%d, after %d, in %q", k, value, at.Start, at.End, last, v.At.Text())
		}
		last = at.Start
		if strings.IndexByte(" \t\n", value[k]) >= 0 {
			continue
		}
		if n == len(w.bytes) || w.bytes[n] != value[k] {
			t.Fatalf("%q was written for %q", v.At.Text(), value)
		}
		if want := v.At.Start + uint32(w.offsets[n]); at.Start != want && utf8.RuneStart(value[k]) {
			t.Fatalf("byte %d of %q, %q, is placed at %d, not %d, of %q", k, value, value[k], at.Start-v.At.Start, want-v.At.Start, v.At.Text())
		}
		n++
	}
	if n != len(w.bytes) {
		t.Fatalf("%q was written for %q", v.At.Text(), value)
	}
}

func TestWithinPointsAtWords(t *testing.T) {
	for _, c := range []struct{ scalar, word string }{
		{`stage == "won"`, "won"},
		{`'stage == "won" && it''s'`, "it"},
		{`"stage == \"won\" \u0026\u0026 late"`, "late"},
		{"|\n    stage == 1\n\n      && late\n", "late"},
		{">-\n    stage == 1\n    && late\n\n    || early\n", "early"},
		{"|2\n      stage == 1\n    || early\n", "early"},
		{"stage ==\n      1 ||\n\n      early", "early"},
	} {
		text := "apiVersion: entente/v1\nkind: KPI\nmetadata: {name: x}\nspec:\n  formula: " + c.scalar + "\n  unit: count\n"
		doc, findings := decode(t, text)
		if len(findings) > 0 {
			t.Fatalf("%s: %s", c.scalar, findings[0].Detail)
		}
		formula := doc.Spec.(*spec.KPI).Formula
		start := strings.Index(string(formula.V), c.word)
		if got := spec.Within(formula.At, start, start+len(c.word)).Text(); got != c.word {
			t.Errorf("%q in %q is placed at %q", c.word, c.scalar, got)
		}
	}
}

func TestWithinOfNothing(t *testing.T) {
	source := diag.Bytes("x.yaml", []byte(`a: ""`))
	for _, c := range []struct{ start, end, from, to int }{{0, 0, 4, 5}, {5, 9, 4, 5}, {-3, -1, 4, 5}} {
		got := spec.Within(diag.Span{Source: source, Start: 3, End: 5}, c.start, c.end)
		if int(got.Start) != c.from || int(got.End) != c.to {
			t.Errorf("Within(%d, %d) = %d..%d, want %d..%d", c.start, c.end, got.Start, got.End, c.from, c.to)
		}
	}
	nowhere := diag.Span{}
	if got := spec.Within(nowhere, 0, 4); got != nowhere {
		t.Errorf("Within of no place = %v", got)
	}
}

// Spans of what is no scalar are seen through faults about them.
func TestSpansOfCollections(t *testing.T) {
	const envelope = "apiVersion: entente/v1\nkind: Review\nmetadata: {name: x}\nspec:\n  type: qbr\n  subject: partner/x\n  date: 2026-01-01\n"
	for _, c := range []struct{ body, want string }{
		{"  keep: {a: b}\n", "{a: b}"},
		{"  keep: {a: [b, {c: d}], }\n", "{a: [b, {c: d}], }"},
		{"  keep: {a: b # }\n    }\n", "{a: b # }\n    }"},
		{"  keep: {}\n", "{}"},
		{"  keep: { }\n", "{ }"},
		{"  keep: {a: }\n", "{a: }"},
		{"  keep: {a}\n", "{a}"},
		{"  keep: {\"}\": '}'}\n", "{\"}\": '}'}"},
		{"  recommendation: [a: b]\n", "[a: b]"},
		{"  recommendation: [[a: b], c]\n", "[[a: b], c]"},
		{"  attendees: [a: b, c]\n", "a: b"},
		{"  attendees: [? a : b, c]\n", "? a : b"},
		{"  keep:\n    a: b\n    c: |\n      d\n", "a: b\n    c: |\n      d"},
		{"  recommendation:\n    - a\n    - b: c\n", "- a\n    - b: c"},
		{"  recommendation:\n  - a\n  -\n", "- a\n  -"},
		{"  recommendation: !!seq [a, b]\n", "!!seq"},
		{"  recommendation: &x [a, b]\n", "&x"},
		{"  recommendation: !<tag:yaml.org,2002:seq> [a, b]\n", "!<tag:yaml.org,2002:seq>"},
		{"  recommendation: !!str &x end\n", "&x"},
		{"  recommendation: ! end\n", "!"},
		{"  recommendation: &x !!str end\n", "&x"},
		{"  keep: {a: &x {b: c}}\n", "{a: &x {b: c}}"},
		{"  keep: {a: !!str \"b\"}\n", "{a: !!str \"b\"}"},
		{"  attendees: [&x [a]]\n", "&x"},
	} {
		_, findings := decode(t, envelope+c.body)
		at := slices.IndexFunc(findings, func(f diag.Finding) bool { return f.At.Text() == c.want })
		if at < 0 {
			t.Errorf("%q: nothing at %q, but%s", c.body, c.want, list(findings))
		}
	}
}

func list(findings diag.List) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "\n  %s at %q: %s", f.Code, f.At.Text(), f.Detail)
	}
	return b.String()
}
