package state_test

import (
	"math/big"
	"testing"

	"github.com/partnership-as-code/entente/engine/state"
)

func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatal(text)
	}
	return r
}

func TestValueSpellings(t *testing.T) {
	for _, c := range []struct {
		unit              state.Unit
		currency          string
		exact             string
		machines, persons string
	}{
		{state.Money, "USD", "131500", "131500.00", "131,500.00 USD"},
		{state.Money, "USD", "8999.995", "8999.995", "9,000.00 USD"},
		{state.Money, "USD", "-0.005", "-0.005", "-0.01 USD"},
		{state.Money, "USD", "1/3", "0.33333333", "0.33 USD"},
		{state.Money, "JPY", "2001/2", "1000.5", "1,001 JPY"},
		{state.Money, "KWD", "5", "5.000", "5.000 KWD"},
		{state.Percent, "", "80", "80", "80%"},
		{state.Percent, "", "200/3", "66.66666667", "66.7%"},
		{state.Percent, "", "12.25", "12.25", "12.3%"},
		{state.Days, "", "80/3", "26.66666667", "26.7 days"},
		{state.Days, "", "1", "1", "1 day"},
		{state.Days, "", "0", "0", "0 days"},
		{state.Count, "", "12345", "12345", "12,345"},
		{state.Number, "", "0.5", "0.5", "0.5"},
		{state.Score, "", "73", "73.0", "73.0"},
	} {
		v := state.Value{Unit: c.unit, Currency: "USD", Exact: rat(t, c.exact)}
		if c.currency != "" {
			if err := v.Currency.UnmarshalText([]byte(c.currency)); err != nil {
				t.Fatal(err)
			}
		}
		if v.Decimal() != c.machines || v.Display() != c.persons {
			t.Errorf("%s %s: %q for machines, %q for people; want %q, %q", c.exact, c.unit, v.Decimal(), v.Display(), c.machines, c.persons)
		}
	}
	none := state.Value{Unit: state.Money, Reason: state.NoRows}
	if none.Decimal() != "" || none.Display() != "—" {
		t.Errorf("no value is %q, %q", none.Decimal(), none.Display())
	}
}

func TestValueEquality(t *testing.T) {
	one := state.Value{Unit: state.Count, Exact: rat(t, "1"), Rows: 4, Uses: nil}
	for name, c := range map[string]struct {
		other  state.Value
		isSame bool
	}{
		"from other rows":    {state.Value{Unit: state.Count, Exact: rat(t, "2/2"), Rows: 9}, true},
		"another number":     {state.Value{Unit: state.Count, Exact: rat(t, "2")}, false},
		"another unit":       {state.Value{Unit: state.Number, Exact: rat(t, "1")}, false},
		"no value":           {state.Value{Unit: state.Count, Reason: state.NoRows}, false},
		"of less confidence": {state.Value{Unit: state.Count, Exact: rat(t, "1"), IsLow: true}, false},
	} {
		if one.IsEqual(c.other) != c.isSame || c.other.IsEqual(one) != c.isSame {
			t.Errorf("%s: the same %t, want %t", name, !c.isSame, c.isSame)
		}
	}
	none := state.Value{Reason: state.NoRows}
	if !none.IsEqual(state.Value{Reason: state.NoRows}) || none.IsEqual(state.Value{Reason: state.NoRate}) {
		t.Error("values that are missing are told apart by their reason")
	}
}
