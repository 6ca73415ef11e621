package quantity_test

import (
	"testing"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestPrice(t *testing.T) {
	checkSpellings[quantity.Price](t, quantity.ParsePrice, good{
		"6.5 USD":                  "6.50 USD",
		"0.0008 USD":               "0.0008 USD",
		"0.0000166667 USD":         "0.0000166667 USD",
		"-0.005 USD":               "-0.005 USD",
		"-1.005 USD":               "-1.005 USD",
		"0.25 JPY":                 "0.25 JPY",
		"1.0005 KWD":               "1.0005 KWD",
		"0.000 USD":                "0.00 USD",
		"100000000000.00 USD":      "100000000000.00 USD",
		"900000000.0000000001 USD": "900000000.0000000001 USD",
	}, bad{
		"0.0008":            "expected an amount per unit with its currency, such as 6.50 USD: write 0.0008 USD",
		"0.00000000001 USD": "an amount per unit in USD has at most 10 decimals, this has 11: write 0.0000000000 USD or 0.0000000001 USD",
		"0,0008 USD":        "expected an amount per unit such as 6.50 USD or 0.0008 USD: write 0.0008 USD",
		"0.0008 usd":        "a currency code is three capital letters: write 0.0008 USD",
		"eight cents":       "expected an amount such as 5000 USD",
	})
}
