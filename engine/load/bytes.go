package load

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/diag"
)

// badBytes finds what YAML cannot hold before the parser meets it, because the
// parser's own error has no place.
func badBytes(source *diag.Source, text []byte) (diag.Finding, bool) {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return diag.Finding{Code: CodeEncoding, Severity: diag.Error, Summary: "The file is not UTF-8", At: span(source, 0, 2),
			Detail: "It begins with the mark of UTF-16.", Fix: "save it as UTF-8"}, true
	}
	start := 0
	if bytes.HasPrefix(text, bom) {
		start = len(bom)
	}
	for i := start; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if c >= 0x20 && c != 0x7f || c == '\t' || c == '\n' || c == '\r' {
				i++
				continue
			}
			return controlCharacter(source, i, rune(c), 1), true
		}
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return diag.Finding{Code: CodeEncoding, Severity: diag.Error, Summary: "The file is not UTF-8", At: span(source, i, i+1),
				Detail: fmt.Sprintf("Byte 0x%02x is not part of any UTF-8 character.", text[i]),
				Fix:    "save the file as UTF-8; a spreadsheet may have written it as Windows-1252"}, true
		}
		if r < 0xa0 && r != 0x85 || r == 0xfeff || r == 0xfffe || r == 0xffff {
			return controlCharacter(source, i, r, n), true
		}
		i += n
	}
	return diag.Finding{}, false
}

func controlCharacter(source *diag.Source, i int, r rune, width int) diag.Finding {
	return diag.Finding{Code: CodeControl, Severity: diag.Error, Summary: "A control character", At: span(source, i, i+width),
		Detail: fmt.Sprintf("U+%04X cannot stand in YAML.", r), Fix: "delete it; editors show it with \"render control characters\""}
}

func span(source *diag.Source, start, end int) diag.Span {
	return diag.Span{Source: source, Start: uint32(start), End: uint32(end)}
}
