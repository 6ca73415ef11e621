// Package load turns the files of a revision into documents: it finds them,
// parses their YAML, holds them against the schema and reports every fault of
// shape with its place. It follows no links, reads nothing outside the file
// system it is given, and judges no content.
package load

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"golang.org/x/sync/errgroup"
)

// Limits that keep a hostile pull request from exhausting the machine.
const (
	MaxFileBytes = 4 << 20
	MaxFiles     = 100_000
	maxFileDocs  = 10_000

	maxFileFindings = 500
	maxFindings     = 5_000
)

// Load reads every YAML document under fsys. rev is how the user named the
// revision; it goes into the spans. The error is for breakage alone: a file
// system that cannot be listed, a cancelled context.
func Load(ctx context.Context, fsys fs.FS, rev string) (*spec.Documents, diag.List, error) {
	l := loader{fsys: fsys, rev: rev}
	if err := l.find(); err != nil {
		return nil, nil, err
	}
	results := make([]result, len(l.files))
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error { // many files each, so that the deep stack of parsing is grown once
			for i := next.Add(1) - 1; i < int64(len(l.files)); i = next.Add(1) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				results[i] = l.file(l.files[i])
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, nil, err
	}
	list, lost, findings := collect(results)
	docs := spec.NewDocuments(list, len(l.files))
	docs.Lost = lost
	return docs, limit(append(l.findings, findings...)), nil
}

// limit keeps ten thousand hostile files from filling a comment or the memory.
func limit(findings diag.List) diag.List {
	if len(findings) <= maxFindings {
		return findings
	}
	return append(findings[:maxFindings:maxFindings], tooManyFindings(findings[maxFindings].At, "revision", maxFindings))
}

type loader struct {
	fsys     fs.FS
	rev      string
	files    []string
	findings diag.List
}

type result struct {
	docs     []*spec.Document
	lost     []spec.Lost
	findings diag.List
}

// find lists the YAML files, in order: hidden folders and what .ententeignore
// names are left out.
func (l *loader) find() error {
	ignored := l.ignored()
	return fs.WalkDir(l.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			l.findings.Add(unreadable(l.unread(name), err))
			return nil
		case name == ".":
			return nil
		case isHidden(name) || ignored(name, entry.IsDir()):
			return skip(entry)
		case mayBeFolder(name, entry):
			l.findings.Add(linkedFolder(l.unread(name)))
			return skip(entry)
		case entry.IsDir() || !isYAML(name):
			return nil
		case len(l.files) >= MaxFiles:
			l.findings.Add(tooMany(l.unread(name)))
			return fs.SkipAll
		}
		l.files = append(l.files, name)
		return nil
	})
}

// mayBeFolder is true of a link without an ending and of a submodule: documents
// may lie behind them that nobody checks.
func mayBeFolder(name string, entry fs.DirEntry) bool {
	isLink := entry.Type()&fs.ModeSymlink != 0
	return isLink && path.Ext(name) == "" || entry.Type()&fs.ModeIrregular != 0
}

func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func isHidden(name string) bool { return strings.HasPrefix(path.Base(name), ".") }

func isYAML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// source names a file; an excerpt reads it again, under the same conditions.
func (l *loader) source(name string) *diag.Source {
	return diag.NewSource(l.rev, name, func() ([]byte, error) {
		text, f := l.read(name)
		if f != nil {
			return nil, errors.New(f.Detail)
		}
		return text, nil
	})
}

// unread names a file of which nothing may be shown: an excerpt of a link would
// tell what lies outside the repository, and one of a pipe would wait forever.
func (l *loader) unread(name string) *diag.Source { return diag.NewSource(l.rev, name, nil) }

var errNotRegular = errors.New("it is not a regular file")

// read gives a file's bytes, or the finding why not; neither when there is none.
func (l *loader) read(name string) ([]byte, *diag.Finding) {
	info, err := fs.Lstat(l.fsys, name)
	var f diag.Finding
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		f = unreadable(l.unread(name), err)
	case info.Mode()&fs.ModeSymlink != 0:
		f = symlink(l.unread(name))
	case !info.Mode().IsRegular():
		f = unreadable(l.unread(name), errNotRegular)
	case info.Size() > MaxFileBytes:
		f = tooLarge(l.unread(name), info.Size())
	default:
		text, err := fs.ReadFile(l.fsys, name)
		if err == nil {
			return text, nil
		}
		f = unreadable(l.unread(name), err)
	}
	return nil, &f
}

func (l *loader) file(name string) result {
	text, f := l.read(name)
	if f != nil {
		return result{findings: diag.List{*f}}
	}
	return parse(l.source(name), text)
}

// collect puts documents into the order of their addresses, whatever order the
// files came in, and reports names that are taken twice.
func collect(results []result) ([]*spec.Document, []spec.Lost, diag.List) {
	var docs []*spec.Document
	var lost []spec.Lost
	var findings diag.List
	for _, r := range results {
		docs = append(docs, r.docs...)
		lost = append(lost, r.lost...)
		findings = append(findings, r.findings...)
	}
	slices.SortStableFunc(docs, func(a, b *spec.Document) int { return strings.Compare(string(a.Address), string(b.Address)) })
	for i := 1; i < len(docs); i++ {
		if docs[i].Address == docs[i-1].Address && docs[i].Name.V != "" {
			findings.Add(duplicateName(docs[i], docs[i-1]))
		}
	}
	return docs, lost, findings
}
