package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
)

// RejectedRows are the rows of one source that were rejected, and so are in no line.
type RejectedRows struct {
	Source, Type string
	Tallies      []facts.Tally
}

// mostRejected is how many places a warning names.
const mostRejected = 3

// warningsOf says of each source what was rejected, with the first places.
func warningsOf(list []RejectedRows) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.words())
	}
	return out
}

func (p *page) warnings(list []string) {
	for _, text := range list {
		p.wrapped(0, 2, usual, text)
	}
}

// Warnings prints, for those who read a statement as CSV, what stands in no line.
func Warnings(w io.Writer, v StatementView) error {
	p := newPage(Options{})
	for _, text := range v.Warnings() {
		p.line("%s", "entente: "+text)
	}
	return p.writeTo(w)
}

func (r RejectedRows) words() string {
	type fault struct {
		path string
		line int
		why  string
	}
	var all int64
	var faults []fault
	for _, t := range r.Tallies {
		all += t.Count
		for _, at := range t.First {
			path, line := at, 0
			if i := strings.LastIndexByte(at, ':'); i >= 0 {
				path = at[:i]
				line, _ = strconv.Atoi(at[i+1:])
			}
			faults = append(faults, fault{path, line, RejectedWords(t.Reason, t.Column, t.Value)})
		}
	}
	slices.SortStableFunc(faults, func(a, b fault) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.line, b.line)) })
	var named []string
	for _, f := range faults[:min(len(faults), mostRejected)] {
		named = append(named, fmt.Sprintf("%s:%d (%s)", f.path, f.line, f.why))
	}
	if more := all - int64(len(named)); more > 0 {
		named = append(named, fmt.Sprintf("and %s more", number(more)))
	}
	was := "were"
	if all == 1 {
		was = "was"
	}
	return fmt.Sprintf("%s of %s %s rejected and %s: %s; see `entente status`.", count(all, "row"), r.Source, was, LackOf(r.Type, all == 1), strings.Join(named, ", "))
}

// LackOf says what rejected rows of a type fail to do.
func LackOf(kind string, isOne bool) string {
	words := [2]string{"pay nothing", "pays nothing"}
	switch kind {
	case "refunds":
		words = [2]string{"take nothing back", "takes nothing back"}
	case "touches", "registrations":
		words = [2]string{"give nobody credit", "gives nobody credit"}
	}
	if isOne {
		return words[1]
	}
	return words[0]
}

// RejectedWords says in brief why a row was rejected.
func RejectedWords(reason, column, value string) string {
	if len(value) > 40 || value == facts.Others {
		value = ""
	}
	named := func(what string) string {
		if value == "" {
			return what
		}
		return what + " " + plain(value)
	}
	switch reason {
	case facts.ReasonOverMax:
		return strings.TrimSuffix(column+" over max: "+plain(value), ": ")
	case facts.ReasonUnknownPartner:
		return named("unknown partner")
	case facts.ReasonUnknownDeal:
		return named("no such deal as")
	case facts.ReasonMissingValue:
		return column + " is empty"
	case facts.ReasonMissingColumn:
		return "the header has no " + cmp.Or(value, column)
	case facts.ReasonRaggedRow:
		return cmp.Or(value, "ragged row")
	}
	out := strings.ReplaceAll(reason, "-", " ")
	if column != "" {
		out += " in " + column
	}
	if value != "" {
		out += ": " + plain(value)
	}
	return out
}
