package engine_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors is the map of the module. A package imports only packages of lower
// floors, so none of the same floor. A last element of * stands for any one name.
var floors = map[string]int{
	"cmd/entente":          9,
	"engine/bench":         9,
	"engine/bench/*":       9,
	"engine/spec/generate": 9,

	"engine": 8,

	"engine/scaffold":  7,
	"engine/github":    7,
	"engine/reconcile": 7,
	"engine/target/*":  7,

	"engine/check":  6,
	"engine/gate":   6,
	"engine/render": 6,
	"engine/target": 6,

	"engine/plan":   5,
	"engine/ledger": 5,

	"engine/evaluate": 4,

	"engine/commission": 3,

	"engine/expr":    2,
	"engine/state":   2,
	"engine/load":    2,
	"engine/resolve": 2,
	"engine/facts/*": 2,

	"engine/spec":  1,
	"engine/facts": 1,

	"engine/quantity": 0,
	"engine/diag":     0,
	"engine/git":      0,
	"schema":          0,
	"examples":        0,

	"engine/github/githubtest": 0, // of tests alone
}

// offTheMap are folders that hold no part of the product.
var offTheMap = []string{"engine/depstmp"}

func TestImportsGoStrictlyDown(t *testing.T) {
	found, err := breaches(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, breach := range found {
		t.Error(breach)
	}
}

func TestAnImportThatDoesNotGoDownIsCaught(t *testing.T) {
	for name, c := range map[string]struct{ file, content, want string }{
		"down":                     {"engine/plan/plan.go", `import _ "example.com/m/engine/spec"`, ""},
		"up":                       {"engine/plan/plan.go", `import _ "example.com/m/engine/render"`, "engine/plan/plan.go:2 imports engine/render: floor 5 may not import floor 6"},
		"the same floor":           {"engine/load/load.go", `import _ "example.com/m/engine/resolve"`, "engine/load/load.go:2 imports engine/resolve: floor 2 may not import floor 2"},
		"one of several on a row":  {"engine/facts/memory/memory.go", `import _ "example.com/m/engine/facts/duckdb"`, "floor 2 may not import floor 2"},
		"a row and its rows below": {"engine/target/sql/sql.go", `import _ "example.com/m/engine/target"`, ""},
		"from the bottom":          {"engine/git/git.go", `import _ "example.com/m/schema"`, "floor 0 may not import floor 0"},
		"by another platform":      {"engine/git/git_plan9.go", `import _ "example.com/m/engine/spec"`, "floor 0 may not import floor 1"},
		"unknown package":          {"engine/helpers/helpers.go", ``, "engine/helpers/helpers.go: package engine/helpers has no floor"},
		"unknown import":           {"engine/plan/plan.go", `import _ "example.com/m/engine/helpers"`, "engine/plan/plan.go:2 imports engine/helpers, which has no floor"},
		"too deep for the row":     {"engine/facts/memory/inner/inner.go", ``, "package engine/facts/memory/inner has no floor"},
		"examples":                 {"examples/retail/main.go", ``, "package examples/retail has no floor"},
		"the top folder":           {"main.go", ``, "main.go: package . has no floor"},
		"another module":           {"engine/plan/plan.go", `import _ "example.com/module/engine/render"`, ""},
		"a test":                   {"engine/plan/plan_test.go", `import _ "example.com/m/engine/render"`, ""},
		"test data":                {"engine/plan/testdata/bad/bad.go", `import _ "example.com/m/engine/render"`, ""},
		"a temporary folder":       {"engine/depstmp/deps.go", `import _ "example.com/m/engine/render"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			for file, content := range map[string]string{"go.mod": "module example.com/m\n\ngo 1.26.0\n", c.file: "package p\n" + c.content + "\n"} {
				full := filepath.Join(root, filepath.FromSlash(file))
				if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			found, err := breaches(os.DirFS(root))
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(found, "\n")
			if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// breaches reads the imports of every file of the module, whatever it is built
// for, and returns those that do not go down.
func breaches(module fs.FS) (found []string, err error) {
	mod, err := fs.ReadFile(module, "go.mod")
	if err != nil {
		return nil, err
	}
	line, _, _ := strings.Cut(string(mod), "\n")
	prefix := strings.TrimSpace(strings.TrimPrefix(line, "module ")) + "/"

	err = fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if isSkipped(name) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		inFile, err := fileBreaches(module, prefix, name)
		found = append(found, inFile...)
		return err
	})
	slices.Sort(found)
	return found, err
}

// isSkipped also follows the go command, which does not look into these folders.
func isSkipped(dir string) bool {
	base := path.Base(dir)
	return slices.Contains(offTheMap, dir) || base == "testdata" ||
		dir != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_"))
}

func fileBreaches(module fs.FS, prefix, name string) (found []string, err error) {
	dir := path.Dir(name)
	own, ok := floorOf(dir)
	if !ok {
		return []string{fmt.Sprintf("%s: package %s has no floor: give it one in engine/floors_test.go", name, dir)}, nil
	}
	content, err := fs.ReadFile(module, name)
	if err != nil {
		return nil, err
	}
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, content, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	for _, spec := range parsed.Imports {
		full, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		imported, isOurs := strings.CutPrefix(full, prefix)
		if !isOurs {
			continue
		}
		at := fmt.Sprintf("%s:%d imports %s", name, files.Position(spec.Pos()).Line, imported)
		switch floor, ok := floorOf(imported); {
		case !ok:
			found = append(found, at+", which has no floor: give it one in engine/floors_test.go")
		case floor >= own:
			found = append(found, fmt.Sprintf("%s: floor %d may not import floor %d, only lower ones", at, own, floor))
		}
	}
	return found, nil
}

func floorOf(dir string) (floor int, ok bool) {
	if floor, ok = floors[dir]; !ok {
		floor, ok = floors[path.Join(path.Dir(dir), "*")]
	}
	return floor, ok
}
