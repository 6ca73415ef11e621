package github_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/github"
)

const summary = "https://github.com/acme/partners/actions/runs/5"

// repeated is a line for each number.
func repeated(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format+"\n", i)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestWhatFitsIsNotTouched(t *testing.T) {
	for _, text := range []string{"", "x\r\ny  \n", "| a |\n|---|\n| b |\n"} {
		if got, isCut := github.Fit(text, len(text), ""); got != text || isCut {
			t.Errorf("%q gives %q", text, got)
		}
	}
}

func TestCutsAreBetweenParts(t *testing.T) {
	table := "| A | B |\n|---|--:|\n" + repeated(1000, "| row %d | 名 |")
	list := repeated(1000, "- `item %d`")
	fence := "````\n" + repeated(1000, "``` %d") + "\n````"
	for name, c := range map[string]struct{ text, want string }{
		"table":   {table, `^\| A \| B \|\n\|---\|--:\|\n(\| row \d+ \| 名 \|\n)+\n… and \d{3} more rows\n\n> Cut to fit: all of it is in the \[job summary\]\(https://\S+\)\.$`},
		"list":    {list, "^(- `item \\d+`\n)+- … and \\d{3} more lines\n\n> Cut to fit: [^\n]*$"},
		"fence":   {fence, "^````\n(``` \\d+\n)+… and \\d{3} more lines\n````\n\n> Cut to fit: [^\n]*$"},
		"details": {"<details><summary>T</summary>\n\n" + table + "\n\n" + list + "\n\n</details>", `(?s)^<details><summary>T</summary>\n\n\| A .*\| row \d+ \| 名 \|\n\n… and \d{3} more rows\n\n… and 1 more section\n\n</details>\n\n> Cut to fit: [^\n]*$`},
		"text":    {"# Title\n\n" + strings.Repeat("word ", 2000) + "\n\n<sub>end</sub>", `^# Title\n\n<sub>end</sub>\n\n> Cut to fit, 1 section left out: [^\n]*$`},
	} {
		t.Run(name, func(t *testing.T) {
			got, isCut := github.Fit(c.text, 2000, summary)
			if !isCut || len(got) > 2000 || !utf8.ValidString(got) || !regexp.MustCompile(c.want).MatchString(got) {
				t.Errorf("%d bytes:\n%s", len(got), got)
			}
			if name != "text" && len(got) < 1900 {
				t.Errorf("only %d of 2000 bytes are used", len(got))
			}
		})
	}
}

// What is left out and what is there add up.
func TestCutsCountWhatIsLeftOut(t *testing.T) {
	got, _ := github.Fit(repeated(1000, "- item %d"), 3000, "")
	left := regexp.MustCompile(`… and (\d+) more lines`).FindStringSubmatch(got)
	if left == nil || fmt.Sprint(1000-strings.Count(got, "- item")) != left[1] || !strings.HasSuffix(got, "all of it is in the job's summary.") {
		t.Errorf("%d items in\n%s", strings.Count(got, "- item"), got)
	}
}

// One long list leaves room for what stands after it, and short sections stay.
func TestALongSectionDoesNotPushOutTheNext(t *testing.T) {
	text := "### Plan\n\n**headline**\n\n<details><summary>Changes</summary>\n\n" + repeated(5000, "- change %d") +
		"\n\n</details>\n\n**Approvals** 0 of 1\n\n<details><summary>Findings</summary>\n\n" + repeated(40, "- finding %d") + "\n\n</details>\n\n<sub>base · head</sub>"
	got, _ := github.Fit(text, 10_000, summary)
	for _, words := range []string{"**headline**", "- change 300\n", "**Approvals** 0 of 1", "- finding 39\n", "<sub>base · head</sub>"} {
		if !strings.Contains(got, words) {
			t.Errorf("%q is missing", words)
		}
	}
	if strings.Contains(got, "section") || strings.Count(got, "</details>") != 2 {
		t.Error(got[len(got)-500:])
	}
}

// Many short sections use the room that there is, from the first one on.
func TestManyShortSectionsFillTheRoom(t *testing.T) {
	got, _ := github.Fit(strings.ReplaceAll(repeated(5000, "section %04d"), "\n", "\n\n"), 10_000, "")
	if len(got) < 9900 || !strings.HasPrefix(got, "section 0000\n\nsection 0001") || !strings.Contains(got, "sections left out") {
		t.Errorf("%d bytes begin with %q", len(got), got[:min(len(got), 100)])
	}
}

func TestLinksOfCutsStayLinks(t *testing.T) {
	for address, wanted := range map[string]string{
		"javascript://x/%0aalert(1)": "job's summary",
		"https://x/a)](b":            "](https://x/a%29]%28b)",
		"https://x/a)b(c":            "](https://x/a%29b%28c)",
		"https://x/a)](https://y b":  "](https://x/a%29%5D%28https://y%20b)",
		"":                           "job's summary",
	} {
		if got, _ := github.Fit(repeated(1000, "- %d"), 1000, address); !strings.Contains(got, wanted) {
			t.Errorf("%q gives %s", address, got[len(got)-120:])
		}
	}
}

// Whatever the text is, what is left of it is valid, short enough and closed.
func FuzzFit(f *testing.F) {
	f.Add("### T\n\n<details><summary>S</summary>\n\n| a |\n|---|\n| b |\n| c |\n\n```\nx\n```\n\n</details>\n\nend", 150)
	f.Add("<details>\n<details><summary>x</summary>\n\ny\n\n</details>\n\nz", 120)
	f.Add("```\n<details>\n```\n"+repeated(30, "- 名前 %d"), 200)
	f.Add("~~~ a\n\n\n|\xff|\n|--|", 130)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 0 || most > 1<<16 {
			return
		}
		got, isCut := github.Fit(text, most, summary)
		if len(got) > most || !utf8.ValidString(got) {
			t.Fatalf("%d bytes of %d: %q", len(got), most, got)
		}
		if again, isCutAgain := github.Fit(got, most, summary); isCutAgain || again != got {
			t.Errorf("%q is cut again", got)
		}
		if isCut && got != "" && !strings.Contains(got, "> Cut to fit") {
			t.Errorf("%q does not say that it is cut", got)
		}
		if isCut && isBalanced(text) && !isBalanced(got) {
			t.Errorf("%q of %q leaves something open", got, text)
		}
	})
}

// isBalanced follows fences and folds line by line.
func isBalanced(text string) bool {
	depth, fence := 0, ""
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		trimmed := strings.TrimSpace(line)
		run := regexp.MustCompile("^(`{3,}|~{3,})").FindString(line)
		switch {
		case fence != "":
			if len(trimmed) >= len(fence) && strings.Trim(trimmed, fence[:1]) == "" {
				fence = ""
			}
		case run != "" && (run[0] == '~' || !strings.Contains(line[len(run):], "`")):
			fence = run
		case strings.HasPrefix(line, "<details") && !strings.HasSuffix(trimmed, "</details>"):
			depth++
		case trimmed == "</details>":
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0 && fence == ""
}
