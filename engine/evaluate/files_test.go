package evaluate_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/git"
)

const header = "id,partner,stage,amount,closed\n"

// from is a world whose source takes its files from somewhere.
func from(place string) world {
	return world{"org.yaml": organization, "partners.yaml": twoPartners, "k.yaml": kpi("k", sum(`stage == "won"`)),
		"deals.yaml": "apiVersion: entente/v1\nkind: Source\nmetadata: {name: deals}\nspec:\n  type: deals\n  system: crm\n  from: {" + place + "}\n" +
			"  columns: {id: id, partner: partner, stage: stage, amount: amount, closedAt: closed}\n"}
}

func won(id, amount string) string { return id + ",A,won," + amount + ",2026-02-01\n" }

func paths(s facts.Source) string {
	var out []string
	for _, f := range s.Files {
		out = append(out, f.Path)
	}
	return strings.Join(out, " ")
}

func TestGlobs(t *testing.T) {
	tree := []string{"data/b.csv", header, "data/a.csv", header, "data/2025/q1.csv", header, "data/2025/deep/q2.csv", header, "data/a.jsonl", "", "other/a.csv", header}
	for pattern, want := range map[string]string{
		"data/a.csv":            "data/a.csv",
		"./data/a.csv":          "data/a.csv",
		"data/*.csv":            "data/a.csv data/b.csv",
		"data/**/*.csv":         "data/2025/deep/q2.csv data/2025/q1.csv data/a.csv data/b.csv",
		"'**/a.csv'":            "data/a.csv other/a.csv",
		"'{data,other}/a.csv'":  "data/a.csv other/a.csv",
		"'data/[ab].csv'":       "data/a.csv data/b.csv",
		"data/2025/**":          "data/2025/deep/q2.csv data/2025/q1.csv",
		"'data/2025/q?.csv'":    "data/2025/q1.csv",
		"data/**/deep/*.csv":    "data/2025/deep/q2.csv",
		"'data/{a,b,a,**}.csv'": "data/a.csv data/b.csv",
	} {
		t.Run(pattern, func(t *testing.T) {
			w := from("files: " + pattern).with(tree...)
			p, _ := compile(t, w)
			sources, findings := p.Mapped(evaluate.Roots{w.files()})
			if got := paths(sources[0]); got != want || len(findings) > 0 {
				t.Errorf("got %s, want %s; %v", got, want, spelt(findings))
			}
		})
	}
}

func TestPlacesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ place, want string }{
		"a step upwards": {"files: ../other/a.csv",
			"path-outside deals.yaml:7:17 `../other/a.csv` `../other/a.csv` is not below the repository's folder; a pull request could read any file of the machine. → name files relative to the repository, or give their folder with --facts"},
		"a step upwards within": {"files: data/../../a.csv",
			"path-outside deals.yaml:7:17 `data/../../a.csv` `data/../../a.csv` is not"},
		"an absolute path": {"files: /etc/passwd",
			"path-outside deals.yaml:7:17 `/etc/passwd` `/etc/passwd` is not below the repository's folder"},
		"a backslash": {`files: 'data\a.csv'`,
			"path-outside deals.yaml:7:17 `'data\\a.csv'` `data\\a.csv` is not below the repository's folder"},
		"a pattern that does not close": {"files: 'data/[a.csv'",
			"path-outside deals.yaml:7:17 `'data/[a.csv'` `data/[a.csv` is not a glob. → close its brackets, or write a plain path"},
		"files and a connection": {"files: a.csv, connection: crm",
			"source-from deals.yaml:7:36 `crm` It names files and a connection. → keep one of them"},
		"neither": {"table: deals",
			"source-from deals.yaml:3:18 `deals` `from` names neither files nor a connection. → add `files: data/deals.csv`"},
		"a connection, which nobody opens": {"connection: crm, table: deals",
			"no-fact-files deals.yaml:7:22 `crm` This build reads files; connection `crm` is left out, and KPIs over it have no value. → export the table to CSV and name it under files"},
		"no file of that name": {"files: dat/a.csv",
			"no-fact-files deals.yaml:7:17 `dat/a.csv` No file matches `dat/a.csv`; KPIs over it have no value. → add the file, or give its folder with --facts"},
		"a folder": {"files: data",
			"no-fact-files deals.yaml:7:17 `data` No file matches `data`"},
	} {
		t.Run(name, func(t *testing.T) {
			w := from(c.place).with("data/a.csv", header+won("1", "5.00"))
			p, _ := compile(t, w)
			sources, findings := p.Mapped(evaluate.Roots{w.files()})
			if got := spelt(findings); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			wantValues(t, run(t, sources, job(t, p, "2026-06-30", ""))[0], "ada k: no-facts")
		})
	}
}

func TestHeaders(t *testing.T) {
	const fit = "unknown-header deals.yaml:8:"
	for name, c := range map[string]struct {
		csv  string
		want []string
	}{
		"as mapped":      {header, nil},
		"in other order": {"closed,amount,stage,partner,id,more\n", nil},
		"one misspelt": {"id,partner,stage,amout,closed\n",
			[]string{fit + "61 `amount` `data/a.csv` has no column `amount`. Did you mean `amout`? → write `amout`"}},
		"one in capitals": {"ID,partner,stage,amount,closed\n",
			[]string{fit + "17 `id` `data/a.csv` has no column `id`. Did you mean `ID`? → write `ID`"}},
		"one that is far off": {"id,partner,stage,price in dollars,closed\n",
			[]string{fit + "61 `amount` `data/a.csv` has no column `amount`. → the file has id, partner, stage, price in dollars, closed"}},
		"empty": {"", []string{"unreadable-facts deals.yaml:7:17 `data/a.csv` `data/a.csv` is empty. → export it again, with its header, or take it away"}},
		"one that stands twice": {"id,partner,stage,amount,closed,amount,more,more\n",
			[]string{"bad-column deals.yaml:8:61 `amount` `data/a.csv` has two columns `amount`; which of them is meant is not clear. → rename one of them in the file"}},
		"two": {"id,partner,stages,amount\n",
			[]string{fit + "46 `stage` `data/a.csv` has no column `stage`. Did you mean `stages`? → write `stages`",
				fit + "79 `closed` `data/a.csv` has no column `closed`. → the file has id, partner, stages, amount"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := from("files: data/a.csv").with("data/a.csv", c.csv)
			p, _ := compile(t, w)
			_, findings := p.Mapped(evaluate.Roots{w.files()})
			if diff := cmp.Diff(append([]string{}, c.want...), spelt(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// onDisk writes a world to a folder and opens it as the engine does.
func onDisk(t *testing.T, w world) (string, fs.FS) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range w {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	opened, err := git.Dir(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	return dir, opened
}

// TestUnreadableFiles: one file that cannot be read takes the whole source along,
// since what is left would pass for all of it. It is a finding, no breakage.
func TestUnreadableFiles(t *testing.T) {
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
	for name, c := range map[string]struct {
		spoil func(dir string) error
		want  string
	}{
		"a link": {func(dir string) error { return os.Symlink("/etc/hostname", filepath.Join(dir, "data/b.csv")) },
			"data/b.csv is a symbolic link, and links are never followed: put the file itself there."},
		"a link within": {func(dir string) error { return os.Symlink("a.csv", filepath.Join(dir, "data/b.csv")) },
			"data/b.csv is a symbolic link"},
		"a Git LFS pointer": {func(dir string) error { return os.WriteFile(filepath.Join(dir, "data/b.csv"), []byte(pointer), 0o644) },
			"run `git lfs pull`"},
		"another format": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "data/b.parquet"), []byte("PAR1"), 0o644)
		},
			"data/b.parquet: "},
	} {
		for _, pattern := range []string{"data/*", "data/**/*", "data/b*"} {
			t.Run(name+" of "+pattern, func(t *testing.T) {
				w := from("files: "+pattern).with("data/a.csv", header+won("1", "5.00"))
				dir, opened := onDisk(t, w)
				if err := c.spoil(dir); err != nil {
					t.Fatal(err)
				}
				p, _ := compile(t, w)
				sources, findings := p.Mapped(evaluate.Roots{opened})
				if len(findings) != 1 || findings[0].Code != evaluate.CodeUnreadable || !strings.Contains(findings[0].Detail, c.want) || strings.Count(findings[0].Detail, "data/b") > 1 {
					t.Errorf("findings %q, want %s", spelt(findings), c.want)
				}
				wantValues(t, run(t, sources, job(t, p, "2026-06-30", ""))[0], "ada k: no-facts")
			})
		}
	}
	t.Run("a folder behind a link is not entered", func(t *testing.T) {
		w := from("files: data/**/*.csv").with("data/a.csv", header+won("1", "5.00"), "elsewhere/b.csv", header+won("2", "7.00"))
		dir, opened := onDisk(t, w)
		if err := os.Symlink("../elsewhere", filepath.Join(dir, "data/more")); err != nil {
			t.Fatal(err)
		}
		p, _ := compile(t, w)
		sources, _ := p.Mapped(evaluate.Roots{opened})
		if got := paths(sources[0]); got != "data/a.csv" {
			t.Errorf("files %s", got)
		}
	})
}

// TestSecondRoot: --facts adds files beside the revision's; of two of one path
// the revision's counts.
func TestSecondRoot(t *testing.T) {
	w := from("files: data/**/*.csv").with("data/a.csv", header+won("1", "5.00"))
	beside := world{"data/a.csv": header + won("1", "100.00"), "data/b.csv": header + won("2", "7.00"), "data/new/c.csv": header + won("3", "0.50"), "x.csv": header}
	p, _ := compile(t, w)
	sources, findings := p.Mapped(evaluate.Roots{w.files(), beside.files()})
	if len(findings) > 0 {
		t.Error(spelt(findings))
	}
	if got := paths(sources[0]); got != "data/a.csv data/b.csv data/new/c.csv" {
		t.Errorf("files %s", got)
	}
	wantValues(t, run(t, sources, job(t, p, "2026-06-30", ""))[0], "ada k: 12.50 USD")

	sources, _ = p.Mapped(evaluate.Roots{beside.files(), w.files()})
	wantValues(t, run(t, sources, job(t, p, "2026-06-30", ""))[0], "ada k: 107.50 USD")
}
