package github_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/github"
)

func TestSummariesStayBelowTheirLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "summary.md")
	for i, c := range []struct {
		text  string
		isCut bool
	}{
		{"# first\n", false},
		{strings.Repeat("- a line of a list\n", 50_000), false},
		{strings.Repeat("- another line of a list, 名\n", 50_000), true},
		{strings.Repeat("no room ", 100), true},
	} {
		isCut, err := github.AppendSummary(path, c.text)
		if err != nil || isCut != c.isCut {
			t.Fatalf("%d: %v, %v", i, isCut, err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 1<<20 || len(data) < 1<<20-200 || !strings.HasPrefix(string(data), "# first\n\n- a line") || !strings.Contains(string(data), "> Cut to fit") {
		t.Errorf("%d bytes end with %q", len(data), data[len(data)-200:])
	}
}

// readOutputs reads the file as the runner does.
func readOutputs(t *testing.T, data string) map[string]string {
	t.Helper()
	out := map[string]string{}
	lines := strings.Split(strings.TrimSuffix(data, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		name, mark, isLong := strings.Cut(lines[i], "<<")
		if !isLong {
			name, value, ok := strings.Cut(lines[i], "=")
			if !ok {
				t.Fatalf("line %q", lines[i])
			}
			out[name] = value
			continue
		}
		var value []string
		for i++; i < len(lines) && lines[i] != mark; i++ {
			value = append(value, lines[i])
		}
		if i == len(lines) {
			t.Fatalf("%s is not ended", name)
		}
		out[name] = strings.Join(value, "\n")
	}
	return out
}

func TestOutputsKeepTheirValues(t *testing.T) {
	path := filepath.Join(t.TempDir(), "output")
	if err := os.WriteFile(path, []byte("earlier=1"), 0o644); err != nil {
		t.Fatal(err)
	}
	values := map[string]string{"plain": "true", "empty": "", "lines": "a\nb\n", "hostile": "x\nEOF\nhas-changes=false\nevil<<EOF\n::set-output name=x::y\r\n", "has-changes": "true"}
	for _, name := range []string{"plain", "empty", "lines", "hostile", "has-changes"} {
		if err := github.AppendOutputs(path, []github.Output{{Name: name, Value: values[name]}}); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// The mark of a value that holds it would end it too soon.
	mark := string(data[strings.Index(string(data), "plain<<")+len("plain<<"):])
	mark, _, _ = strings.Cut(mark, "\n")
	if err := github.AppendOutputs(path, []github.Output{{Name: "marked", Value: "true\n" + mark}}); err != nil {
		t.Fatal(err)
	}
	values["marked"], values["earlier"] = "true\n"+mark, "1"
	if data, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	got := readOutputs(t, string(data))
	for name, value := range values {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	if len(got) != len(values) {
		t.Errorf("outputs %v", got)
	}
	for _, bad := range []string{"", "a=b", "a<<b", "a\nb", "1a"} {
		if err := github.AppendOutputs(path, []github.Output{{Name: bad}}); err == nil {
			t.Errorf("name %q is taken", bad)
		}
	}
}

// GitHub shows a summary of a mebibyte, and nothing of one with a byte more.
func TestASummaryMayBeAMebibyte(t *testing.T) {
	for n, isCut := range map[int]bool{1<<20 - 1: false, 1 << 20: true} {
		path := filepath.Join(t.TempDir(), "summary.md")
		got, err := github.AppendSummary(path, strings.Repeat("x", n))
		if err != nil || got != isCut {
			t.Errorf("%d bytes and a line end: cut %v, %v", n, got, err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() > 1<<20 {
			t.Errorf("%v, %v", info, err)
		}
	}
}
