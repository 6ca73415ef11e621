package engine

import (
	"context"

	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Where says which documents and facts are meant.
type Where struct {
	Dir         string // the repository's folder, or one below it
	Rev         string // "" for the folder as it lies; see Revision
	Facts       string // second root for fact files kept out of git; "" for none
	ToolVersion string // of the program that asks; "": not known
}

// Checked is what validate found.
type Checked struct {
	Documents int       `json:"documents"`
	Files     int       `json:"files"`
	Rules     int       `json:"rules"`
	Findings  diag.List `json:"-"` // sorted, with excerpts
	Unit      string    `json:"-"` // folder of the git repository that files are named within; "" for all of it
}

// Check loads, resolves and checks one revision. Of facts only the headers are
// read.
func Check(ctx context.Context, at Where) (Checked, error) {
	w := &workspace{dir: at.Dir}
	defer w.Close()
	l, err := w.load(ctx, at.Rev, at.Facts)
	if err != nil {
		return Checked{}, err
	}
	return l.checked(nil), nil
}

// loaded is a revision through all stages before facts.
type loaded struct {
	rev      *Revision
	book     *resolve.Book
	program  *evaluate.Program
	roots    evaluate.Roots
	sources  []facts.Source
	findings diag.List
}

func (w *workspace) load(ctx context.Context, name, factsDir string) (*loaded, error) {
	rev, err := w.revision(name)
	if err != nil {
		return nil, err
	}
	return w.loadRevision(ctx, rev, factsDir)
}

func (w *workspace) loadRevision(ctx context.Context, rev *Revision, factsDir string) (*loaded, error) {
	docs, findings, err := load.Load(ctx, rev.fsys, rev.Name)
	if err != nil {
		return nil, err
	}
	l := &loaded{rev: rev, findings: findings}
	add := func(found diag.List) { l.findings = append(l.findings, found...) }
	var found diag.List
	l.book, found = resolve.Resolve(docs)
	add(found)
	l.program, found = evaluate.Compile(l.book)
	add(found)
	add(check.Run(l.book, l.program))
	if l.roots, err = w.roots(rev, factsDir); err != nil {
		return nil, err
	}
	l.sources, found = l.program.Mapped(l.roots)
	add(found)
	if len(docs.List) == 0 && !l.findings.HasErrors() {
		l.findings.Add(noDocuments(docs.Files))
	}
	return l, nil
}

// CodeNoDocuments is the code of a revision with nothing to check.
const CodeNoDocuments = "no-documents"

// noDocuments keeps a wrong folder, or a pattern too wide in .ententeignore, from
// looking like a repository without a fault.
func noDocuments(files int) diag.Finding {
	f := diag.Finding{Code: CodeNoDocuments, Severity: diag.Warning, Summary: "There are no documents",
		Detail: "No YAML file is in this folder or below it.",
		Fix:    "name the folder that holds the documents with -C, look at what .ententeignore leaves out, or begin with `entente init`"}
	if files > 0 {
		f.Detail = "None of the YAML files here holds a document of " + spec.APIVersion + "."
	}
	return f
}

func (w *workspace) roots(rev *Revision, factsDir string) (evaluate.Roots, error) {
	roots := evaluate.Roots{rev.fsys}
	if factsDir == "" {
		return roots, nil
	}
	dir, err := git.Dir(factsDir)
	if err != nil {
		return nil, err
	}
	w.open = append(w.open, &Revision{close: dir.Close})
	return append(roots, dir), nil
}

func (l *loaded) checked(more diag.List) Checked {
	all := append(append(diag.List{}, l.findings...), more...)
	return Checked{Documents: len(l.book.Docs.List), Files: l.book.Docs.Files, Rules: len(check.Rules()), Findings: all.Sorted(), Unit: l.rev.Unit}
}
