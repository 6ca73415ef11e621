package main

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"text/template"

	"github.com/rogpeppe/go-internal/txtar"
)

//go:embed archives
var archives embed.FS

// repository is one example.
type repository struct {
	name string
	// scene gives the fact files, by path below the example, and what the
	// templates of the documents see.
	scene func(*dice) (sheets []sheet, story any)
}

var all = []repository{
	{"reseller", resellerScene},
	{"referral", referralScene},
	{"affiliate", affiliateScene},
}

// build gives every file by its path below the example: base/… and change/….
func (r repository) build() (map[string]string, error) {
	sheets, story := r.scene(newDice(r.name))
	out := map[string]string{}
	for _, s := range sheets {
		out["base/"+s.path] = s.text()
	}
	files, err := documents(r.name, story)
	for name, text := range files {
		if _, taken := out[name]; taken {
			return nil, fmt.Errorf("%s is written twice", name)
		}
		out[name] = text
	}
	return out, err
}

// documents fills the templates of a folder of archives/ and cuts the result
// into files at the marks of the txtar format.
func documents(folder string, story any) (map[string]string, error) {
	texts, err := fs.Glob(archives, "archives/"+folder+"/*.txtar")
	if err != nil || len(texts) == 0 {
		return nil, fmt.Errorf("no archives in %s: %w", folder, err)
	}
	out := map[string]string{}
	for _, name := range texts {
		filled, err := fill(name, story)
		if err != nil {
			return nil, err
		}
		for _, f := range txtar.Parse([]byte(filled)).Files {
			if _, taken := out[f.Name]; taken {
				return nil, fmt.Errorf("%s: %s is written twice", name, f.Name)
			}
			out[f.Name] = strings.TrimSpace(string(f.Data)) + "\n"
		}
	}
	return out, nil
}

func fill(name string, story any) (string, error) {
	text, err := fs.ReadFile(archives, name)
	if err != nil {
		return "", err
	}
	t, err := template.New(name).Option("missingkey=error").Parse(string(text))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, story)
	return b.String(), err
}
