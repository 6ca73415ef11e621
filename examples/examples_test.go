package examples

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update rewrites what the commands are expected to print, READMEs included.
var update = flag.Bool("update", false, "rewrite expected outputs")

// program is the folder that holds entente, built once for all tests.
var program string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(withProgram(m.Run))
}

func withProgram(run func() int) int {
	dir, err := os.MkdirTemp("", "entente-examples-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "entente"), "../cmd/entente")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	program = dir
	return run()
}

// TestExpected validates each example as it is and as proposed, and compares
// what status and plan say with the files beside it. That no command fails is
// part of it: neither side has an error finding.
func TestExpected(t *testing.T) {
	for _, e := range All() {
		t.Run(e.Name, func(t *testing.T) {
			dir := t.TempDir()
			if err := e.Lay(dir); err != nil {
				t.Fatal(err)
			}
			shell(t, dir, "entente validate -C base")
			shell(t, dir, "entente validate -C proposed")
			expect(t, e, "status.txt", shell(t, dir, "entente status -C base --as-of "+e.AsOf))
			shell(t, dir, "entente status -C proposed --as-of "+e.AsOf)
			expect(t, e, "statement.txt", shell(t, dir, "entente statement "+e.Partner+" "+e.Period+" -C base --as-of "+e.AsOf))
			expect(t, e, "payouts.csv", shell(t, dir, "entente payouts "+e.Period+" -C base --as-of "+e.AsOf))
			text := shell(t, dir, "entente plan --base ./base --head ./proposed --as-of "+e.AsOf+
				" --format text --format markdown=plan.md --format json=plan.json")
			expect(t, e, "plan.txt", text)
			for _, name := range []string{"plan.md", "plan.json"} {
				text, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				expect(t, e, name, string(text))
			}
		})
	}
}

// expect compares an output with a file of the example.
func expect(t *testing.T, e Example, name, got string) {
	t.Helper()
	path := filepath.Join(e.Name, name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-expected +now); go test ./examples -update rewrites it:\n%s", path, diff)
	}
}

// console finds the blocks that show commands and what they print.
var console = regexp.MustCompile("(?s)```console\n(.*?)```")

// TestREADMEs runs the commands of each README in order, in a folder that holds
// the example's base and change, and compares what they print.
func TestREADMEs(t *testing.T) {
	for _, e := range All() {
		t.Run(e.Name, func(t *testing.T) {
			path := filepath.Join(e.Name, "README.md")
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			for _, part := range []string{"base", "change"} {
				if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(e.Name, part))); err != nil {
					t.Fatal(err)
				}
			}
			fresh := console.ReplaceAllFunc(text, func(block []byte) []byte {
				shown := string(console.FindSubmatch(block)[1])
				now := session(t, dir, shown)
				if diff := cmp.Diff(shown, now); diff != "" && !*update {
					t.Errorf("%s (-README +now); go test ./examples -update rewrites it:\n%s", path, diff)
				}
				return []byte("```console\n" + now + "```")
			})
			if console.FindIndex(text) == nil {
				t.Errorf("%s shows no command", path)
			}
			if *update && !bytes.Equal(fresh, text) {
				if err := os.WriteFile(path, fresh, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// session runs the commands of a block, the lines that begin with a prompt, and
// gives the block as it would be today.
func session(t *testing.T, dir, block string) string {
	t.Helper()
	var out strings.Builder
	for line := range strings.Lines(block) {
		if command, isCommand := strings.CutPrefix(line, "$ "); isCommand {
			out.WriteString(line + shell(t, dir, command))
		}
	}
	return out.String()
}

// shell runs a command line and gives its standard output.
func shell(t *testing.T, dir, line string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+program+string(os.PathListSeparator)+os.Getenv("PATH"))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", line, err, stdout.String(), stderr.String())
	}
	return stdout.String()
}
