package render

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// StatementLock says that a statement is locked, and where it stands.
type StatementLock struct {
	Name string // northwind-2026-q1
	Path string
	AsOf quantity.Date // last day whose facts are in it
	ledger.Standing
}

// LockedRef is a statement, or a line of one, that a correction is about.
type LockedRef struct {
	Name, Period string
	AsOf         quantity.Date
	At           diag.Span
}

// Correction is what an event and a rule are due now, and what is locked.
type Correction struct {
	Reason            string
	Currency, Pays    quantity.Currency
	Locked, Due       int64         // in Currency
	LockedOut, DueOut int64         // in Pays, where that is another
	On                quantity.Date // day of the event, which is locked

	Statements            []LockedRef       // that hold a line of it, the oldest first
	Lines                 []commission.Line // these lines
	Missing               *LockedRef        // statement that it came too late for; nil: none
	Now                   *commission.Line  // as it would be earned today; nil: nothing is
	WasRow                *commission.Event // as it was locked
	Row                   *commission.Event // as it is; nil: it is gone
	WasReversal, Reversal *commission.Reversal
	Terms                 []ledger.TermChange // where they are the reason, as far as is known
}

// words says when a statement was locked, and what became of it.
func (l *StatementLock) words(paid quantity.Currency) []string {
	out := []string{fmt.Sprintf("Locked as of %s: %s.", l.AsOf, l.Path)}
	switch l.Status {
	case ledger.IsIssued:
		said := fmt.Sprintf("Issued on %s.", l.On)
		if l.AnswerBy != 0 {
			said = fmt.Sprintf("Issued on %s; without an answer by %s it counts as accepted.", l.On, l.AnswerBy)
		}
		out = append(out, said)
	case ledger.IsAccepted:
		if l.IsDeemed {
			out = append(out, fmt.Sprintf("Deemed accepted from %s on: nobody disputed it in time.", l.On))
		} else {
			out = append(out, fmt.Sprintf("Accepted by %s on %s.", l.By, l.On))
		}
	case ledger.IsDisputed:
		out = append(out, fmt.Sprintf("Disputed by %s on %s: %s", l.By, l.On, l.Reason))
	}
	switch {
	case l.Status == ledger.IsPaid:
		out = append(out, fmt.Sprintf("Paid in full on %s.", l.On))
	case l.Paid != 0:
		out = append(out, fmt.Sprintf("%s %s were paid so far, %s are left.", minorWords(l.Paid, paid), paid, minorWords(l.Left, paid)))
	}
	return out
}

// status is where a statement stands, in one word or two.
func (l *StatementLock) status() string {
	switch {
	case l == nil:
		return ""
	case l.IsDeemed && l.Status == ledger.IsAccepted:
		return "deemed accepted"
	}
	return string(l.Status)
}

// correctionReasons say in a word or two why a locked figure is corrected.
var correctionReasons = map[string]string{
	ledger.Refund: "refunded", ledger.LateFact: "came late", ledger.ChangedFact: "its row changed", ledger.GoneFact: "its row is gone", ledger.ChangedTool: "computed by another version", ledger.ChangedVolume: "other rows changed",
	ledger.ChangedTerms: "terms changed", ledger.ChangedRate: "exchange rate changed",
}

func correctionReason(reason string) string {
	if said, known := correctionReasons[reason]; known {
		return said
	}
	return reasonWords(reason)
}

// cause says why a figure is corrected, with the terms that changed.
func (c *Correction) cause() string {
	said := correctionReason(c.Reason)
	if len(c.Terms) == 0 {
		return said
	}
	if c.Reason == ledger.ChangedRate {
		said = "exchange rate and terms changed"
	}
	var parts []string
	for _, t := range c.Terms {
		parts = append(parts, termWords(t, " → "))
	}
	return said + ": " + strings.Join(capped(parts, mostCauses), "; ")
}

// termWords spells a term as it was and as it is, each with its place.
func termWords(t ledger.TermChange, to string) string {
	side := func(text, at string) string {
		if text == "" {
			return "none"
		}
		return amountText(text) + citeRow(at)
	}
	return strings.ReplaceAll(t.Path, "/", " › ") + " " + side(t.Was, t.WasAt) + to + side(t.Is, t.IsAt)
}

// amountText groups the digits of a term that is an amount of money.
func amountText(text string) string {
	if m, err := quantity.ParseMoney(text); err == nil {
		return minus(quantity.Grouped(m.Decimal())) + " " + string(m.Currency)
	}
	return text
}

// note says in a table what is due, what is locked, and why they differ.
func (c *Correction) note() string {
	said := fmt.Sprintf("%s; %s are due", c.cause(), minorWords(c.Due, c.Currency))
	switch n := len(c.Statements); {
	case n > 0:
		return said + fmt.Sprintf(", %s locked in %s", minorWords(c.Locked, c.Currency), c.Statements[0].Name)
	case c.Missing != nil:
		return said + ", nothing locked in " + c.Missing.Name
	}
	return said
}

// lockDocument is a locked statement for machines.
type lockDocument struct {
	Statement string        `json:"statement"`
	File      string        `json:"file"`
	AsOf      string        `json:"asOf"`
	Status    ledger.Status `json:"status"`
	On        string        `json:"on"`
	By        string        `json:"by,omitempty"`
	Reason    string        `json:"reason,omitempty"`
	Deemed    bool          `json:"deemed,omitempty"`
	AnswerBy  string        `json:"answerBy,omitempty"`
	Paid      string        `json:"paid"`
	Left      string        `json:"left"`
}

func lockDocumentOf(l *StatementLock, c quantity.Currency) *lockDocument {
	if l == nil {
		return nil
	}
	out := &lockDocument{Statement: l.Name, File: l.Path, AsOf: l.AsOf.String(), Status: l.Status, On: l.On.String(), By: l.By, Reason: l.Standing.Reason, Deemed: l.IsDeemed,
		Paid: minorDecimal(l.Paid, c), Left: minorDecimal(l.Left, c)}
	if l.AnswerBy != 0 {
		out.AnswerBy = l.AnswerBy.String()
	}
	return out
}

// correctionDocument is what a correction makes up for, for machines.
type correctionDocument struct {
	Statements []string          `json:"statements"`
	Reason     string            `json:"reason"`
	Locked     string            `json:"locked"`
	Due        string            `json:"due"`
	Terms      []termDocument    `json:"terms,omitempty"`
	Payout     *payoutDifference `json:"payout,omitempty"`
}

// termDocument is a term that changed, each side with its place.
type termDocument struct {
	Path  string `json:"path"`
	Was   string `json:"was,omitempty"`
	WasAt string `json:"wasAt,omitempty"`
	Is    string `json:"is,omitempty"`
	IsAt  string `json:"isAt,omitempty"`
}

// payoutDifference is the same in the currency that is paid.
type payoutDifference struct {
	Currency quantity.Currency `json:"currency"`
	Locked   string            `json:"locked"`
	Due      string            `json:"due"`
}

func correctionDocumentOf(c *Correction) *correctionDocument {
	if c == nil {
		return nil
	}
	out := &correctionDocument{Statements: []string{}, Reason: c.Reason, Locked: minorDecimal(c.Locked, c.Currency), Due: minorDecimal(c.Due, c.Currency)}
	for _, s := range c.Statements {
		out.Statements = append(out.Statements, s.Name)
	}
	for _, t := range c.Terms {
		out.Terms = append(out.Terms, termDocument{t.Path, t.Was, t.WasAt, t.Is, t.IsAt})
	}
	if c.Pays != c.Currency {
		out.Payout = &payoutDifference{c.Pays, minorDecimal(c.LockedOut, c.Pays), minorDecimal(c.DueOut, c.Pays)}
	}
	return out
}
