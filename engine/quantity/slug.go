package quantity

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Slug is a name in lowercase letters and digits, its words joined by single
// hyphens, at most 63 bytes: "new-business".
type Slug string

const maxSlug = 63

// ParseSlug reads a slug.
func ParseSlug(s string) (Slug, error) {
	slug, ok := scanSlug(s)
	if !ok {
		return "", slugFault(s)
	}
	return slug, nil
}

func scanSlug(s string) (Slug, bool) {
	if len(s) == 0 || len(s) > maxSlug || s[0] == '-' || s[len(s)-1] == '-' {
		return "", false
	}
	for i := range len(s) {
		c := s[i]
		isWord := c-'a' < 26 || c-'0' < 10
		if !isWord && (c != '-' || s[i-1] == '-') {
			return "", false
		}
	}
	return Slug(s), true
}

func (s Slug) String() string { return string(s) }

// UnmarshalText is ParseSlug.
func (s *Slug) UnmarshalText(text []byte) error { return unmarshal(s, text, ParseSlug) }

// Form describes the spelling.
func (Slug) Form() Form {
	return Form{
		Pattern: `^[a-z0-9]+(-[a-z0-9]+)*$`,
		Expects: "a name in lowercase letters, digits and single hyphens, such as new-business",
		Example: "new-business",
		JSON:    []string{"string"},
	}
}

func slugFault(s string) *Fault {
	form := Slug("").Form()
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r < utf8.RuneSelf && !('a' <= r && r <= 'z') && !('0' <= r && r <= '9')
	})
	guess := strings.Join(words, "-")
	switch {
	case guess == s && len(s) > maxSlug:
		return fault(fmt.Sprintf("a name has at most %d characters, this has %d", maxSlug, len(s)))
	case len(guess) > maxSlug:
		return expected(form)
	}
	return expected(form, readable(scanSlug, []string{guess})...)
}
