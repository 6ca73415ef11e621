package scaffold

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Intaken is what an issue becomes. Nothing is written before Write.
type Intaken struct {
	File    File
	IsNew   bool         // the file is not there yet
	Address spec.Address // of the document
	What    string       // what was done to it: a concern is added
}

// Intake turns an issue that was filled in as a form into a document, or into a
// dated change or a concern of one that is there. What it gives is valid: nothing
// of the text is read as YAML, names become slugs, and the repository is checked as
// it will be. The error is a *Refusal, or a breakage.
func Intake(ctx context.Context, repo fs.FS, issue Issue) (Intaken, error) {
	a, err := answered(issue.Body)
	if err != nil {
		return Intaken{}, err
	}
	before, err := readRevision(ctx, repo)
	if err != nil {
		return Intaken{}, err
	}
	if before.book.OrgDoc == nil {
		return Intaken{}, refuse("Nothing was written: there is no Organization here.", "Name the folder of your repository with -C, or make one with `entente init`.")
	}
	in := intake{repo, issue, a, before.book}
	var out Intaken
	switch a.form.name {
	case "new-partner":
		out, err = in.partner()
	case "deal-terms":
		out, err = in.amendment()
	case "concern":
		out, err = in.concern()
	}
	if err != nil {
		return Intaken{}, err
	}
	return out, before.stays(ctx, lay(repo, []File{out.File}), out)
}

// stays reads the repository as it will be: the document is there, and no error is
// new.
func (before revision) stays(ctx context.Context, repo fs.FS, out Intaken) error {
	after, err := readRevision(ctx, repo)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(after.book.Docs.List, func(d *spec.Document) bool { return d.Address == out.Address && d.Source.Path == out.File.Path }) {
		return refuse(fmt.Sprintf("Nothing was written: %s is not among the files that are read, because it is named in %s.", out.File.Path, ignoreFile), "Take it out there.")
	}
	known := map[string]bool{}
	for _, f := range before.checked() {
		known[f.Fingerprint()] = true
	}
	for _, f := range after.checked().Sorted() {
		if f.Severity == diag.Error && !known[f.Fingerprint()] {
			return refuse(fmt.Sprintf("Nothing was written, because %s would not be valid. %s: %s", f.At.File(), f.Summary, f.Detail), f.Fix)
		}
	}
	return nil
}

// checked is everything that validate says of documents.
func (v revision) checked() diag.List {
	program, findings := evaluate.Compile(v.book)
	return slices.Concat(v.all, findings, check.Run(v.book, program))
}

type intake struct {
	repo    fs.FS
	issue   Issue
	answers answers
	book    *resolve.Book
}

// refused is a refusal about one answer.
func (in intake) refused(id, why, fix string) *Refusal {
	return refuse(fmt.Sprintf("Nothing was written: %s: %s.", in.answers.label(id), why), fix)
}

// partner makes a document of its own, of a prospect.
func (in intake) partner() (Intaken, error) {
	p := &partner{lifecycle: "prospect"}
	var program string
	var contributions, challenges []string
	err := errors.Join(
		in.take("name", &p.title), in.take("legal-name", &p.legalName), in.take("program", &program),
		in.takeAll("territories", ",", &p.territories), in.takeAll("segments", ",", &p.segments),
		in.takeAll("contributions", "\n", &contributions), in.takeAll("challenges", "\n", &challenges))
	if err != nil {
		return Intaken{}, first(err)
	}
	if p.name = slug(p.title); p.name == "" {
		return Intaken{}, in.refused("name", "no letter or digit of it can stand in a name", "Write it in Latin, Greek or Cyrillic letters.")
	}
	if known := in.sameCompany(p); known != nil {
		return Intaken{}, in.refused("name", fmt.Sprintf("%s is there already, in %s", known.Address, known.Source.Path), "Change that document instead.")
	}
	to, err := named[spec.Program](in, "program", program)
	if err != nil {
		return Intaken{}, err
	}
	if who := in.author(); who != nil && worksFor(who) == "" {
		p.managerID = string(who.ID.V)
	}
	name := path.Join("partners", p.name+".yaml")
	if _, err := fs.Stat(in.repo, name); !errors.Is(err, fs.ErrNotExist) {
		return Intaken{}, in.refused("name", name+" is there already and holds something else", "Move that file, or choose another name.")
	}
	text := string(p.document(string(to.Name.V)))
	for _, list := range []struct {
		field string
		texts []string
	}{{"contributions", contributions}, {"challenges", challenges}} {
		if len(list.texts) > 0 {
			text += "  " + list.field + ": [" + sequence(list.texts) + "]\n"
		}
	}
	return Intaken{File: File{name, []byte(text)}, IsNew: true, Address: spec.NewAddress("Partner", p.name), What: "a prospect of program " + string(to.Name.V)}, nil
}

// sameCompany is the partner that has the name already, of the document or in a
// contract.
func (in intake) sameCompany(p *partner) *spec.Document {
	var found *spec.Document
	spec.Each(in.book.Docs, func(doc *spec.Document, known *spec.Partner) {
		if string(doc.Name.V) == p.name || strings.EqualFold(string(known.LegalName.V), p.legalName) {
			found = doc
		}
	})
	return found
}

// concern adds to the concerns of a partner.
func (in intake) concern() (Intaken, error) {
	var name, text, owner, due string
	err := errors.Join(in.take("partner", &name), in.takeText("text", &text), in.take("owner", &owner), in.take("due", &due))
	if err != nil {
		return Intaken{}, first(err)
	}
	doc, err := named[spec.Partner](in, "partner", name)
	if err != nil {
		return Intaken{}, err
	}
	item := []string{"text: " + scalar(text)}
	if in.issue.Opened != 0 {
		item = append(item, "raised: "+in.issue.Opened.String())
	}
	if who := in.author(); who != nil {
		item = append(item, "by: "+scalar(string(who.ID.V)))
	}
	if owner != "" {
		item = append(item, "owner: "+scalar(owner))
	}
	if due != "" {
		day, err := in.day("due", due)
		if err != nil {
			return Intaken{}, err
		}
		item = append(item, "due: "+day)
	}
	return in.added(doc, "concerns", append(item, "status: open"), "a concern is added")
}

// added puts an item that is named after the issue at the end of a list.
func (in intake) added(doc *spec.Document, list string, fields []string, what string) (Intaken, error) {
	if in.issue.Number <= 0 {
		return Intaken{}, refuse("Nothing was written: the issue has no number, by which its entry is named.", "Give its JSON with `number`.")
	}
	id := fmt.Sprintf("issue-%d", in.issue.Number)
	name := doc.Source.Path
	text, err := fs.ReadFile(in.repo, name)
	if err != nil {
		return Intaken{}, err
	}
	begin, end := chunkAt(text, int(doc.At.Start))
	if hasItem(text[begin:end], list, id) {
		return Intaken{}, refuse(fmt.Sprintf("Nothing was written: %s has the entry %s in its %s already.", doc.Address, id, list), "Change it there.")
	}
	chunk, ok := addItems(text[begin:end], list, []string{"{id: " + id + ", " + strings.Join(fields, ", ") + "}"})
	if !ok {
		return Intaken{}, refuse(fmt.Sprintf("Nothing was written: the %s of %s cannot be added to as they stand there.", list, name), "Write them as a list of lines, and try again.")
	}
	t := target{text: text, splices: []splice{{begin, end, chunk}}}
	return Intaken{File: File{name, t.result()}, Address: doc.Address, What: what}, nil
}

// hasItem looks for an id in a list of a spec.
func hasItem(chunk []byte, list, id string) bool {
	root, err := parseChunk(chunk)
	if err != nil {
		return false
	}
	there := child(child(root, "spec"), list)
	return there != nil && slices.ContainsFunc(there.Content, func(item *yaml.Node) bool {
		n := child(item, "id")
		return n != nil && n.Value == id
	})
}

// author is the person whose account opened the issue; nil of a stranger.
func (in intake) author() *spec.Person {
	for i, p := range in.book.Org.People {
		if in.issue.Author != "" && p.GitHub != nil && strings.EqualFold(string(p.GitHub.V), in.issue.Author) {
			return &in.book.Org.People[i]
		}
	}
	return nil
}

func (in intake) day(id, text string) (string, error) {
	day, err := quantity.ParseDate(text)
	if err != nil {
		return "", in.refused(id, fmt.Sprintf("%q is no day", text), "Write it as year, month and day, such as 2027-01-31.")
	}
	return day.String(), nil
}

func (in intake) take(id string, into *string) (err error) {
	*into, err = in.answers.line(id, mostAnswer)
	return err
}

func (in intake) takeText(id string, into *string) (err error) {
	*into, err = in.answers.line(id, mostText)
	return err
}

func (in intake) takeAll(id, between string, into *[]string) (err error) {
	*into, err = in.answers.list(id, between)
	return err
}

// first of joined errors, for one thing is said at a time.
func first(err error) error {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		return all.Unwrap()[0]
	}
	return err
}

// named finds a document by what somebody calls it: its name, how that is written
// for people, or its title.
func named[K spec.Kind](in intake, id, text string) (*spec.Document, error) {
	var names []string
	var found []*spec.Document
	spec.Each(in.book.Docs, func(doc *spec.Document, _ *K) {
		name := string(doc.Name.V)
		names = append(names, name)
		if name == text || name == slug(text) || doc.Title != nil && strings.EqualFold(string(doc.Title.V), text) {
			found = append(found, doc)
		}
	})
	if len(found) > 0 {
		return found[0], nil
	}
	fix := "Choose from " + strings.Join(names[:min(len(names), mostAnswers)], ", ") + "."
	if near, isNear := diag.Nearest(text, names); isNear {
		fix = "Did you mean " + near + "?"
	}
	return nil, in.refused(id, fmt.Sprintf("there is no %q", text), fix)
}
