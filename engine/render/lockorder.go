package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// LockOrder says which periods are to be locked before one.
type LockOrder struct {
	Period  string
	Partner string // "": all of them
	IsFirst bool   // nothing is locked yet: the period may be the one that opens the books
	earlier []unlockedPeriod
}

type unlockedPeriod struct {
	name  string
	days  quantity.Range
	holds []string
}

// Add adds a statement that is not locked.
func (o *LockOrder) Add(period string, s commission.Statement) {
	i := slices.IndexFunc(o.earlier, func(u unlockedPeriod) bool { return u.days == s.Period })
	if i < 0 {
		i = len(o.earlier)
		o.earlier = append(o.earlier, unlockedPeriod{name: period, days: s.Period})
	}
	o.earlier[i].holds = append(o.earlier[i].holds, s.Partner+" "+holdsWords(s))
}

// holdsWords says what would be left out with a statement.
func holdsWords(s commission.Statement) string {
	out := "earned " + minorWords(s.Earned+s.Adjustments, s.Currency)
	for _, t := range []struct {
		label string
		minor int64
	}{{"released", s.Released}, {"carried in", s.CarriedIn}} {
		if t.minor != 0 {
			out += fmt.Sprintf(", %s %s", t.label, minorWords(t.minor, s.Currency))
		}
	}
	return out + " " + string(s.Currency)
}

// Words is the refusal, with the commands in their order.
func (o *LockOrder) Words() string {
	slices.SortFunc(o.earlier, func(x, y unlockedPeriod) int {
		return cmp.Or(cmp.Compare(x.days.From, y.days.From), cmp.Compare(x.days.To, y.days.To))
	})
	command := func(period string) string {
		if o.Partner == "" {
			return "  entente statement " + period + " --lock --all"
		}
		return fmt.Sprintf("  entente statement %s %s --lock", o.Partner, period)
	}
	comes, them := o.earlier[0].name+" comes first", "it"
	if n := len(o.earlier); n > 1 {
		comes, them = fmt.Sprintf("%d periods come first", n), "them"
	}
	lines := []string{fmt.Sprintf("%s: locking %s would leave out what is not locked before it.", comes, o.Period)}
	for _, u := range o.earlier {
		lines = append(lines, "  "+u.name+": "+strings.Join(u.holds, "; "))
	}
	lines = append(lines, "Lock "+them+" first:")
	for _, u := range o.earlier {
		lines = append(lines, command(u.name))
	}
	if o.IsFirst {
		lines = append(lines, fmt.Sprintf("Or, when everything before %s was settled elsewhere, open the books with it:", o.Period), command(o.Period)+" --opening")
	}
	return strings.Join(lines, "\n")
}
