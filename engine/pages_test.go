package engine

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// unprovable is the one code that no document brings up: it is reported when two
// readings of a document differ, and other tests keep them from that.
const unprovable = "schema"

// alongside are codes that a wrong example cannot do without, beside its own.
var alongside = map[string]string{"too-many-findings": "bad-value"}

// TestEveryPageShowsWhatIsWrongAndWhatIsRight proves the pair of every code that
// the product can report: the wrong example is reported by that code alone, and
// in the right one there is nothing to report.
func TestEveryPageShowsWhatIsWrongAndWhatIsRight(t *testing.T) {
	for _, rule := range check.Rules() {
		t.Run(rule.Code, func(t *testing.T) {
			wrong, hasWrong := exampleOf(t, rule.Text, "Wrong")
			right, hasRight := exampleOf(t, rule.Text, "Right")
			isExcused := regexp.MustCompile(`(?m)^There is no example: \S.*\.$`).MatchString(rule.Text)
			if rule.Code == unprovable {
				if hasWrong || hasRight || !isExcused {
					t.Error("the page must say why there is no example, and give none")
				}
				return
			}
			if !hasWrong || !hasRight || isExcused {
				t.Fatal("the page needs a Wrong and a Right example")
			}
			isFound := false
			for _, f := range wrong.findings(t) {
				isOwn := f.Code == rule.Code && f.Severity == rule.Severity && f.Summary == rule.Summary
				isFound = isFound || isOwn
				if !isOwn && f.Code != alongside[rule.Code] {
					t.Errorf("the wrong example: want only %s[%s] %s, got: %s", rule.Severity, rule.Code, rule.Summary, spelled(f))
				}
			}
			if !isFound {
				t.Error("nothing is reported in the wrong example")
			}
			for _, f := range right.findings(t) {
				t.Errorf("the right example: %s", spelled(f))
			}
		})
	}
}

func spelled(f diag.Finding) string {
	return fmt.Sprintf("%s:%d %s[%s] %s | %s | %s", f.At.File(), f.At.From().Line, f.Severity, f.Code, f.Summary, f.Detail, f.Fix)
}

// example is one half of a pair: a repository, and the day on which it is looked
// at; without a day no rows are read, as in validate. Of a change it is what the
// change leads to, and before is what it comes from.
type example struct {
	files  fstest.MapFS
	asOf   quantity.Date
	before *example
}

var (
	asOfLine    = regexp.MustCompile(`(?m)^As of (\S+):$`)
	withoutLine = regexp.MustCompile("(?m)^Without `(\\S+)`:$")
	block       = regexp.MustCompile("(?ms)(?:^`(\\S+)`:\n\n)?^```(\\w+)\n(.*?)^```$")
)

// exampleOf reads a section of a page and lays what it shows over the base of
// check's tests. A change shows under After: only the files that it touches. Each block is a file, named in a line before it; one of YAML
// needs no name, and one of text without a name lists files.
func exampleOf(t *testing.T, page, title string) (example, bool) {
	_, section, _ := strings.Cut(page, "\n## "+title+"\n")
	section, _, _ = strings.Cut(section, "\n## ")
	from, to, isChange := strings.Cut(section, "\nAfter:\n")
	if !isChange {
		return shown(t, section, base(t))
	}
	before, ok := shown(t, from, base(t))
	after, isShown := shown(t, to, maps.Clone(before.files))
	after.asOf, after.before = before.asOf, &before
	return after, ok && isShown && strings.Contains(from, "\nBefore:\n")
}

// shown reads what stands in a section, over the files that it leaves alone.
func shown(t *testing.T, section string, under fstest.MapFS) (example, bool) {
	out := example{files: fstest.MapFS{}}
	if m := asOfLine.FindStringSubmatch(section); m != nil {
		day, err := quantity.ParseDate(m[1])
		if err != nil {
			t.Fatal(err)
		}
		out.asOf = day
	}
	blocks := block.FindAllStringSubmatch(section, -1)
	for _, m := range blocks {
		switch name, language, text := m[1], m[2], m[3]; {
		case name != "":
			out.files[name] = file(unshown(text))
		case language == "text":
			out.list(t, text)
		case language == "yaml" && out.files["example.yaml"] == nil:
			out.files["example.yaml"] = file(unshown(text))
		default:
			t.Fatalf("a block of %s needs a line that names its file", language)
		}
	}
	out.over(under, withoutLine.FindAllStringSubmatch(section, -1))
	return out, len(blocks) > 0
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), Mode: 0o644} }

func base(t *testing.T) fstest.MapFS {
	out := fstest.MapFS{}
	root := os.DirFS("check/testdata/base")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		out[name] = file(string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// over adds the files of the base, except those that are to be left out and
// those of documents that the example has itself.
func (e *example) over(base fstest.MapFS, without [][]string) {
	own := map[string]bool{}
	for _, f := range e.files {
		for _, a := range addresses(f) {
			own[a] = true
		}
	}
	for _, m := range without {
		delete(base, m[1])
	}
	maps.DeleteFunc(base, func(_ string, f *fstest.MapFile) bool {
		return slices.ContainsFunc(addresses(f), func(a string) bool { return own[a] })
	})
	maps.Copy(base, e.files)
	e.files = base
}

var (
	docLine  = regexp.MustCompile(`(?m)^apiVersion:`)
	kindLine = regexp.MustCompile(`(?m)^kind: (\w+)$`)
	nameLine = regexp.MustCompile(`(?m)^(?:metadata: \{|  )name: ([\w-]+)`)
)

// addresses gives the documents of a file as Kind/name.
func addresses(f *fstest.MapFile) []string {
	var out []string
	for _, doc := range docLine.Split(string(f.Data), -1) {
		kind, name := kindLine.FindStringSubmatch(doc), nameLine.FindStringSubmatch(doc)
		if kind != nil && name != nil {
			out = append(out, kind[1]+"/"+name[1])
		}
	}
	return out
}

// unshown puts in what a page can only stand for: the signs ␀ to ␟ are control
// characters, and � is the byte FC.
func unshown(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r >= '␀' && r <= '␟':
			out.WriteByte(byte(r - '␀'))
		case r == '\uFFFD':
			out.WriteByte(0xfc)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

var (
	linkLine   = regexp.MustCompile(`^(\S+) -> (\S+)$`)
	rightsLine = regexp.MustCompile(`^-([r-])\S{8}  (\S+)$`)
	sizeLine   = regexp.MustCompile(`^(\d+) MiB  (\S+)$`)
	manyLine   = regexp.MustCompile(`^([\d,]+) files  (\S+)\*(\S+)$`)
)

// list puts in files of which a page shows no more than a listing: links, rights,
// sizes and numbers. They hold a comment.
func (e *example) list(t *testing.T, lines string) {
	const filler = "# nothing\n"
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if m := linkLine.FindStringSubmatch(line); m != nil {
			e.files[m[1]] = &fstest.MapFile{Data: []byte(m[2]), Mode: fs.ModeSymlink | 0o777}
		} else if m := rightsLine.FindStringSubmatch(line); m != nil {
			e.files[m[2]] = file(filler)
			if m[1] == "-" {
				e.files[m[2]].Mode = 0
			}
		} else if m := sizeLine.FindStringSubmatch(line); m != nil {
			e.files[m[2]] = file(strings.Repeat(filler, number(t, m[1])<<20/len(filler)))
		} else if m := manyLine.FindStringSubmatch(line); m != nil {
			for i := range number(t, m[1]) {
				e.files[fmt.Sprintf("%s%d%s", m[2], i, m[3])] = file(filler)
			}
		} else {
			t.Fatalf("what is listed here: %q", line)
		}
	}
}

func number(t *testing.T, text string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// locked keeps files without rights shut, whoever runs the test.
type locked struct{ fstest.MapFS }

func (l locked) Open(name string) (fs.File, error) {
	if f := l.MapFS[name]; f != nil && f.Mode == 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func (l locked) ReadFile(name string) ([]byte, error) {
	f, err := l.Open(name)
	if err != nil {
		return nil, err
	}
	f.Close()
	return l.MapFS.ReadFile(name)
}

// findings is everything that validate reports, status on a day, or plan of a
// change besides.
func (e example) findings(t *testing.T) diag.List {
	ctx := context.Background()
	w := &workspace{}
	defer w.Close()
	l, err := w.loadRevision(ctx, &Revision{fsys: locked{e.files}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if e.before != nil {
		base, err := w.loadRevision(ctx, &Revision{fsys: locked{e.before.files}}, "")
		if err != nil {
			t.Fatal(err)
		}
		return l.checked(check.Changes(base.book, base.book, l.book, e.asOf)).Findings
	}
	if e.asOf == 0 {
		return append(l.checked(nil).Findings, e.verified()...)
	}
	job := When{AsOf: e.asOf}.job(l.program, e.asOf)
	job.Pay = evaluate.Pay{Actual: true}
	snaps, err := evaluate.Run(ctx, memory.Runner{}, l.sources, job)
	if err != nil {
		t.Fatal(err)
	}
	return l.checked(snaps[0].Findings).Findings
}

// verified is what verifying the statements finds, with no history but the files.
func (e example) verified() (findings diag.List) {
	blobs := func(name, blob string) ([]byte, bool) {
		f := e.files[name]
		if f == nil {
			return nil, false
		}
		return f.Data, ledger.BlobID(f.Data) == blob
	}
	for _, name := range slices.Sorted(maps.Keys(e.files)) {
		if strings.HasPrefix(name, ledger.Folder+"/") {
			findings = append(findings, ledger.Verify(name, e.files[name].Data, blobs, ledger.Calendar{})...)
		}
	}
	return findings
}
