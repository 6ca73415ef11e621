package render

import (
	"html/template"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// redlinePage prints on A4 or letter, in black and white too, and asks nothing of
// a network.
var redlinePage = template.Must(template.New("redline").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Redline{{with .Count}}: {{.}}{{end}}</title>
<style>
body { font: 15px/1.5 Georgia, serif; color: #111; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 0 .3rem } h2 { font-size: 1.15rem; margin: 1.8rem 0 .2rem; border-bottom: 1px solid #555 }
del { color: #a11; text-decoration: line-through } ins { color: #063; text-decoration: underline; font-weight: 600 }
ol { padding-left: 1.6rem } li { margin: .5rem 0 } p { margin: .3rem 0 } .remark { margin: .1rem 0; font-size: .92em }
.place, footer { color: #555; font: .8em ui-monospace, monospace } footer { margin-top: 2.5rem }
@media print { body { margin: 0; max-width: none; font-size: 11pt } h2 { break-after: avoid } li { break-inside: avoid } }
</style>
</head>
<body>
<h1>Redline{{with .Count}}: {{.}}{{end}}</h1>
{{if .Documents}}<p>What is <del>struck through</del> is taken out, what is <ins>underlined</ins> is put in. The rest stays as it is.</p>
{{else}}<p>{{.Nothing}}</p>
{{end}}{{range .Documents}}<h2>{{.Title}}</h2>
<p class="place">{{.Address}}</p>
{{with .Fate}}<p>{{.}}</p>
{{end}}{{with .Place}}<p class="place">{{.}}</p>
{{end}}{{if .Clauses}}<ol>
{{range .Clauses}}<li>{{.Label}}: {{with .Lead}}{{.}} {{end}}{{with .Del}}<del>{{.}}</del> {{end}}{{with .Ins}}<ins>{{.}}</ins>{{end}}{{with .Tail}} {{.}}{{end}}
{{range .Remarks}}<p class="remark">{{.}}</p>
{{end}}{{with .Place}}<p class="place">{{.}}</p>
{{end}}</li>
{{end}}</ol>
{{end}}{{if .Notices}}<p>Notice:</p>
<ul>
{{range .Notices}}<li>{{.}}</li>
{{end}}</ul>
{{end}}{{end}}<footer>base {{.From}} · head {{.To}} · as of {{.AsOf}} · terms {{.Digest}}</footer>
</body>
</html>
`))

// RedlineHTML prints what RedlineMarkdown does as one page for a printer. Begun by
// a tag of ours, no line is a command of a runner; ##[ would be one anywhere.
func RedlineHTML(w io.Writer, p plan.Plan) error {
	var b strings.Builder
	err := redlinePage.Execute(&b, struct {
		redline
		Nothing string
	}{redlineOf(p), unchangedTerms})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, strings.ReplaceAll(b.String(), "##[", "##&#91;"))
	return err
}
