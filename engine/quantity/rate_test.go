package quantity_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestRateSpellings(t *testing.T) {
	const form = "expected a percentage such as 12.5%"
	const unsigned = "expected a percentage with its sign, such as 12.5%"
	checkSpellings(t, quantity.ParseRate, good{
		"12.5%":                  "12.5%",
		"12.50%":                 "12.5%",
		"0%":                     "0%",
		"100%":                   "100%",
		"250%":                   "250%",
		"-3%":                    "-3%",
		"-0.5%":                  "-0.5%",
		"0.00000001%":            "0.00000001%",
		"92233720368.54775807%":  "92233720368.54775807%",
		"-92233720368.54775808%": "-92233720368.54775808%",
		"33.33333333%":           "33.33333333%",
	}, bad{
		"":                      unsigned,
		"0.12":                  unsigned + ": write 12%",
		"12":                    unsigned + ": write 12%",
		"12.5":                  unsigned + ": write 12.5%",
		"-0.055":                unsigned + ": write -5.5%",
		"1":                     unsigned + ": write 1% or 100%",
		"12 %":                  form + ": write 12%",
		" 12%":                  form + ": write 12%",
		"%12":                   form + ": write 12%",
		"12 percent":            form + ": write 12%",
		"12,5%":                 form + ": write 12.5%",
		"+5%":                   form + ": write 5%",
		"012%":                  form + ": write 12%",
		".5%":                   form + ": write 0.5%",
		"5.%":                   form + ": write 5%",
		"1_0%":                  form,
		"1e2%":                  form,
		"NaN%":                  form,
		"%":                     form,
		"12%%":                  form,
		"٣%":                    form,
		"12 USD":                form,
		"1.123456789%":          "a percentage has at most 8 decimals, this has 9: write 1.12345678% or 1.12345679%",
		"1.000000000%":          "a percentage has at most 8 decimals, this has 9: write 1.00000000%",
		"92233720368.54775808%": "a percentage is at most 92233720368.54775807%",
	})
}

func TestRatePrintsWhatItReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := quantity.Rate(rapid.Int64().Draw(t, "rate"))
		got, err := quantity.ParseRate(r.String())
		if err != nil || got != r {
			t.Fatalf("%d prints as %q, which reads as %d, %v", r, r, got, err)
		}
		percent, _ := new(big.Rat).SetString(r.String()[:len(r.String())-1])
		if r.Percent().Cmp(percent) != 0 {
			t.Fatalf("%s is %s percent", r, r.Percent())
		}
		if hundredfold := new(big.Rat).Mul(r.Rat(), big.NewRat(100, 1)); hundredfold.Cmp(percent) != 0 {
			t.Fatalf("%s is %s of one", r, r.Rat())
		}
	})
}

func TestRateIsAFractionOfOne(t *testing.T) {
	r, err := quantity.ParseRate("12.5%")
	if err != nil || r != 1_250_000_000 || r.Rat().Cmp(big.NewRat(1, 8)) != 0 {
		t.Fatalf("12.5%% is %d, %s, %v", r, r.Rat(), err)
	}
}

func FuzzRate(f *testing.F) {
	fuzzScalar(f, quantity.ParseRate, "12.5%", "0.12", "12 %", "1.123456789%", "-3%", "99999999999%")
}
