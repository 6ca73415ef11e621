package quantity_test

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestDecimalAndFixed(t *testing.T) {
	for _, c := range []struct {
		value       string
		least, most int
		decimal     string
		digits      int
		fixed       string
	}{
		{"80", 0, 8, "80", 1, "80.0"},
		{"131500", 2, 8, "131500.00", 2, "131500.00"},
		{"65.75", 0, 8, "65.75", 1, "65.8"},
		{"1/3", 2, 8, "0.33333333", 2, "0.33"},
		{"2/3", 0, 8, "0.66666667", 0, "1"},
		{"1/512", 0, 8, "0.00195313", 8, "0.00195313"},
		{"1/512", 0, 9, "0.001953125", 9, "0.001953125"},
		{"2.5", 0, 0, "3", 0, "3"},
		{"-2.5", 0, 0, "-3", 0, "-3"},
		{"-0.004", 2, 2, "0.00", 2, "0.00"},
		{"-0.4", 0, 0, "0", 0, "0"},
		{"0", 2, 8, "0.00", 0, "0"},
	} {
		r, _ := new(big.Rat).SetString(c.value)
		if got := quantity.Decimal(r, c.least, c.most); got != c.decimal {
			t.Errorf("Decimal(%s, %d, %d) is %s, want %s", c.value, c.least, c.most, got, c.decimal)
		}
		if got := quantity.Fixed(r, c.digits); got != c.fixed {
			t.Errorf("Fixed(%s, %d) is %s, want %s", c.value, c.digits, got, c.fixed)
		}
	}
}

func drawRat(t *rapid.T) *big.Rat {
	denominator := rapid.OneOf(rapid.Int64Min(1), rapid.SampledFrom([]int64{2, 4, 5, 8, 16, 100, 1000, 3, 7})).Draw(t, "denominator")
	return big.NewRat(rapid.Int64().Draw(t, "numerator"), denominator)
}

func TestFixedIsTheNearestAndHalvesGoAwayFromZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, digits := drawRat(t), rapid.IntRange(0, 10).Draw(t, "digits")
		s := quantity.Fixed(r, digits)
		printed, ok := new(big.Rat).SetString(s)
		if _, decimals, _ := strings.Cut(s, "."); !ok || len(decimals) != digits {
			t.Fatalf("%s does not have %d decimals", s, digits)
		}
		unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
		off := new(big.Rat).Sub(printed, r)
		switch twice := new(big.Rat).Mul(new(big.Rat).Abs(off), big.NewRat(2, 1)); twice.Cmp(unit) {
		case 1:
			t.Fatalf("%s is not the nearest to %s", s, r)
		case 0:
			if off.Sign() != r.Sign() {
				t.Fatalf("%s: half of %s went towards zero", s, r)
			}
		}
	})
}

func TestDecimalIsExactWheneverItFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRat(t)
		least := rapid.IntRange(0, 4).Draw(t, "least")
		most := least + rapid.IntRange(0, 8).Draw(t, "more")
		s := quantity.Decimal(r, least, most)
		printed, _ := new(big.Rat).SetString(s)
		_, decimals, _ := strings.Cut(s, ".")
		if len(decimals) < least || len(decimals) > most {
			t.Fatalf("%s has %d decimals, want %d to %d", s, len(decimals), least, most)
		}
		if printed.Cmp(r) == 0 && len(decimals) > least && strings.HasSuffix(s, "0") {
			t.Fatalf("%s ends in zeros that nobody asked for", s)
		}
		if full := quantity.Fixed(r, most); printed.Cmp(r) != 0 && s != full {
			t.Fatalf("%s rounds to %s, want %s", r, s, full)
		}
	})
}

func TestGrouped(t *testing.T) {
	for in, want := range map[string]string{
		"1234567.89": "1,234,567.89", "-1234.5": "-1,234.5", "999": "999", "-999": "-999",
		"1000": "1,000", "0.12345": "0.12345", "5000.00 USD": "5,000.00 USD", "": "",
	} {
		if got := quantity.Grouped(in); got != want {
			t.Errorf("%q is grouped as %q, want %q", in, got, want)
		}
	}
	grouped := regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})*\.[0-9]{2}$`)
	rapid.Check(t, func(t *rapid.T) {
		in := quantity.Money{Minor: rapid.Int64().Draw(t, "minor"), Currency: "USD"}.Decimal()
		got := quantity.Grouped(in)
		if !grouped.MatchString(got) || strings.ReplaceAll(got, ",", "") != in {
			t.Fatalf("%s is grouped as %s", in, got)
		}
	})
}
