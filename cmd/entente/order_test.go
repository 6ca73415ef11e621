package main

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOrderOfFilesLeavesBytes renames the example's files at random, so that they
// are read in another order, and puts its documents into other files: no output
// may differ but in places.
func TestOrderOfFilesLeavesBytes(t *testing.T) {
	change := laidOver(t, example, "../../engine/testdata/example-change")
	want := outputsOf(t, example, change)
	random := rand.New(rand.NewSource(1))
	for name, arrange := range map[string]func(*testing.T, *rand.Rand, string) string{"renamed": renamed, "regrouped": regrouped} {
		t.Run(name, func(t *testing.T) {
			for range 3 {
				got := outputsOf(t, arrange(t, random, example), arrange(t, random, change))
				for command, output := range want {
					if diff := cmp.Diff(output, got[command]); diff != "" {
						t.Errorf("entente %s, another order, another output:\n%s", command, diff)
					}
				}
			}
		})
	}
}

// outputsOf gives what commands print of a repository and of a change to it, by
// command, without places.
func outputsOf(t *testing.T, base, head string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, command := range []string{
		"validate", "validate --format json", "status --as-of 2026-06-30", "status --as-of 2026-06-30 --format json",
		"due --as-of 2026-06-30 --within=400d", "due --as-of 2026-06-30 --within=400d --format json", "due --as-of 2026-06-30 --within=400d --format ics",
		"owners", "owners --format json", "gaps", "gaps --format json",
	} {
		out[command] = placeless(execute(t, exitOK, append(strings.Fields(strings.Replace(command, "400d", "400 days", 1)), "-C", base)...))
	}
	for _, format := range []string{"text", "markdown", "json"} {
		command := "plan --as-of 2026-06-30 --format " + format
		out[command] = placeless(execute(t, exitOK, append(strings.Fields(command), "--base", base, "--head", head)...), base, head)
	}
	return out
}

var (
	places   = regexp.MustCompile(`[\w/.-]+\.yaml(:\d+)*`)
	numbers  = regexp.MustCompile(`"(line|column|endLine|endColumn)": \d+`)
	excerpts = regexp.MustCompile(`(?m)^ *\d* │.*\n`)
	finding  = regexp.MustCompile(`(?m)^(error|warning)\[[^\n]*\n(  [^\n]*\n| +entente[^\n]*\n)*`)
	listed   = regexp.MustCompile(`(?ms)^    \{\n      "code": .*?^    \}`)
	digest   = regexp.MustCompile(`"planDigest": "[^"]*"|plan [0-9a-f]{6}…`) // of a plan with its places
	files    = regexp.MustCompile(`in \d+ files|"files": \d+`)
	wrapped  = regexp.MustCompile(`\n +`) // long lines break where their places leave room
)

// placeless takes the places out of an output, and sorts findings, which stand in
// the order of their places.
func placeless(text string, folders ...string) string {
	for _, folder := range folders {
		text = strings.ReplaceAll(text, folder, "FOLDER")
	}
	text = strings.ReplaceAll(text, "\r\n ", "")
	text = excerpts.ReplaceAllString(places.ReplaceAllString(text, "FILE"), "")
	text = digest.ReplaceAllString(numbers.ReplaceAllString(text, `"$1": 0`), "DIGEST")
	text = files.ReplaceAllString(text, "FILES")
	for _, one := range []*regexp.Regexp{finding, listed} {
		sorted := one.FindAllString(text, -1)
		slices.Sort(sorted)
		text = one.ReplaceAllStringFunc(text, func(string) string {
			next := sorted[0]
			sorted = sorted[1:]
			return next
		})
	}
	if strings.HasPrefix(text, "{") {
		return text
	}
	return wrapped.ReplaceAllString(text, " ")
}

// renamed gives every file of a repository another name, in one folder.
func renamed(t *testing.T, random *rand.Rand, from string) string {
	t.Helper()
	dir := laidOver(t, from, t.TempDir())
	for _, path := range yamlFiles(t, dir) {
		name := string(rune('a'+random.Intn(26))) + string(rune('a'+random.Intn(26))) + "-" + filepath.Base(path)
		if err := os.Rename(path, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var between = regexp.MustCompile(`(?m)^---[ \t]*\n`)

// regrouped puts the documents of a repository into five files in another order.
func regrouped(t *testing.T, random *rand.Rand, from string) string {
	t.Helper()
	dir := laidOver(t, from, t.TempDir())
	var docs []string
	for _, path := range yamlFiles(t, dir) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range between.Split(string(text), -1) {
			if strings.Contains(doc, "apiVersion:") {
				docs = append(docs, strings.TrimRight(doc, "\n")+"\n")
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	random.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
	const files = 5
	for i := range files {
		var held []string
		for j := i; j < len(docs); j += files {
			held = append(held, docs[j])
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.yaml", i)), []byte(strings.Join(held, "---\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func yamlFiles(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".yaml" {
			out = append(out, path)
		}
		return err
	})
	if err != nil || len(out) < 10 {
		t.Fatalf("%d files, %v", len(out), err)
	}
	slices.Sort(out)
	return out
}
