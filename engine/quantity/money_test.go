package quantity_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestMoneySpellings(t *testing.T) {
	const form = "expected an amount such as 5000 USD"
	const tooMuch = "an amount in USD is at most 92233720368547758.07"
	checkSpellings(t, quantity.ParseMoney, good{
		"5000 USD":                  "5000.00 USD",
		"5000.00 USD":               "5000.00 USD",
		"0.5 EUR":                   "0.50 EUR",
		"-12.50 EUR":                "-12.50 EUR",
		"-0.05 EUR":                 "-0.05 EUR",
		"-0 USD":                    "0.00 USD",
		"100 JPY":                   "100 JPY",
		"1.005 KWD":                 "1.005 KWD",
		"1 CLF":                     "1.0000 CLF",
		"92233720368547758.07 USD":  "92233720368547758.07 USD",
		"-92233720368547758.08 USD": "-92233720368547758.08 USD",
	}, bad{
		"":                              form,
		"USD":                           form,
		"NaN USD":                       form,
		"1e3 USD":                       form,
		"٣ USD":                         form,
		"--5 USD":                       form,
		"5 USD EUR":                     form,
		"12%":                           form,
		"5 000 00 USD":                  form,
		strings.Repeat("9", 70) + " US": form,
		"5000":                          "expected an amount with its currency, such as 5000 USD: write 5000 USD",
		"5000 usd":                      "a currency code is three capital letters: write 5000 USD",
		"5,000 USD":                     form + ": write 5000 USD",
		"5_000 USD":                     form + ": write 5000 USD",
		"5 000 USD":                     form + ": write 5000 USD",
		"5\u00a0000 USD":                form + ": write 5000 USD",
		"5'000 CHF":                     form + ": write 5000 CHF",
		"1,234.50 USD":                  form + ": write 1234.50 USD",
		"1.234,50 EUR":                  form + ": write 1234.50 EUR",
		"12,50 EUR":                     form + ": write 12.50 EUR",
		"1,00,000 INR":                  form + ": write 100000 INR",
		"5,000 KWD":                     form + ": write 5000 KWD or 5.000 KWD",
		"$5000":                         form + ": write 5000 USD",
		"-$5":                           form + ": write -5 USD",
		"€5":                            form + ": write 5 EUR",
		"USD 5000":                      form + ": write 5000 USD",
		"5000USD":                       form + ": write 5000 USD",
		" 5000 USD":                     form + ": write 5000 USD",
		"5000 USD\n":                    form + ": write 5000 USD",
		"5000  USD":                     form + ": write 5000 USD",
		"+5000 USD":                     form + ": write 5000 USD",
		"−5 USD":                        form + ": write -5 USD",
		"05000 USD":                     form + ": write 5000 USD",
		".5 USD":                        form + ": write 0.5 USD",
		"5. USD":                        form + ": write 5 USD",
		"1.005 USD":                     "USD has 2 decimals, this has 3: write 1.00 USD or 1.01 USD",
		"-1.005 USD":                    "USD has 2 decimals, this has 3: write -1.00 USD or -1.01 USD",
		"-0.001 USD":                    "USD has 2 decimals, this has 3: write 0.00 USD or -0.01 USD",
		"5.000 EUR":                     "EUR has 2 decimals, this has 3: write 5.00 EUR or 5000 EUR",
		"100.5 JPY":                     "JPY has no decimals, this has 1: write 100 JPY or 101 JPY",
		"5 UDS":                         "UDS is not a currency code of ISO 4217: write 5 USD",
		"5,000 UER":                     "UER is not a currency code of ISO 4217: write 5000 EUR",
		"5 QQQ":                         "QQQ is not a currency code of ISO 4217",
		"5 dollars":                     "dollars is not a currency code of ISO 4217",
		"5 HRK":                         "HRK is no longer a currency: write the amount in the currency that replaced it",
		"92233720368547758.08 USD":      tooMuch,
		"-92233720368547758.09 USD":     tooMuch,
		"99999999999999999999999 USD":   tooMuch,
	})
}

func TestMoneyPrintsWhatItReads(t *testing.T) {
	codes := []quantity.Currency{"USD", "JPY", "KWD", "CLF", "XOF"}
	rapid.Check(t, func(t *rapid.T) {
		m := quantity.Money{Minor: rapid.Int64().Draw(t, "minor"), Currency: rapid.SampledFrom(codes).Draw(t, "currency")}
		got, err := quantity.ParseMoney(m.String())
		if err != nil || got != m {
			t.Fatalf("%#v prints as %q, which reads as %#v, %v", m, m, got, err)
		}
		value, _ := new(big.Rat).SetString(m.Decimal())
		minor := new(big.Rat).Mul(value, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(m.Currency.Exponent())), nil)))
		if minor.Cmp(new(big.Rat).SetInt64(m.Minor)) != 0 {
			t.Fatalf("%#v has the decimal %s", m, m.Decimal())
		}
	})
}

func TestMoneyKeepsNothingOfTheTextItWasReadFrom(t *testing.T) {
	row := []byte("1,5000 USD,won")
	m, err := quantity.ParseMoney(string(row[2:10]))
	copy(row, "overwritten...")
	if err != nil || m.String() != "5000.00 USD" {
		t.Fatalf("got %v, %v", m, err)
	}
}

func TestCurrencySpellings(t *testing.T) {
	const form = "expected a currency code such as USD"
	checkSpellings(t, quantity.ParseCurrency, good{
		"USD": "USD", "EUR": "EUR", "XCG": "XCG", "ZWG": "ZWG",
	}, bad{
		"":       form,
		"dollar": form,
		"U$D":    form,
		"usd":    form + ": write USD",
		" USD":   form + ": write USD",
		"$":      form + ": write USD",
		"UDS":    "UDS is not a currency code of ISO 4217: write USD",
		"EURO":   "EURO is not a currency code of ISO 4217: write EUR",
		"QQQ":    "QQQ is not a currency code of ISO 4217",
		"DEM":    "DEM is no longer a currency: write the currency that replaced it",
	})
}

func TestCurrencyExponents(t *testing.T) {
	want := map[string]int{}
	for _, group := range []struct {
		codes    string
		exponent int
	}{
		{"BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0},
		{"BHD IQD JOD KWD LYD OMR TND", 3},
		{"CLF UYW", 4},
	} {
		for _, code := range strings.Fields(group.codes) {
			want[code] = group.exponent
		}
	}
	got, known := map[string]int{}, 0
	for i := range 26 * 26 * 26 {
		code := string([]byte{'A' + byte(i/676), 'A' + byte(i/26%26), 'A' + byte(i%26)})
		c := quantity.Currency(code)
		if c.IsKnown() {
			known++
		}
		if c.Exponent() != 2 {
			got[code] = c.Exponent()
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("exponents other than 2 (-want +got)\n%s", diff)
	}
	if known != 178 {
		t.Errorf("%d codes are known, ISO 4217 has 178 active ones", known)
	}
}

func FuzzMoney(f *testing.F) {
	fuzzScalar(f, quantity.ParseMoney, "5000 USD", "1.005 USD", "-$5,000.00", "5 UDS", "1.234,50 EUR", "92233720368547758.08 USD", "5 HRK")
}

func FuzzCurrency(f *testing.F) {
	fuzzScalar(f, quantity.ParseCurrency, "USD", "uds", "€", "HRK")
}
