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

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"golang.org/x/sync/errgroup"
)

// Limits that keep a hostile pull request from exhausting the machine.
const (
	MaxFileBytes = 4 << 20
	MaxFiles     = 100_000
	maxFileDocs  = 10_000
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
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range l.files {
		group.Go(func() error {
			results[i] = l.file(name)
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, nil, err
	}
	docs, findings := collect(results)
	return spec.NewDocuments(docs, len(l.files)), append(l.findings, findings...), nil
}

type loader struct {
	fsys     fs.FS
	rev      string
	files    []string
	findings diag.List
}

type result struct {
	docs     []*spec.Document
	findings diag.List
}

// find lists the YAML files, in order: hidden folders and what .ententeignore
// names are left out.
func (l *loader) find() error {
	ignored, err := readIgnore(l.fsys)
	if err != nil {
		return err
	}
	return fs.WalkDir(l.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			l.findings.Add(unreadable(l.source(name), err))
			return nil
		case name == ".":
			return nil
		case isHidden(name) || ignored(name, entry.IsDir()):
			return skip(entry)
		case entry.IsDir() || !isYAML(name):
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			l.findings.Add(symlink(l.source(name)))
			return nil
		case !entry.Type().IsRegular():
			l.findings.Add(unreadable(l.source(name), errors.New("it is not a regular file")))
			return nil
		case len(l.files) >= MaxFiles:
			l.findings.Add(tooMany(l.source(name)))
			return fs.SkipAll
		}
		l.files = append(l.files, name)
		return nil
	})
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

// source names a file; an excerpt reads it again, within the same limit.
func (l *loader) source(name string) *diag.Source {
	return diag.NewSource(l.rev, name, func() ([]byte, error) {
		if info, err := fs.Stat(l.fsys, name); err != nil || info.Size() > MaxFileBytes {
			return nil, err
		}
		return fs.ReadFile(l.fsys, name)
	})
}

func (l *loader) file(name string) result {
	source := l.source(name)
	info, err := fs.Stat(l.fsys, name)
	switch {
	case err != nil:
		return result{findings: diag.List{unreadable(source, err)}}
	case info.Size() > MaxFileBytes:
		return result{findings: diag.List{tooLarge(source, info.Size())}}
	}
	text, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		return result{findings: diag.List{unreadable(source, err)}}
	}
	return parse(source, text)
}

// collect puts documents into the order of their addresses, whatever order the
// files came in, and reports names that are taken twice.
func collect(results []result) ([]*spec.Document, diag.List) {
	var docs []*spec.Document
	var findings diag.List
	for _, r := range results {
		docs = append(docs, r.docs...)
		findings = append(findings, r.findings...)
	}
	slices.SortStableFunc(docs, func(a, b *spec.Document) int { return strings.Compare(string(a.Address), string(b.Address)) })
	for i := 1; i < len(docs); i++ {
		if docs[i].Address == docs[i-1].Address && docs[i].Name.V != "" {
			findings.Add(duplicateName(docs[i], docs[i-1]))
		}
	}
	return docs, findings
}
