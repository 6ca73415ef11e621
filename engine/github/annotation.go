package github

import (
	"path"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/render"
)

const mostMessage = 8000 // characters of an annotation; GitHub takes 64 KB

// Annotation is a note of a check at lines of a file.
type Annotation struct {
	File     string // of the repository
	From, To int    // lines, from 1
	Level    string // failure, warning or notice
	Title    string
	Message  string
}

// Annotations are findings as notes at their lines, errors first. folder is the
// unit that the findings' files are named within. Workflow commands are
// render.GitHub's; a step shows only ten of each level.
func Annotations(folder string, findings []plan.Finding) []Annotation {
	var errors, others []Annotation
	for _, f := range findings {
		if f.File == "" || f.Line < 1 {
			continue
		}
		a := Annotation{File: path.Join(unitName(folder), f.File), From: f.Line, To: max(f.Line, f.EndLine), Level: levelOf(f.Severity),
			Title: f.Summary, Message: strings.Join(compact(f.Detail, f.Fix, "entente explain "+f.Code), "\n")}
		if a.Level == "failure" {
			errors = append(errors, a)
		} else {
			others = append(others, a)
		}
	}
	return append(errors, others...)
}

func levelOf(severity string) string {
	switch diag.Severity(severity) {
	case diag.Error:
		return "failure"
	case diag.Warning:
		return "warning"
	}
	return "notice"
}

// compact makes a line of each text that there is.
func compact(texts ...string) []string {
	var out []string
	for _, text := range texts {
		if text = render.OneLine(text); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// form cleans what came from a repository; GitHub shows it as text, not Markdown.
func (a Annotation) form() *gh.CheckRunAnnotation {
	file, level := a.File, a.Level
	title := shorten(render.OneLine(a.Title), mostTitle)
	message := shorten(render.Defuse(a.Message), mostMessage)
	if message == "" {
		message = title
	}
	from := max(a.From, 1)
	to := max(a.To, from)
	return &gh.CheckRunAnnotation{Path: &file, StartLine: &from, EndLine: &to, AnnotationLevel: &level, Title: optional(title), Message: &message}
}
