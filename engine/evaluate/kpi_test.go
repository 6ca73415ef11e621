package evaluate_test

import "testing"

// TestAggregates: Ada's deals won up to June are 10.00, 20.00, 20.00 and 50.01.
func TestAggregates(t *testing.T) {
	const won = `, where: 'stage == "won"'}}`
	for name, c := range map[string]struct{ spec, ada, bob string }{
		"count":                       {"{measure: {source: deals, aggregate: count" + won, "4", "0"},
		"count of everything closed":  {"{measure: {source: deals, aggregate: count}}", "5", "1"},
		"distinct texts":              {"{measure: {source: deals, aggregate: countDistinct, field: product" + won, "3", "0"},
		"distinct amounts":            {"{measure: {source: deals, aggregate: countDistinct, field: amount" + won, "3", "0"},
		"sum of money":                {"{measure: {source: deals, aggregate: sum, field: amount" + won, "100.01 USD", "0.00 USD"},
		"sum of numbers":              {"{measure: {source: deals, aggregate: sum, field: quantity" + won, "9.5 number", "0 number"},
		"mean":                        {"{measure: {source: deals, aggregate: mean, field: amount" + won, "25.0025 USD", "no-rows"},
		"median of an even number":    {"{measure: {source: deals, aggregate: median, field: quantity" + won, "2.25 number", "no-rows"},
		"p90, the nearest rank":       {"{measure: {source: deals, aggregate: p90, field: amount" + won, "50.01 USD", "no-rows"},
		"mean rate, empty cells out":  {"{measure: {source: deals, aggregate: mean, field: margin" + won, "20%", "no-rows"},
		"days between two columns":    {"{unit: days, measure: {source: deals, aggregate: sum, field: closedAt - createdAt" + won, "160 days", "0 days"},
		"by the day of another event": {"{measure: {source: deals, aggregate: count, at: createdAt}}", "6", "1"},
		"by a further column":         {`{measure: {source: deals, aggregate: sum, field: amount, where: 'region == "eu"'}}`, "30.00 USD", "0.00 USD"},
	} {
		t.Run(name, func(t *testing.T) {
			s := evaluated(t, base.with("k.yaml", kpi("k", c.spec)), "2026-06-30", "")
			wantValues(t, s, "ada k: "+c.ada, "bob k: "+c.bob)
		})
	}
}

// TestRatios divides what Ada won by what she closed, and the like. 10.00, 20.00,
// 20.00 and 50.01 won, 7.00 lost.
func TestRatios(t *testing.T) {
	m := func(aggregate, field, where string) string {
		out := "{source: deals, aggregate: " + aggregate
		if field != "" {
			out += ", field: " + field
		}
		return out + ", where: '" + where + "'}"
	}
	won, closed := `stage == "won"`, `stage in ["won", "lost"]`
	ratio := func(head, numerator, denominator string) string {
		return "{" + head + "ratio: {numerator: " + numerator + ", denominator: " + denominator + "}}"
	}
	for name, c := range map[string]struct{ spec, ada, bob string }{
		"counts are a percent":           {ratio("", m("count", "", won), m("count", "", closed)), "80% = 4/5", "0% = 0/1"},
		"counts as a plain number":       {ratio("unit: number, ", m("count", "", won), m("count", "", closed)), "0.8 number = 4/5", "0 number = 0/1"},
		"money over money is a percent":  {ratio("", m("sum", "amount", `product == "x"`), m("sum", "amount", closed)), "34.57620783% = 37/107.01", "100% = 8/8"},
		"money over a count is money":    {ratio("", m("sum", "amount", won), m("count", "", won)), "25.0025 USD = 100.01/4", "no-denominator = 0/0"},
		"money over a number is money":   {ratio("unit: money, ", m("sum", "amount", won), m("sum", "quantity", won)), "10.52736842 USD = 100.01/9.5", "no-denominator = 0/0"},
		"rates over a count are a rate":  {ratio("", m("sum", "margin", won), m("count", "", `stage == "won" && margin != null`)), "20% = 60/3", "no-denominator = 0/0"},
		"rates over rates are a percent": {ratio("", m("sum", "margin", `product == "x"`), m("sum", "margin", won)), "66.66666667% = 40/60", "no-denominator = 0/0"},
	} {
		t.Run(name, func(t *testing.T) {
			s := evaluated(t, base.with("k.yaml", kpi("k", c.spec)), "2026-06-30", "")
			wantValues(t, s, "ada k: "+c.ada, "bob k: "+c.bob)
		})
	}
}
