package spec

import (
	"bytes"
	"encoding"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"gopkg.in/yaml.v3"
)

// FuzzWithin holds the spans of every scalar of any YAML document, and the place
// of each byte of its value, against the bytes themselves.
func FuzzWithin(f *testing.F) {
	examples, err := filepath.Glob("../testdata/example/*/*.yaml")
	if err != nil || len(examples) == 0 {
		f.Fatal("no examples", err)
	}
	for _, name := range examples {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{
		"a: |2\n    b\n   c\n\n  d\ne: f", "- >-\n b\n c\n\n  d\n\n e\n- f", "[a: b\n c, \"d\\\n  \\u00e9 \\\n\n e\", 'f''g\n\n\n h']",
		"a\u0085 b: c\u2028  d\r e", "? |+\n x\n\n: >1-\n   y\n", "a: \"x\u2028 \u2028 y\"", "- - |\n   a\n -  b\n  c", "漢: 字 字\n 漢", "|1\n  a\n b", " ! 00000000", ">#0", "! {a: ! [b]}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var root yaml.Node
		if isRefused(text) || yaml.NewDecoder(bytes.NewReader(text)).Decode(&root) != nil {
			return
		}
		place := newText(diag.Bytes("x.yaml", text), text, 0, len(text))
		checkNodes(t, place, &root)
	})
}

// isRefused tells what the loader refuses before it parses: what is not UTF-8,
// and a BOM, which yaml.v3 does not count.
func isRefused(text []byte) bool {
	return !bytes.Equal(bytes.ToValidUTF8(text, nil), text) || bytes.Contains(text, []byte("\ufeff"))
}

func checkNodes(t *testing.T, place *text, n *yaml.Node) {
	if n.Kind == yaml.DocumentNode || n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 && n.Kind != yaml.AliasNode {
		for _, c := range n.Content {
			checkNodes(t, place, c)
		}
	}
	at := place.spanOf(n)
	if int(at.End) > len(place.bytes) || at.Start > at.End {
		t.Fatalf("%q stands at %d..%d", n.Value, at.Start, at.End)
	}
	if n.Kind != yaml.ScalarNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || n.Value == "" && n.Style == 0 || strings.HasPrefix(at.Text(), "!") {
		return
	}
	if got, want := withoutBlanks(body(at.Text(), n.Style)), withoutBlanks(n.Value); n.Style != yaml.DoubleQuotedStyle && got != want {
		t.Fatalf("the span of %q is %q", n.Value, at.Text())
	}
	if n.Style == yaml.DoubleQuotedStyle && !closedQuotes.MatchString(at.Text()) {
		t.Fatalf("the span of %q is %q", n.Value, at.Text())
	}
	checkOffsets(t, at, n)
}

var (
	closedQuotes = regexp.MustCompile(`(?s)^"(?:[^"\\]|\\.)*"$`)
	blockHead    = regexp.MustCompile("^[|>][-+0-9]*([ \t]*#[^" + breaks + "]*)?[ \t]*")
)

// body takes off what is written around a scalar's text.
func body(raw string, style yaml.Style) string {
	switch style {
	case yaml.SingleQuotedStyle:
		return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(raw, "'"), "'"), "''", "'")
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return blockHead.ReplaceAllString(raw, "")
	}
	return raw
}

func withoutBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\t"+blanks, r) {
			return -1
		}
		return r
	}, s)
}

// checkOffsets demands that each byte of the value which is no blank is placed at
// the byte that wrote it, or at the escape that did.
func checkOffsets(t *testing.T, at diag.Span, n *yaml.Node) {
	raw, offsets := at.Text(), decodedOffsets(at)
	isBlock := n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if !isBlock && len(offsets) != len(n.Value)+1 {
		t.Fatalf("%d offsets for the %d bytes of %q, written %q", len(offsets), len(n.Value), n.Value, raw)
	}
	for i := range n.Value {
		within := Within(at, i, i+1)
		if within.Start < at.Start || within.End > at.End || within.Start >= within.End {
			t.Fatalf("byte %d of %q is placed at %d..%d of %q", i, n.Value, within.Start, within.End, raw)
		}
		if strings.HasPrefix(strings.TrimLeft(n.Value[i:], "\t"+blanks), n.Value[i:]) && n.Value[i] < 0x80 {
			if c := raw[within.Start-at.Start]; c != n.Value[i] && (c != '\\' || n.Style != yaml.DoubleQuotedStyle) {
				t.Fatalf("byte %d of %q, %q, is placed at %q of %q", i, n.Value, n.Value[i], raw[within.Start-at.Start:], raw)
			}
		}
	}
}

// FuzzScalars prints what it parses, parses that again and gets the same; what
// parses fits the pattern that editors use.
func FuzzScalars(f *testing.F) {
	for _, s := range []string{
		"100000 USD", "fees of 12 months", "fees of 1 month", "fees of 0 months", "-0.5 USD", "first-sale", "lifetime", "12 payments", "1 payments", "0 payments",
		"12 months", "0 days", "1 day", "5 business days", "year-to-date", "quarter-to-date", "4 quarters", `stage == "won"`, "", "partner/northwind", "x/", "kpi/a--b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		roundTrip[LiabilityCap](t, s)
		roundTrip[Recurrence](t, s)
		roundTrip[Window](t, s)
		roundTrip[Expr](t, s)
		var any AnyRef
		if err := any.Set(s, diag.Span{}); err == nil && (any.Canonical() != s || !regexp.MustCompile(any.Form().Pattern).MatchString(s)) {
			t.Errorf("%q is read as %q", s, any.Canonical())
		} else if err != nil && any.To != "" {
			t.Errorf("%q is refused and kept", s)
		}
	})
}

func roundTrip[T interface {
	String() string
	Form() quantity.Form
	comparable
}](t *testing.T, s string) {
	t.Helper()
	parse := func(s string) (T, error) {
		var v T
		err := any(&v).(encoding.TextUnmarshaler).UnmarshalText([]byte(s))
		return v, err
	}
	v, err := parse(s)
	if err != nil {
		if fault, ok := err.(*quantity.Fault); !ok || fault.Expected == "" {
			t.Errorf("%T refuses %q with %v", v, s, err)
		}
		return
	}
	if !regexp.MustCompile(v.Form().Pattern).MatchString(s) {
		t.Errorf("%T takes %q, which its pattern refuses", v, s)
	}
	again, err := parse(v.String())
	if err != nil || again != v {
		t.Errorf("%T: %q is printed as %q, which is read as %v, %v", v, s, v, again, err)
	}
}
