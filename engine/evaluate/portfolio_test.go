package evaluate_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// concentrated spells a concentration: who is in the Pareto set, and the figures.
func concentrated(t *testing.T, w world) string {
	t.Helper()
	p, findings := compile(t, w)
	if findings.HasErrors() {
		t.Fatal(spelt(findings))
	}
	sources, _ := p.Mapped(evaluate.Roots{w.files()})
	c, ok := p.Concentrate(run(t, sources, job(t, p, "2026-06-30", ""))[0])
	if !ok {
		return "none"
	}
	var pareto []string
	for _, a := range c.Pareto {
		pareto = append(pareto, a.Name())
	}
	out := fmt.Sprintf("%s %s, direct %s, %s", c.KPI, c.Total.Decimal(), c.Direct.Decimal(), strings.Join(pareto, "+"))
	if c.HHI != nil {
		out += fmt.Sprintf(", HHI %s, effective %s", quantity.Fixed(c.HHI, 2), quantity.Fixed(c.Effective, 2))
	}
	return out
}

// TestContractPortfolio holds the Portfolio line of EXPECTED.md.
func TestContractPortfolio(t *testing.T) {
	w := world{}
	for _, name := range []string{"organization.yaml", "kpis.yaml", "sources.yaml", "partners/contoso.yaml", "partners/fabrikam.yaml", "partners/northwind.yaml",
		"data/deals.csv", "data/leads.csv", "data/refunds.csv"} {
		text, err := os.ReadFile("../testdata/example/" + name)
		if err != nil {
			t.Fatal(err)
		}
		w[name] = string(text)
	}
	want := "won-revenue 149499.99, direct 25000.00, northwind, HHI 7881.90, effective 1.27"
	if got := concentrated(t, w); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// shares is a portfolio in which each partner won a round number of dollars.
func shares(settings string, won ...string) world {
	w := world{"org.yaml": strings.Replace(organization, "timezone: UTC", "timezone: UTC"+settings, 1), "deals.yaml": dealSource,
		"k.yaml": kpi("won-revenue", sum(`stage == "won"`)) + kpi("lost", `{measure: {source: deals, aggregate: count, where: 'stage == "lost"'}}`) +
			kpi("typical", "{unit: money, measure: {source: deals, aggregate: median, field: amount}}")}
	rows := "id,partner,stage,amount,created,closed,by,product,seats,margin,region\n"
	for i, line := range won {
		name, amount, _ := strings.Cut(line, " ")
		w["partners.yaml"] += entry("Partner", name, "{legalName: X, lifecycle: active, keys: {crm: "+name+"}}")
		stage := "won"
		if amount == "" {
			continue
		}
		if strings.HasSuffix(amount, "lost") {
			stage, amount = "lost", "1"
		}
		rows += fmt.Sprintf("%d,%s,%s,%s,2026-01-01,2026-02-01,,,,,\n", i, name, stage, amount)
	}
	return w.with("deals.csv", rows)
}

func TestConcentration(t *testing.T) {
	four := []string{"a 10", "b 40", "c 20", "d 30"} // 100 + 1600 + 400 + 900 = 3000
	for name, c := range map[string]struct {
		w    world
		want string
	}{
		"fewest partners with 80%":       {shares("", four...), "won-revenue 100.00, direct 0.00, b+d+c, HHI 3000.00, effective 3.33"},
		"another share is asked for":     {shares(", settings: {paretoShare: 70%}", four...), "won-revenue 100.00, direct 0.00, b+d, HHI 3000.00, effective 3.33"},
		"the share is reached exactly":   {shares(", settings: {paretoShare: 40%}", four...), "won-revenue 100.00, direct 0.00, b, HHI 3000.00, effective 3.33"},
		"a hair more":                    {shares(", settings: {paretoShare: 40.00000001%}", four...), "won-revenue 100.00, direct 0.00, b+d, HHI 3000.00, effective 3.33"},
		"everything":                     {shares(", settings: {paretoShare: 100%}", four...), "won-revenue 100.00, direct 0.00, b+d+c+a, HHI 3000.00, effective 3.33"},
		"equal partners by name":         {shares("", "z 5", "y 5"), "won-revenue 10.00, direct 0.00, y+z, HHI 5000.00, effective 2.00"},
		"one partner":                    {shares("", "a 3", "b"), "won-revenue 3.00, direct 0.00, a, HHI 10000.00, effective 1.00"},
		"nothing won":                    {shares("", "a", "b"), "won-revenue 0.00, direct 0.00, "},
		"refunded more than won":         {shares("", "a 30", "b -10", "c 10"), "won-revenue 30.00, direct 0.00, a+c, HHI 6250.00, effective 1.60"},
		"another KPI":                    {shares(", settings: {portfolioKpi: lost}", "a 1-lost", "b 7"), "lost 1, direct 0, a, HHI 10000.00, effective 1.00"},
		"a KPI that partners cannot add": {shares(", settings: {portfolioKpi: typical}", four...), "none"},
		"a KPI that is not declared":     {base, "none"},
		"an amount without a rate":       {abroad.with("k.yaml", kpi("won-revenue", sum(`stage == "won"`))), "won-revenue , direct 0.00, "},
	} {
		t.Run(name, func(t *testing.T) {
			if got := concentrated(t, c.w); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestPortfolioHoldsWhatAddsUp: quotients by their parts; no median of medians.
func TestPortfolioHoldsWhatAddsUp(t *testing.T) {
	rows := "id,partner,stage,amount,created,closed,by,product,seats,margin,region\n" +
		"1,A,won,10.00,,2026-02-01,,x,,,\n2,A,lost,1.00,,2026-02-01,,x,,,\n3,B,won,20.00,,2026-02-01,,x,,,\n4,B,won,40.00,,2026-02-02,,y,,,\n5,,won,99.00,,2026-02-02,,x,,,\n"
	s := evaluated(t, base.with("deals.csv", rows, "k.yaml", kpi("revenue", sum(`stage == "won"`))+kpi("rate", "{builtin: win-rate}")+
		kpi("typical", "{unit: money, measure: {source: deals, aggregate: median, field: amount}}")+
		kpi("products", "{measure: {source: deals, aggregate: countDistinct, field: product}}")+
		kpi("size", `{unit: money, formula: 'kpi("revenue") / kpi("wins")'}`)+kpi("wins", `{measure: {source: deals, aggregate: count, where: 'stage == "won"'}}`)+
		kpi("skew", `{unit: money, formula: 'kpi("typical") * 2'}`)), "2026-06-30", "")
	wantValues(t, s,
		"portfolio revenue: 70.00 USD", "portfolio rate: 75% = 3/4", "portfolio wins: 3", "portfolio size: 23.33333333 USD",
		"portfolio typical: absent", "portfolio products: absent", "portfolio skew: absent",
		"direct revenue: 99.00 USD", "direct wins: 1", "direct typical: 99.00 USD",
		"ada revenue: 10.00 USD", "bob typical: 30.00 USD")
}

// TestDirectRows: rows without a partner are counted apart, rows of a partner that
// nobody knows are rejected.
func TestDirectRows(t *testing.T) {
	rows := "id,partner,stage,amount,created,closed,by,product,seats,margin,region\n" +
		"1,A,won,10.00,,2026-02-01,,x,,,\n2,,won,20.00,,2026-02-01,,x,,,\n3,Z,won,40.00,,2026-02-02,,y,,,\n"
	s := evaluated(t, base.with("deals.csv", rows, "k.yaml", kpi("revenue", sum(`stage == "won"`))), "2026-06-30", "")
	wantValues(t, s, "ada revenue: 10.00 USD", "direct revenue: 20.00 USD", "portfolio revenue: 10.00 USD")
	r := s.Facts[0]
	if r.Rows != 3 || r.Evaluated != 1 || r.Direct != 1 || len(r.Rejected) != 1 || r.Rejected[0].Reason != "unknown-partner" {
		t.Errorf("report %+v", r)
	}
}
