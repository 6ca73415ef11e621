package engine_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/plan"
)

// euros are a deal of 10,000 EUR that Northwind won, after 61,500 USD in its
// quarter, and what a euro costs.
const euroSources = `
---
apiVersion: entente/v1
kind: Source
metadata: {name: euro-deals}
spec:
  type: deals
  system: crm
  from: {files: data/euro-deals.csv}
  currency: EUR
  columns: {id: id, partner: partner, stage: stage, amount: amount, createdAt: created, closedAt: closed}
---
apiVersion: entente/v1
kind: Source
metadata: {name: rates}
spec:
  type: fx-rates
  from: {files: data/rates.csv}
  columns: {from: from, to: to, date: date, rate: rate}
`

// priced is a repository with a base on main and a change of the step mid from 12%
// to 10% on the branch change.
func priced(t *testing.T) repository {
	t.Helper()
	r := newRepository(t, ".")
	text, err := os.ReadFile(filepath.Join(r.dir(), "sources.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	r.write("sources.yaml", string(text)+euroSources)
	r.write("data/euro-deals.csv", "id,partner,stage,amount,created,closed\nE-1,NW-001,won,10000.00,2026-05-01,2026-06-25\n")
	r.write("data/rates.csv", "from,to,date,rate\nEUR,USD,2026-06-24,1.10\n")
	r.commit("deals in euros")
	r.propose("10%")
	return r
}

// propose puts the change on a branch of main's.
func (r repository) propose(rate string) {
	r.t.Helper()
	r.git("checkout", "-q", "-B", "change", "main")
	text, err := os.ReadFile("testdata/example-change/plans/reseller.yaml")
	if err != nil {
		r.t.Fatal(err)
	}
	r.write("plans/reseller.yaml", strings.Replace(string(text), "{id: mid, rate: 10%}", "{id: mid, rate: "+rate+"}", 1))
	r.commit("change")
	r.git("checkout", "-q", "main")
}

func (r repository) won(id, amount string) {
	r.t.Helper()
	r.edit("data/deals.csv", "D-201,", fmt.Sprintf("%s,NW-001,Nuss,Suite Pro,Closed Won,\"$%s\",2026-05-01,2026-06-26,Partner\nD-201,", id, amount))
	r.commit("another deal")
}

func (r repository) rate(rate string) {
	r.t.Helper()
	r.edit("data/rates.csv", "1.10", rate)
	r.commit("rates")
}

func (r repository) against(was plan.Plan, asOf string) plan.Plan {
	r.t.Helper()
	return planOf(r.t, engine.Between{Dir: r.dir(), Base: "main", Head: "change", ToolVersion: "test", Previous: &was}, asOf)
}

// parted spells what a difference comes from: −841.11 → −1041.11: terms 0.00 …
func parted(t *testing.T, p plan.Plan) string {
	t.Helper()
	if p.Previous == nil || len(p.Previous.Splits) != 1 {
		t.Fatalf("previous: %+v", p.Previous)
	}
	s := p.Previous.Splits[0]
	return fmt.Sprintf("%s %s → %s (%s): terms %s, data %s, tool %s, rate %s, unsplit %s %v %s", s.Currency, s.Before, s.After, s.Difference,
		text(s.Terms), text(s.Data), text(s.ToolVersion), text(s.ExchangeRate), text(s.Unsplit), p.Previous.Together, p.Previous.Reason)
}

// The change takes 2% of what is between 50,000 and 150,000 USD a quarter: 621.11
// USD of the example, and 220.00 of the 11,000.00 USD that 10,000 EUR are.
func TestWhatADifferenceComesFrom(t *testing.T) {
	const day = "2026-06-30"
	tests := []struct {
		name string
		then func(repository, *plan.Plan)
		want string
	}{
		{"nothing", func(repository, *plan.Plan) {},
			"USD -841.11 → -841.11 (0.00): terms 0.00, data 0.00, tool 0.00, rate 0.00, unsplit · [] "},
		// 11.5% takes a quarter of what 10% takes; of the example 155.28, 27.78 of
		// D-090's 27.77775 being a line of its own.
		{"terms", func(r repository, _ *plan.Plan) { r.propose("11.5%") },
			"USD -841.11 → -210.28 (630.83): terms 630.83, data 0.00, tool 0.00, rate 0.00, unsplit · [] "},
		{"data", func(r repository, _ *plan.Plan) { r.won("D-107", "10,000.00"); r.propose("10%") },
			"USD -841.11 → -1041.11 (-200.00): terms 0.00, data -200.00, tool 0.00, rate 0.00, unsplit · [] "},
		{"tool version", func(_ repository, was *plan.Plan) {
			was.ToolVersion, was.Impact.ProForma.Partners[0].Delta = "0.0.9", "-800.00"
		},
			"USD -800.00 → -841.11 (-41.11): terms 0.00, data 0.00, tool -41.11, rate 0.00, unsplit · [] "},
		// At 1.20 the euros are 12,000.00 USD.
		{"exchange rate", func(r repository, _ *plan.Plan) { r.rate("1.20"); r.propose("10%") },
			"USD -841.11 → -861.11 (-20.00): terms 0.00, data 0.00, tool 0.00, rate -20.00, unsplit · [] "},
		{"all of them", func(r repository, was *plan.Plan) {
			was.ToolVersion, was.Impact.ProForma.Partners[0].Delta = "0.0.9", "-800.00"
			r.won("D-107", "10,000.00")
			r.rate("1.20")
			r.propose("11.5%")
		}, "USD -800.00 → -265.28 (534.72): terms 795.83, data -200.00, tool -41.11, rate -20.00, unsplit · [] "},
		// A revision that is gone leaves what did not change by itself told apart.
		{"a folder, other terms", func(r repository, was *plan.Plan) { was.Head = "working folder"; r.propose("11.5%") },
			"USD -841.11 → -210.28 (630.83): terms 630.83, data 0.00, tool 0.00, rate 0.00, unsplit · [] revision-gone"},
		{"a commit that is gone, other data", func(r repository, was *plan.Plan) {
			was.Base = strings.Repeat("0", 40)
			r.won("D-107", "10,000.00")
			r.propose("11.5%")
		}, "USD -841.11 → -260.28 (580.83): terms ·, data ·, tool 0.00, rate ·, unsplit 580.83 [data exchange-rate terms] revision-gone"},
		{"a commit that is gone, another entente", func(_ repository, was *plan.Plan) {
			was.Base, was.ToolVersion, was.Impact.ProForma.Partners[0].Delta = strings.Repeat("0", 40), "0.0.9", "-800.00"
		}, "USD -800.00 → -841.11 (-41.11): terms ·, data 0.00, tool ·, rate 0.00, unsplit -41.11 [tool-version terms] revision-gone"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := priced(t)
			was := r.plan("main", "change", day)
			test.then(r, &was)
			now := r.against(was, day)
			if got := parted(t, now); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			alone := r.plan("main", "change", day)
			if now.PlanDigest != alone.PlanDigest {
				t.Error("what a plan is held against is in its digest")
			}
		})
	}
}

// What only new rows bring is data, also in a currency, or on a day, that had no rate
// when the earlier plan was made; what another rate makes of old rows is not.
func TestNewRowsWithoutAnOldRateAreData(t *testing.T) {
	const day = "2026-06-30"
	r := priced(t)
	was := r.plan("main", "change", day)
	// 10,000 CHF at 0.50 are 5,000 USD of the step, and cost 100.00; 5,000 EUR of a
	// day before any old quote cost 200.00 at 2.00.
	r.write("data/euro-deals.csv", "id,partner,stage,amount,created,closed,currency\nE-1,NW-001,won,10000.00,2026-05-01,2026-06-25,EUR\n"+
		"E-2,NW-001,won,10000.00,2026-05-01,2026-06-25,CHF\nE-3,NW-001,won,5000.00,2026-05-01,2026-06-23,EUR\n")
	r.edit("sources.yaml", "closedAt: closed}\n---\napiVersion: entente/v1\nkind: Source\nmetadata: {name: rates}", "closedAt: closed, currency: currency}\n---\napiVersion: entente/v1\nkind: Source\nmetadata: {name: rates}")
	r.write("data/rates.csv", "from,to,date,rate\nEUR,USD,2026-06-24,1.20\nCHF,USD,2026-06-24,0.50\nEUR,USD,2026-06-23,2.00\n")
	r.commit("new deals and rates")
	r.propose("10%")
	now := r.against(was, day)
	want := "USD -841.11 → -1161.11 (-320.00): terms 0.00, data -300.00, tool 0.00, rate -20.00, unsplit · [] "
	if got := parted(t, now); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if diff := cmp.Diff([]string{"CHF to USD", "EUR to USD"}, now.Previous.Unrated); diff != "" {
		t.Errorf("pairs without an old rate (-want +got):\n%s", diff)
	}
}

// A deal that was there without a rate is no new data: the rate is.
func TestARateThatCameForAnOldRow(t *testing.T) {
	const day = "2026-06-30"
	r := priced(t)
	r.write("data/rates.csv", "from,to,date,rate\n")
	r.commit("no rates yet")
	r.propose("10%")
	was := r.plan("main", "change", day)
	r.write("data/rates.csv", "from,to,date,rate\nEUR,USD,2026-06-24,1.10\n")
	r.edit("data/euro-deals.csv", "E-1", "E-2,NW-001,won,5000.00,2026-05-01,2026-06-26\nE-1")
	r.commit("rates, and a deal")
	r.propose("10%")
	want := "USD -621.11 → -951.11 (-330.00): terms 0.00, data -110.00, tool 0.00, rate -220.00, unsplit · [] "
	if got := parted(t, r.against(was, day)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// On another day the same rows may lie outside the window: the quarter of D-090,
// which the change takes 111.11 USD of, is over twelve months ago in December.
func TestAnotherDayIsData(t *testing.T) {
	r := priced(t)
	was := r.plan("main", "change", "2026-06-30")
	want := "USD -841.11 → -730.00 (111.11): terms 0.00, data 111.11, tool 0.00, rate 0.00, unsplit · [] "
	if got := parted(t, r.against(was, "2026-12-31")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Facts outside the repository are not there as they were: what the earlier plan
// printed is then what its revisions gave.
func TestFactsThatAreGone(t *testing.T) {
	r := priced(t)
	outside := t.TempDir()
	lay := func(amount string) {
		text := "id,partner,stage,amount,created,closed\nE-1,NW-001,won," + amount + ",2026-05-01,2026-06-25\n"
		if err := os.MkdirAll(filepath.Join(outside, "data"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(outside, "data/euro-deals.csv"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r.git("rm", "-q", "data/euro-deals.csv")
	r.commit("facts are kept elsewhere")
	r.propose("10%")
	what := engine.Between{Dir: r.dir(), Base: "main", Head: "change", ToolVersion: "test", Facts: outside}
	lay("10000.00")
	was := planOf(t, what, "2026-06-30")
	lay("20000.00")
	what.Previous = &was
	want := "USD -841.11 → -1061.11 (-220.00): terms 0.00, data -220.00, tool 0.00, rate 0.00, unsplit · [] facts-gone"
	if got := parted(t, planOf(t, what, "2026-06-30")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	was.ToolVersion = "0.0.9"
	want = "USD -841.11 → -1061.11 (-220.00): terms 0.00, data ·, tool ·, rate 0.00, unsplit -220.00 [tool-version data] facts-gone"
	if got := parted(t, planOf(t, what, "2026-06-30")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
