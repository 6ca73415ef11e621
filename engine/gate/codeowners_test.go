package gate_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// ownersOf gives whom GitHub asks about a file: those of the last line that matches.
// The patterns here are folders, files and one * within a name.
func ownersOf(text, file string) string {
	found := ""
	for line := range strings.Lines(text) {
		pattern, owners, _ := strings.Cut(strings.TrimSpace(line), " ")
		before, after, isGlob := strings.Cut(pattern, "*")
		switch {
		case pattern == "" || pattern[0] == '#':
		case isGlob && strings.HasPrefix(file, before) && strings.HasSuffix(file, after) && !strings.Contains(file[len(before):], "/"),
			strings.HasSuffix(pattern, "/") && strings.HasPrefix(file, pattern), pattern == file:
			found = owners
		}
	}
	return found
}

func owners(t *testing.T, unit, file string, files map[string]string) gate.Owners {
	t.Helper()
	repo := fstest.MapFS{"organization.yaml": {Data: []byte(org)}}
	for name, text := range files {
		repo[name] = &fstest.MapFile{Data: []byte(text)}
	}
	loaded, _, err := load.Load(t.Context(), repo, "")
	if err != nil {
		t.Fatal(err)
	}
	book, _ := resolve.Resolve(loaded)
	day, _ := quantity.ParseDate("2026-06-30")
	return gate.Codeowners(book, unit, file, day)
}

// TestOwnersOfWhatIsNotThereYet: a new document, new facts and a new workflow have
// somebody to ask, and what else lies around has nobody.
func TestOwnersOfWhatIsNotThereYet(t *testing.T) {
	files := map[string]string{
		"rights.yaml":      rights("{id: a, action: change-rights, decider: cat}", "{id: b, action: change-goal, decider: dan}", "{id: c, action: change-facts, decider: ann}"),
		"goals/a/one.yaml": doc("Goal", "one", "partner: p"),
		"s1.yaml":          doc("Source", "deep", "from: {files: 'exports/*/deals.csv'}"),
		"s2.yaml":          doc("Source", "all", "from: {files: '**/x.csv'}"),
	}
	got := owners(t, ".", ".github/CODEOWNERS", files)
	for file, want := range map[string]string{
		"/goals/a/two.yaml":           "@dan-gh",
		"/exports/new/other.csv":      "@Ann-GH",
		"/.github/workflows/own.yml":  "@cat-gh",
		"/.github/CODEOWNERS":         "@cat-gh",
		"/.ententeignore":             "@cat-gh",
		"/new.yaml":                   "@Ann-GH @cat-gh",
		"/README.md":                  "",
		"/goals/elsewhere.md":         "",
		"/src/main.go":                "",
		"/src/.github/workflows/x.md": "",
	} {
		if owned := ownersOf(got.Text, file); owned != want {
			t.Errorf("%s is owned by %q, want %q:\n%s", file, owned, want, got.Text)
		}
	}
	if strings.Contains(got.Text, `of "."`) || len(got.Warnings) > 0 {
		t.Errorf("%q\n%s", got.Warnings, got.Text)
	}
	inside := owners(t, "partnerships", "CODEOWNERS", files)
	for file, want := range map[string]string{"/CODEOWNERS": "@cat-gh", "/.github/workflows/own.yml": "@cat-gh", "/partnerships/.ententeignore": "@cat-gh", "/new.yaml": ""} {
		if owned := ownersOf(inside.Text, file); owned != want {
			t.Errorf("of a folder, %s is owned by %q, want %q:\n%s", file, owned, want, inside.Text)
		}
	}
}

// TestRightsThatNobodyHolds: whose people have all left, and whose have no account.
func TestRightsThatNobodyHolds(t *testing.T) {
	got := owners(t, "", ".github/CODEOWNERS", map[string]string{
		"rights.yaml":    rights("{id: a, action: change-rights, decider: cat}", "{id: b, action: change-goal, decider: eve}"),
		"goals/one.yaml": doc("Goal", "one", "partner: p"),
	})
	want := []string{"Nobody who may change-goal is in office and has a GitHub account, so that nobody is asked about /goals/, /goals/one.yaml."}
	if !slices.Equal(got.Warnings, want) {
		t.Errorf("%q", got.Warnings)
	}
}
