package main

import (
	"math/bits"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// plans are how many there are; partner p has plan p % plans.
const plans = 20

// condition is the where of a plan: product.startsWith(prefix) and kind == kind,
// or kind != kind.
type condition struct {
	prefix, kind string
	isNot        bool
}

func conditionOf(plan int) condition {
	prefixes := []string{"Suite", "Add-on", "S", "Suite Pro", "A"}
	return condition{prefixes[plan%5], []string{"new", "expansion", "renewal", "renewal"}[plan/5], plan/5 == 3}
}

// steps are the graduated bands of every plan: up to so many cents, inclusive, at
// so many tenths of a percent.
var steps = []struct{ upTo, rate int64 }{{50_000_00, 100}, {200_000_00, 125}, {1 << 62, 150}}

// band is what a partner sold in a quarter so far.
type band struct{ sold int64 }

// earn gives the cents of the next sale, each line rounded half up.
func (b *band) earn(cents int64) int64 {
	due, from := int64(0), b.sold
	b.sold += cents
	for _, s := range steps {
		if slice := min(b.sold, s.upTo) - from; slice > 0 {
			due += slice * s.rate
			from += slice
		}
	}
	return (due + 500) / 1000
}

// quarterOf numbers quarters by their days.
var quarterOf = func() (out [days]int8) {
	for i := range out {
		y, m, _ := firstDay.AddDays(i).YMD()
		out[i] = int8((y-2025)*4 + int(m-1)/3)
	}
	return out
}()

func quarter(day quantity.Date) int8 { return quarterOf[day-firstDay] }

// checksum adds up what partners earned by quarter, in whatever order they come.
type checksum struct {
	sums  int
	cents int64
	hash  uint64
}

func (c *checksum) add(partner string, quarter int8, cents int64) {
	hash := uint64(14695981039346656037)
	for i := range len(partner) {
		hash = (hash ^ uint64(partner[i])) * 1099511628211
	}
	high, low := bits.Mul64(hash^uint64(cents)<<8^uint64(quarter), 0x9e3779b97f4a7c15)
	c.sums, c.cents, c.hash = c.sums+1, c.cents+cents, c.hash+(high^low)
}

func (c *checksum) merge(d checksum) {
	c.sums, c.cents, c.hash = c.sums+d.sums, c.cents+d.cents, c.hash+d.hash
}
