package github_test

import (
	"fmt"
	"html"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

var hostile = []string{
	"a | b", "@team", "@acme/finance", "dana@example.com", "#1", "acme/partners#1", "GH-7", "</details>", "</summary><script>alert(1)</script>",
	"<img src=x onerror=y>", "::error::x", "\n::set-output name=a::b", "##[error]x", "```\nfence", "````` `", "`@team`", "[a](https://evil.example)",
	"https://evil.example", "www.evil.example", "![i](x)", "<!-- entente:comment {} -->", "-->", "\u202eabc\u2066", "\x1b[31mred\x1b]8;;http://x\x07", "\u200b@\u200bteam",
	"&#64;team", "&commat;team", "@\x00team", "#\u20281", "\\@team", "**b** _u_ ~~s~~ $m$ [^1]", "| --- |\n| x |", "\xff", "\r\n\r\n# heading\n\n- [x] done",
}

var (
	ours     = regexp.MustCompile(`<!-- -->|</?(details|summary|sub|br)>|^<!-- entente:comment \{[^\n<>]*\} -->`)
	linked   = regexp.MustCompile(`(?i)@[a-z0-9]|#[0-9]|\bgh-[0-9]|[a-z]://|\bwww\.[a-z]`)
	codeRuns = regexp.MustCompile("`+")
)

// withoutCode takes the code spans out of a line of Markdown, as CommonMark reads them.
func withoutCode(line string) string {
	var out strings.Builder
	for {
		open := codeRuns.FindStringIndex(line)
		if open == nil {
			return out.String() + line
		}
		fence, rest, end := line[open[0]:open[1]], line[open[1]:], -1
		for _, next := range codeRuns.FindAllStringIndex(rest, -1) {
			if next[1]-next[0] == len(fence) {
				end = next[1]
				break
			}
		}
		if end < 0 {
			return out.String() + line
		}
		out.WriteString(line[:open[0]])
		line = rest[end:]
	}
}

// harm finds what GitHub or a runner would act on; "" for nothing.
func harm(body string) string {
	for i, r := range body {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)) {
			return fmt.Sprintf("%q at %d", r, i)
		}
	}
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
			return "a command: " + line
		}
		text := ours.ReplaceAllString(withoutCode(line), "\x00")
		if tag := regexp.MustCompile(`<[^ \d=]`).FindString(text); tag != "" {
			return "a tag " + tag + " in " + line
		}
		if strings.Contains(text, "](") {
			return "a link in " + line
		}
		if m := linked.FindString(html.UnescapeString(text)); m != "" {
			return m + " in " + line
		}
	}
	if opened, closed := strings.Count(body, "\n<details>"), strings.Count(body, "\n</details>"); opened != closed {
		return fmt.Sprintf("%d folds are opened and %d closed", opened, closed)
	}
	return ""
}

// poison puts a text into every string of a value.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.String:
		v.SetString(text)
	}
}

func planOf(changes int) plan.Plan {
	before, after := "12%", "10%"
	pl := plan.Plan{Base: earlier, Head: head, AsOf: "2026-06-30", Headline: "x", Collateral: make([]plan.Collateral, 1),
		Data:     &plan.Data{Files: []string{"a.csv"}},
		Findings: plan.Findings{New: findings(3), Resolved: findings(2)}}
	for i := range changes {
		pl.Changes = append(pl.Changes, plan.Change{Action: plan.Update, Address: spec.Address(fmt.Sprint("partner/p", i)), Title: "Northwind", Path: "rate",
			Before: &before, After: &after, Note: "as agreed", File: "p.yaml", Line: 1})
	}
	pl.Impact.Values = []plan.Delta{{Address: "partner/p", Title: "Northwind", Unit: "count", Before: &before, After: &after, Delta: &after}}
	return pl
}

func markdown(t testing.TB, pl plan.Plan) string {
	t.Helper()
	var b strings.Builder
	if err := render.PlanMarkdown(&b, pl); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHostileNamesAreHarmlessInComments(t *testing.T) {
	for _, text := range hostile {
		pl := planOf(3)
		poison(reflect.ValueOf(&pl).Elem(), text)
		for i := range pl.Changes {
			pl.Changes[i].Action = plan.Update
		}
		s := hub(t)
		c, _ := client(t, s, "token")
		if _, err := c.Publish(t.Context(), github.Target{Repository: acme, Number: number, Unit: text}, says(markdown(t, pl), run(1))); err != nil {
			t.Fatal(err)
		}
		if found := harm(s.Comments(number)[0].Body); found != "" {
			t.Errorf("%q leaves %s", text, found)
		}
		if _, err := c.Publish(t.Context(), github.Target{Repository: acme, Number: number, Unit: text}, says("again", run(2))); err != nil || len(s.Comments(number)) != 1 {
			t.Errorf("unit %q is not found again: %v", text, err)
		}
	}
}

// The oracle of these tests bites.
func TestHarmIsFound(t *testing.T) {
	for _, text := range []string{"@team", "#1", "&#64;team", "<script>", "[a](x)", "https://x", "www.x.y", "GH-1", "::error::", "x ##[error]", "\u202e", "\x1b[m", "\n<details>", "``` @team `"} {
		if harm(text) == "" {
			t.Errorf("%q passes", text)
		}
	}
	if found := harm("| `@team` | &#64;<!-- -->team |"); found != "" {
		t.Error(found)
	}
}

func TestAPlanOf3000ChangesFits(t *testing.T) {
	pl := planOf(3000)
	long := strings.Repeat("名 and terms ", 60)
	for i := range pl.Changes {
		pl.Changes[i].After, pl.Changes[i].Note = &long, long
	}
	pl.Findings.New = findings(400)
	s := hub(t)
	r := publish(t, s, github.Post{Body: markdown(t, pl), HasChanges: true, Head: head, Run: run(1), Whole: summary})
	body := s.Comments(number)[0].Body
	if !r.IsCut || len(body) > 60_000 || len(body) < 50_000 {
		t.Errorf("%d bytes, %+v", len(body), r)
	}
	for _, words := range []string{"### Entente plan: 3,000 changes", "Changes (3,000)", "[job summary](" + summary + ")", "reproduce:", "New findings (400)", "… and "} {
		if !strings.Contains(body, words) {
			t.Errorf("%q is missing", words)
		}
	}
	if found := harm(strings.Replace(body, "[job summary]("+summary+")", "", 1)); found != "" {
		t.Error(found)
	}
	s.Forget()
	if r := publish(t, s, github.Post{Body: markdown(t, pl), HasChanges: true, Head: head, Run: run(2), Whole: summary}); r.Did != github.Kept || !r.IsCut || len(s.Writes()) != 0 {
		t.Errorf("again: %+v, %v", r, s.Writes())
	}
}

// Whatever text gets into a table, a list or code, and wherever it is cut, nothing
// links, notifies, formats or commands.
func FuzzHostileText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, 400)
	}
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 200 || most > 5000 || len(text) > 5000 {
			return
		}
		escaped, code := render.EscapeMarkdown(text), render.CodeSpan(text)
		body := "### " + escaped + "\n\n| A | B |\n|---|---|\n" + strings.Repeat("| x"+escaped+" | y |\n", 9) +
			"\n<details><summary>T</summary>\n\n" + strings.Repeat("- "+code+" "+escaped+"\n", 9) + "\n</details>\n\nx" + escaped
		got, _ := github.Fit(body, most, "")
		if found := harm("\n" + got); found != "" {
			t.Errorf("%q leaves %s", text, found)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if strings.HasPrefix(line, "| x") && strings.Count(line, "|") != 3 {
				t.Errorf("%q gives the row %q", text, line)
			}
		}
		for line := range strings.SplitSeq(render.Defuse(text), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsAny(line, "\r\x1b") {
				t.Errorf("%q gives the line %q", text, line)
			}
		}
	})
}
