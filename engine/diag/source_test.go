package diag_test

import (
	"errors"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
)

func span(text string, start, end int) diag.Span {
	return diag.Span{Source: diag.Bytes("x.yaml", []byte(text)), Start: uint32(start), End: uint32(end)}
}

func TestPositions(t *testing.T) {
	for name, c := range map[string]struct {
		text     string
		offset   int
		line, at int
	}{
		"start":                      {"a: b\n", 0, 1, 1},
		"within a line":              {"a: b\n", 3, 1, 4},
		"at the line break":          {"a: b\n", 4, 1, 5},
		"next line":                  {"a: b\nc: d\n", 5, 2, 1},
		"CRLF":                       {"a: b\r\nc: d\r\n", 9, 2, 4},
		"between CR and LF":          {"a: b\r\nc: d\r\n", 5, 1, 6},
		"CR alone":                   {"a: b\rc: d\r", 5, 2, 1},
		"NEL and LS are no lines":    {"a\u0085b\u2028c", 7, 1, 5},
		"wide characters count once": {"漢字: 😀x\n", 12, 1, 6},
		"combining marks count":      {"e\u0301x", 3, 1, 3},
		"a BOM is no column":         {"\ufeffa: b", 3, 1, 1},
		"after a BOM":                {"\ufeffa: b", 6, 1, 4},
		"the second line has none":   {"\ufeffa\nb: c", 8, 2, 4},
		"end":                        {"a\n", 2, 2, 1},
		"past the end":               {"a\nbc", 99, 2, 3},
		"empty":                      {"", 0, 1, 1},
	} {
		got := span(c.text, c.offset, c.offset).From()
		if got.Line != c.line || got.Column != c.at {
			t.Errorf("%s: %d:%d, want %d:%d", name, got.Line, got.Column, c.line, c.at)
		}
	}
}

func TestTextOfASpan(t *testing.T) {
	if got := span("a: bcd\n", 3, 6).Text(); got != "bcd" {
		t.Errorf("got %q", got)
	}
	if got := span("a", 3, 9).Text(); got != "" {
		t.Errorf("past the end: %q", got)
	}
	if got := (diag.Span{}).Text(); got != "" {
		t.Errorf("of no place: %q", got)
	}
}

func TestAnUnreadableSourceHasAPlace(t *testing.T) {
	failing := diag.NewSource("main", "x.yaml", func() ([]byte, error) { return nil, errors.New("gone") })
	at := diag.Span{Source: failing, Start: 7, End: 9}
	if at.File() != "x.yaml" || at.From() != (diag.Position{Line: 1, Column: 1}) || at.IsZero() {
		t.Errorf("%s %v", at.File(), at.From())
	}
	found := diag.List{{Code: "c", At: at}}.Sorted()
	if found[0].Excerpt != nil {
		t.Errorf("an excerpt of nothing: %+v", found[0].Excerpt)
	}
}

func TestASourceIsReadOnce(t *testing.T) {
	reads := 0
	s := diag.NewSource("", "x.yaml", func() ([]byte, error) { reads++; return []byte("a\nb\n"), nil })
	at := diag.Span{Source: s, Start: 2, End: 3}
	at.From()
	at.To()
	if at.Text() != "b" || reads != 1 {
		t.Errorf("%q after %d reads", at.Text(), reads)
	}
}
