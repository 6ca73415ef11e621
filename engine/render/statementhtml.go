package render

import (
	"html/template"
	"io"
)

// statementPage is a page that prints on A4 or letter and asks nothing of a
// network.
var statementPage = template.Must(template.New("statement").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Statement of {{.Partner}}, {{.Period}}</title>
<style>
body { font: 14px/1.45 system-ui, sans-serif; color: #111; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
h1 { font-size: 1.4rem; margin: 0 0 .2rem } h2 { font-size: 1rem; margin: 1.6rem 0 .4rem }
table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600; border-bottom: 1px solid #555 }
th, td { padding: .2rem .5rem; vertical-align: top } td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
tbody tr.first td { border-top: 1px solid #ddd } table.totals { width: auto; margin: 1rem 0 0 auto } table.totals tr:last-child { font-weight: 600 }
.note, footer { color: #555 } footer { margin-top: 2rem; font-size: .8rem; overflow-wrap: anywhere }
@media print { body { margin: 0; max-width: none; font-size: 10pt } thead { display: table-header-group } tr { break-inside: avoid } }
</style>
</head>
<body>
<h1>Statement of {{.Partner}}</h1>
<p>{{.Period}}, {{.From}} to {{.To}}</p>
{{range .Sheets}}{{$paid := .Paid}}{{range .Groups}}<h2>{{.Title}}</h2>
<table>
<thead><tr><th>Date</th><th>Event</th><th class="n">Amount</th><th>Step</th><th class="n">On</th><th class="n">Rate</th><th class="n">Earned</th>{{if $paid}}<th class="n">{{$paid}}</th>{{end}}<th></th></tr></thead>
<tbody>
{{range .Rows}}<tr{{if .Date}} class="first"{{end}}><td>{{.Date}}</td><td>{{.Event}}</td><td class="n">{{.Amount}}</td><td>{{.Step}}</td><td class="n">{{.On}}</td><td class="n">{{.Rate}}</td><td class="n">{{.Earned}}</td>{{if $paid}}<td class="n">{{.Payout}}</td>{{end}}<td class="note">{{.Note}}</td></tr>
{{end}}</tbody>
</table>
{{else}}<p>Nothing was earned.</p>
{{end}}<table class="totals">
{{range .Totals}}<tr><td>{{.Label}}</td><td class="n">{{.Amount}}</td><td>{{.Currency}}</td></tr>
{{end}}</table>
{{range .Remarks}}<p>{{.}}</p>
{{end}}{{end}}{{range .Warnings}}<p class="note">{{.}}</p>
{{end}}<footer>As of {{.AsOf}} · facts {{.Digest}}</footer>
</body>
</html>
`))

type htmlStatement struct {
	Partner, Period, From, To, AsOf, Digest string
	Sheets                                  []htmlSheet
	Warnings                                []string
}

type htmlSheet struct {
	Paid    string
	Groups  []htmlGroup
	Totals  []htmlTotal
	Remarks []string
}

type htmlGroup struct {
	Title string
	Rows  []htmlRow
}

type htmlRow struct{ Date, Event, Amount, Step, On, Rate, Earned, Payout, Note string }

type htmlTotal struct{ Label, Amount, Currency string }

// StatementHTML prints a statement as one page for a browser or a printer.
func StatementHTML(w io.Writer, v StatementView) error {
	page := htmlStatement{Partner: plain(v.Partner.Name), Period: v.Period, From: v.Days.From.String(), To: v.Days.To.String(), AsOf: v.AsOf.String(), Digest: v.Digest, Warnings: v.Warnings()}
	for _, s := range v.Sections {
		sheet := sheetOf(v, s)
		out := htmlSheet{Paid: sheet.payout, Remarks: sheet.remarks}
		for _, g := range sheet.groups {
			group := htmlGroup{Title: plain(g.title)}
			for _, r := range g.rows {
				group.Rows = append(group.Rows, htmlRow{r.date, plain(r.event), r.amount, plain(r.step), r.on, r.rate, r.earned, r.payout, plain(r.note)})
			}
			out.Groups = append(out.Groups, group)
		}
		for _, t := range sheet.totals {
			out.Totals = append(out.Totals, htmlTotal{t.label, t.amount, string(s.Currency)})
		}
		page.Sheets = append(page.Sheets, out)
	}
	return statementPage.Execute(w, page)
}
