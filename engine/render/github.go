package render

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
)

// mostAnnotations of one level are shown for a step of a workflow.
const mostAnnotations = 10

// GitHub prints findings as workflow commands, at most ten errors and ten
// warnings. Findings of one code and detail are one annotation, at the first
// place; a line counts what has none. Files are named within folder, and shown from
// the root of the git repository, where GitHub looks for them; "" is the root.
func GitHub(w io.Writer, findings diag.List, folder string) error {
	var b strings.Builder
	left := map[diag.Severity]int{}
	for _, s := range []diag.Severity{diag.Error, diag.Warning} {
		for i, cause := range causes(findings, s) {
			if i < mostAnnotations {
				b.WriteString(command(cause, folder) + "\n")
			} else {
				left[s] += len(cause)
			}
		}
	}
	if e, n := left[diag.Error], left[diag.Warning]; e+n > 0 {
		fmt.Fprintf(&b, "… and %s, %s without an annotation\n", count(e, "error"), count(n, "warning"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// causes groups the findings of one severity by code and detail, in order of
// their first places.
func causes(findings diag.List, s diag.Severity) []diag.List {
	var out []diag.List
	at := map[[2]string]int{}
	for _, f := range findings {
		if f.Severity != s {
			continue
		}
		key := [2]string{f.Code, f.Detail}
		i, known := at[key]
		if !known {
			i, at[key] = len(out), len(out)
			out = append(out, nil)
		}
		out[i] = append(out[i], f)
	}
	return out
}

func command(cause diag.List, folder string) string {
	f := within(plan.FindingOf(cause[0]), folder)
	text := message(f)
	if others := otherPlaces(cause[1:], folder); others != "" {
		text += "\nalso at " + others
	}
	text += "\nentente explain " + f.Code
	return "::" + level(f.Severity) + " " + strings.Join(properties(f), ",") + "::" + escapeData(text)
}

// within names the files of a finding from the root of the repository.
func within(f plan.Finding, folder string) plan.Finding {
	if folder == "" {
		return f
	}
	if f.File != "" {
		f.File = path.Join(folder, f.File)
	}
	f.Related = slices.Clone(f.Related)
	for i := range f.Related {
		if f.Related[i].File != "" {
			f.Related[i].File = path.Join(folder, f.Related[i].File)
		}
	}
	return f
}

func properties(f plan.Finding) []string {
	var out []string
	add := func(name, value string) { out = append(out, name+"="+escapeProperty(plain(value))) }
	if f.File != "" {
		add("file", f.File)
	}
	if f.Line > 0 {
		add("line", strconv.Itoa(f.Line))
		add("col", strconv.Itoa(f.Column))
		add("endLine", strconv.Itoa(f.EndLine))
	}
	add("title", f.Summary)
	return out
}

// otherPlaces names a few more places of one cause.
func otherPlaces(rest diag.List, folder string) string {
	const most = 5
	var places []string
	for _, found := range rest[:min(most, len(rest))] {
		f := within(plan.FindingOf(found), folder)
		places = append(places, plain(place(f.File, f.Line, 0)))
	}
	if len(rest) > most {
		places = append(places, fmt.Sprintf("… and %s more", number(len(rest)-most)))
	}
	return strings.Join(places, ", ")
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func escapeData(s string) string     { return dataEscapes.Replace(s) }
func escapeProperty(s string) string { return propertyEscapes.Replace(s) }

// Warning is a workflow command that warns of something that is in no file. The text
// may have several lines.
func Warning(text string) string { return "::warning title=entente::" + escapeLines(text) }

// Notice is a workflow command that says something which nobody has to mend.
func Notice(text string) string { return "::notice title=entente::" + escapeLines(text) }

func escapeLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = OneLine(line)
	}
	return escapeData(strings.Join(lines, "\n"))
}
