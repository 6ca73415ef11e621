package evaluate

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
)

// Roots are the folders in which sources find their files: the revision first,
// then those that were given beside it. Of two files of one path the first counts.
type Roots []fs.FS

// Mapped gives every source with the files that it finds, and what is wrong with
// them. Headers are read, rows are not. A source of which the mapping or one file
// is at fault has none: what is left of it would pass for all of it.
func (p *Program) Mapped(roots Roots) ([]facts.Source, diag.List) {
	var out []facts.Source
	var findings diag.List
	for _, s := range p.Sources {
		mapping := s.Mapping
		files, found := s.files(roots)
		for _, f := range files {
			found = append(found, s.header(f)...)
		}
		isUnreadable := slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Code == CodeUnreadable })
		if !isUnreadable && !s.isFaulty {
			mapping.Files = files
		}
		findings = append(findings, found...)
		out = append(out, mapping)
	}
	return out, findings
}

// files expands a source's glob.
func (s *Source) files(roots Roots) ([]facts.File, diag.List) {
	from := s.Spec.From
	switch {
	case !s.Doc.IsSound("from"):
		return nil, nil
	case from.Files != nil && from.Connection != nil:
		return nil, diag.List{s.fault(CodeSourceFrom, "A source has one place", from.Connection.At, "It names files and a connection.", "keep one of them")}
	case from.Connection != nil:
		return nil, diag.List{s.warning(CodeNoFactFiles, "A source has no facts", from.Connection.At,
			fmt.Sprintf("This build reads files; connection `%s` is left out, and KPIs over it have no value.", from.Connection.V), "export the table to CSV and name it under files")}
	case from.Files == nil:
		return nil, diag.List{s.fault(CodeSourceFrom, "A source has one place", s.Doc.Name.At, "`from` names neither files nor a connection.", "add `files: data/deals.csv`")}
	}
	pattern := string(from.Files.V)
	if !isInside(pattern) {
		return nil, diag.List{s.fault(CodeOutside, "A path leads out of the repository", from.Files.At,
			fmt.Sprintf("`%s` is not below the repository's folder; a pull request could read any file of the machine.", pattern), "name files relative to the repository, or give their folder with --facts")}
	}
	if !doublestar.ValidatePattern(pattern) {
		return nil, diag.List{s.fault(CodeOutside, "The pattern is malformed", from.Files.At, fmt.Sprintf("`%s` is not a glob.", pattern), "close its brackets, or write a plain path")}
	}
	if strings.Count(pattern, "**") > mostAnyDepth {
		return nil, diag.List{s.fault(CodeOutside, "The pattern is malformed", from.Files.At,
			fmt.Sprintf("`%s` has `**` more than %d times.", pattern, mostAnyDepth), "name the folders in between")}
	}
	found, findings := s.glob(roots, pattern)
	if len(found) == 0 && len(findings) == 0 {
		findings = diag.List{s.warning(CodeNoFactFiles, "A source has no facts", from.Files.At,
			fmt.Sprintf("No file matches `%s`; KPIs over it have no value.", pattern), "add the file, or give its folder with --facts")}
	}
	return found, findings
}

// isInside refuses absolute paths and every step upwards.
func isInside(pattern string) bool {
	return !path.IsAbs(pattern) && !strings.Contains(pattern, `\`) && !slices.Contains(strings.Split(pattern, "/"), "..")
}

func (s *Source) glob(roots Roots, pattern string) ([]facts.File, diag.List) {
	var out []facts.File
	var findings diag.List
	seen := map[string]bool{}
	for _, root := range roots {
		names, err := matching(root, path.Clean(pattern))
		if err != nil {
			findings.Add(s.fault(CodeUnreadable, "Facts cannot be read", s.Spec.From.Files.At, sentence(err.Error()), "mend the folder's rights"))
		}
		for _, name := range names {
			if !seen[name] {
				seen[name] = true
				out = append(out, facts.File{Path: name, Open: func() (io.ReadCloser, error) { return root.Open(name) }})
			}
		}
	}
	slices.SortFunc(out, func(a, b facts.File) int { return strings.Compare(a.Path, b.Path) })
	return out, findings
}

// mostAnyDepth bounds the ** of a pattern: each can stand for any number of
// folders, so that a hostile pattern of many would be tried without end.
const mostAnyDepth = 3

// matching lists the files that a pattern names, walking the folders below its
// fixed part once. Links are named and not followed: reading one is refused.
func matching(root fs.FS, pattern string) ([]string, error) {
	base, _ := doublestar.SplitPattern(pattern)
	deepest := strings.Count(pattern, "/")
	if strings.Contains(pattern, "**") {
		deepest = math.MaxInt
	}
	var out []string
	err := fs.WalkDir(root, base, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case entry.IsDir() && name != "." && strings.Count(name, "/") >= deepest:
			return fs.SkipDir
		case !entry.IsDir() && doublestar.MatchUnvalidated(pattern, name):
			out = append(out, name)
		}
		return nil
	})
	return out, err
}

// header holds a file's header against the mapping.
func (s *Source) header(f facts.File) diag.List {
	names, err := memory.Header(f)
	var broken *memory.FileError
	if errors.As(err, &broken) {
		err = broken.Err
	}
	if err != nil {
		return diag.List{s.fault(CodeUnreadable, "Facts cannot be read", s.Spec.From.Files.At, of(f.Path, reasonOf(err))+".", "mend the file, or name another")}
	}
	if len(names) == 0 {
		return diag.List{s.fault(CodeUnreadable, "Facts cannot be read", s.Spec.From.Files.At, fmt.Sprintf("`%s` is empty.", f.Path), "export it again, with its header, or take it away")}
	}
	var findings diag.List
	for _, c := range s.Mapping.Columns {
		if slices.Index(names, c.Header) != lastIndex(names, c.Header) {
			findings.Add(s.fault(CodeBadColumn, "The column is mapped in the wrong way", headerSpan(s.Spec, c.Name),
				fmt.Sprintf("`%s` has two columns `%s`; which of them is meant is not clear.", f.Path, c.Header), "rename one of them in the file"))
		}
		if slices.Contains(names, c.Header) || !s.Doc.IsSound("columns/"+c.Name, "extra/"+c.Name) {
			continue
		}
		near, _ := diag.Nearest(c.Header, names)
		fault := s.fault(CodeUnknownHeader, "A header is not in the file", headerSpan(s.Spec, c.Name),
			fmt.Sprintf("`%s` has no column `%s`.", f.Path, c.Header), "")
		findings.Add(suggest(fault, near, "the file has "+strings.Join(names, ", ")))
	}
	return findings
}

func lastIndex(list []string, s string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == s {
			return i
		}
	}
	return -1
}

// of names the file of a reason that does not do so itself.
func of(path, reason string) string {
	if strings.HasPrefix(reason, path+" ") {
		return reason
	}
	return path + ": " + reason
}

func reasonOf(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

func (s *Source) fault(code, summary string, at diag.Span, detail, fix string) diag.Finding {
	return diag.Finding{Code: code, Severity: diag.Error, Summary: summary, At: at, Resource: string(s.Doc.Address),
		Path: "spec/from", Detail: detail, Fix: fix}
}

func (s *Source) warning(code, summary string, at diag.Span, detail, fix string) diag.Finding {
	f := s.fault(code, summary, at, detail, fix)
	f.Severity = diag.Warning
	return f
}
