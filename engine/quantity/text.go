package quantity

import "fmt"

// Text is any words: not empty, at most 10,000 bytes.
type Text string

const maxText = 10000

// ParseText takes a text as it is.
func ParseText(s string) (Text, error) {
	switch {
	case s == "":
		return "", expected(Text("").Form())
	case len(s) > maxText:
		return "", fault(fmt.Sprintf("a text has at most 10,000 bytes, this has %s", Grouped(fmt.Sprint(len(s)))))
	}
	return Text(s), nil
}

func (t Text) String() string { return string(t) }

// UnmarshalText is ParseText.
func (t *Text) UnmarshalText(text []byte) error { return unmarshal(t, text, ParseText) }

// Form describes the spelling.
func (Text) Form() Form {
	return Form{
		Pattern: `^[\s\S]+$`,
		Expects: "some text",
		Example: "Grow DACH together",
		JSON:    []string{"string"},
	}
}
