package engine

import (
	"context"
	"fmt"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

// basisRow is the row that holds what a line pays on: its own, or its deal's.
type basisRow struct {
	id, place string // place "": the deal of the id, wherever it stands
	column    string // that counts as 0 when it is empty
}

// basisOf names the row and the column that a line pays on, when that column came to
// nothing; false when it did not.
func basisOf(l *commission.Line, e *commission.Event) (basisRow, bool) {
	if l.Kind != commission.Earned || l.State == commission.Void || l.Rule == nil {
		return basisRow{}, false
	}
	row := basisRow{id: e.ID, place: l.Place}
	if e.Whole != 0 && e.Deal != "" {
		row.id, row.place = e.Deal, ""
	}
	isOfUnits := l.Rule.Of == commission.OfQuantity || !l.Rule.PerUnit.IsZero() && l.Rule.Of != commission.OfEach
	isOfMoney := l.Rule.Rate != 0 || l.Rule.Bands != nil
	switch {
	case isOfUnits:
		row.column = "quantity"
		return row, e.Quantity == 0
	case e.Amount == 0 && isOfMoney:
		row.column = "amount"
		return row, true
	case l.Rule.Of == commission.OfMargin:
		row.column = "cost"
		return row, e.Cost == 0
	}
	return basisRow{}, false
}

// addBlanks notes on lines of a partner what is empty in their rows and counts as 0. It
// reads the files again when any came to nothing.
func (a Accounted) addBlanks(ctx context.Context, partner string, entries []render.StatementEntry) error {
	isAsked := false
	for i := range entries {
		r := entries[i].Rule
		isAsked = isAsked || r != nil && entries[i].Kind == commission.Earned && (entries[i].Amount == 0 || entries[i].Base == 0 || r.Of == commission.OfMargin)
	}
	rows := a.Paid.Rows(map[string]bool{partner: true})[partner]
	if !isAsked || rows == nil {
		return nil
	}
	byPlace := map[string]*commission.Event{}
	for _, e := range rows.Events {
		byPlace[e.Place] = e
	}
	asked, ids := map[int]basisRow{}, map[string]bool{}
	for i := range entries {
		if e := byPlace[entries[i].Place]; e != nil {
			if row, ok := basisOf(&entries[i].Line, e); ok {
				asked[i], ids[row.id] = row, true
			}
		}
	}
	found, err := a.rowsOfIDs(ctx, ids)
	if err != nil {
		return err
	}
	for i, row := range asked {
		entries[i].Blank = row.words(found)
	}
	return nil
}

// rowsOfIDs reads the rows of some ids again, with what their files hold.
func (a Accounted) rowsOfIDs(ctx context.Context, ids map[string]bool) ([]facts.Found, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return evaluate.Seek(ctx, memory.Runner{}, a.sources, a.job, func(id string) bool { return ids[id] })
}

// words says that the column is empty, or that nothing holds it; "" when it is there.
func (r basisRow) words(found []facts.Found) string {
	for i := range found {
		f := &found[i]
		isIts := f.ID == r.id && f.Reason == "" && (f.Place == r.place || r.place == "" && f.Type == "deals")
		switch cell, isMapped := f.Cells[r.column]; {
		case isIts && !isMapped:
			return fmt.Sprintf("no %s is known for %s, counted as 0", r.column, f.Place)
		case isIts && cell.Kind == facts.Null:
			return fmt.Sprintf("%s is empty in %s, counted as 0", r.column, f.Place)
		}
	}
	return ""
}

// addBasis finds the deal that a line's row is a part of, and what it pays on that is
// empty.
func (a Accounted) addBasis(ctx context.Context, out *render.WhyAnswer) error {
	row := out.Row
	if row == nil || out.Kind != commission.Earned || out.Rule == nil || out.Lock != nil {
		return nil
	}
	basis, isBlank := basisOf(&out.Line, row)
	isPart := row.Whole != 0 && row.Deal != "" && (out.Rule.Of == commission.OfMargin || out.Rule.Of == commission.OfNet)
	ids := map[string]bool{}
	if isBlank {
		ids[basis.id] = true
	}
	if isPart {
		ids[row.Deal] = true
	}
	found, err := a.rowsOfIDs(ctx, ids)
	if isBlank {
		out.Blank = basis.words(found)
	}
	for i := range found {
		if f := &found[i]; isPart && f.ID == row.Deal && f.Type == "deals" && f.Reason == "" {
			out.DealPlace = f.Place
		}
	}
	return err
}

// addReturned finds the exchange rate at which what is taken back comes into the
// currency of the row.
func (a Accounted) addReturned(ctx context.Context, out *render.WhyAnswer) error {
	row, back := out.Row, out.Reversal
	if row == nil || back == nil || out.Kind != commission.Refunded || out.Terms == nil || a.Paid.Rates == nil ||
		row.Currency == "" || back.Currency == "" || back.Currency == row.Currency {
		return nil
	}
	q, ok := a.Paid.Rates.Quote(back.Currency, row.Currency, out.Terms.RatedAt(row))
	if !ok {
		return nil
	}
	var err error
	out.Returned.Rate, out.Returned.On = q.Rate(back.Currency, row.Currency), q.On
	out.Returned.Place, err = a.quote(ctx, back.Currency, row.Currency, q.On, out.Returned.Rate)
	return err
}

// eventOf completes a row that pays nobody by what its deal says; without one it is
// filled from the row itself.
func (in *inquiry) eventOf(f facts.Found, on quantity.Date) commission.Event {
	for _, e := range in.Paid.Events(f.ID) {
		if e.Place == f.Place {
			return e
		}
	}
	return commission.Event{ID: f.ID, At: on, Created: dayIn(f, "createdAt"), Registered: dayIn(f, "registeredAt")}
}
