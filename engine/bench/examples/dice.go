package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// dice deals the same rows every time, each example its own.
type dice struct{ *rand.Rand }

func newDice(name string) *dice {
	const stream = 2026
	h := fnv.New64a()
	h.Write([]byte(name))
	return &dice{rand.New(rand.NewPCG(h.Sum64(), stream))}
}

// between gives a number from low to high, both inclusive.
func (d *dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// chance is true in so many of a hundred cases.
func (d *dice) chance(percent int) bool { return d.IntN(100) < percent }

// one chooses a text.
func (d *dice) one(texts ...string) string { return texts[d.IntN(len(texts))] }

// within gives a day from first to last, both inclusive.
func (d *dice) within(first, last quantity.Date) quantity.Date {
	return first.AddDays(d.IntN(int(last-first) + 1))
}

// workday moves a day that falls on a weekend to the Monday after it.
func workday(day quantity.Date) quantity.Date {
	switch day.Weekday() {
	case 6:
		return day.AddDays(2)
	case 0:
		return day.AddDays(1)
	}
	return day
}

// day reads a day of a table; tables are written here and tested.
func day(text string) quantity.Date {
	d, err := quantity.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// span reads a period of a table, such as 2026-Q1; fiscal is its year's start.
func span(text string, fiscal time.Month) quantity.Range {
	p, err := quantity.ParsePeriod(text)
	if err != nil {
		panic(err)
	}
	return p.Range(fiscal)
}

// written gives a day, or nothing for the day that has not come.
func written(d quantity.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// german writes a day as a German export does: 31.12.2025.
func german(d quantity.Date) string {
	if d.IsZero() {
		return ""
	}
	y, m, n := d.YMD()
	return fmt.Sprintf("%02d.%02d.%04d", n, m, y)
}

// english writes a day as people in Leeds do: 3 Feb 2026.
func english(d quantity.Date) string {
	if d.IsZero() {
		return ""
	}
	y, m, n := d.YMD()
	return fmt.Sprintf("%d %s %d", n, m.String()[:3], y)
}
