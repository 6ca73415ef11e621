package render

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	entity  = regexp.MustCompile(`&(?:amp|lt|gt|#[0-9]+);`)
	mention = regexp.MustCompile(`@[A-Za-z0-9]|#[0-9]|(?i)\bgh-[0-9]|://|(?i)\bwww\.`)
)

func hostileSeeds(f *testing.F) {
	for _, seed := range []string{payload, "", "plain words", "@team", "#1", "&#64;team", "a|b", "``` ```", "`", " ` ", "  ", "\\`", "::::", "#:://", "\u2029",
		"\x1b]8;;http://evil\x07x", "\x1b", "\x9b", "\xff\xfe", "\u2066x\u2069", "\U000E0041", "##[", "#\x00#[", "w\u200bww.evil", "GH-\u200b7", "<!-- -->", "名前 e\u0301"} {
		f.Add(seed)
	}
}

// What is escaped holds no raw special and no reference once it is shown, and
// shows the text that it was made of.
func FuzzEscape(f *testing.F) {
	hostileSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		got := escape(s)
		if left := entity.ReplaceAllString(strings.ReplaceAll(got, apart, ""), ""); strings.ContainsAny(left, "|<>&`*_[]#@\\~$") || strings.Contains(got, "::") {
			t.Errorf("%q gives %q, which holds specials", s, got)
		}
		if i := strings.IndexFunc(got, isHidden); i >= 0 {
			t.Errorf("%q gives %q, which holds %q", s, got, got[i:])
		}
		shown := html.UnescapeString(strings.ReplaceAll(got, apart, "\x00"))
		if m := mention.FindString(shown); m != "" {
			t.Errorf("%q gives %q, in which %q links", s, got, m)
		}
		if back := strings.ReplaceAll(shown, "\x00", ""); back != plain(s) {
			t.Errorf("%q shows as %q", s, back)
		}
	})
}

// Code is closed by the fence that opened it and by none before.
func FuzzCode(f *testing.F) {
	hostileSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		got := code(s)
		if got == "" {
			if plain(s) != "" {
				t.Errorf("%q is lost", s)
			}
			return
		}
		fence := got[:len(got)-len(strings.TrimLeft(got, "`"))]
		inner, ok := strings.CutSuffix(got[len(fence):], fence)
		if !ok || inner == "" || strings.HasSuffix(inner, "`") {
			t.Fatalf("%q gives %q, which is not closed", s, got)
		}
		for _, run := range regexp.MustCompile("`+").FindAllString(inner, -1) {
			if len(run) == len(fence) {
				t.Errorf("%q gives %q, which is closed too soon", s, got)
			}
		}
		if strings.IndexFunc(got, isHidden) >= 0 || strings.Contains(got, "##[") {
			t.Errorf("%q gives %q", s, got)
		}
	})
}

// A line of text never acts on a terminal or a runner.
func FuzzPlain(f *testing.F) {
	hostileSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		p := newPage(Options{})
		p.line("%s", s)
		got := strings.TrimSuffix(p.text.String(), "\n")
		if strings.IndexFunc(got, isHidden) >= 0 || strings.Contains(got, "##[") || strings.HasPrefix(strings.TrimSpace(got), "::") {
			t.Errorf("%q gives %q", s, got)
		}
	})
}

func isHidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// withoutCode takes the code spans out of Markdown, as CommonMark reads them.
func withoutCode(md string) string {
	var out strings.Builder
	runs := regexp.MustCompile("`+")
	for {
		open := runs.FindStringIndex(md)
		if open == nil {
			return out.String() + md
		}
		fence, rest, end := md[open[0]:open[1]], md[open[1]:], -1
		for _, next := range runs.FindAllStringIndex(rest, -1) {
			if next[1]-next[0] == len(fence) {
				end = next[1]
				break
			}
		}
		if end < 0 {
			out.WriteString(md[:open[1]])
			md = rest
			continue
		}
		out.WriteString(md[:open[0]])
		md = rest[end:]
	}
}
