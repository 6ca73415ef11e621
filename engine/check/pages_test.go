package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/check"
)

func TestEveryPageSaysWhyAndHow(t *testing.T) {
	for _, rule := range check.Rules() {
		why, rest, hasHow := strings.Cut(rule.Text, "\n## How to fix\n\n")
		_, why, _ = strings.Cut(why, "\n\n")
		if len(why) < 120 || !hasHow || len(rest) < 20 {
			t.Errorf("%s: the page needs a reason and a section How to fix", rule.Code)
		}
		if rule.Summary == "" || strings.HasSuffix(rule.Summary, ".") {
			t.Errorf("%s: %q is no summary", rule.Code, rule.Summary)
		}
	}
}

// TestEveryPageNamesItsSource: whoever doubts a rule can look up where it is from,
// in the language or in something published.
func TestEveryPageNamesItsSource(t *testing.T) {
	isFrom := regexp.MustCompile(`^entente language, (rule \d+|[\w ]+): .{20}|\b(ISO|RFC|IANA|JSON Schema|Regulation|Journal|Review|Archives|YAML|Common Expression Language|Oracle)\b|^progress = `)
	for _, rule := range check.Rules() {
		_, source, _ := strings.Cut(rule.Text, "\n## Source\n\n")
		source = strings.TrimSpace(source)
		if !isFrom.MatchString(source) || !strings.HasSuffix(strings.TrimRight(source, "/"), ".") && !strings.Contains(source, "https://") {
			t.Errorf("%s: %q is no source", rule.Code, source)
		}
		if strings.Count(rule.Text, "\n## Source\n") > 1 || strings.Contains(source, "\n## ") {
			t.Errorf("%s: the source is the last section, and there is one", rule.Code)
		}
	}
}

// TestExampleBaseIsTheBase: what is said of the files under the examples is so.
func TestExampleBaseIsTheBase(t *testing.T) {
	var all strings.Builder
	for _, file := range base(t) {
		all.Write(file.Data)
	}
	named := regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(check.ExampleBase, -1)
	if len(named) < 5 {
		t.Fatalf("%q names %d documents", check.ExampleBase, len(named))
	}
	for _, m := range named {
		if !strings.Contains(all.String(), "name: "+m[1]+"}") {
			t.Errorf("the base has no document %q", m[1])
		}
	}
	if n := strings.Count(all.String(), "apiVersion:"); n != len(named) {
		t.Errorf("the base has %d documents, and %d are named", n, len(named))
	}
}

// TestEveryCodeOfTheSourceHasAPage reads the Go source, so that a new code
// cannot be forgotten here.
func TestEveryCodeOfTheSourceHasAPage(t *testing.T) {
	declared, texts := sourceOf(t, os.DirFS(".."))
	if len(declared) < 40 {
		t.Fatalf("only %d codes were found in the source", len(declared))
	}
	var known []string
	for _, rule := range check.Rules() {
		known = append(known, rule.Code)
		if !texts[rule.Code] {
			t.Errorf("%s has a page, and no package reports it", rule.Code)
		}
	}
	for code, where := range declared {
		if !slices.Contains(known, code) {
			t.Errorf("%s is reported by %s: explain it in docs/%s.md and name it in table.go", code, where, code)
		}
	}
	for _, rule := range check.Rules() {
		if declared[rule.Code] != "" && !texts[rule.Summary] {
			t.Errorf("%s: no package says %q", rule.Code, rule.Summary)
		}
	}
	files, err := fs.Glob(os.DirFS("docs"), "*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if code := strings.TrimSuffix(file, ".md"); !slices.Contains(known, code) {
			t.Errorf("docs/%s explains a code that table.go does not name", file)
		}
	}
}

// sourceOf gives the constants Code… of every package with where they stand,
// and every text that the source holds.
func sourceOf(t *testing.T, root fs.FS) (codes map[string]string, texts map[string]bool) {
	codes, texts = map[string]string{}, map[string]bool{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path.Base(name) == "testdata":
			return fs.SkipDir
		case path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, _ := strconv.Unquote(lit.Value)
				texts[s] = true
			}
			if spec, ok := n.(*ast.ValueSpec); ok {
				addCodes(codes, name, spec)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return codes, texts
}

func addCodes(codes map[string]string, file string, spec *ast.ValueSpec) {
	for i, name := range spec.Names {
		if !regexp.MustCompile(`^Code[A-Z]`).MatchString(name.Name) || i >= len(spec.Values) {
			continue
		}
		if lit, ok := spec.Values[i].(*ast.BasicLit); ok {
			code, _ := strconv.Unquote(lit.Value)
			codes[code] = file
		}
	}
}
