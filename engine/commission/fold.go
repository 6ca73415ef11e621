// Package commission owns what partners earn: it compiles a version of a plan
// into terms, folds events into lines of exact money, and sorts lines into
// statements. It is pure. It reads no files, knows no clock and finds no rows: who
// holds which agreement, which version of a plan an event is paid by and which
// touches count is for its caller to say. It refuses floats.
package commission

import (
	"iter"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// folder is the state of one group's fold.
type folder struct {
	Input
	emit     func(*Line)
	members  map[string]*member
	recent   *member
	programs map[programRule]*meter
	seen     idSet
	again    map[string]int // rows of an id beyond the first
	ledger   *ledger        // nil without reversals
	deferred *deferred
	missing  []MissingRate
	sharers  *sharedTrace // of the event at hand, when traced

	// Reused from event to event.
	job   job
	line  Line
	hits  []int
	plain plainLine
	solo  holder
}

// programRule is what a program's volume goes by.
type programRule struct {
	program spec.Address
	rule    ruleKey
}

// Fold turns the events of one group, sorted by (At, ID), into lines. The line
// that emit gets is good until emit returns; Clone it to keep it. Lines of one
// agreement come in the order of their days, except that with deferred rounding
// they come when their period is over. An event that lacks an exchange rate
// earns nothing and is counted among the missing rates. Events are not kept: the
// same *Event can be filled and yielded again.
func Fold(in Input, events iter.Seq[*Event], emit func(*Line)) []MissingRate {
	f := &folder{Input: in, emit: emit, members: members(in.Accounts), seen: newIDSet(in.Events), again: map[string]int{}}
	f.ledger = newLedger(in.Reversals)
	for e := range events {
		f.until(e.At)
		f.event(e)
	}
	f.until(lastDay)
	f.deferred.flush(f, lastDay)
	return f.missing
}

const lastDay = quantity.Date(1<<31 - 1)

// until takes back what is to be taken back before a day, and closes periods.
func (f *folder) until(day quantity.Date) {
	if f.ledger != nil {
		f.reverse(day)
	}
	if f.deferred != nil {
		f.deferred.flush(f, day)
	}
}

func (f *folder) member(partner string) *member {
	if f.recent != nil && f.recent.partner == partner {
		return f.recent
	}
	m := f.members[partner]
	if m != nil {
		f.recent = m
	}
	return m
}

// event pays one event.
func (f *folder) event(e *Event) {
	if f.ledger == nil {
		f.dispatch(e)
		return
	}
	f.ledger.open(e)
	f.dispatch(e)
	f.ledger.close(f, e)
}

// dispatch pays the row's partner, or all who share in it.
func (f *folder) dispatch(e *Event) {
	f.sharers = nil
	if !e.isSolo() {
		f.shared(e)
		return
	}
	m := f.member(e.Partner)
	if m == nil {
		f.unpaid(e)
		return
	}
	p, ed, hits := f.choose(m, e)
	switch {
	case p == nil:
		f.unpaid(e)
		f.ineligible(m, e)
	case ed.terms.Attribution != nil && ed.terms.Attribution.Method == Fixed:
		f.shared(e)
	default:
		isAgain := f.isAgain(e)
		h := &f.solo
		h.partner, h.payee, h.edition = m.partner, p, ed
		for _, i := range hits {
			f.pay(h, i, e, isAgain)
		}
	}
}

// isAgain reports whether a row of this id was there before: that one pays.
func (f *folder) isAgain(e *Event) bool {
	if !f.seen.has(e.Trigger, e.ID) {
		return false
	}
	f.again[e.ID]++
	if f.ledger != nil {
		f.ledger.current = nil
	}
	return true
}

// unpaid passes over a row that no rule pays. A won deal stands for itself, so
// that it leaves no trace: fold may as well not be given it. Other rows are parts
// of deals, whose reversals fall on all of them.
func (f *folder) unpaid(e *Event) {
	switch {
	case e.Trigger != ClosedWon:
		f.isAgain(e)
	case f.ledger != nil:
		f.ledger.current = nil
	}
}

// unshared is the share of who has the whole.
var unshared Share

// pay pays the row's partner alone.
func (f *folder) pay(h *holder, i int, e *Event, isAgain bool) {
	if f.voids(h, i, e, isAgain) || h.edition.isShort[i] && f.payShort(h, i, e) {
		return
	}
	t, st := h.edition.terms, h.edition.rules[i]
	r := &t.Rules[i]
	j := &f.job
	if !f.sizes(j, t, r, e) {
		return
	}
	m := f.meter(h, i, e)
	if r.Recurring != nil {
		st.counts(e)
	}
	f.compute(j, t, r, st, m, e)
	f.settle(h, i, e, &unshared, j.earned)
	if m != nil && (r.Bands.IsVolume || r.Reopen != ReopenNone) {
		f.crossed(m, h, i, e, []Share{{}}, []*holder{h})
	}
}

// meter finds the volume that an event adds to; nil when the rule has no bands.
func (f *folder) meter(h *holder, i int, e *Event) *meter {
	r := &h.edition.terms.Rules[i]
	if r.Bands == nil {
		return nil
	}
	st := h.edition.rules[i]
	m := &st.meter
	switch r.Bands.Per {
	case PerEvent:
		m.enter(always)
		return m
	case PerCustomer:
		m = st.customers[customerOf(e)]
		if m == nil {
			m = &meter{}
			if st.customers == nil {
				st.customers = map[string]*meter{}
			}
			st.customers[customerOf(e)] = m
		}
	case PerProgram:
		m = f.program(h, r)
	}
	if !m.window.Contains(e.At) {
		m.enter(r.Bands.window(e.At, h.payee.First, f.Fiscal))
	}
	return m
}

func (f *folder) program(h *holder, r *Rule) *meter {
	key := programRule{h.payee.Program, ruleKey{r.ID, h.edition.terms.Currency, r.Bands.Measure}}
	m := f.programs[key]
	if m == nil {
		m = &meter{}
		if f.programs == nil {
			f.programs = map[programRule]*meter{}
		}
		f.programs[key] = m
	}
	return m
}

// shared pays every partner who has a part in an event. A total is computed once
// for each rule and version of a plan; the volume it counts for is that of the
// row's partner, else of the first who has a part.
func (f *folder) shared(e *Event) {
	among := f.holders(e)
	if len(among) == 0 {
		f.unpaid(e)
		if m := f.member(e.Partner); m != nil {
			f.traceShares(e, nil, nil, 1, "", nil)
			f.ineligible(m, e)
		}
		return
	}
	isAgain := f.isAgain(e)
	type total struct {
		terms *Terms
		rule  int
	}
	done := map[total]bool{}
	for _, h := range among {
		for _, i := range h.rules {
			key := total{h.edition.terms, i}
			if !done[key] {
				done[key] = true
				f.share(h.edition.terms, i, e, among, isAgain)
			}
		}
	}
}

// share computes one total and pays each holder under those terms its part.
func (f *folder) share(t *Terms, i int, e *Event, among []holder, isAgain bool) {
	r := &t.Rules[i]
	weights := t.weights(r, e, among)
	paid := payable(t, i, e, among, weights)
	if len(paid) == 0 {
		return
	}
	owner := paid[0]
	for _, k := range paid {
		if among[k].partner == e.Partner {
			owner = k
		}
	}
	if f.voids(&among[owner], i, e, isAgain) {
		return
	}
	j := &f.job
	if !f.sizes(j, t, r, e) {
		return
	}
	m := f.meter(&among[owner], i, e)
	if r.Recurring != nil {
		for _, k := range paid {
			among[k].edition.rules[i].counts(e)
		}
	}
	f.compute(j, t, r, among[owner].edition.rules[i], m, e)
	whole := t.wholeOf(r, e, weights)
	parts := split(j.earned, t.Rounding.Increment, weights, whole)
	f.traceShares(e, among, weights, whole, t.method(r, e), t.named())
	var shares []Share
	var holders []*holder
	for _, k := range paid {
		share := shareOfWhole(weights[k], whole, t.method(r, e))
		shares, holders = append(shares, share), append(holders, &among[k])
		f.settle(&among[k], i, e, &share, parts[k])
	}
	if m != nil {
		f.crossed(m, &among[owner], i, e, shares, holders)
	}
}

// payable gives the holders with a part who are paid by this rule of these terms.
func payable(t *Terms, i int, e *Event, among []holder, weights []int64) []int {
	var out []int
	for k, h := range among {
		if weights[k] == 0 || h.edition.terms != t {
			continue
		}
		for _, hit := range h.rules {
			if hit == i {
				out = append(out, k)
			}
		}
	}
	return out
}
