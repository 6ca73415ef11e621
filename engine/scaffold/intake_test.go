package scaffold

import (
	"errors"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/diag"
)

// filled is the body that GitHub makes of a form.
func filled(f issueForm, answer map[string]string) string {
	var b strings.Builder
	for _, field := range f.fields {
		text := answer[field.ID]
		if text == "" {
			text = noAnswer
		}
		b.WriteString(heading(field) + "\n\n" + text + "\n\n")
	}
	return b.String()
}

func formNamed(t testing.TB, name string) issueForm {
	t.Helper()
	forms, err := readForms()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(forms, func(f issueForm) bool { return f.name == name })
	if i < 0 {
		t.Fatalf("there is no form %s", name)
	}
	return forms[i]
}

func starterRepo(t testing.TB) fs.FS {
	t.Helper()
	dir := t.TempDir()
	if _, err := Init(t.Context(), dir, someDay); err != nil {
		t.Fatal(err)
	}
	return openDir(t, dir)
}

// TestFormsAreWhatGitHubTakes: by its rules for issue forms, and so that one form is
// told from another.
func TestFormsAreWhatGitHubTakes(t *testing.T) {
	forms, err := readForms()
	if err != nil || len(forms) != 3 {
		t.Fatalf("%d forms, %v", len(forms), err)
	}
	firsts := map[string]bool{}
	for _, f := range forms {
		ids, labels := map[string]bool{}, map[string]bool{}
		for _, field := range f.fields {
			if ids[field.ID] || !regexp.MustCompile(`^[a-z-]+$`).MatchString(field.ID) || labels[field.Label] || field.Label == "" {
				t.Errorf("%s: field %q with label %q", f.name, field.ID, field.Label)
			}
			ids[field.ID], labels[field.Label] = true, true
			switch field.Type {
			case "input", "textarea":
			case "dropdown":
				if len(field.Options) == 0 || slices.Contains(field.Options, "None") {
					t.Errorf("%s: options %q", f.name, field.Options)
				}
			default:
				t.Errorf("%s: type %q", f.name, field.Type)
			}
		}
		if firsts[f.fields[0].Label] {
			t.Errorf("%s begins as another form does", f.name)
		}
		firsts[f.fields[0].Label] = true
	}
}

// TestFormsHoldTextWhereGitHubWantsText: a day without quotes is none, and GitHub
// then shows no form at all.
func TestFormsHoldTextWhereGitHubWantsText(t *testing.T) {
	names, err := fs.Glob(starterFiles, "starter/"+issueForms+"/*.yml")
	if err != nil || len(names) != 3 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(starterFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		var file yaml.Node
		if err := yaml.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		var walk func(n *yaml.Node)
		walk = func(n *yaml.Node) {
			if n.Kind == yaml.ScalarNode && n.Value != "true" && n.ShortTag() != "!!str" {
				t.Errorf("%s:%d: %s is no text", name, n.Line, n.Value)
			}
			for _, c := range n.Content {
				walk(c)
			}
		}
		walk(&file)
	}
}

// TestEveryClauseOfTheFormCanBeChanged: to a value that is right for it.
func TestEveryClauseOfTheFormCanBeChanged(t *testing.T) {
	form, repo := formNamed(t, "deal-terms"), starterRepo(t)
	values := map[string]string{"Limit of liability": "60000 USD", "Governing law": "Austria: Vienna", "What both sides call a success": "Both grow", "Reviews": "monthly",
		"Commission plan": "Reseller plan", "Last day": "2099-12-31"}
	options := slices.Sorted(slices.Values(form.fields[1].Options))
	if known := slices.Sorted(maps.Keys(clauses)); !slices.Equal(options, known) {
		t.Fatalf("the form offers %q, known are %q", options, known)
	}
	for _, option := range options {
		value := values[option]
		if value == "" {
			value = "45 days"
		}
		body := filled(form, map[string]string{"agreement": "example-partner-reseller", "clause": option, "value": value, "effective": "2090-01-01", "reason": "why: not"})
		out, err := Intake(t.Context(), repo, Issue{Number: 3, Body: body})
		if err != nil {
			t.Errorf("%s: %v", option, err)
			continue
		}
		field := clauses[option][strings.LastIndexByte(clauses[option], '.')+1:] + ": "
		if !strings.Contains(string(out.File.Text), field) {
			t.Errorf("%s: there is no %q in\n%s", option, field, out.File.Text)
		}
	}
}

// TestWhateverIsWrittenIsTextOrRefused: no answer gives an invalid document, another
// document, or a file elsewhere.
func TestWhateverIsWrittenIsTextOrRefused(t *testing.T) {
	repo := starterRepo(t)
	before, err := readRevision(t.Context(), repo)
	if err != nil {
		t.Fatal(err)
	}
	form, written := formNamed(t, "new-partner"), 0
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"---", "...", "\n", ": ", "# ", "{", "}", "[", "]", "'", `"`, "&a ", "*a", "!!x ", "|", ">", "\\", "../", "\t", "\u2028", "\u0085",
		"\ufeff", "yes", "1_000", "08", "2026-01-01", "null", "~", "<<", "### Program", "${{ x }}", "\x00", "Acme"}))
	rapid.Check(t, func(t *rapid.T) {
		answer := map[string]string{}
		for _, field := range form.fields {
			answer[field.ID] = strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(t, field.ID), "")
		}
		answer["program"] = "resellers"
		out, err := Intake(t.Context(), repo, Issue{Number: 1, Body: filled(form, answer)})
		var refusal *Refusal
		if errors.As(err, &refusal) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^partners/[a-z0-9-]+\.yaml$`).MatchString(out.File.Path) {
			t.Fatalf("%s is written", out.File.Path)
		}
		written++
		after, err := readRevision(t.Context(), lay(repo, []File{out.File}))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(after.book.Docs.List) - len(before.book.Docs.List); n != 1 || after.checked().Count(diag.Error) > 0 {
			t.Fatalf("%d documents more, %d errors:\n%s", n, after.checked().Count(diag.Error), out.File.Text)
		}
	})
	if written == 0 {
		t.Error("everything is refused")
	}
}

// TestIntakeTakesWhatPeopleSee: amounts as the product shows them, words with a
// capital; what could be two amounts is refused, and words stay as they are.
func TestIntakeTakesWhatPeopleSee(t *testing.T) {
	repo, form := starterRepo(t), formNamed(t, "deal-terms")
	for _, c := range []struct{ clause, value, want string }{
		{"Limit of liability", "50,000 USD", "cap: 50000 USD"},
		{"Limit of liability", "1,250,000.50 USD", "cap: 1250000.50 USD"},
		{"Limit of liability", "50,00 USD", ""},
		{"Reviews", "Quarterly", "reviewCadence: quarterly"},
		{"Notice to end the agreement", "90 Days", "notice: 90 days"},
		{"Governing law", "Laws of Austria", "governingLaw:"},
	} {
		body := filled(form, map[string]string{"agreement": "example-partner-reseller", "clause": c.clause, "value": c.value, "effective": "2099-01-01", "reason": "They asked."})
		out, err := Intake(t.Context(), repo, Issue{Number: 7, Body: body})
		if (err == nil) != (c.want != "") || err == nil && !strings.Contains(string(out.File.Text), c.want) {
			t.Errorf("%s %q: %v\n%s", c.clause, c.value, err, out.File.Text)
		}
	}
}
