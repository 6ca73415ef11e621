package render

import (
	"regexp"
	"strings"
)

// apart is an empty comment. GitHub looks for mentions, references and addresses
// in the text that Markdown has become, where &#64; is @ again; a comment makes
// two texts of one, and is not shown.
const apart = "<!-- -->"

// specials have a meaning in Markdown or in what GitHub makes of it. The
// backslash is among them since it would take the meaning of the & after it.
var specials = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	"|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "[", "&#91;", "]", "&#93;",
	`\`, "&#92;", "~", "&#126;", "$", "&#36;",
	"@", "&#64;"+apart, "#", "&#35;"+apart,
	"::", "&#58;&#58;", "//", "/"+apart+"/",
)

// autolinked is what GitHub links besides: addresses without a scheme, GH-1.
var autolinked = regexp.MustCompile(`(?i)\b(www|gh-)([.0-9])`)

// escape makes any text show as it is within a line of Markdown: it formats
// nothing, links to nothing, notifies nobody and ends no cell of a table.
func escape(s string) string {
	return autolinked.ReplaceAllString(specials.Replace(plain(s)), "${1}"+apart+"${2}")
}

// prose is escape of a sentence that has names between backticks, which become code.
// It is not for cells of tables.
func prose(s string) string {
	parts := strings.Split(plain(s), "`")
	if len(parts)%2 == 0 {
		return escape(s)
	}
	for i := range parts {
		switch {
		case i%2 == 0:
			parts[i] = escape(parts[i])
		case parts[i] == "":
			parts[i] = escape("``")
		default:
			parts[i] = code(parts[i])
		}
	}
	return strings.Join(parts, "")
}

// code puts text between backticks, more of them than stand in it. It is not
// for cells of tables, where | ends even code.
func code(s string) string {
	s = defuse(plain(s))
	if s == "" {
		return ""
	}
	longest, run := 0, 0
	for _, r := range s {
		if run++; r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if edge := s[:1] + s[len(s)-1:]; strings.Contains(edge, "`") || edge == "  " && strings.Trim(s, " ") != "" {
		s = " " + s + " "
	}
	return fence + s + fence
}
