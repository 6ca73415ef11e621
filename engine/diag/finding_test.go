package diag_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/diag"
)

func TestSortedOrdersAndDropsRepetitions(t *testing.T) {
	a, b := diag.Bytes("a.yaml", []byte("one\ntwo\n")), diag.Bytes("b.yaml", []byte("one\n"))
	at := func(s *diag.Source, start, end uint32) diag.Span { return diag.Span{Source: s, Start: start, End: end} }
	want := []diag.Finding{
		{Code: "anywhere", Severity: diag.Error, Detail: "without a place"},
		{Code: "x", Severity: diag.Error, Detail: "1", At: at(a, 0, 1)},
		{Code: "x", Severity: diag.Error, Detail: "1", At: at(a, 0, 3)},
		{Code: "x", Severity: diag.Error, Detail: "2", At: at(a, 0, 3)},
		{Code: "y", Severity: diag.Error, Detail: "0", At: at(a, 0, 3)},
		{Code: "a", Severity: diag.Warning, Detail: "0", At: at(a, 0, 3)},
		{Code: "a", Severity: diag.Warning, Detail: "0", At: at(a, 4, 5)},
		{Code: "a", Severity: diag.Error, Detail: "0", At: at(b, 0, 1)},
	}
	for range 20 {
		var shuffled diag.List
		for _, i := range rand.Perm(2 * len(want)) {
			shuffled.Add(want[i%len(want)]) // each of them twice
		}
		got := shuffled.Sorted()
		for i := range got {
			got[i].Excerpt = nil
		}
		if diff := cmp.Diff(diag.List(want), got, cmp.Comparer(func(a, b *diag.Source) bool { return a == b })); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestCounts(t *testing.T) {
	list := diag.List{{Severity: diag.Warning}, {Severity: diag.Warning}}
	if list.HasErrors() || list.Count(diag.Warning) != 2 {
		t.Errorf("%v, %d", list.HasErrors(), list.Count(diag.Warning))
	}
	list.Add(diag.Finding{Severity: diag.Error})
	if !list.HasErrors() || list.Count(diag.Error) != 1 {
		t.Errorf("%v, %d", list.HasErrors(), list.Count(diag.Error))
	}
}

func TestFingerprintsFollowTheAddressNotTheLine(t *testing.T) {
	first := diag.Finding{Code: "c", Resource: "partner/x", Path: "spec/a", Detail: "d", At: span("a\nb\n", 0, 1)}
	moved := first
	moved.At = span("\n\n\na\nb\n", 3, 4)
	if first.Fingerprint() != moved.Fingerprint() {
		t.Error("a finding that moved has another fingerprint")
	}
	for name, other := range map[string]diag.Finding{
		"code":     {Code: "d", Resource: "partner/x", Path: "spec/a", Detail: "d"},
		"resource": {Code: "c", Resource: "partner/y", Path: "spec/a", Detail: "d"},
		"path":     {Code: "c", Resource: "partner/x", Path: "spec/b", Detail: "d"},
		"detail":   {Code: "c", Resource: "partner/x", Path: "spec/a", Detail: "e"},
		"file":     {Code: "c", Path: "spec/a", Detail: "d", At: span("a", 0, 1)},
	} {
		if first.Fingerprint() == other.Fingerprint() {
			t.Errorf("another %s has the same fingerprint", name)
		}
	}
}

func TestExcerpts(t *testing.T) {
	long := strings.Repeat("x", 300)
	far := strings.Repeat("漢", 1000) + "HERE" + strings.Repeat("字", 1000)
	for name, c := range map[string]struct {
		text       string
		start, end int
		want       diag.Excerpt
	}{
		"two lines before": {"one\ntwo\nthree\nfour: x\nfive\n", 14, 18, diag.Excerpt{First: 2, Lines: []string{"two", "three", "four: x"}, Column: 1, Width: 4}},
		"first line":       {"one: x\ntwo\n", 5, 6, diag.Excerpt{First: 1, Lines: []string{"one: x"}, Column: 6, Width: 1}},
		"no width":         {"one:\n", 4, 4, diag.Excerpt{First: 1, Lines: []string{"one:"}, Column: 5, Width: 1}},
		"many lines":       {"a: |\n  b\n  c\n", 3, 12, diag.Excerpt{First: 1, Lines: []string{"a: |"}, Column: 4, Width: 1}},
		"past the end":     {"a\n", 50, 60, diag.Excerpt{First: 1, Lines: []string{"a", ""}, Column: 1, Width: 1}},
		"tabs":             {"a:\tb\tc\n", 3, 4, diag.Excerpt{First: 1, Lines: []string{"a: b c"}, Column: 4, Width: 1}},
		"wide characters":  {"漢字: 😀é\n", 8, 14, diag.Excerpt{First: 1, Lines: []string{"漢字: 😀é"}, Column: 5, Width: 2}},
		"BOM":              {"\ufeffa: b\n", 6, 7, diag.Excerpt{First: 1, Lines: []string{"a: b"}, Column: 4, Width: 1}},
		"CRLF":             {"a: b\r\nc: d\r\n", 9, 10, diag.Excerpt{First: 1, Lines: []string{"a: b", "c: d"}, Column: 4, Width: 1}},
		"control and direction marks": {"a: \x1b[2J\u202Eb\u2028\u0085\x00\n", 3, 4,
			diag.Excerpt{First: 1, Lines: []string{"a: \uFFFD[2J\uFFFDb\uFFFD\uFFFD\uFFFD"}, Column: 4, Width: 1}},
		"bytes that are no text":   {"a: \xff\xfe\n", 3, 5, diag.Excerpt{First: 1, Lines: []string{"a: \uFFFD\uFFFD"}, Column: 4, Width: 2}},
		"long line before":         {long + "\nb: c\n", 304, 305, diag.Excerpt{First: 1, Lines: []string{strings.Repeat("x", 239) + "…", "b: c"}, Column: 4, Width: 1}},
		"long value":               {"a: " + long + "\n", 3, 303, diag.Excerpt{First: 1, Lines: []string{"a: " + strings.Repeat("x", 236) + "…"}, Column: 4, Width: 237}},
		"far along a long line":    {far, 3000, 3004, diag.Excerpt{First: 1, Lines: []string{"…" + strings.Repeat("漢", 58) + "HERE" + strings.Repeat("字", 176) + "…"}, Column: 60, Width: 4}},
		"at the end of a long one": {long + "y", 300, 301, diag.Excerpt{First: 1, Lines: []string{"…" + strings.Repeat("x", 58) + "y"}, Column: 60, Width: 1}},
	} {
		found := diag.List{{Code: "c", At: span(c.text, c.start, c.end)}}.Sorted()
		if diff := cmp.Diff(&c.want, found[0].Excerpt); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestNoExcerptWithoutAPlace(t *testing.T) {
	for name, at := range map[string]diag.Span{"nowhere": {}, "empty file": span("", 0, 0), "never read": {Source: diag.NewSource("", "x", nil)}} {
		if found := (diag.List{{Code: "c", At: at}}).Sorted(); found[0].Excerpt != nil {
			t.Errorf("%s: %+v", name, found[0].Excerpt)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"won-revenue", "win-rate", "lead-to-close", "on", "of"}
	for name, want := range map[string]string{
		"won-revenu":             "won-revenue",
		"Won-Revenue":            "won-revenue",
		"wonrevenue":             "won-revenue",
		"winrate":                "win-rate",
		"win-rates":              "win-rate",
		"lead_to_close":          "lead-to-close",
		"oN":                     "on",
		"revenue":                "",
		"":                       "",
		"something else":         "",
		strings.Repeat("o", 200): "",
	} {
		got, found := diag.Nearest(name, names)
		if got != want || found != (want != "") {
			t.Errorf("%q is taken for %q, %t; want %q", name, got, found, want)
		}
	}
	if got, found := diag.Nearest("ab", []string{"abc", "abd"}); got != "abc" || !found {
		t.Errorf("of two equals the second is taken: %q", got)
	}
	if got, found := diag.Nearest("a", nil); got != "" || found {
		t.Errorf("of none: %q", got)
	}
}
