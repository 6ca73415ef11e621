package evaluate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/evaluate"
)

// attention is a repository of partners p0, p1, … who bring 100 USD each, where
// p0 had the first number of reviews, p1 the second, and so on.
func attention(settings string, reviews ...int) world {
	var partners, held, deals strings.Builder
	deals.WriteString("id,partner,stage,amount,closed\n")
	for i, n := range reviews {
		name := fmt.Sprintf("p%d", i)
		partners.WriteString(entry("Partner", name, "{legalName: "+name+", lifecycle: prospect, programs: [{program: resellers}]}"))
		fmt.Fprintf(&deals, "%d,%s,won,100,2026-02-01\n", i, name)
		for r := range n {
			held.WriteString(entry("Review", fmt.Sprintf("%s-%d", name, r), "{type: checkin, subject: partner/"+name+", date: 2026-03-01}"))
		}
	}
	return world{
		"org.yaml":      entry("Organization", "acme", "{baseCurrency: USD, timezone: UTC, settings: {"+settings+"}}"),
		"partners.yaml": partners.String(), "reviews.yaml": held.String(), "deals.csv": deals.String(),
		"program.yaml": entry("Program", "resellers", "{type: reseller}"),
		"deals.yaml":   entry("Source", "deals", "{type: deals, from: {files: deals.csv}, currency: USD, columns: {id: id, partner: partner, stage: stage, amount: amount, closedAt: closed}}"),
		"kpi.yaml":     kpi("won-revenue", sum(`stage == "won"`)),
	}
}

func TestEffortIsHeldAgainstContribution(t *testing.T) {
	most := []int{8, 1, 1, 1, 1}     // 66.7% of the reviews for p0, and 20% of the revenue
	little := []int{1, 4, 5, 5, 5}   // 5% for p0
	less := []int{4, 21, 25, 25, 25} // 4% for p0
	const found = "p0 takes 66.7% of the effort and brings 20.0% of won-revenue."
	for name, c := range map[string]struct {
		settings string
		reviews  []int
		want     string
	}{
		"five partners":             {"", most, found},
		"four partners":             {"", most[:4], ""},
		"four, when four are asked": {"effortMinimum: 4", most[:4], "p0 takes 72.7% of the effort and brings 25.0% of won-revenue."},
		"five, when six are asked":  {"effortMinimum: 6", most, ""},
		"below the ratio":           {"effortRatio: 3.34", most, ""},
		"above the ratio":           {"effortRatio: 3.33", most, found},
		"5% of the effort":          {"effortRatio: 0.2", little, "p0 takes 5.0% of the effort and brings 20.0% of won-revenue."},
		"4% of the effort":          {"effortRatio: 0.1", less, ""},
		"4%, when 4% are asked":     {"effortRatio: 0.1, effortFrom: 4%", less, "p0 takes 4.0% of the effort and brings 20.0% of won-revenue."},
		"67%, when 70% are asked":   {"effortFrom: 70%", most, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, f := range evaluated(t, attention(c.settings, c.reviews...), "2026-06-30", "").Findings {
				if f.Code == evaluate.CodeEffort && f.Resource == "partner/p0" {
					got += f.Detail
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
