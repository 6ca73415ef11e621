package scaffold

import (
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Anna Snelling":                 "anna-snelling",
		"  Bäckerei O’Neill & Söhne ":   "backerei-oneill-sohne",
		"STRAßE; Ærø / Łódź":            "strasse-aero-lodz",
		"Nguyễn Thị Hồng":               "nguyen-thi-hong",
		"İstanbul":                      "istanbul",
		"Cafe\u0301":                    "cafe",
		"Ελλάς & Українa":               "ellas-ukraina",
		"ＡＢＣ １２":                        "abc-12",
		"3M":                            "3m",
		"--- (a)":                       "a",
		"日本":                            "",
		"!?":                            "",
		strings.Repeat("long name ", 9): "long-name-long-name-long-name-long-name-long-name-long-name",
		strings.Repeat("x", 80):         strings.Repeat("x", 63),
	} {
		if got := slug(text); got != want {
			t.Errorf("slug(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNumberedNamesStayInTheLimit(t *testing.T) {
	if got := numbered(strings.Repeat("x", 63), 12); got != strings.Repeat("x", 60)+"-12" {
		t.Errorf("got %q", got)
	}
}

// FuzzSlug: whatever the text, a slug is a name of the language or nothing, and
// one of its own.
func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"", "Acme", "Ünïcode  & Co.", "-", "a'b", "\xff", strings.Repeat("ß", 40), strings.Repeat("ab-", 30)} {
		f.Add(seed, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		name := slug(text)
		if name == "" {
			return
		}
		for _, s := range []string{name, numbered(name, int(n)+1)} {
			if _, err := quantity.ParseSlug(s); err != nil {
				t.Errorf("%q gives %q: %v", text, s, err)
			}
		}
		if again := slug(name); again != name {
			t.Errorf("%q gives %q, which gives %q", text, name, again)
		}
	})
}
