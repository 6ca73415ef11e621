package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// corrected gives what Reconcile finds, one string each.
func (b *books) corrected(day string) []string {
	b.t.Helper()
	b.asOf = on(b.t, day)
	var out []string
	for _, c := range ledger.Reconcile(b.now()) {
		of := ""
		if c.Of != "" {
			of = " of " + c.Of
		}
		out = append(out, fmt.Sprintf("%s%s %s %s in %s", c.Event, of, quantity.Money{Minor: c.Earned, Currency: c.Currency}.Decimal(), c.Reason, c.Period))
	}
	return out
}

func TestWhatIsLockedIsCorrectedInTheOpenPeriod(t *testing.T) {
	const q2 = " in 2026-04-01..2026-06-30"
	for name, c := range map[string]struct {
		happens func(*books)
		want    []string
	}{
		"nothing":                       {func(*books) {}, nil},
		"a refund of the open period":   {func(b *books) { b.takes("R-2", "D-101", "2026-04-20", "3000", "refund") }, nil},
		"a refund of a locked day":      {func(b *books) { b.takes("R-2", "D-101", "2026-03-20", "3000", "refund") }, []string{"R-2 of D-101 -300.00 refund" + q2}},
		"a late row":                    {func(b *books) { b.won("D-109", "2026-03-20", "1000") }, []string{"D-109 120.00 late-fact" + q2}},
		"a late row before others":      {func(b *books) { b.won("D-100", "2026-01-20", "10000") }, []string{"D-100 1000.00 late-fact" + q2, "D-102 200.00 changed-volume" + q2}},
		"a row that is gone":            {func(b *books) { b.events = slices.DeleteFunc(b.events, isEvent("D-102")) }, []string{"D-102 -4400.00 gone-fact" + q2}},
		"another amount":                {func(b *books) { b.event("D-102").Amount = 3000000 }, []string{"D-102 -1200.00 changed-fact" + q2}},
		"another day of the period":     {func(b *books) { b.event("D-102").At = on(b.t, "2026-03-12") }, nil},
		"a day of the open period":      {func(b *books) { b.event("D-102").At = on(b.t, "2026-04-02") }, []string{"D-102 -4400.00 changed-fact" + q2}},
		"terms":                         {func(b *books) { b.under(strings.Replace(string(b.plan), "rate: 12%", "rate: 11%", 1)) }, []string{"D-102 -200.00 changed-terms" + q2}},
		"a comment in the terms":        {func(b *books) { b.under("# reviewed\n" + string(b.plan)) }, nil},
		"terms of the step not reached": {func(b *books) { b.under(strings.Replace(string(b.plan), "rate: 15%", "rate: 14%", 1)) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := example(t)
			b.lock("2026-04-01")
			c.happens(b)
			if diff := cmp.Diff(c.want, b.corrected("2026-05-20")); diff != "" {
				t.Error(diff)
			}
			b.proves(b.lock("2026-07-01"))
			if again := b.corrected("2026-08-20"); len(again) > 0 {
				t.Errorf("corrected and locked, and still to be corrected: %v", again)
			}
		})
	}
}

func isEvent(id string) func(*commission.Event) bool {
	return func(e *commission.Event) bool { return e.ID == id }
}

// event gives one of the books' events, as a row of its own.
func (b *books) event(id string) *commission.Event {
	i := slices.IndexFunc(b.events, isEvent(id))
	e := *b.events[i]
	b.events = slices.Clone(b.events)
	b.events[i] = &e
	return &e
}

// What the partner is paid in the end does not depend on when what was known.
func TestCorrectionsComeToWhatIsDue(t *testing.T) {
	early := example(t)
	early.won("D-100", "2026-01-20", "10000").takes("R-2", "D-101", "2026-03-20", "3000", "refund")
	late := example(t)
	late.lock("2026-04-01")
	late.won("D-100", "2026-01-20", "10000").takes("R-2", "D-101", "2026-03-20", "3000", "refund")
	for _, b := range []*books{early, late} {
		for len(b.locked) < 2 {
			b.lock("2026-07-01")
		}
		b.lock("2026-10-01")
	}
	var sums []int64
	for _, b := range []*books{early, late} {
		sum := int64(0)
		for _, s := range b.locked {
			sum += s.Totals.Paid.V.Minor
		}
		last := b.locked[len(b.locked)-1]
		sums = append(sums, sum, last.Totals.CarriedOut.V.Minor)
	}
	if sums[0] != sums[2] || sums[1] != 0 || sums[3] != 0 {
		t.Errorf("paid %d and carried %d; late facts: paid %d and carried %d", sums[0], sums[1], sums[2], sums[3])
	}
}

// What changes after a correction was locked is told by the correction, not by what
// it made up for.
func TestTheCauseIsThatOfTheLastChange(t *testing.T) {
	for name, c := range map[string]struct {
		happens func(*books)
		want    string
	}{
		"another amount again":     {func(b *books) { b.event("D-102").Amount = 2000000 }, "D-102 -1200.00 changed-fact"},
		"terms":                    {func(b *books) { b.under(strings.Replace(string(b.plan), "rate: 12%", "rate: 11%", 1)) }, "D-102 -100.00 changed-terms"},
		"a comment and a late row": {func(b *books) { b.under("# reviewed\n" + string(b.plan)); b.won("D-100", "2026-02-20", "10000") }, "D-102 200.00 changed-volume"},
		"the row is gone":          {func(b *books) { b.events = slices.DeleteFunc(b.events, isEvent("D-102")) }, "D-102 -3200.00 gone-fact"},
	} {
		t.Run(name, func(t *testing.T) {
			b := example(t)
			b.reversals = nil
			b.lock("2026-04-01")
			b.event("D-102").Amount = 3000000
			b.lock("2026-07-01")
			c.happens(b)
			got := b.corrected("2026-08-20")
			if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, c.want+" ") }) {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
}

// A row that comes back was not changed, and a figure that its own terms do not come
// to was computed by another version.
func TestTheCauseOfWhatNoRowAndNoTermBrought(t *testing.T) {
	b := example(t)
	b.lock("2026-04-01")
	all := b.events
	b.events = slices.DeleteFunc(slices.Clone(all), isEvent("D-101"))
	b.lock("2026-07-01")
	b.events = all
	if got := b.corrected("2026-08-20"); len(got) == 0 || !strings.HasPrefix(got[0], "D-101 3000.00 late-fact ") {
		t.Errorf("a row that came back: %v", got)
	}
	b = example(t)
	b.lock("2026-04-01")
	b.locked[0].ToolVersion.V = "0.1.0"
	b.locked[0].Lines[0].Earned.V.Minor += 100
	if got := b.corrected("2026-05-20"); len(got) != 1 || !strings.HasPrefix(got[0], "D-101 -1.00 changed-tool ") {
		t.Errorf("another version: %v", got)
	}
}
