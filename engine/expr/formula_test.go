package expr_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/quantity"
)

func formulas(t testing.TB) *expr.FormulaEnv {
	t.Helper()
	env, err := expr.Formulas(map[string]expr.Unit{
		"won-revenue": expr.UnitMoney, "cost": expr.UnitMoney, "deals": expr.UnitCount, "leads": expr.UnitCount,
		"win-rate": expr.UnitPercent, "renewal-rate": expr.UnitPercent, "cycle": expr.UnitDays, "nps": expr.UnitScore,
	})
	if err != nil {
		t.Fatal(err)
	}
	return env
}

// values has every KPI but leads, which is zero, and nps, which is missing.
func values(name string) (*big.Rat, bool) {
	v, ok := map[string]string{
		"won-revenue": "131500", "cost": "1000.10", "deals": "4", "leads": "0", "win-rate": "80", "renewal-rate": "50", "cycle": "30",
	}[name]
	r, _ := new(big.Rat).SetString(v)
	return r, ok
}

func TestFormula(t *testing.T) {
	for _, tt := range []struct {
		src   string
		unit  expr.Unit
		value string // or the reason
	}{
		{`kpi("won-revenue") / kpi("deals")`, expr.UnitMoney, "32875"},
		{`kpi("won-revenue") / kpi("cost")`, expr.UnitNumber, "1315000/10001"},
		{`kpi("won-revenue") - kpi("cost")`, expr.UnitMoney, "1304999/10"},
		{`-kpi("cost") * 3`, expr.UnitMoney, "-30003/10"},
		{`kpi("win-rate") * kpi("won-revenue")`, expr.UnitMoney, "105200"},
		{`kpi("won-revenue") * rate("12.5%")`, expr.UnitMoney, "32875/2"},
		{`kpi("won-revenue") / kpi("win-rate")`, expr.UnitMoney, "164375"},
		{`kpi("win-rate") * kpi("renewal-rate")`, expr.UnitPercent, "40"},
		{`kpi("win-rate") / kpi("renewal-rate")`, expr.UnitNumber, "8/5"},
		{`rate("100%") - kpi("win-rate")`, expr.UnitPercent, "20"},
		{`(kpi("win-rate") + kpi("renewal-rate")) / 2`, expr.UnitPercent, "65"},
		{`kpi("win-rate") * 0.4 + kpi("renewal-rate") * 0.6`, expr.UnitPercent, "62"},
		{`kpi("win-rate") * kpi("deals")`, expr.UnitNumber, "16/5"},
		{`kpi("deals") / kpi("cycle") * 365`, expr.UnitNumber, "146/3"},
		{`(0.1 + 0.2) * kpi("deals") / number("3")`, expr.UnitNumber, "2/5"},
		{`kpi("deals") / kpi("leads")`, expr.UnitNumber, expr.ReasonNoDenominator},
		{`kpi("deals") / (1 - 1)`, expr.UnitNumber, expr.ReasonNoDenominator},
		{`kpi("nps") + kpi("deals")`, expr.UnitNumber, expr.ReasonMissing},
		{`kpi("nowhere") * kpi("won-revenue")`, "", expr.ReasonMissing},
	} {
		f, problems := formulas(t).Compile(tt.src)
		if len(problems) > 0 {
			t.Errorf("%s\n%s", tt.src, report(tt.src, problems))
			continue
		}
		v, reason := f.Eval(values)
		if v != nil {
			reason = v.RatString()
		}
		if f.Unit != tt.unit || reason != tt.value {
			t.Errorf("%s is %s %s, want %s %s", tt.src, f.Unit, reason, tt.unit, tt.value)
		}
	}
}

func TestFormulaFitsUnits(t *testing.T) {
	for _, tt := range []struct {
		src       string
		fits      []expr.Unit
		inPercent string
	}{
		{`kpi("won-revenue") / kpi("deals")`, []expr.Unit{expr.UnitMoney}, ""},
		{`kpi("deals") / kpi("cycle")`, []expr.Unit{expr.UnitCount, expr.UnitPercent, expr.UnitDays, expr.UnitScore, expr.UnitNumber}, "40/3"},
		{`kpi("win-rate")`, []expr.Unit{expr.UnitPercent}, "80"},
	} {
		f, _ := formulas(t).Compile(tt.src)
		var fits []expr.Unit
		for _, u := range []expr.Unit{expr.UnitCount, expr.UnitMoney, expr.UnitPercent, expr.UnitDays, expr.UnitScore, expr.UnitNumber} {
			if f.Fits(u) {
				fits = append(fits, u)
			}
		}
		if len(fits) != len(tt.fits) || !strings.Contains(joined(fits), joined(tt.fits)) {
			t.Errorf("%s fits %v, want %v", tt.src, fits, tt.fits)
		}
		if !f.Fits(expr.UnitPercent) {
			continue
		}
		if v, _ := f.EvalIn(expr.UnitPercent, values); v.RatString() != tt.inPercent {
			t.Errorf("%s in percent is %s, want %s", tt.src, v.RatString(), tt.inPercent)
		}
	}
}

func joined(units []expr.Unit) string {
	var b strings.Builder
	for _, u := range units {
		b.WriteString(string(u) + " ")
	}
	return b.String()
}

func TestFormulaNamesItsReferences(t *testing.T) {
	src := `// Öl
(kpi("won-revenue") - kpi('cost')) / kpi("nowhere") + kpi("""cost""")`
	f, problems := formulas(t).Compile(src)
	if len(problems) > 0 {
		t.Fatal(report(src, problems))
	}
	want := []string{"won-revenue", "cost", "nowhere", "cost"}
	for i, ref := range f.Refs {
		if ref.Name != want[i] || src[ref.Start:ref.End] != ref.Name {
			t.Errorf("reference %d is %q at %q, want %q", i, ref.Name, src[ref.Start:ref.End], want[i])
		}
	}
	if len(f.Refs) != len(want) {
		t.Errorf("%d references, want %d", len(f.Refs), len(want))
	}
}

func TestFormulaLeavesValuesAlone(t *testing.T) {
	f, _ := formulas(t).Compile(`-kpi("deals") + kpi("deals") * 2`)
	four := big.NewRat(4, 1)
	for range 2 {
		v, _ := f.Eval(func(string) (*big.Rat, bool) { return four, true })
		if v.RatString() != "4" || four.RatString() != "4" {
			t.Fatalf("result %s, value %s", v.RatString(), four.RatString())
		}
	}
}

func TestFormulaReports(t *testing.T) {
	const allowed = `use + - * /, parentheses, numbers, kpi("name") and rate("25%")`
	checkProblems(t, formulas(t).Compile, [][2]string{
		{`kpi("won-revenue") + kpi("deals")`, `+: money and a number cannot be added or subtracted`},
		{`kpi("won-revenue") + 5`, `+: money and a number cannot be added or subtracted`},
		{`100 - kpi("win-rate")`, `-: a number and a percent cannot be added or subtracted | write a fixed percent as rate("25%")`},
		{`kpi("won-revenue") * kpi("cost")`, `*: money and money cannot be multiplied`},
		{`kpi("deals") / kpi("cost")`, `/: a number cannot be divided by money`},
		{`kpi(won-revenue)`, `kpi: kpi takes a quoted name | write kpi("won-revenue")`},
		{`kpi("a", "b")`, `kpi: kpi takes one quoted name | write kpi("won-revenue")`},
		{`won_revenue / 2`, `won_revenue: won_revenue is not known in a formula | write kpi("won-revenue")`},
		{`"deals" / 2`, `"deals": a text has no place in a formula | write kpi("deals")`},
		{`kpi("cost") - money("5 USD")`, `money: a fixed amount of money has no place in a formula | keep the amount in a KPI or in a goal`},
		{`kpi("deals") > 5`, `>: > is not available in a formula | ` + allowed},
		{`max(kpi("deals"), 5)`, `max: max is not available in a formula | ` + allowed},
		{`[1]`, `[: [ is not part of a formula | ` + allowed},
		{`kpi("win-rate") * rate("5")`, `5: ` + fault(quantity.ParseRate("5"))},
		{`kpi("deals") / 1e2`, `1e2: the number 1e2 has an exponent | write 100`},
		{`kpi("deals") /`, `/: the expression ends too early | close every parenthesis and quote, and give every operator two sides`},
	})
}
