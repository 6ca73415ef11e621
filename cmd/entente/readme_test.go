package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/scaffold"
)

const readme = "../../README.md"

// console finds the blocks that show a command and its output.
var console = regexp.MustCompile("(?s)```console\n\\$ entente ([^\n]*)\n(.*?)```")

// TestREADME runs every command that the README shows in the demonstration's
// repository and compares the output.
func TestREADME(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := scaffold.Demo(dir); err != nil {
		t.Fatal(err)
	}
	shown := 0
	fresh := console.ReplaceAllFunc(text, func(block []byte) []byte {
		shown++
		m := console.FindSubmatch(block)
		output := execute(t, exitOK, append(strings.Fields(string(m[1])), "-C", dir)...)
		if diff := cmp.Diff(string(m[2]), output); diff != "" && !*update {
			t.Errorf("entente %s (-README +now):\n%s", m[1], diff)
		}
		return []byte("```console\n$ entente " + string(m[1]) + "\n" + output + "```")
	})
	if shown < 3 {
		t.Errorf("the README shows %d commands with their output, want at least 3", shown)
	}
	if *update {
		if err := os.WriteFile(readme, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestREADMESetUp holds the two commands that a newcomer is given: the first
// runs here, the second is the one that runs this test.
func TestREADMESetUp(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"go run ./cmd/entente demo", "go test ./..."} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the README does not show %q", want)
		}
	}
	output := execute(t, exitOK, "demo")
	for _, m := range console.FindAllSubmatch(text, -1) {
		if !strings.Contains(output, string(m[2])) {
			t.Errorf("the demonstration does not show what the README does for entente %s", m[1])
		}
	}
}

// session is a block of commands that are run one after the other.
var session = regexp.MustCompile("(?s)```shellsession\n(.*?)```")

// TestREADMESession runs the first session in an empty folder, with the sales
// team of the real CRM export as the roster.
func TestREADMESession(t *testing.T) {
	data := crmDir(t)
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	roster, err := os.ReadFile(filepath.Join(data, "sales_teams.csv"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("roster.csv", roster, 0o600); err != nil {
		t.Fatal(err)
	}
	block := session.FindSubmatch(text)
	if block == nil {
		t.Fatal("the README shows no session")
	}
	fresh := ""
	for line := range strings.Lines(string(block[1])) {
		if command, ok := strings.CutPrefix(line, "$ entente "); ok {
			fresh += line + execute(t, exitOK, strings.Fields(command)...)
		}
	}
	if *update {
		// the README lies where the test began
		t.Chdir(readmeDir)
		whole := session.ReplaceAllLiteral(text, []byte("```shellsession\n"+fresh+"```"))
		if err := os.WriteFile(readme, whole, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(block[1]), fresh); diff != "" {
		t.Errorf("the session (-README +now):\n%s", diff)
	}
}

// readmeDir is the folder that readme is relative to.
var readmeDir, _ = os.Getwd()

// execute runs the program and gives its standard output.
func execute(t *testing.T, want int, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(args, nil, &stdout, &stderr); code != want {
		t.Fatalf("entente %s exits with %d, want %d\n%s%s", strings.Join(args, " "), code, want, stdout.String(), stderr.String())
	}
	return stdout.String()
}
