package render

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
)

type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitFailure `xml:"failure"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit prints findings as test results: a suite for each file, a case for each
// finding. Errors fail; a warning is a case that passes and says so, since
// warnings alone close no way. Without findings there is one case that passes.
func JUnit(w io.Writer, findings diag.List) error {
	out := junitSuites{Name: "entente"}
	suites := map[string]*junitSuite{}
	for _, f := range findings {
		file := plain(f.At.File())
		if file == "" {
			file = "repository"
		}
		suite := suites[file]
		if suite == nil {
			suite = &junitSuite{Name: file}
			suites[file] = suite
			out.Suites = append(out.Suites, suite)
		}
		suite.add(f)
	}
	if len(findings) == 0 {
		out.Suites = []*junitSuite{{Name: "entente", Tests: 1, Cases: []junitCase{{Name: "validate", Class: "entente"}}}}
	}
	for _, s := range out.Suites {
		out.Tests += s.Tests
		out.Failures += s.Failures
	}
	return writeXML(w, out)
}

func (s *junitSuite) add(f diag.Finding) {
	at := f.At.From()
	c := junitCase{Name: place(f.Code, at.Line, at.Column), Class: s.Name, File: plain(f.At.File()), Line: at.Line}
	text := body(f)
	s.Tests++
	if f.Severity == diag.Error {
		s.Failures++
		c.Failure = &junitFailure{Type: f.Code, Message: plain(f.Summary), Text: text}
	} else {
		c.Out = string(f.Severity) + ": " + plain(f.Summary) + "\n" + text
	}
	s.Cases = append(s.Cases, c)
}

// body gives place, detail and fix, a line each.
func body(f diag.Finding) string {
	at := f.At.From()
	var lines []string
	for _, text := range []string{place(f.At.File(), at.Line, at.Column), f.Detail, f.Fix} {
		if text = plain(text); text != "" {
			lines = append(lines, defuse(text))
		}
	}
	return strings.Join(lines, "\n")
}
