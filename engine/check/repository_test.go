package check_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// validate is everything that speaks without facts, in a reader's order.
func validate(t testing.TB, fsys fs.FS) diag.List {
	t.Helper()
	docs, findings, err := load.Load(context.Background(), fsys, "")
	if err != nil {
		t.Fatal(err)
	}
	book, found := resolve.Resolve(docs)
	findings = append(findings, found...)
	program, found := evaluate.Compile(book)
	findings = append(findings, found...)
	_, found = program.Mapped(evaluate.Roots{fsys})
	findings = append(findings, found...)
	return append(findings, check.Run(book, program)...).Sorted()
}

// base is the small repository that every example is laid over: an Organization
// with three people, a Program, a Partner, two KPIs and a Source with its rows.
func base(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	root := os.DirFS("testdata/base")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	fileLine = regexp.MustCompile(`(?m)^# file: (\S+)\n`)
	kindLine = regexp.MustCompile(`(?m)^kind: (\w+)$`)
	nameLine = regexp.MustCompile(`(?m)^(?:metadata: \{|  )name: ([\w-]+)`)
)

// over lays documents over the base: a document of the same kind and name takes
// the place of the base's, `# file:` begins another file.
func over(t testing.TB, text string) fstest.MapFS {
	t.Helper()
	repo := base(t)
	addresses := map[string]string{}
	for name, file := range repo {
		for _, a := range addressesOf(string(file.Data)) {
			addresses[a] = name
		}
	}
	for _, a := range addressesOf(text) {
		delete(repo, addresses[a])
	}
	maps.Copy(repo, split(text))
	return repo
}

// split gives an example's files; what stands before the first `# file:` is one, too.
func split(text string) fstest.MapFS {
	out := fstest.MapFS{}
	name, begin := "example.yaml", 0
	put := func(end int) {
		if body := text[begin:end]; strings.TrimSpace(body) != "" {
			out[name] = &fstest.MapFile{Data: []byte(body)}
		}
	}
	for _, m := range fileLine.FindAllStringSubmatchIndex(text, -1) {
		put(m[0])
		name, begin = text[m[2]:m[3]], m[1]
	}
	put(len(text))
	return out
}

func addressesOf(text string) []string {
	var out []string
	for _, doc := range regexp.MustCompile(`(?m)^apiVersion:`).Split(text, -1) {
		kind, name := kindLine.FindStringSubmatch(doc), nameLine.FindStringSubmatch(doc)
		if kind != nil && name != nil {
			out = append(out, kind[1]+"/"+name[1])
		}
	}
	return out
}

// doc writes one document; its spec is indented here.
func doc(kind, name, spec string) string {
	spec = strings.ReplaceAll(strings.Trim(spec, "\n"), "\n", "\n  ")
	return fmt.Sprintf("---\napiVersion: entente/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n  %s\n", kind, name, spec)
}

// fault is one mistake in documents laid over the base, and what is said of it.
// «» enclose the text that is underlined; without them nothing may be said.
type fault struct {
	yaml   string
	label  string
	detail string
	fix    string
	mended string   // stands in place of the text underlined, as Fix says
	mend   []string // or pairs of old and new text, as Fix says
}

// each case is checked for what is said, where, and that doing as Fix says
// leaves nothing to say.
func checkFaults(t *testing.T, code string, cases map[string]fault) {
	rule, _, ok := check.Explain(code)
	if !ok {
		t.Fatalf("no rule %s", code)
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			before, rest, isMarked := strings.Cut(c.yaml, "«")
			marked, after, _ := strings.Cut(rest, "»")
			if !isMarked {
				if got := validate(t, over(t, c.yaml)); len(got) > 0 {
					t.Fatalf("nothing is wrong, and yet: %s", spelled(got))
				}
				return
			}
			got := validate(t, over(t, before+marked+after))
			if len(got) != 1 {
				t.Fatalf("want one finding, got: %s", spelled(got))
			}
			f := got[0]
			want := diag.Finding{Code: code, Severity: rule.Severity, Summary: rule.Summary, Label: c.label, Detail: c.detail, Fix: c.fix}
			said := diag.Finding{Code: f.Code, Severity: f.Severity, Summary: f.Summary, Label: f.Label, Detail: f.Detail, Fix: f.Fix}
			if diff := cmp.Diff(want, said); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if int(f.At.Start) != len(before) || f.At.Text() != marked {
				t.Errorf("underlined %q at byte %d, want %q at %d", f.At.Text(), f.At.Start, marked, len(before))
			}
			mended := before + marked + after
			if c.mended != "" {
				mended = before + c.mended + after
			}
			if len(c.mend) > 0 {
				mended = strings.NewReplacer(c.mend...).Replace(mended)
			}
			if left := validate(t, over(t, mended)); len(left) > 0 {
				t.Errorf("doing as the fix says leaves: %s\nin\n%s", spelled(left), mended)
			}
		})
	}
}

// spelled gives findings one a line, for the messages of tests.
func spelled(l diag.List) string {
	var b strings.Builder
	for _, f := range l {
		fmt.Fprintf(&b, "\n%s:%d:%d %s[%s] %s | %q | %s | %s | %s | %s", f.At.File(), f.At.From().Line, f.At.From().Column, f.Severity, f.Code, f.Summary,
			f.At.Text(), f.Label, f.Detail, f.Fix, f.Path)
	}
	return b.String()
}
