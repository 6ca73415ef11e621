package render

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/partnership-as-code/entente/engine/diag"
)

const planFile = `# reseller terms
rules:
  - id: new-business
    bands:
      steps:
        - {id: base, upTo: 150000 USD, rate: 10%}
        - {id: mid, upTo: 50000 USD, rate: 12%}
`

const goalFile = "spec:\n  objective:\n    vendor: customer-acquisition\n    partner: brand\n"

// at finds a text in a source; what stands before | only helps to find it.
func at(s *diag.Source, text, needle string) diag.Span {
	before, after, ok := strings.Cut(needle, "|")
	if !ok {
		before, after = "", needle
	}
	i := strings.Index(text, before+after)
	if i < 0 {
		panic(needle)
	}
	i += len(before)
	return diag.Span{Source: s, Start: uint32(i), End: uint32(i + len(after))}
}

func bandOrder() diag.Finding {
	s := diag.Bytes("plans/reseller.yaml", []byte(planFile))
	return diag.Finding{
		Code: "band-order", Severity: diag.Error, Summary: "A band starts below the one before it",
		Detail: "Steps are read in order, each up to and including its bound. Nothing could ever earn 12% here.",
		Label:  "the step before already reaches 150,000 USD",
		Fix:    "did you mean 500000 USD, or to swap the two steps?", Resource: "commissionplan/reseller", Path: "rules/new-business/bands/steps/mid/upTo",
		At: at(s, planFile, "mid, upTo: |50000 USD"), Related: []diag.Related{{At: at(s, planFile, "150000 USD"), Note: "the step before"}},
	}
}

func goalDrift() diag.Finding {
	s := diag.Bytes("goals/northwind-2026.yaml", []byte(goalFile))
	return diag.Finding{
		Code: "goal-drift", Severity: diag.Warning, Summary: "The two sides pursue different objectives",
		Detail: "Agree on one objective, or split this into two goals, each with both owners.",
		Label:  "customer-acquisition (line 3) and brand pull apart", Resource: "goal/northwind-2026", At: at(s, goalFile, "brand"),
	}
}

func unplaced() diag.Finding {
	return diag.Finding{Code: "review-overdue", Severity: diag.Warning, Summary: "A review is overdue",
		Detail: "The last review of Contoso was 74 days ago.", Fix: "hold one and record it", Resource: "partner/contoso"}
}

func TestFindingsShowThePlaceAndTheWayOut(t *testing.T) {
	list := diag.List{bandOrder(), goalDrift(), unplaced()}.Sorted()
	golden(t, "findings.txt", func(w io.Writer) error { return Findings(w, list, Options{Width: 110}) })
	golden(t, "findings-narrow.txt", func(w io.Writer) error { return Findings(w, list, Options{Width: 50}) })
	golden(t, "findings-color.txt", func(w io.Writer) error { return Findings(w, list, Options{Color: true}) })
}

func TestNothingFoundPrintsNothing(t *testing.T) {
	if got := written(t, func(w io.Writer) error { return Findings(w, nil, Options{}) }); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestThereIsNoColorUnlessAskedFor(t *testing.T) {
	list := diag.List{bandOrder(), goalDrift()}.Sorted()
	if got := written(t, func(w io.Writer) error { return Findings(w, list, Options{}) }); strings.Contains(got, "\x1b") {
		t.Errorf("escape sequences in %q", got)
	}
}

func TestColorChangesNoText(t *testing.T) {
	list := diag.List{bandOrder(), goalDrift(), unplaced()}.Sorted()
	bare := written(t, func(w io.Writer) error { return Findings(w, list, Options{}) })
	colored := written(t, func(w io.Writer) error { return Findings(w, list, Options{Color: true}) })
	if got := ansi.ReplaceAllString(colored, ""); got != bare {
		t.Errorf("without colour %q, want %q", got, bare)
	}
}

// Carets stand under what they mean on a terminal where 名 takes two columns.
func TestCaretsCountTheColumnsOfWideCharacters(t *testing.T) {
	const text = "title: 名前 of レ nothing\n"
	s := diag.Bytes("a.yaml", []byte(text))
	for needle, want := range map[string]struct{ before, carets int }{"名前": {7, 4}, "レ": {15, 2}, "nothing": {18, 7}} {
		list := diag.List{{Code: "c", Severity: diag.Error, At: at(s, text, needle)}}.Sorted()
		lines := strings.Split(written(t, func(w io.Writer) error { return Findings(w, list, Options{}) }), "\n")
		carets := lines[3]
		edge := strings.Index(carets, "│") + len("│ ")
		if before := strings.Index(carets[edge:], "^"); before != want.before || strings.Count(carets, "^") != want.carets {
			t.Errorf("%s: %q, want %d carets after %d columns", needle, carets, want.carets, want.before)
		}
	}
}

func TestLongLinesAreCutAroundTheCarets(t *testing.T) {
	text := "x: " + strings.Repeat("前", 60) + " wrong " + strings.Repeat("y", 60) + "\n"
	s := diag.Bytes("a.yaml", []byte(text))
	list := diag.List{{Code: "c", Severity: diag.Error, Label: "not this", At: at(s, text, "wrong")}}.Sorted()
	got := written(t, func(w io.Writer) error { return Findings(w, list, Options{Width: 60}) })
	lines := strings.Split(got, "\n")
	for _, line := range lines {
		if w := runewidth.StringWidth(line); w > 60 {
			t.Errorf("%d columns: %s", w, line)
		}
	}
	column := runewidth.StringWidth(lines[2][:strings.Index(lines[2], "wrong")])
	if carets := runewidth.StringWidth(lines[3][:strings.Index(lines[3], "^^^^^")]); carets != column {
		t.Errorf("carets at %d, the text at %d:\n%s", carets, column, got)
	}
}

func TestACodeFoundOftenIsCounted(t *testing.T) {
	list := diag.List{bandOrder()}
	for i := range 1234 {
		list.Add(diag.Finding{Code: "unknown-field", Severity: diag.Error, Summary: "Unknown field", Detail: fmt.Sprintf("Field f%d.", i)})
	}
	got := written(t, func(w io.Writer) error { return Findings(w, list, Options{}) })
	if n := strings.Count(got, "error[unknown-field]"); n != 5 {
		t.Errorf("%d of unknown-field are shown, want 5", n)
	}
	if !strings.Contains(got, "\n… and 1,229 more of unknown-field\n") || !strings.Contains(got, "band-order") {
		t.Errorf("the end is %q", got[len(got)-80:])
	}
	all := written(t, func(w io.Writer) error { return Findings(w, list, Options{All: true}) })
	if n := strings.Count(all, "error[unknown-field]"); n != 1234 {
		t.Errorf("%d of all are shown", n)
	}
}

// A line that would be a command of the Actions runner is broken without moving
// what stands behind it.
func TestCaretsStandBelowWhatFollowsACommand(t *testing.T) {
	text := "a: '##[group]' wrong\n"
	list := diag.List{{Code: "c", Severity: diag.Error, Summary: "S", Detail: "D", Label: "here", At: at(diag.Bytes("a.yaml", []byte(text)), text, "wrong")}}
	lines := strings.Split(written(t, func(w io.Writer) error { return Findings(w, list.Sorted(), Options{}) }), "\n")
	i := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "^^^^^") })
	if i < 1 || strings.Contains(lines[i-1], "##[") ||
		runewidth.StringWidth(lines[i-1][:strings.Index(lines[i-1], "wrong")]) != runewidth.StringWidth(lines[i][:strings.Index(lines[i], "^")]) {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
}

func TestHostileTextStaysText(t *testing.T) {
	list := diag.List{{Code: "c", Severity: diag.Error, Summary: "S", Label: "\x1b]8;;http://evil\x07click\x1b]8;;\x07",
		Detail: "::error file=x::pwned\r\n##[error]pwned \u202ereversed\x1b[31m red", Fix: "\u2028::set-output name=a::b",
		Related: []diag.Related{{Note: "\x9b31mred\u200bzero"}}}}
	got := written(t, func(w io.Writer) error { return Findings(w, list, Options{Width: 30}) })
	for line := range strings.Lines(got) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
			t.Errorf("a command of the runner: %q", line)
		}
	}
	if i := strings.IndexAny(got, "\x1b\x07\u202e\u2028\u200b\u009b\r"); i >= 0 {
		t.Errorf("%q is left in %q", got[i:], got)
	}
	if !strings.Contains(got, `\::error`) || !strings.Contains(got, "reversed red") {
		t.Errorf("text is lost: %q", got)
	}
}

func TestCheckedCountsInWords(t *testing.T) {
	for want, s := range map[string]Stats{
		"Checked 27 documents in 21 files against 61 rules: 0 errors, 2 warnings.\n":                  {Documents: 27, Files: 21, Rules: 61, Warnings: 2},
		"Checked 27 documents in 21 files against 61 rules: 0 errors, 2 warnings.  (12 ms)\n":         {Documents: 27, Files: 21, Rules: 61, Warnings: 2, Elapsed: 12 * time.Millisecond},
		"Checked 1 document in 1 file against 1 rule: 1 error, 1,000 warnings.  (under 1 ms)\n":       {Documents: 1, Files: 1, Rules: 1, Errors: 1, Warnings: 1000, Elapsed: time.Microsecond},
		"Checked 50,000 documents in 50,000 files against 61 rules: 0 errors, 0 warnings.  (4.3 s)\n": {Documents: 50000, Files: 50000, Rules: 61, Elapsed: 4321 * time.Millisecond},
	} {
		if got := written(t, func(w io.Writer) error { return Checked(w, s) }); got != want {
			t.Errorf("got  %swant %s", got, want)
		}
	}
}

func TestAFailedWriteIsReported(t *testing.T) {
	broken := errors.New("disk full")
	list := diag.List{bandOrder()}
	for name, write := range map[string]func(io.Writer) error{
		"text":       func(w io.Writer) error { return Findings(w, list, Options{}) },
		"json":       func(w io.Writer) error { return FindingsJSON(w, list, Stats{}) },
		"sarif":      func(w io.Writer) error { return SARIF(w, list, "", "", nil) },
		"junit":      func(w io.Writer) error { return JUnit(w, list) },
		"checkstyle": func(w io.Writer) error { return Checkstyle(w, list) },
		"github":     func(w io.Writer) error { return GitHub(w, list, "") },
	} {
		if err := write(failing{broken}); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
