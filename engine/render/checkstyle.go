package render

import (
	"encoding/xml"
	"io"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
)

type checkstyle struct {
	XMLName xml.Name          `xml:"checkstyle"`
	Version string            `xml:"version,attr"`
	Files   []*checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr,omitempty"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// Checkstyle prints findings in the form of Checkstyle 4.3, by file.
func Checkstyle(w io.Writer, findings diag.List) error {
	out := checkstyle{Version: "4.3"}
	files := map[string]*checkstyleFile{}
	for _, f := range asData(findings) {
		name := plain(f.File)
		if files[name] == nil {
			files[name] = &checkstyleFile{Name: name}
			out.Files = append(out.Files, files[name])
		}
		files[name].Errors = append(files[name].Errors, checkstyleErrorOf(f))
	}
	return writeXML(w, out)
}

func checkstyleErrorOf(f plan.Finding) checkstyleError {
	return checkstyleError{Line: f.Line, Column: f.Column, Severity: level(f.Severity),
		Message: plain(f.Summary) + ": " + message(f), Source: "entente." + f.Code}
}
