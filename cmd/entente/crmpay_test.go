package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
)

const crmPlan = `---
apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: resellers, title: Reseller plan}
spec:
  currency: USD
  rules:
    - id: sale
      trigger: closed-won
      bands:
        method: graduated
        per: partner
        reset: quarterly
        steps: [{id: base, upTo: 50000 USD, rate: 10%}, {id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}]
  payout: {cadence: quarterly}
`

// writeCRMPay is writeCRM with an agreement for each agent, under one plan.
func writeCRMPay(t *testing.T, data, dir, plan string) {
	t.Helper()
	writeCRM(t, data, dir)
	path := filepath.Join(dir, "entente.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var agreements strings.Builder
	for _, agent := range crmAgents(t, data) {
		fmt.Fprintf(&agreements, "---\napiVersion: entente/v1\nkind: Agreement\nmetadata: {name: %s}\nspec: {partner: %[1]s, program: resellers, status: signed, term: {effective: 2016-01-01}}\n", agent)
	}
	out := strings.Replace(string(text), "spec: {type: reseller}", "spec: {type: reseller, plan: resellers}", 1) + plan + agreements.String()
	if err := os.WriteFile(path, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	export, err := os.ReadFile(filepath.Join(data, "sales_pipeline.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sales_pipeline.csv"), export, 0o600); err != nil {
		t.Fatal(err)
	}
}

func crmAgents(t *testing.T, data string) []string {
	t.Helper()
	var out []string
	for _, row := range crmRows(t, filepath.Join(data, "sales_teams.csv")) {
		out = append(out, slug(row[0]))
	}
	return out
}

func slug(agent string) string { return strings.ToLower(strings.ReplaceAll(agent, " ", "-")) }

func crmRows(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// crmEarned works out, with fractions and from the export alone, what each agent
// earns in each quarter: cents, rounded half-up for each deal.
func crmEarned(t *testing.T, data string, mid, top int64) map[string]map[string]int64 {
	t.Helper()
	rows := slices.DeleteFunc(crmRows(t, filepath.Join(data, "sales_pipeline.csv")), func(r []string) bool { return r[4] != "Won" })
	slices.SortFunc(rows, func(a, b []string) int { return cmp.Or(cmp.Compare(a[6], b[6]), cmp.Compare(a[0], b[0])) })
	volume, out := map[string]*big.Rat{}, map[string]map[string]int64{}
	bounds := []*big.Rat{big.NewRat(0, 1), big.NewRat(50_000, 1), big.NewRat(150_000, 1), big.NewRat(1_000_000_000, 1)}
	rates := []*big.Rat{big.NewRat(10, 100), big.NewRat(mid, 100), big.NewRat(top, 100)}
	for _, r := range rows {
		amount, ok := new(big.Rat).SetString(r[7])
		if !ok {
			t.Fatalf("amount %q", r[7])
		}
		agent, quarter := slug(r[1]), fmt.Sprintf("%s-Q%d", r[6][:4], (int(r[6][5]-'0')*10+int(r[6][6]-'0')-1)/3+1)
		key := agent + quarter
		if volume[key] == nil {
			volume[key] = new(big.Rat)
		}
		from := new(big.Rat).Set(volume[key])
		volume[key].Add(volume[key], amount)
		earned := new(big.Rat)
		for i, rate := range rates {
			low, high := maxRat(from, bounds[i]), minRat(volume[key], bounds[i+1])
			if slice := new(big.Rat).Sub(high, low); slice.Sign() > 0 {
				earned.Add(earned, slice.Mul(slice, rate))
			}
		}
		cents := earned.Mul(earned, big.NewRat(100, 1))
		cents.Add(cents, big.NewRat(1, 2))
		if out[agent] == nil {
			out[agent] = map[string]int64{}
		}
		out[agent][quarter] += new(big.Int).Quo(cents.Num(), cents.Denom()).Int64()
	}
	return out
}

func maxRat(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

func minRat(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func dollars(cents int64) string { return new(big.Rat).SetFrac64(cents, 100).FloatString(2) }

type crmPriced struct {
	Impact struct {
		ProForma struct {
			Total    []struct{ Before, After, Delta string }
			Partners []struct{ Address, Before, After, Delta string }
		}
	}
}

// TestCRMPlanNamesWhoLoses lowers one rate at a time: the plan names exactly the
// agents whose volume reaches the step, each with the amount that is worked out
// beside it.
func TestCRMPlanNamesWhoLoses(t *testing.T) {
	data := crmDir(t)
	base := t.TempDir()
	writeCRMPay(t, data, base, crmPlan)
	before := crmEarned(t, data, 12, 15)
	for _, c := range []struct {
		name, from, to string
		mid, top       int64
		losers         int
	}{
		{"top rate", "rate: 15%", "rate: 14%", 12, 14, 5},
		{"middle rate", "rate: 12%", "rate: 11%", 11, 15, 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			head := t.TempDir()
			writeCRMPay(t, data, head, strings.Replace(crmPlan, c.from, c.to, 1))
			var stdout, stderr bytes.Buffer
			run([]string{"plan", "--base", base, "--head", head, "--as-of", "2017-12-31", "--format", "json"}, strings.NewReader(""), &stdout, &stderr)
			var got crmPriced
			if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
				t.Fatalf("%v\n%s", err, stderr.String())
			}
			after := crmEarned(t, data, c.mid, c.top)
			want, total := map[string]string{}, [2]int64{}
			for agent, quarters := range before {
				var sums [2]int64
				for quarter, cents := range quarters {
					sums[0], sums[1] = sums[0]+cents, sums[1]+after[agent][quarter]
				}
				total[0], total[1] = total[0]+sums[0], total[1]+sums[1]
				if sums[0] != sums[1] {
					want["partner/"+agent] = dollars(sums[1] - sums[0])
				}
			}
			if len(want) != c.losers {
				t.Fatalf("%d agents lose by hand, not %d", len(want), c.losers)
			}
			named := map[string]string{}
			for _, p := range got.Impact.ProForma.Partners {
				named[p.Address] = p.Delta
			}
			if diff := gocmp.Diff(want, named); diff != "" {
				t.Error(diff)
			}
			sum := got.Impact.ProForma.Total[0]
			if diff := gocmp.Diff([]string{dollars(total[0]), dollars(total[1]), dollars(total[1] - total[0])}, []string{sum.Before, sum.After, sum.Delta}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCRMStatementsSumToTheTotal holds every statement of every agent to what is
// worked out beside it.
func TestCRMStatementsSumToTheTotal(t *testing.T) {
	data := crmDir(t)
	dir := t.TempDir()
	writeCRMPay(t, data, dir, crmPlan)
	out, err := engine.Statements(context.Background(), engine.Where{Dir: dir}, engine.When{AsOf: quantity.NewDate(2017, 12, 31)})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	got, sum := map[string]map[string]int64{}, int64(0)
	for _, s := range out.Paid.Statements {
		if got[s.Partner] == nil {
			got[s.Partner] = map[string]int64{}
		}
		got[s.Partner][quantity.PeriodOf(s.Period, 1).String()] = s.Earned
		sum += s.Earned
		lines := int64(0)
		for _, l := range s.Lines {
			if !l.IsReleased {
				lines += l.Earned
			}
		}
		if lines != s.Earned {
			t.Errorf("%s %s: lines add up to %d, the statement says %d", s.Partner, s.Period, lines, s.Earned)
		}
	}
	want, total := crmEarned(t, data, 12, 15), int64(0)
	for _, quarters := range want {
		for _, cents := range quarters {
			total += cents
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if sum != total {
		t.Errorf("statements add up to %d, the deals to %d", sum, total)
	}
}
