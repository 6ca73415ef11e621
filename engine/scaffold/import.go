package scaffold

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Request says what is imported, and how.
type Request struct {
	Name      string // of the CSV file, for messages
	Text      []byte // its bytes
	Program   string // that the partners join; it must exist
	Lifecycle string // of partners whose row has none; "" is prospect
	System    string // whose keys the partners get; "" is the preset's name, or crm
	Preset    string // one of PresetNames, or ""
	Columns   []Mapping
	Out       string // folder of the documents, a file each
	Single    string // one file for all of them instead; "" for none
	Force     bool   // write partners anew that are there already
}

func (r Request) system() string { return cmp.Or(r.System, r.Preset, "crm") }

// Imported is what an import will write. Nothing is written before Write.
type Imported struct {
	Files    []File // an Organization with new people first, then partners by path
	Partners int    // documents that are written
	Existing int    // partners that are left as they are
	Blank    int    // rows without any text
	People   []string
	Rejects  []Reject // by line

	OrganizationFile string
	Mapped           []Mapping // what filled what, with the file's headers
	IsGuessed        bool
	Missing          []Mapping // columns of the preset that the file lacks, which it may
	IsKeyName        bool      // no column has keys: a partner's name is its key

	table *table
}

// Import turns the rows of a CSV file into partner documents for the repository
// that it is given, which must hold an Organization and the program and be sound.
// What it gives is valid there. The error is a *Refusal, or a breakage.
func Import(ctx context.Context, repo fs.FS, r Request) (*Imported, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	before, err := readBook(ctx, repo, r)
	if err != nil {
		return nil, err
	}
	t, err := readTable(r.Name, r.Text)
	if err != nil {
		return nil, err
	}
	c, err := resolveColumns(t, r.Name, r)
	if err != nil {
		return nil, err
	}
	out := &Imported{Blank: t.blank, Mapped: c.mapped, IsGuessed: c.isGuessed, Missing: c.missing, IsKeyName: c.isKeyName,
		OrganizationFile: before.book.OrgDoc.Source.Path, table: t}
	var partners []*partner
	partners, out.Rejects = readRows(t, c, r)
	nameAll(before.book.Docs, partners)
	w := &writer{repo: repo, r: r, people: peopleOf(before.book.Org), files: map[string]*target{}}
	if err := w.all(partners, out); err != nil {
		return nil, err
	}
	if err := w.organization(before.book.OrgDoc, out); err != nil {
		return nil, err
	}
	out.Files = w.result(out.OrganizationFile)
	slices.SortStableFunc(out.Rejects, func(a, b Reject) int { return cmp.Compare(a.Line, b.Line) })
	if err := before.verify(ctx, lay(repo, out.Files), r, w.written); err != nil {
		return nil, err
	}
	return out, nil
}

// check refuses places that are outside of the repository or not read from it.
func (r Request) check() error {
	if _, reason := lifecycle(r.Lifecycle); reason != "" {
		return refuse("--lifecycle "+reason+".", "")
	}
	place := cmp.Or(r.Single, r.Out)
	switch {
	case !fs.ValidPath(path.Clean(place)):
		return refuse(fmt.Sprintf("%s is outside of the repository.", place), "Name a place in it, relative to its folder, such as partners.")
	case r.Single != "" && !strings.HasSuffix(r.Single, ".yaml") && !strings.HasSuffix(r.Single, ".yml"):
		return refuse(fmt.Sprintf("%s would not be read: documents are in files that end in .yaml.", r.Single), "Name it so, as in --single partners.yaml.")
	}
	return nil
}

// revision is the repository at one moment.
type revision struct {
	book   *resolve.Book
	unread diag.List // what is wrong with the shape of its documents
	all    diag.List
}

func readRevision(ctx context.Context, repo fs.FS) (revision, error) {
	docs, unread, err := load.Load(ctx, repo, "")
	if err != nil {
		return revision{}, err
	}
	book, findings := resolve.Resolve(docs)
	return revision{book, unread, append(slices.Clone(unread), findings...)}, nil
}

// readBook reads the repository that is imported into. Documents that cannot be
// read could be the very partners of the file, so they are mended first.
func readBook(ctx context.Context, repo fs.FS, r Request) (revision, error) {
	v, err := readRevision(ctx, repo)
	if err != nil {
		return v, err
	}
	for _, f := range v.unread.Sorted() {
		if f.Severity == diag.Error {
			return v, refuse(fmt.Sprintf("This repository has documents that cannot be read, the first in %s.", f.At.File()), "Mend them first: `entente validate` shows them.")
		}
	}
	if v.book.OrgDoc == nil {
		return v, refuse("There is no Organization here.", "Name the folder of your repository with -C, or make one with `entente init`.")
	}
	if doc, _ := spec.Lookup[spec.Program](v.book.Docs, r.Program); doc == nil {
		return v, noProgram(v.book, r.Program)
	}
	return v, nil
}

// noProgram says which programs there are instead of one that is not there, or
// was not named.
func noProgram(book *resolve.Book, name string) *Refusal {
	var names []string
	spec.Each(book.Docs, func(doc *spec.Document, _ *spec.Program) { names = append(names, string(doc.Name.V)) })
	why := fmt.Sprintf("There is no program %q.", name)
	if name == "" {
		why = "Which program do the partners join?"
	}
	near, isNear := diag.Nearest(name, names)
	switch {
	case len(names) == 0:
		return refuse(why, "This repository has no program yet: `entente schema Program` shows what one says.")
	case isNear:
		return refuse(why, "Did you mean "+near+"?")
	case name == "":
		return refuse(why, "Say --program "+strings.Join(names, ", or --program ")+".")
	}
	return refuse(why, "Choose from "+strings.Join(names, ", ")+".")
}

// verify reads the repository as it will be: every document written is found
// there, and no error is new.
func (before revision) verify(ctx context.Context, repo fs.FS, r Request, written []*partner) error {
	after, err := readRevision(ctx, repo)
	if err != nil {
		return err
	}
	for _, p := range written {
		if doc, _ := spec.Lookup[spec.Partner](after.book.Docs, p.name); doc == nil {
			return refuse(fmt.Sprintf("Nothing was written: %s is not among the files that are read, because it is hidden or named in %s.", cmp.Or(r.Single, r.Out), ignoreFile),
				"Name another place with --out.")
		}
	}
	known := map[string]bool{}
	for _, f := range before.all {
		known[f.Fingerprint()] = true
	}
	for _, f := range after.all.Sorted() {
		if f.Severity == diag.Error && !known[f.Fingerprint()] {
			return refuse(fmt.Sprintf("Nothing was written, because %s would not be valid. %s: %s", f.At.File(), f.Summary, f.Detail), f.Fix)
		}
	}
	return nil
}
