package ledger

import (
	"cmp"
	"fmt"
	"time"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Calendar is what days are counted by.
type Calendar struct {
	Fiscal   time.Month // first month of the fiscal year; 0: January
	Holidays map[quantity.Date]bool
}

// Locking is a statement with everything that goes into its document.
type Locking struct {
	Statement   commission.Statement
	Corrections []Correction       // among its lines; see Draft
	History     []*commission.Line // all lines of the partner, in the order in which they arose
	Rows        Rows               // behind them
	Rates       facts.Exchange
	Docs        *spec.Documents // where adjustments are written
	Calendar    Calendar
	Base        quantity.Currency // the Organization's; statements in another one say so in their name
	AsOf        quantity.Date
	FactsDigest string
	ToolVersion string
	Follows     *Kept  // statement of the same run before; nil: it is the first
	Opening     string // of the first: OpeningComplete or OpeningSettled
}

// What the first statement of a run says of earlier days.
const (
	OpeningComplete = "complete"          // nothing was due: what comes to light is corrected
	OpeningSettled  = "settled-elsewhere" // they are left alone
)

// Kept is a statement's document by its name.
type Kept struct {
	Name string
	*spec.Statement
}

// Locked is a statement's document, ready to be written.
type Locked struct {
	Name string // northwind-2026-q2
	Path string // statements/northwind/2026-q2.yaml
	Text []byte
}

// Lock writes a statement down. The same input always gives the same bytes. The
// error says why a statement cannot be locked: its period is not over, it is too
// large for a document, or its own lines do not come to what it says.
func Lock(in Locking) (Locked, error) {
	st := &in.Statement
	period := PeriodName(st.Period, in.Calendar.Fiscal)
	name, path := NameOf(st.Partner, period, st.Currency, in.Base)
	if err := Ended(st.Period, in.Calendar.Fiscal, in.AsOf); err != nil {
		return Locked{}, err
	}
	if _, err := quantity.ParseSlug(name); err != nil {
		return Locked{}, fmt.Errorf("%s is no name for a statement: give the partner a shorter name", name)
	}
	s := &spec.Statement{Partner: spec.Ref[spec.Partner]{Name: st.Partner}, Period: val(period), Currency: val(st.Currency), AsOf: val(in.AsOf),
		FactsDigest: val(spec.Text(in.FactsDigest)), ToolVersion: val(spec.Text(in.ToolVersion))}
	if in.Follows != nil {
		s.Follows = &spec.StatementFollows{Statement: val(spec.Slug(in.Follows.Name)), Digest: in.Follows.Digest}
		s.Follows.Digest.At = diag.Span{}
	} else {
		s.Opening = text(in.Opening)
	}
	l := &locker{in: &in, rows: newIndex(in.Rows), past: pastOf(in.History), fold: refolder{in.Calendar.Holidays}}
	for i := range st.Lines {
		sl := &st.Lines[i]
		switch {
		case sl.IsReleased:
			s.Released = append(s.Released, spec.StatementReleasedLine{ID: val(spec.Text(sl.ID())), At: val(sl.At), Until: val(sl.Until), Amount: money(sl.Payout, st.Currency)})
		case sl.Reason == "ineligible": // nothing is paid, nothing is owed: it is for those who ask why
		default:
			s.Lines = append(s.Lines, l.line(sl))
		}
	}
	l.spread(s)
	s.Totals.CarriedIn = money(st.CarriedIn, st.Currency)
	s.Totals.Minimum = l.minimum()
	total(s, st.Period.To)
	if err := cmp.Or(l.err, l.agrees(s)); err != nil {
		return Locked{}, fmt.Errorf("%s cannot be locked: %w", name, err)
	}
	text := write(name, s).text
	if len(text) > load.MaxFileBytes {
		return Locked{}, fmt.Errorf("%s would have %d bytes, and a document has at most %d: pay out more often, such as monthly", name, len(text), load.MaxFileBytes)
	}
	return Locked{name, path, text}, nil
}

// Ended gives the error of a period that is not over on a day.
func Ended(days quantity.Range, fiscal time.Month, asOf quantity.Date) error {
	if days.To <= asOf {
		return nil
	}
	return fmt.Errorf("%s is not over before %s: lock it with --as-of on that day or later", PeriodName(days, fiscal), days.To)
}

// PeriodName gives the period that some days are: a year, quarter or month where
// they are one.
func PeriodName(r quantity.Range, fiscal time.Month) quantity.Period {
	y, m, _ := r.From.YMD()
	candidates := []quantity.Period{{Year: y, Month: m}}
	for year := y; year <= y+1; year++ {
		for quarter := range 5 { // 0: the year
			candidates = append(candidates, quantity.Period{Year: year, Quarter: quarter})
		}
	}
	for _, p := range candidates {
		if p.Range(fiscal) == r {
			return p
		}
	}
	return quantity.Period{Span: r}
}
