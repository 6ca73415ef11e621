package render

import (
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

type statementDocument struct {
	FormatVersion string `json:"formatVersion"`
	Partner       string `json:"partner"`
	Period        string `json:"period"`
	From          string `json:"from"`
	To            string `json:"to"`
	AsOf          string `json:"asOf"`
	FactsDigest   string `json:"factsDigest"`
	currencyDocument
	Further  []currencyDocument `json:"further"`  // statements of the period in other currencies
	Warnings []string           `json:"warnings"` // what is in no line and may be missed
}

type currencyDocument struct {
	Currency quantity.Currency `json:"currency"`
	Open     bool              `json:"open"`
	Lock     *lockDocument     `json:"lock,omitempty"`
	Lines    []lineDocument    `json:"lines"`    // of the period: they come to totals.earned
	Released []lineDocument    `json:"released"` // of earlier periods, whose hold ended in this one
	Totals   totalsDocument    `json:"totals"`
}

type totalsDocument struct {
	Earned      string `json:"earned"`
	Held        string `json:"held"`
	Payable     string `json:"payable"`
	Released    string `json:"released"`
	Adjustments string `json:"adjustments"`
	CarriedIn   string `json:"carriedIn"`
	Due         string `json:"due"`
	Paid        string `json:"paid"`
	CarriedOut  string `json:"carriedOut"`
}

type lineDocument struct {
	ID        string            `json:"id"`
	Event     string            `json:"event"`
	Kind      commission.Kind   `json:"kind"`
	Of        string            `json:"of,omitempty"`
	Partner   string            `json:"partner,omitempty"` // whose event it is, when another's
	At        string            `json:"at"`
	Currency  quantity.Currency `json:"currency"`
	Amount    *string           `json:"amount"`
	Earned    string            `json:"earned"`
	Agreement string            `json:"agreement"`
	Plan      string            `json:"plan,omitempty"`
	Terms     string            `json:"terms,omitempty"`
	Rule      string            `json:"rule,omitempty"`
	Base      string            `json:"base,omitempty"`
	Before    string            `json:"before,omitempty"`
	Parts     []partDocument    `json:"parts"`
	Exact     string            `json:"exact,omitempty"`
	Raised    string            `json:"raised,omitempty"`
	CutEvent  string            `json:"cutEvent,omitempty"`
	CutPeriod string            `json:"cutPeriod,omitempty"`
	Share     *shareDocument    `json:"share,omitempty"`
	State     commission.State  `json:"state"`
	Reason    string            `json:"reason,omitempty"`
	Until     string            `json:"until,omitempty"`
	Released  bool              `json:"released,omitempty"`
	Payout    *payoutOfLine     `json:"payout,omitempty"`

	Correction *correctionDocument `json:"correction,omitempty"`
	located
}

type partDocument struct {
	Step    string `json:"step,omitempty"`
	On      string `json:"on"`
	Rate    string `json:"rate,omitempty"`
	PerUnit string `json:"perUnit,omitempty"`
	Flat    bool   `json:"flat,omitempty"`
	Earned  string `json:"earned"`
}

type shareDocument struct {
	Part   string `json:"part"`
	Method string `json:"method"`
}

// payoutOfLine is a line in the currency that is paid.
type payoutOfLine struct {
	Amount   string            `json:"amount"`
	Currency quantity.Currency `json:"currency"`
	Rate     string            `json:"rate"`
	On       string            `json:"on"`
}

// StatementJSON prints what `statement PARTNER PERIOD --format json` gives.
func StatementJSON(w io.Writer, v StatementView) error {
	doc := statementDocument{FormatVersion: plan.FormatVersion, Partner: v.Partner.Address.Name(), Period: v.Period, From: v.Days.From.String(), To: v.Days.To.String(),
		AsOf: v.AsOf.String(), FactsDigest: v.Digest, Further: []currencyDocument{}, Warnings: notNull(v.Warnings())}
	for i, s := range v.Sections {
		if i == 0 {
			doc.currencyDocument = currencyDocumentOf(s)
			continue
		}
		doc.Further = append(doc.Further, currencyDocumentOf(s))
	}
	return writeJSON(w, doc)
}

func currencyDocumentOf(s StatementSection) currencyDocument {
	out := currencyDocument{Currency: s.Currency, Open: s.IsOpen, Lock: lockDocumentOf(s.Lock, s.Currency), Lines: []lineDocument{}, Released: []lineDocument{}, Totals: totalsDocumentOf(s.Totals, s.Currency)}
	for _, e := range s.Entries {
		into := &out.Lines
		if e.IsReleased {
			into = &out.Released
		}
		*into = append(*into, lineDocumentOf(e, s.Currency))
	}
	return out
}

func totalsDocumentOf(s commission.Totals, c quantity.Currency) totalsDocument {
	money := func(minor int64) string { return minorDecimal(minor, c) }
	return totalsDocument{Earned: money(s.Earned), Held: money(s.Held), Payable: money(s.Payable), Released: money(s.Released), Adjustments: money(s.Adjustments),
		CarriedIn: money(s.CarriedIn), Due: money(s.Due), Paid: money(s.Paid), CarriedOut: money(s.CarriedOut)}
}

func lineDocumentOf(e StatementEntry, paid quantity.Currency) lineDocument {
	money := func(minor int64) string {
		if minor == 0 {
			return ""
		}
		return minorDecimal(minor, e.Currency)
	}
	doc := lineDocument{ID: e.ID(), Event: e.Event, Kind: e.Kind, Of: e.Of, At: e.At.String(), Currency: e.Currency, Earned: minorDecimal(e.Earned, e.Currency),
		Agreement: e.Agreement.Name(), Plan: planOf(e.Terms), Parts: []partDocument{}, Raised: money(e.Raised), CutEvent: money(e.CutEvent), CutPeriod: money(e.CutPeriod),
		State: e.State, Reason: e.Reason, Correction: correctionDocumentOf(e.Corrects), located: locatedPlace(e.Place)}
	if e.Kind != commission.Adjusted && e.Kind != commission.Corrected {
		amount := minorDecimal(e.Amount, e.Currency)
		doc.Amount = &amount
	}
	if e.Since != 0 {
		doc.Terms = e.Since.String()
	}
	if e.Partner != e.Beneficiary {
		doc.Partner = e.Partner
	}
	if e.Until != 0 {
		doc.Until = e.Until.String()
	}
	if e.Exact != nil {
		doc.Exact = exactDecimalOf(e.Exact, e.Currency)
	}
	if e.Share.Den != 0 {
		doc.Share = &shareDocument{big.NewRat(e.Share.Num, e.Share.Den).String(), e.Share.Method}
	}
	if e.Rate != nil {
		doc.Payout = &payoutOfLine{minorDecimal(e.Payout, paid), paid, rateDigits(e.Rate), e.QuotedOn.String()}
	}
	doc.ruled(e)
	return doc
}

// ruled fills what a line has from its rule.
func (doc *lineDocument) ruled(e StatementEntry) {
	r := e.Rule
	if r == nil {
		return
	}
	if doc.Rule = r.ID; e.Kind == commission.Corrected {
		return
	}
	doc.Base = baseMeasure(r).decimal(e.Base, e.Currency)
	if r.Bands != nil && (e.Kind == commission.Earned || e.Kind == commission.TrueUp) && e.State != commission.Void {
		doc.Before = bandMeasure(r.Bands).decimal(e.Before, e.Currency)
	}
	for _, p := range e.Parts {
		part := partDocument{Step: stepID(p.Step), Flat: p.Flat, On: measureOf(r, p).decimal(p.On, e.Currency), Earned: exactDecimalOf(partExact(p), e.Currency)}
		if rate, perUnit := partRate(r, p); !p.Flat {
			if rate != nil {
				part.Rate = quantity.Decimal(new(big.Rat).Mul(rate, big.NewRat(100, 1)), 0, 8) + "%"
			}
			if !perUnit.IsZero() {
				part.PerUnit = priceDecimal(perUnit, e.Currency)
			}
		}
		doc.Parts = append(doc.Parts, part)
	}
}

func stepID(s *commission.Step) string {
	if s == nil {
		return ""
	}
	return s.ID
}

func planOf(t *commission.Terms) string {
	if t == nil {
		return ""
	}
	return t.Plan.Name()
}

// locatedPlace parts path:line.
func locatedPlace(place string) located {
	i := strings.LastIndexByte(place, ':')
	if i < 0 {
		return located{}
	}
	line, err := strconv.Atoi(place[i+1:])
	if err != nil {
		return located{}
	}
	return located{place[:i], line}
}

type periodsDocument struct {
	FormatVersion string              `json:"formatVersion"`
	Partner       string              `json:"partner"`
	AsOf          string              `json:"asOf"`
	FactsDigest   string              `json:"factsDigest"`
	Statements    []statementOfPeriod `json:"statements"`
}

type statementOfPeriod struct {
	Period   string            `json:"period"`
	From     string            `json:"from"`
	To       string            `json:"to"`
	Currency quantity.Currency `json:"currency"`
	Open     bool              `json:"open"`
	Lock     *lockDocument     `json:"lock,omitempty"`
	Lines    int               `json:"lines"`
	Totals   totalsDocument    `json:"totals"`
}

// PeriodsJSON prints what `statement PARTNER --format json` gives.
func PeriodsJSON(w io.Writer, v PeriodsView) error {
	doc := periodsDocument{FormatVersion: plan.FormatVersion, Partner: v.Partner.Address.Name(), AsOf: v.AsOf.String(), FactsDigest: v.Digest, Statements: []statementOfPeriod{}}
	for _, r := range v.Periods {
		doc.Statements = append(doc.Statements, statementOfPeriod{r.Period, r.Days.From.String(), r.Days.To.String(), r.Currency, r.IsOpen, lockDocumentOf(r.Lock, r.Currency), r.ownLines(), totalsDocumentOf(r.Totals, r.Currency)})
	}
	return writeJSON(w, doc)
}
