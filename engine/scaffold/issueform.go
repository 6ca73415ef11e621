package scaffold

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// issueForms is where the forms lie in a repository.
const issueForms = ".github/ISSUE_TEMPLATE"

// issueForm is a form of the starter: GitHub writes the label of each field as a
// heading and the answer below it.
type issueForm struct {
	name   string // of its file, without the ending
	fields []formField
}

type formField struct {
	ID, Type, Label string
	Options         []string
	IsRequired      bool
}

// formFile is as much of GitHub's syntax as the forms use.
type formFile struct {
	Body []struct {
		Type       string
		ID         string
		Attributes struct {
			Label   string
			Options []string
		}
		Validations struct{ Required bool }
	}
}

// readForms reads the forms of the starter, by name.
func readForms() ([]issueForm, error) {
	names, err := fs.Glob(starterFiles, "starter/"+issueForms+"/*.yml")
	if err != nil {
		return nil, err
	}
	var out []issueForm
	for _, name := range names {
		text, err := fs.ReadFile(starterFiles, name)
		if err != nil {
			return nil, err
		}
		var file formFile
		if err := yaml.Unmarshal(text, &file); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		form := issueForm{name: strings.TrimSuffix(path.Base(name), ".yml")}
		for _, b := range file.Body {
			if b.Type != "markdown" {
				form.fields = append(form.fields, formField{b.ID, b.Type, b.Attributes.Label, b.Attributes.Options, b.Validations.Required})
			}
		}
		out = append(out, form)
	}
	return out, nil
}

// answers are those of a filled form by the id of their field, as they stand there.
type answers struct {
	form issueForm
	text map[string]string
}

// noAnswer is what GitHub writes for a field that was left empty.
const noAnswer = "_No response_"

// answered finds the form that a body was made by, and its answers.
func answered(body string) (answers, error) {
	forms, err := readForms()
	if err != nil {
		return answers{}, err
	}
	first, _, _ := strings.Cut(strings.TrimSpace(body), "\n")
	i := slices.IndexFunc(forms, func(f issueForm) bool { return strings.TrimSpace(first) == heading(f.fields[0]) })
	if i < 0 {
		return answers{}, refuse("Nothing was written: this issue was not filled in as one of the forms in "+issueForms+".",
			"Open it anew with a form, and leave the headings as they are.")
	}
	return forms[i].read(body)
}

func heading(f formField) string { return "### " + f.Label }

// read parts a body at the headings of the form, which stand there once each and in
// their order: a heading that an answer brings along would be another's answer.
func (f issueForm) read(body string) (answers, error) {
	out, at := answers{f, map[string]string{}}, -1
	for line := range strings.Lines(body) {
		i := slices.IndexFunc(f.fields, func(field formField) bool { return strings.TrimSpace(line) == heading(field) })
		switch {
		case i < 0 && at >= 0:
			out.text[f.fields[at].ID] += line
		case i >= 0 && i != at+1:
			return out, refuse(fmt.Sprintf("Nothing was written: the heading %q stands where the form has another one.", f.fields[i].Label),
				"Headings are those of the form, once each and in its order: take this one out of the answer that it stands in.")
		case i >= 0:
			at = i
		}
	}
	if at != len(f.fields)-1 {
		return out, refuse(fmt.Sprintf("Nothing was written: the heading %q is missing.", f.fields[at+1].Label), "Open the issue anew with the form.")
	}
	for _, field := range f.fields {
		text := strings.TrimSpace(out.text[field.ID])
		if text == noAnswer {
			text = ""
		}
		if text == "" && field.IsRequired {
			return out, refuse(fmt.Sprintf("Nothing was written: %s is empty.", field.Label), "Edit the issue and write something below that heading.")
		}
		if text != "" && field.Type == "dropdown" && !slices.Contains(field.Options, text) {
			return out, refuse(fmt.Sprintf("Nothing was written: %s is none of the choices of the form.", field.Label), "Choose from "+strings.Join(field.Options, ", ")+".")
		}
		out.text[field.ID] = text
	}
	return out, nil
}

func (a answers) label(id string) string {
	return a.form.fields[slices.IndexFunc(a.form.fields, func(f formField) bool { return f.ID == id })].Label
}

const (
	mostAnswer  = 200  // characters of an answer of one line
	mostText    = 2000 // characters of a text
	mostAnswers = 20   // of one field
)

// line is an answer as one line: without breaks, and without what could hide or
// reorder characters.
func (a answers) line(id string, most int) (string, error) {
	text := oneLine(a.text[id])
	if text == "" && a.text[id] != "" {
		return "", refuse(fmt.Sprintf("Nothing was written: %s holds nothing that can be read.", a.label(id)), "")
	}
	if n := utf8.RuneCountInString(text); n > most {
		return "", refuse(fmt.Sprintf("Nothing was written: %s has %d characters, and %d is the most.", a.label(id), n, most), "Say it shorter.")
	}
	return text, nil
}

// list is an answer of several things, parted by a character.
func (a answers) list(id, between string) ([]string, error) {
	var out []string
	for part := range strings.SplitSeq(a.text[id], between) {
		part = oneLine(strings.TrimLeft(strings.TrimSpace(part), "-*• "))
		if n := utf8.RuneCountInString(part); n > mostAnswer {
			return nil, refuse(fmt.Sprintf("Nothing was written: one of %s has %d characters, and %d is the most.", a.label(id), n, mostAnswer), "Say it shorter.")
		}
		if part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	if len(out) > mostAnswers {
		return nil, refuse(fmt.Sprintf("Nothing was written: %s names %d things, and %d is the most.", a.label(id), len(out), mostAnswers), "Name those that matter.")
	}
	return out, nil
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs), r == utf8.RuneError:
			return -1
		}
		return r
	}, text)), " ")
}
