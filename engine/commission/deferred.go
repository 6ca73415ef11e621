package commission

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// deferred keeps lines that are rounded together with their statement.
type deferred struct {
	buckets map[bucketKey]*bucket
	order   []*bucket
	next    quantity.Date // first end of a period among them
}

type bucketKey struct {
	beneficiary string
	agreement   spec.Address
	terms       spec.Address
	currency    quantity.Currency
	period      quantity.Range
}

type bucket struct {
	key   bucketKey
	lines []*Line
}

func (d *deferred) add(l *Line) {
	key := bucketKey{l.Beneficiary, l.Agreement, l.Terms.Plan, l.Currency, l.Period}
	b := d.buckets[key]
	if b == nil {
		b = &bucket{key: key}
		d.buckets[key] = b
		d.order = append(d.order, b)
		if d.next == 0 || l.Period.To < d.next {
			d.next = l.Period.To
		}
	}
	b.lines = append(b.lines, l)
}

// flush rounds and emits what belongs to periods that ended before a day.
func (d *deferred) flush(f *folder, day quantity.Date) {
	if d == nil || len(d.order) == 0 || day <= d.next {
		return
	}
	d.next = 0
	kept := d.order[:0]
	for _, b := range d.order {
		if b.key.period.To < day {
			b.close(f)
			delete(d.buckets, b.key)
			continue
		}
		kept = append(kept, b)
		if d.next == 0 || b.key.period.To < d.next {
			d.next = b.key.period.To
		}
	}
	d.order = kept
}

// close rounds the sum once and spreads it: each line gets what it has in full,
// and the steps that are left go to the largest remainders, ties by line id.
func (b *bucket) close(f *folder) {
	r := b.lines[len(b.lines)-1].Terms.Rounding
	sum, given := new(big.Rat), int64(0)
	type remainder struct {
		line *Line
		id   string
		rest *big.Rat
	}
	rests := make([]remainder, len(b.lines))
	for i, l := range b.lines {
		sum.Add(sum, l.exact)
		l.Earned = floorRat(l.exact, r.Increment)
		given += l.Earned
		rests[i] = remainder{l, l.ID(), new(big.Rat).Sub(l.exact, whole(l.Earned))}
	}
	total, _ := r.round(sum)
	slices.SortStableFunc(rests, func(a, b remainder) int {
		return cmp.Or(-a.rest.Cmp(b.rest), strings.Compare(a.id, b.id))
	})
	for _, x := range rests[:(total-given)/r.Increment] {
		x.line.Earned += r.Increment
	}
	for _, l := range b.lines {
		if l.entry != nil {
			l.entry.round(l)
		}
		l.exact, l.entry = nil, nil
		f.emit(l)
	}
}
