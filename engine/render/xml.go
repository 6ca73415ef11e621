package render

import (
	"encoding/xml"
	"io"
	"strings"
)

// writeXML prints a document with its declaration, indented, a line end. In XML
// ##[ can only stand in text and attributes, where a reference means the same.
func writeXML(w io.Writer, document any) error {
	b, err := xml.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+strings.ReplaceAll(string(b), "##[", "##&#91;")+"\n")
	return err
}
