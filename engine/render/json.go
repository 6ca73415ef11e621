package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
)

// writeJSON prints a document for machines: fields in the order of the format,
// keys of maps sorted, two spaces, a line end. What a terminal, an editor or the
// Actions runner could act on is spelled as an escape, which means the same.
func writeJSON(w io.Writer, document any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(document); err != nil {
		return err
	}
	_, err := w.Write(harmless(b.Bytes()))
	return err
}

// harmless escapes control and format characters of an encoded document, all of
// which can only stand inside its strings.
func harmless(document []byte) []byte {
	document = bytes.ReplaceAll(document, []byte("##["), []byte(`#\u0023[`))
	if bytes.IndexFunc(document, isRaw) < 0 {
		return document
	}
	var out bytes.Buffer
	for _, r := range string(document) {
		switch {
		case !isRaw(r):
			out.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.Bytes()
}

func isRaw(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }

// notNull makes an empty list of none: formats never have null for one.
func notNull[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
