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

	"github.com/partnership-as-code/entente/engine/check"
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
// currency. Each was proved by computing it again. opens says that what was earned
// before was settled elsewhere. The error says why one cannot be locked, and what to
// do instead: an EarlierError or a LockedError where that takes more than a sentence.
func (a Accounted) Lock(partner string, days quantity.Range, opens bool) ([]Locked, error) {
	wanted, err := a.toLock(partner, days, opens)
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
		in := ledger.Locking{Statement: d.Statement, Corrections: d.Corrections, History: history, Rows: ledger.Rows(*rows), Rates: a.Paid.Rates,
			Docs: a.Book.Docs, Calendar: a.calendar(), Base: a.Book.Org.BaseCurrency.V, AsOf: a.Snapshot.AsOf, FactsDigest: a.Snapshot.FactsDigest, ToolVersion: a.toolVersion}
		if in.Follows = a.lastOf(partner, &d); in.Follows == nil {
			in.Opening = ledger.OpeningComplete
			if opens {
				in.Opening = ledger.OpeningSettled
			}
		}
		text, err := a.written(in)
		if err != nil {
			return nil, err
		}
		out = append(out, Locked{text, d.Statement, a.unkept(d.Statement)})
	}
	return out, nil
}

// written spells a statement's document and proves it.
func (a Accounted) written(in ledger.Locking) (ledger.Locked, error) {
	text, err := ledger.Lock(in)
	if err != nil {
		return text, err
	}
	if _, err := fs.Stat(a.rev.fsys, text.Path); !errors.Is(err, fs.ErrNotExist) {
		return text, fmt.Errorf("%s is there already, and what is locked is never written over: `entente statement %s --reconcile` shows what became of it since", text.Path, in.Statement.Partner)
	}
	if found := ledger.Verify(text.Path, text.Text, a.blobs, a.calendar()); len(found) > 0 {
		return text, fmt.Errorf("%s would not stand up to --verify, which should not happen: %s", text.Name, found[0].Detail)
	}
	return text, nil
}

// toLock gives the statements of a period that are not locked. They have to be the
// next ones: what is left out would be lost, or turn up as corrections.
func (a Accounted) toLock(partner string, days quantity.Range, opens bool) ([]ledger.Drafted, error) {
	b := a.books[partner]
	var out []ledger.Drafted
	for _, d := range a.drafts(partner) {
		if d.Statement.Period == days {
			out = append(out, d)
		}
	}
	if len(out) == 0 {
		return nil, a.nothingToLock(partner, days)
	}
	if err := ledger.Ended(days, a.fiscal(), a.Snapshot.AsOf); err != nil {
		return nil, err
	}
	for i := range out {
		d := &out[i]
		first := a.lastOf(partner, d)
		switch later := a.lockedLater(partner, d); {
		case later != "":
			return nil, fmt.Errorf("%s: lock %s with --as-of on that day or later", later, a.PeriodName(days))
		case opens && first != nil:
			return nil, fmt.Errorf("--opening is for the first statement of a partner, and %s is locked already", first.Name)
		case opens:
			continue
		}
		if earlier := a.earlier(partner, d); len(earlier) > 0 {
			return nil, &EarlierError{Partner: partner, Period: a.PeriodName(days), Earlier: earlier, IsFirst: first == nil && b == nil}
		}
	}
	return out, nil
}

// drafts are a partner's statements that are not locked.
func (a Accounted) drafts(partner string) []ledger.Drafted {
	if b := a.books[partner]; b != nil {
		return b.drafts
	}
	var out []ledger.Drafted
	for _, s := range a.Paid.Statements {
		if s.Partner == partner {
			out = append(out, ledger.Drafted{Statement: s})
		}
	}
	return out
}

// earlier gives the statements before one, in its currency, that are not locked and
// hold something.
func (a Accounted) earlier(partner string, d *ledger.Drafted) []commission.Statement {
	var out []commission.Statement
	for _, e := range a.drafts(partner) {
		s := &e.Statement
		isCounted := func(l commission.StatementLine) bool { return l.State != commission.Void }
		if s.Currency == d.Statement.Currency && s.Period.To < d.Statement.Period.From && (s.CarriedIn != 0 || slices.ContainsFunc(s.Lines, isCounted)) {
			out = append(out, *s)
		}
	}
	return out
}

// lastOf gives the locked statement that one follows; nil of the first of its run.
func (a Accounted) lastOf(partner string, d *ledger.Drafted) *ledger.Kept {
	b := a.books[partner]
	if b == nil {
		return nil
	}
	for _, l := range slices.Backward(b.locked) {
		if l.read.Currency == d.Statement.Currency && ledger.CadenceOf(l.read.Period) == ledger.CadenceOf(d.Statement.Period) {
			return &ledger.Kept{Name: l.name(), Statement: l.spec}
		}
	}
	return nil
}

// lockedLater says of a statement in the same currency that it was locked on a day
// that is not reached yet; "" when none was.
func (a Accounted) lockedLater(partner string, d *ledger.Drafted) string {
	out := ""
	spec.Each(a.Book.Docs, func(doc *spec.Document, s *spec.Statement) {
		if !doc.Broken && s.Partner.Name == partner && s.Currency.V == d.Statement.Currency && s.AsOf.V > a.Snapshot.AsOf {
			out = fmt.Sprintf("%s was locked as of %s", doc.Name.V, s.AsOf.V)
		}
	})
	return out
}

// nothingToLock says why there is no statement to lock.
func (a Accounted) nothingToLock(partner string, days quantity.Range) error {
	if taken := a.lockedIn(partner, days); len(taken) > 0 {
		out := &LockedError{Partner: partner, Locked: taken}
		if b := a.books[partner]; b != nil {
			for _, c := range ledger.Reconcile(b.in) {
				if days.Contains(c.On) {
					out.Corrections, out.Open = out.Corrections+1, a.PeriodName(c.Period)
				}
			}
		}
		return out
	}
	if b := a.books[partner]; b != nil && slices.ContainsFunc(b.locked, func(l *lockedStatement) bool { return l.read.Period.From > days.From }) {
		return fmt.Errorf("%s lies before what is locked of %s: it was settled elsewhere, or its lines are corrections of later statements; `entente statement %s --reconcile` shows them. What is still owed for it can be an adjustment of the agreement", a.PeriodName(days), partner, partner)
	}
	return fmt.Errorf("%s earned nothing in %s, so there is nothing to lock", partner, a.PeriodName(days))
}

// lockedIn gives the documents of a period, whatever day they were locked on.
func (a Accounted) lockedIn(partner string, days quantity.Range) []LockedDocument {
	var out []LockedDocument
	spec.Each(a.Book.Docs, func(doc *spec.Document, s *spec.Statement) {
		if s.Partner.Name == partner && s.Period.V.Range(a.fiscal()) == days {
			out = append(out, LockedDocument{string(doc.Name.V), doc.At.File(), s.AsOf.V})
		}
	})
	return out
}

// AllLocked reports whether statements of a period are locked.
func (a Accounted) AllLocked(days quantity.Range) bool {
	return slices.ContainsFunc(a.statements(), func(s accountedStatement) bool { return s.Period == days && s.lock != nil })
}

// Lockable names the partners with a statement of a period that is not locked yet.
func (a Accounted) Lockable(days quantity.Range) []string {
	var out []string
	for _, s := range a.statements() {
		if s.Period == days && s.lock == nil && !slices.Contains(out, s.Partner) && len(a.lockedIn(s.Partner, days)) == 0 {
			out = append(out, s.Partner)
		}
	}
	return out
}

// HasLocked reports whether a statement of a partner is locked.
func (a Accounted) HasLocked(partner string) bool { return a.books[partner] != nil }

// HasHistory reports whether the folder is in git, which keeps the terms of a locked
// statement as they were.
func (a Accounted) HasHistory() bool {
	_, err := a.workspace.repository()
	return err == nil
}

// unkept names the files of terms that version control does not have as they lie
// here: all of them where there is none.
func (a Accounted) unkept(s commission.Statement) []string {
	repo, noRepo := a.workspace.repository()
	var out []string
	seen := map[string]bool{}
	for i := range s.Lines {
		r := s.Lines[i].Rule
		if r == nil || r.Spec == nil || seen[r.Spec.ID.At.File()] {
			continue
		}
		o := ledger.OriginOf(r.Spec.ID.At)
		seen[o.Path] = true
		if noRepo == nil {
			if _, err := repo.Blob(o.Blob, load.MaxFileBytes); err == nil {
				continue
			}
		}
		out = append(out, o.Path)
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
	for _, g := range ledger.Gaps(check.Statements(book.Docs), calendar, check.LostStatement(book.Docs)) {
		if f := g.Finding(); slices.Contains(files, f.At.File()) {
			out.Findings.Add(f)
		}
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
