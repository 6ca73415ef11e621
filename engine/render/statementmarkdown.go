package render

import (
	"fmt"
	"io"
	"strings"
)

// StatementMarkdown prints a statement as tables for a comment or a mail.
func StatementMarkdown(w io.Writer, v StatementView) error {
	var b strings.Builder
	fmt.Fprintf(&b, "### Statement of %s, %s\n", escape(v.Partner.Name), escape(v.Period))
	for _, s := range v.Sections {
		sheet := sheetOf(v, s)
		if len(sheet.groups) == 0 {
			fmt.Fprintf(&b, "\nNothing was earned in %s.\n", escape(v.Period))
		}
		for _, g := range sheet.groups {
			fmt.Fprintf(&b, "\n**%s**\n\n", escape(g.title))
			paid, rule := "", ""
			if sheet.payout != "" {
				paid, rule = " "+sheet.payout+" |", "--:|"
			}
			b.WriteString("| Date | Event | Amount | Step | On | Rate | Earned |" + paid + " |\n|---|---|--:|---|--:|--:|--:|" + rule + "---|\n")
			for _, r := range g.rows {
				markdownRow(&b, r, sheet.payout != "")
			}
		}
		b.WriteString("\n| | |\n|---|--:|\n")
		for _, t := range sheet.totals {
			fmt.Fprintf(&b, "| %s | %s %s |\n", t.label, t.amount, s.Currency)
		}
		for _, r := range sheet.remarks {
			fmt.Fprintf(&b, "\n%s\n", escape(r))
		}
	}
	for _, text := range v.Warnings() {
		fmt.Fprintf(&b, "\n%s\n", escape(text))
	}
	fmt.Fprintf(&b, "\n<sub>as of %s · facts %s</sub>\n", v.AsOf, escape(v.Digest))
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownRow(b *strings.Builder, r sheetRow, isExchanged bool) {
	cells := []string{r.date, r.event, r.amount, r.step, r.on, r.rate, r.earned}
	if isExchanged {
		cells = append(cells, r.payout)
	}
	for _, text := range append(cells, r.note) {
		fmt.Fprintf(b, "| %s ", escape(text))
	}
	b.WriteString("|\n")
}
