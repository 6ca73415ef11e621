package render_test

import (
	"bytes"
	"math/big"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/state"
)

func TestStatusJSONNamesTheBasisOfAValue(t *testing.T) {
	var b bytes.Buffer
	view := render.StatusView{Partners: []render.PartnerRow{{Address: "partner/northwind", KPIs: map[string]state.Value{
		"partner-roi": {Unit: state.Percent, Exact: big.NewRat(150, 1), Basis: "sourced revenue"},
		"win-rate":    {Unit: state.Percent, Exact: big.NewRat(80, 1)},
		"activation":  {Unit: state.Percent, Reason: state.TooEarly}}}}}
	if err := render.StatusJSON(&b, view); err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(b.String()), " ")
	for _, want := range []string{`"partner-roi": { "value": "150", "unit": "percent", "basis": "sourced revenue" }`,
		`"win-rate": { "value": "80", "unit": "percent" }`, `"activation": { "value": null, "unit": "percent", "reason": "too-early" }`} {
		if !strings.Contains(flat, want) {
			t.Errorf("no %s in\n%s", want, flat)
		}
	}
}
