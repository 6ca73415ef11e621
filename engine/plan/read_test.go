package plan_test

import (
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/plan"
)

func TestReadRefusesWhatItCouldMisunderstand(t *testing.T) {
	for text, want := range map[string]string{
		`{"formatVersion": "2.0"}`:           `its formatVersion is "2.0", and this entente reads 1.x: make the plan again with this version`,
		`{"formatVersion": "10.1"}`:          `its formatVersion is "10.1"`,
		`{"findings": []}`:                   "it has no formatVersion",
		`[1]`:                                "it is no plan as `entente plan --format json` prints one",
		`Changes (1)`:                        "it is no plan as `entente plan --format json` prints one",
		`{"formatVersion": "1.0", "base":1}`: "it is no plan as `entente plan --format json` prints one",
	} {
		if _, err := plan.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestPrintedAddsUpWhatAPlanSays(t *testing.T) {
	p, err := plan.Read(strings.NewReader(`{"formatVersion": "1.7", "of a later minor version": true, "impact": {"proForma": {"currency": "USD", "partners": [
		{"address": "partner/a", "delta": "-621.11"}, {"address": "partner/b", "delta": "0.01"}, {"address": "partner/c", "delta": "35", "currency": "JPY"}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	deltas, err := p.Printed()
	if err != nil || len(deltas) != 2 || deltas["USD"].Int64() != -62110 || deltas["JPY"].Int64() != 35 {
		t.Errorf("%v, %v", deltas, err)
	}
	for _, delta := range []string{"", "x", "1e999999999", "1/3", "0.001", "+1.00"} {
		p.Impact.ProForma.Partners[0].Delta = delta
		if _, err := p.Printed(); err == nil {
			t.Errorf("%q is read as an amount", delta)
		}
	}
	p.Impact.ProForma.Partners[0].Currency = "XXQ"
	if _, err := p.Printed(); err == nil {
		t.Error("a currency that there is none of")
	}
	p.Impact.ProForma = nil
	if deltas, err := p.Printed(); err != nil || len(deltas) != 0 {
		t.Errorf("a plan that prices nothing: %v, %v", deltas, err)
	}
}
