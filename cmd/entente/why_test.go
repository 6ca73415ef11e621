package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// explained gives what why says of every event of every statement of a partner.
func explained(t *testing.T, repo, partner, asOf string) map[string]string {
	t.Helper()
	var list struct{ Statements []struct{ Period string } }
	decode(t, execute(t, exitOK, "statement", partner, "-C", repo, "--as-of", asOf, "--format", "json"), &list)
	out := map[string]string{}
	for _, s := range list.Statements {
		var statement struct{ Lines, Released []struct{ Event string } }
		decode(t, execute(t, exitOK, "statement", partner, s.Period, "-C", repo, "--as-of", asOf, "--format", "json"), &statement)
		for _, l := range append(statement.Lines, statement.Released...) {
			out[s.Period+" "+l.Event] = execute(t, exitOK, "why", partner, s.Period, l.Event, "-C", repo, "--as-of", asOf)
		}
	}
	return out
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

// citedPlace is a line, or lines, in parentheses.
var citedPlace = regexp.MustCompile(`\(([^() ]+\.(?:yaml|csv)):([0-9]+)(?:-([0-9]+))?\)`)

// clauseStart ends what a citation does not speak of.
var clauseStart = regexp.MustCompile(`[.;:] |\n|:[0-9-]+\)`)

var figure = regexp.MustCompile(`[0-9][0-9,]*(?:\.[0-9]+)?%?`)

// TestWhyCitesLinesThatSaySo opens every line that is cited: of the figures that
// stand before it in its clause one stands there, or of the words, where there is
// no figure.
func TestWhyCitesLinesThatSaySo(t *testing.T) {
	change := laidOver(t, example, "../../engine/testdata/example-change")
	repositories := map[string][]string{example: {"northwind", "contoso"}, change: {"northwind", "contoso"}, richRepository(t): {"alpha", "beta", "gamma"}}
	least := map[string]int{example: 50, change: 50}
	for _, r := range tellings() { // each kind of line
		repositories[r.write(t)] = []string{"northwind"}
		if r.partners != nil {
			repositories[r.write(t)] = []string{"contoso"}
		}
	}
	for repo, partners := range repositories {
		seen := 0
		for _, partner := range partners {
			for event, text := range explained(t, repo, partner, "2026-06-30") {
				for _, m := range citedPlace.FindAllStringSubmatchIndex(text, -1) {
					seen++
					clause := text[:m[0]]
					if starts := clauseStart.FindAllStringIndex(clause, -1); len(starts) > 0 {
						clause = clause[starts[len(starts)-1][1]:]
					}
					to := ""
					if m[6] >= 0 {
						to = text[m[6]:m[7]]
					}
					cited := linesOf(t, filepath.Join(repo, text[m[2]:m[3]]), text[m[4]:m[5]], to)
					if !says(cited, clause) {
						t.Errorf("%s: %q cites %s, which has %q", event, clause, text[m[0]:m[1]], cited)
					}
				}
			}
		}
		if seen < least[repo] {
			t.Errorf("only %d citations", seen)
		}
	}
}

// richRepository is the repository of a script.
func richRepository(t *testing.T) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/script/payouts_rich.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := txtar.Write(archive, dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// says reports whether a line has one of the figures of a clause, spelled with or
// without commas; of a clause without any one of its words.
func says(line, clause string) bool {
	tokens := figure.FindAllString(clause, -1)
	if len(tokens) == 0 {
		tokens = strings.FieldsFunc(clause, func(r rune) bool { return strings.ContainsRune(" ,'\"", r) })
	}
	for _, token := range tokens {
		if strings.Contains(line, token) || strings.Contains(strings.ReplaceAll(line, ",", ""), strings.ReplaceAll(token, ",", "")) {
			return true
		}
	}
	return false
}

func linesOf(t *testing.T, path, from, to string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	first, _ := strconv.Atoi(from)
	last := first
	if to != "" {
		last, _ = strconv.Atoi(to)
	}
	return strings.Join(lines[first-1:last], "\n")
}

// TestCitationsMoveWithTheirLines writes ten lines above everything that a file
// says: every citation of it is ten lines further down, and nothing else changes.
func TestCitationsMoveWithTheirLines(t *testing.T) {
	before := explained(t, example, "northwind", "2026-06-30")
	for _, file := range []string{"plans/reseller.yaml", "programs/resellers.yaml", "agreements/northwind-reseller.yaml"} {
		moved := laidOver(t, example, t.TempDir())
		path := filepath.Join(moved, file)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append([]byte(strings.Repeat("# a line\n", 10)), text...), 0o600); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for event, says := range before {
			want[event] = shifted(says, file, 10)
		}
		if diff := cmp.Diff(want, explained(t, moved, "northwind", "2026-06-30")); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
}

// shifted moves the citations of a file by so many lines.
func shifted(text, file string, by int) string {
	places := regexp.MustCompile(regexp.QuoteMeta(file) + `:([0-9]+)(-[0-9]+)?`)
	return places.ReplaceAllStringFunc(text, func(place string) string {
		lines := strings.Split(strings.TrimPrefix(place, file+":"), "-")
		for i := range lines {
			n, _ := strconv.Atoi(lines[i])
			lines[i] = strconv.Itoa(n + by)
		}
		return fmt.Sprintf("%s:%s", file, strings.Join(lines, "-"))
	})
}
