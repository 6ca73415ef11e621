package render

import (
	"encoding/csv"
	"io"
	"math/big"
	"strconv"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// statementColumns are those of StatementCSV; new ones come last.
var statementColumns = []string{"partner", "period", "currency", "row", "line", "agreement", "plan", "terms", "event", "kind", "of", "at", "amount", "rule", "part", "step", "on",
	"rate", "per_unit", "exact", "raised", "cut_event", "cut_period", "share", "earned", "state", "until", "reason", "payout", "payout_currency", "exchange_rate", "place"}

// StatementCSV prints a row for every line and, behind it, one for each of its
// parts. Amounts are exact decimals in currency. Rows that say line come to what
// was earned, those that say released were earned before; what a part earned before
// rounding is under exact.
func StatementCSV(w io.Writer, v StatementView) error {
	out := csv.NewWriter(w)
	if err := out.Write(statementColumns); err != nil {
		return err
	}
	for _, s := range v.Sections {
		for _, e := range s.Entries {
			doc := lineDocumentOf(e, s.Currency)
			if err := out.WriteAll(lineCells(v, e, doc, s.Currency)); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func lineCells(v StatementView, e StatementEntry, doc lineDocument, paid quantity.Currency) [][]string {
	amount, share, exchange := "", "", ""
	if doc.Amount != nil {
		amount = *doc.Amount
	}
	if doc.Share != nil {
		share = big.NewRat(e.Share.Num, e.Share.Den).RatString()
	}
	if e.Rate != nil {
		exchange = rateDigits(e.Rate)
	}
	head := func(row string) []string {
		return []string{textCell(v.Partner.Address.Name()), v.Period, string(doc.Currency), row, textCell(doc.ID), textCell(doc.Agreement), textCell(doc.Plan), doc.Terms,
			textCell(doc.Event), string(doc.Kind), textCell(doc.Of), doc.At}
	}
	kind := "line"
	if e.IsReleased {
		kind = "released"
	}
	rows := [][]string{append(head(kind), amount, textCell(doc.Rule), "", "", doc.Base, "", "", doc.Exact, doc.Raised, doc.CutEvent, doc.CutPeriod, share, doc.Earned,
		string(doc.State), doc.Until, textCell(doc.Reason), minorDecimal(e.Payout, paid), string(paid), exchange, textCell(e.Place))}
	for i, p := range doc.Parts {
		rows = append(rows, append(head("part"), "", textCell(doc.Rule), strconv.Itoa(i+1), textCell(p.Step), p.On, p.Rate, p.PerUnit, p.Earned,
			"", "", "", "", "", "", "", "", "", "", "", ""))
	}
	return rows
}
