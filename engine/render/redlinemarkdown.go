package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// unchangedTerms is all that a redline without changes says.
const unchangedTerms = "Nothing changes: both revisions say the same."

// RedlineMarkdown prints what a plan changes for counsel: by document and clause,
// what is taken out struck through, what is put in strong.
func RedlineMarkdown(w io.Writer, p plan.Plan) error {
	r, m := redlineOf(p), &markdown{}
	if len(r.Documents) == 0 {
		m.add("# Redline")
		m.add(unchangedTerms)
	} else {
		m.add("# Redline: %s", r.Count)
		m.add("What is ~~struck through~~ is taken out, what is **strong** is put in. The rest stays as it is.")
	}
	for _, d := range r.Documents {
		m.redlined(d)
	}
	m.add("<sub>base %s · head %s · as of %s · terms %s</sub>", escape(r.From), escape(r.To), escape(r.AsOf), escape(r.Digest))
	_, err := io.WriteString(w, strings.Join(m.blocks, "\n\n")+"\n")
	return err
}

func (m *markdown) redlined(d redlineDocument) {
	m.add("## %s", escape(d.Title))
	if d.Title != d.Address {
		m.add("%s", code(d.Address))
	}
	if d.Fate != "" {
		m.add("%s %s", d.Fate, code(d.Place))
	}
	var items []string
	for i, c := range d.Clauses {
		items = append(items, clauseItem(i+1, c))
	}
	if len(items) > 0 {
		m.add("%s", strings.Join(items, "\n"))
	}
	if len(d.Notices) > 0 {
		m.add("Notice:")
		m.add("- %s", strings.Join(escaped(d.Notices), "\n- "))
	}
}

func clauseItem(n int, c redlineClause) string {
	lines := []string{fmt.Sprintf("%d. %s: %s", n, escape(c.Label), marked(c))}
	for _, remark := range escaped(c.Remarks) {
		lines = append(lines, "   - "+remark)
	}
	if c.Place != "" {
		lines = append(lines, "   - "+code(c.Place))
	}
	return strings.Join(lines, "\n")
}

// marked parts what is marked by blanks, without which the marks would be text.
func marked(c redlineClause) string {
	var out []string
	for _, part := range []struct{ text, mark string }{{c.Lead, ""}, {c.Del, "~~"}, {c.Ins, "**"}, {c.Tail, ""}} {
		if part.text != "" {
			out = append(out, part.mark+escape(part.text)+part.mark)
		}
	}
	return strings.Join(out, " ")
}

func escaped(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, escape(s))
	}
	return out
}
