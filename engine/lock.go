package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/scaffold"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Locked is a statement that is ready to be written.
type Locked struct {
	ledger.Locked
	Statement commission.Statement
	Unkept    []string // files of its terms that git does not have as they lie here
}

// Lock gives the documents of a partner's statements of a period, one for each
// currency. Each was proved by computing it again. The error says why one cannot be
// locked, and what to do instead.
func (a Accounted) Lock(partner string, days quantity.Range, toolVersion string) ([]Locked, error) {
	wanted, err := a.toLock(partner, days)
	if err != nil {
		return nil, err
	}
	rows := a.Paid.Rows(map[string]bool{partner: true})[partner]
	var history []*commission.Line
	for i := range a.Paid.Lines {
		if l := &a.Paid.Lines[i]; l.Beneficiary == partner && l.Reason != "ineligible" {
			history = append(history, l)
		}
	}
	var out []Locked
	for _, d := range wanted {
		text, err := ledger.Lock(ledger.Locking{Statement: d.Statement, Corrections: d.Corrections, History: history, Rows: ledger.Rows(*rows), Rates: a.Paid.Rates,
			Docs: a.Book.Docs, Calendar: a.calendar(), Base: a.Book.Org.BaseCurrency.V, AsOf: a.Snapshot.AsOf, FactsDigest: a.Snapshot.FactsDigest, ToolVersion: toolVersion})
		if err != nil {
			return nil, err
		}
		if _, err := fs.Stat(a.rev.fsys, text.Path); !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s is there already, and what is locked is never written over: %s", text.Path, reconcileWith(partner))
		}
		if found := ledger.Verify(text.Path, text.Text, a.blobs, a.calendar()); len(found) > 0 {
			return nil, fmt.Errorf("%s would not stand up to --verify, which should not happen: %s", text.Name, found[0].Detail)
		}
		out = append(out, Locked{text, d.Statement, a.unkept(d.Statement)})
	}
	return out, nil
}

func reconcileWith(partner string) string {
	return fmt.Sprintf("`entente statement %s --reconcile` shows what became of it since", partner)
}

// toLock gives the statements of a period that are not locked. They have to be the
// next ones: what is left out between would turn up as corrections.
func (a Accounted) toLock(partner string, days quantity.Range) ([]ledger.Drafted, error) {
	period := a.PeriodName(days)
	b := a.books[partner]
	var drafts []ledger.Drafted
	taken := a.lockedNames(partner, days)
	if b == nil {
		for _, s := range a.Paid.Statements {
			if s.Partner == partner {
				drafts = append(drafts, ledger.Drafted{Statement: s})
			}
		}
	} else {
		drafts = b.drafts
	}
	var out []ledger.Drafted
	for i := range drafts {
		d := &drafts[i]
		if d.Statement.Period != days {
			continue
		}
		if next, ok := ledger.Follows(drafts, d); b != nil && !ok && a.hasRun(b, d) {
			return nil, fmt.Errorf("%s comes first: entente statement %s %s --lock", a.PeriodName(next), partner, a.PeriodName(next))
		}
		out = append(out, *d)
	}
	switch {
	case len(out) > 0:
		return out, nil
	case len(taken) > 0:
		return nil, fmt.Errorf("%s is locked already, and what is locked does not change: %s", strings.Join(taken, " and "), reconcileWith(partner))
	case b != nil && slices.ContainsFunc(b.locked, func(l *lockedStatement) bool { return l.read.Period.From > days.From }):
		return nil, fmt.Errorf("%s lies before what is locked of %s: it was settled elsewhere, or its lines are corrections of later statements", period, partner)
	}
	return nil, fmt.Errorf("%s earned nothing in %s, so there is nothing to lock", partner, period)
}

// hasRun reports whether a statement's run has locked ones; only then is there an
// order.
func (a Accounted) hasRun(b *books, d *ledger.Drafted) bool {
	return slices.ContainsFunc(b.locked, func(l *lockedStatement) bool {
		return l.read.Currency == d.Statement.Currency && ledger.CadenceOf(l.read.Period) == ledger.CadenceOf(d.Statement.Period)
	})
}

// lockedNames names the documents of a period, whatever day they were locked on.
func (a Accounted) lockedNames(partner string, days quantity.Range) []string {
	var out []string
	spec.Each(a.Book.Docs, func(doc *spec.Document, s *spec.Statement) {
		if s.Partner.Name == partner && s.Period.V.Range(a.fiscal()) == days {
			out = append(out, string(doc.Name.V))
		}
	})
	return out
}

// Lockable names the partners with a statement of a period that is not locked yet.
func (a Accounted) Lockable(days quantity.Range) []string {
	var out []string
	for _, s := range a.statements() {
		if s.Period == days && s.lock == nil && !slices.Contains(out, s.Partner) && len(a.lockedNames(s.Partner, days)) == 0 {
			out = append(out, s.Partner)
		}
	}
	return out
}

// unkept names the files of terms that version control does not have as they lie
// here; none where there is no version control.
func (a Accounted) unkept(s commission.Statement) []string {
	repo, err := a.workspace.repository()
	if err != nil {
		return nil
	}
	var out []string
	seen := map[string]bool{}
	for i := range s.Lines {
		r := s.Lines[i].Rule
		if r == nil || r.Spec == nil || seen[r.Spec.ID.At.File()] {
			continue
		}
		o := ledger.OriginOf(r.Spec.ID.At)
		seen[o.Path] = true
		if _, err := repo.Blob(o.Blob, load.MaxFileBytes); err != nil {
			out = append(out, o.Path)
		}
	}
	return out
}

// WriteLocked puts statements into the folder of a repository.
func WriteLocked(dir string, list []Locked) error {
	var files []scaffold.File
	for _, l := range list {
		files = append(files, scaffold.File{Path: l.Path, Text: l.Text})
	}
	return scaffold.Add(dir, files)
}

// Altered proves every locked statement of a partner: what follows builds on them.
func (a Accounted) Altered(partner string) (diag.List, error) {
	var out diag.List
	b := a.books[partner]
	if b == nil {
		return nil, nil
	}
	for _, l := range b.locked {
		text, err := fs.ReadFile(a.rev.fsys, l.doc.At.File())
		if err != nil {
			return nil, err
		}
		out = append(out, ledger.Verify(l.doc.At.File(), text, a.blobs, a.calendar())...)
	}
	return out.Sorted(), nil
}

// Verify proves the locked statements of a revision, or those of some files, by
// computing each again from what it holds. Files are named from the repository's
// folder, or as they lie from here.
func Verify(ctx context.Context, at Where, files []string) (Checked, error) {
	w := &workspace{dir: at.Dir}
	defer w.Close()
	rev, err := w.revision(at.Rev)
	if err != nil {
		return Checked{}, err
	}
	docs, _, err := load.Load(ctx, rev.fsys, rev.Name)
	if err != nil {
		return Checked{}, err
	}
	book, _ := resolve.Resolve(docs)
	calendar := ledger.Calendar{Fiscal: book.FiscalStart(), Holidays: book.Holidays()}
	if len(files) == 0 {
		files = statementFiles(rev.fsys, docs)
	} else if files, err = w.named(rev.fsys, files); err != nil {
		return Checked{}, err
	}
	out := Checked{Documents: len(files), Files: len(files)}
	for _, name := range files {
		text, err := fs.ReadFile(rev.fsys, name)
		if err != nil {
			return Checked{}, err
		}
		if len(text) > load.MaxFileBytes {
			return Checked{}, fmt.Errorf("%s has %d bytes, and a document has at most %d", name, len(text), load.MaxFileBytes)
		}
		out.Findings = append(out.Findings, ledger.Verify(name, text, func(path, blob string) ([]byte, bool) { return w.blob(rev.fsys, path, blob) }, calendar)...)
	}
	out.Findings = out.Findings.Sorted()
	return out, nil
}

// statementFiles names the files with a statement, and those in the place of one
// that may not be readable any more.
func statementFiles(fsys fs.FS, docs *spec.Documents) []string {
	var out []string
	for _, doc := range docs.List {
		if doc.Kind.Name == (spec.Statement{}).KindName() {
			out = append(out, doc.At.File())
		}
	}
	_ = fs.WalkDir(fsys, ledger.Folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && path.Ext(name) == ".yaml" {
			out = append(out, name)
		}
		return nil
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// named finds files in a revision.
func (w *workspace) named(fsys fs.FS, files []string) ([]string, error) {
	var out []string
	for _, name := range files {
		inside := path.Clean(filepath.ToSlash(name))
		if _, err := fs.Stat(fsys, inside); err != nil {
			top, topErr := filepath.Abs(w.dir)
			here, hereErr := filepath.Abs(name)
			rel, relErr := filepath.Rel(top, here)
			if errors.Join(topErr, hereErr, relErr) == nil {
				inside = filepath.ToSlash(rel)
			}
		}
		if info, err := fs.Stat(fsys, inside); err != nil || !info.Mode().IsRegular() {
			return nil, &os.PathError{Op: "verify", Path: name, Err: errors.New("there is no such file in the repository's folder")}
		}
		out = append(out, inside)
	}
	return out, nil
}

// blob gives a file as it was: that which lies there when its bytes are the same,
// else what git keeps under the hash.
func (w *workspace) blob(fsys fs.FS, name, hash string) ([]byte, bool) {
	if info, err := fs.Stat(fsys, name); err == nil && info.Size() <= load.MaxFileBytes {
		if text, err := fs.ReadFile(fsys, name); err == nil && ledger.BlobID(text) == hash {
			return text, true
		}
	}
	repo, err := w.repository()
	if err != nil {
		return nil, false
	}
	text, err := repo.Blob(hash, load.MaxFileBytes)
	return text, err == nil
}
