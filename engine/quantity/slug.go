package quantity

// Slug is a name in lowercase letters and digits, its words joined by single
// hyphens, at most 63 bytes: "new-business".
type Slug string

const maxSlug = 63

// ParseSlug reads a slug.
func ParseSlug(s string) (Slug, error) {
	if len(s) == 0 || len(s) > maxSlug || s[0] == '-' || s[len(s)-1] == '-' {
		return "", slugFault(s)
	}
	for i := range len(s) {
		c := s[i]
		isWord := c-'a' < 26 || c-'0' < 10
		if !isWord && (c != '-' || s[i-1] == '-') {
			return "", slugFault(s)
		}
	}
	return Slug(s), nil
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

func slugFault(s string) *Fault { return expected(Slug("").Form()) }
