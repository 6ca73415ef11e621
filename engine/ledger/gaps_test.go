package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/ledger"
)

// gaps gives what is missing between the locked statements but those of some names.
func (b *books) gaps(taken ...string) string {
	var list []ledger.Kept
	for _, s := range b.locked {
		name, _ := ledger.NameOf(s.Partner.Name, s.Period.V, s.Currency.V, "USD")
		if !slices.Contains(taken, name) {
			list = append(list, ledger.Kept{Name: name, Statement: s})
		}
	}
	var out []string
	for _, g := range ledger.Gaps(list, ledger.Calendar{}, func(string) bool { return false }) {
		out = append(out, g.Detail+" "+g.Fix)
	}
	return strings.Join(out, "\n")
}

// Statements that do not say what they follow are held against those before by what
// they take over.
func TestWhatIsTakenOverTellsOfAGap(t *testing.T) {
	for name, c := range map[string]struct {
		plan    string
		happens func(*books)
		want    string
	}{
		"an amount that was carried": {"rules: [{id: r, trigger: closed-won, rate: 10%}]\npayout: {cadence: quarterly, minimum: 500 USD}", func(*books) {},
			"`northwind-2026-q3` takes over 200.00 USD, and `northwind-2026-q1`, the last one before it that is here, left 100.00 USD: the statement of 2026-Q2 is missing."},
		"a line that was held": {"rules: [{id: r, trigger: closed-won, rate: 10%, hold: 90 days}]\npayout: {cadence: quarterly}", func(*books) {},
			"`northwind-2026-q3` releases `D-2/r/earned` from hold, and no statement that is here has this line: the statement of 2026-Q2 is missing."},
		"a line that is taken back from": {"rules: [{id: r, trigger: closed-won, rate: 10%}]\npayout: {cadence: quarterly}", func(b *books) { b.takes("R-1", "D-2", "2026-08-01", "100", "refund") },
			"`northwind-2026-q3` takes back from `D-2`, and no statement that is here has it: the statement of 2026-Q2 is missing."},
		"nothing": {"rules: [{id: r, trigger: closed-won, rate: 10%}]\npayout: {cadence: quarterly}", func(*books) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t, c.plan)
			b.won("D-1", "2026-02-10", "1000").won("D-2", "2026-05-11", "1000").won("D-3", "2026-08-03", "1000")
			c.happens(b)
			for _, day := range []string{"2026-04-01", "2026-07-01", "2026-10-01"} {
				b.proves(b.lock(day))
			}
			if got := b.gaps(); got != "" {
				t.Errorf("with all of them: %s", got)
			}
			got := b.gaps("northwind-2026-q2")
			if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
				t.Error(got)
			}
			if c.want != "" && !strings.Contains(got, "git log -- statements/northwind/2026-q2.yaml") {
				t.Error(got)
			}
		})
	}
}
