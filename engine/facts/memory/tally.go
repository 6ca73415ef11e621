package memory

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/facts"
)

const (
	tallyLimit  = 100
	firstPlaces = 3
	valueRunes  = 60
)

// place is where a record begins.
type place struct {
	file int
	line int64
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.file, q.file), cmp.Compare(p.line, q.line))
}

type tallyKey struct{ reason, column, value string }

func (k tallyKey) compare(l tallyKey) int {
	return cmp.Or(strings.Compare(k.reason, l.reason), strings.Compare(k.column, l.column), strings.Compare(k.value, l.value))
}

// count is how often, and the first few places in file order.
type count struct {
	rows  int64
	first []place
}

func (c *count) add(rows int64, places ...place) {
	c.rows += rows
	for _, p := range places {
		if len(c.first) == firstPlaces && p.compare(c.first[firstPlaces-1]) > 0 {
			continue
		}
		at, isListed := slices.BinarySearchFunc(c.first, p, place.compare)
		if isListed { // the header's line, for each row
			continue
		}
		c.first = slices.Insert(c.first, at, p)
		c.first = c.first[:min(len(c.first), firstPlaces)]
	}
}

// tallies counts by key. It lists the smallest keys and folds the others, so
// that neither the order of rows nor their spread over files shows in it.
type tallies struct {
	listed map[tallyKey]*count
	last   tallyKey // the largest one listed, once there are enough
	others map[tallyKey]*count
}

func newTallies() tallies {
	return tallies{listed: map[tallyKey]*count{}, others: map[tallyKey]*count{}}
}

func (t *tallies) add(key tallyKey, rows int64, places ...place) {
	key.value = readable(key.value)
	if c := t.listed[key]; c != nil {
		c.add(rows, places...)
		return
	}
	if key.value == facts.Others || len(t.listed) == tallyLimit && key.compare(t.last) > 0 {
		t.fold(key, rows, places)
		return
	}
	key.value = strings.Clone(key.value)
	c := &count{}
	c.add(rows, places...)
	t.listed[key] = c
	if len(t.listed) > tallyLimit {
		folded := t.listed[t.last]
		delete(t.listed, t.last)
		t.fold(t.last, folded.rows, folded.first)
	}
	if len(t.listed) == tallyLimit {
		t.last = tallyKey{}
		for k := range t.listed {
			if k.compare(t.last) > 0 {
				t.last = k
			}
		}
	}
}

func (t *tallies) fold(key tallyKey, rows int64, places []place) {
	key.value = facts.Others
	if t.others[key] == nil {
		t.others[key] = &count{}
	}
	t.others[key].add(rows, places...)
}

func (t *tallies) merge(from tallies) {
	for _, counts := range []map[tallyKey]*count{from.others, from.listed} {
		for key, c := range counts {
			t.add(key, c.rows, c.first...)
		}
	}
}

// report gives the tallies in order, what was folded behind its reason and column.
func (t *tallies) report(paths []string) []facts.Tally {
	var out []facts.Tally
	for _, counts := range []map[tallyKey]*count{t.listed, t.others} {
		for key, c := range counts {
			tally := facts.Tally{Reason: key.reason, Column: key.column, Value: key.value, Count: c.rows}
			for _, p := range c.first {
				tally.First = append(tally.First, placeText(paths, p))
			}
			out = append(out, tally)
		}
	}
	slices.SortFunc(out, func(a, b facts.Tally) int {
		return tallyKey{a.Reason, a.Column, a.Value}.compare(tallyKey{b.Reason, b.Column, b.Value})
	})
	return out
}

func placeText(paths []string, p place) string { return paths[p.file] + ":" + itoa(p.line) }

// readable cuts a value to a length that fits a line, and makes it valid text.
func readable(text string) string {
	if len(text) > valueRunes {
		text = strings.ToValidUTF8(text[:min(len(text), valueRunes*utf8.UTFMax)], "")
		if utf8.RuneCountInString(text) > valueRunes {
			text = string([]rune(text)[:valueRunes-1]) + "…"
		}
	}
	return text
}
