package evaluate_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/state"
)

// blocks are what the formulas below are made of: Ada won 100.01 in four of five
// deals, Bob lost his only one.
var blocks = kpi("revenue", sum(`stage == "won"`)) + kpi("lost", sum(`stage == "lost"`)) +
	kpi("won", `{measure: {source: deals, aggregate: count, where: 'stage == "won"'}}`) +
	kpi("rate", `{builtin: win-rate}`) +
	kpi("typical", `{measure: {source: deals, aggregate: median, field: amount, where: 'stage == "won"'}}`)

func TestFormulas(t *testing.T) {
	for name, c := range map[string]struct{ spec, ada, bob string }{
		"money over a count":          {`{unit: money, formula: 'kpi("revenue") / kpi("won")'}`, "25.0025 USD", "no-denominator"},
		"money over money":            {`{unit: number, formula: 'kpi("lost") / kpi("revenue")'}`, "0.06999300 number", "no-denominator"},
		"the same in percent":         {`{unit: percent, formula: 'kpi("lost") / kpi("revenue")'}`, "6.99930007%", "no-denominator"},
		"a percent of money":          {`{unit: money, formula: 'kpi("revenue") * kpi("rate")'}`, "80.008 USD", "0.00 USD"},
		"a fixed rate of money":       {`{unit: money, formula: 'kpi("revenue") * rate("25%")'}`, "25.0025 USD", "0.00 USD"},
		"a weighted percent":          {`{unit: percent, formula: 'kpi("rate") * 0.5 + rate("10%")'}`, "50%", "10%"},
		"signs and parentheses":       {`{unit: money, formula: '-(kpi("lost") - kpi("revenue")) / 2'}`, "46.505 USD", "-4.00 USD"},
		"an input without a value":    {`{unit: money, formula: 'kpi("typical") + kpi("lost")'}`, "27.00 USD", "missing-input"},
		"division by what cancels":    {`{unit: number, formula: 'kpi("won") / (kpi("won") - kpi("won"))'}`, "no-denominator", "no-denominator"},
		"a unit of its own making":    {`{formula: 'kpi("revenue") / kpi("won")'}`, "25.0025 USD", "no-denominator"},
		"a number, exact where it is": {`{formula: 'kpi("won") / 8'}`, "0.5 number", "0 number"},
	} {
		t.Run(name, func(t *testing.T) {
			s := evaluated(t, base.with("k.yaml", blocks+kpi("k", c.spec)), "2026-06-30", "")
			wantValues(t, s, "ada k: "+c.ada, "bob k: "+c.bob)
		})
	}
}

// TestFormulasOfFormulas: names do not decide what is worked out first.
func TestFormulasOfFormulas(t *testing.T) {
	w := base.with("k.yaml", blocks+
		kpi("a-share", `{unit: percent, formula: 'kpi("b-net") / kpi("revenue")'}`)+
		kpi("b-net", `{formula: 'kpi("c-gross") - kpi("lost")'}`)+
		kpi("c-gross", `{formula: 'kpi("revenue") * 2'}`)+
		kpi("a-double", `{formula: 'kpi("b-net") + kpi("b-net")'}`))
	s := evaluated(t, w, "2026-06-30", "")
	wantValues(t, s, "ada c-gross: 200.02 USD", "ada b-net: 193.02 USD", "ada a-share: 193.00069993%", "ada a-double: 386.04 USD")

	uses := s.Derived["partner/ada"]["kpi/a-share"].Uses
	for _, want := range []state.Use{{Address: "kpi/a-share", Path: "formula"}, {Address: "kpi/a-share", Path: "unit"}, {Address: "kpi/b-net", Path: "formula"},
		{Address: "kpi/c-gross", Path: "formula"}, {Address: "kpi/lost", Path: "measure"}, {Address: "kpi/revenue", Path: "measure"}, {Address: "source/deals"}} {
		if !slices.Contains(uses, want) {
			t.Errorf("a-share does not say that it comes from %s: %v", want, uses)
		}
	}
}

func TestCircleIsToldOnceAndOthersKeepTheirValues(t *testing.T) {
	w := base.with("k.yaml", blocks+
		kpi("b", `{unit: number, formula: 'kpi("c") + 1'}`)+
		kpi("c", `{unit: number, formula: 'kpi("d") + 1'}`)+
		kpi("d", `{unit: number, formula: 'kpi("b") + kpi("won")'}`)+
		kpi("leans-on-it", `{unit: number, formula: 'kpi("c") * 2'}`)+
		kpi("own", `{unit: number, formula: 'kpi("own") + 1'}`)+
		kpi("fine", `{unit: number, formula: 'kpi("won") + 1'}`))
	p, findings := compile(t, w)
	want := []string{
		"kpi-cycle k.yaml:30:31 `'kpi(\"c\") + 1'` Each needs the next: b → c → d → b. → define one of them by a measure or a ratio",
		"kpi-cycle k.yaml:50:31 `'kpi(\"own\") + 1'` Each needs the next: own → own. → define one of them by a measure or a ratio",
	}
	if diff := cmp.Diff(want, spelt(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	sources, _ := p.Mapped(evaluate.Roots{w.files()})
	s := run(t, sources, job(t, p, "2026-06-30", ""))[0]
	wantValues(t, s, "ada b: invalid", "ada c: invalid", "ada d: invalid", "ada own: invalid", "ada leans-on-it: missing-input",
		"ada fine: 5 number", "ada revenue: 100.01 USD", "portfolio b: absent", "portfolio fine: 5 number")
}
