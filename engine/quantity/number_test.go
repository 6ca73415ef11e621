package quantity_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestNumberSpellings(t *testing.T) {
	const form = "expected a number such as 67.5"
	const tooLong = "a number has at most 18 digits and as many decimals"
	checkSpellings(t, quantity.ParseNumber, good{
		"67.5":                             "67.5",
		"67.50":                            "67.5",
		"70":                               "70",
		"-0.001":                           "-0.001",
		"-0":                               "0",
		"0.000":                            "0",
		"999999999999999999":               "999999999999999999",
		"0.000000000000000001":             "0.000000000000000001",
		"1.500000000000000000000000000000": "1.5",
	}, bad{
		"":                      form,
		"-":                     form,
		".":                     form,
		"NaN":                   form,
		".inf":                  form,
		"Infinity":              form,
		"0x10":                  form,
		"٣":                     form,
		"1.2.3":                 form,
		"0.00.":                 form,
		"0..0":                  form,
		"5 USD":                 form,
		"1e400":                 form,
		"1e3":                   form + ": write 1000",
		"1.5E-3":                form + ": write 0.0015",
		"+5":                    form + ": write 5",
		".5":                    form + ": write 0.5",
		"5.":                    form + ": write 5",
		"007":                   form + ": write 7",
		"1_000":                 form + ": write 1000",
		"1,000,000":             form + ": write 1000000",
		"1,500":                 form + ": write 1500 or 1.500",
		"67,5":                  form + ": write 67.5",
		" 5":                    form + ": write 5",
		"30%":                   form + ": write 30",
		"1234567890123456789":   tooLong,
		"0.0000000000000000001": tooLong,
	})
}

func drawNumber(t *rapid.T, label string) quantity.Number {
	n := rapid.Int64Range(-999999999999999999, 999999999999999999).Draw(t, label)
	return quantity.Number{Coef: n, Scale: rapid.Uint8Range(0, 18).Draw(t, label+" scale")}
}

func TestNumberIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := drawNumber(t, "n"), drawNumber(t, "m")
		read, err := quantity.ParseNumber(n.String())
		if err != nil || read.Rat().Cmp(n.Rat()) != 0 || read.Cmp(n) != 0 {
			t.Fatalf("%#v prints as %q, which reads as %#v, %v", n, n, read, err)
		}
		printed, _ := new(big.Rat).SetString(n.String())
		if printed.Cmp(n.Rat()) != 0 {
			t.Fatalf("%q is not %s", n, n.Rat())
		}
		if n.Cmp(m) != n.Rat().Cmp(m.Rat()) {
			t.Fatalf("%s compares to %s as %d", n, m, n.Cmp(m))
		}
		if n.IsInt() != n.Rat().IsInt() {
			t.Fatalf("%s: IsInt is %t", n, n.IsInt())
		}
	})
}

func TestEqualNumbersReadAsEqualStructs(t *testing.T) {
	a, _ := quantity.ParseNumber("-10.00")
	b, _ := quantity.ParseNumber("-10")
	if a != b || !a.IsInt() {
		t.Fatalf("%#v and %#v", a, b)
	}
}

func TestIntSpellings(t *testing.T) {
	const form = "expected a whole number such as 5"
	checkSpellings(t, quantity.ParseInt, good{
		"0": "0", "5": "5", "-12": "-12", "-0": "0",
		"9223372036854775807":  "9223372036854775807",
		"-9223372036854775808": "-9223372036854775808",
	}, bad{
		"":                    form,
		"five":                form,
		"0x10":                form,
		"٣":                   form,
		"5 ":                  form + ": write 5",
		"+5":                  form + ": write 5",
		"08":                  form + ": write 8",
		"1_000":               form + ": write 1000",
		"1e3":                 form + ": write 1000",
		"1.0":                 form + ": write 1",
		"1.5":                 form + ": write 1 or 2",
		"9223372036854775808": "a whole number is at most 9223372036854775807",
	})
}

func FuzzNumber(f *testing.F) {
	fuzzScalar(f, quantity.ParseNumber, "67.50", "1e3", "1,000", "-0", "0.0000000000000000001", "1e-20")
}

func FuzzInt(f *testing.F) {
	fuzzScalar(f, quantity.ParseInt, "5", "-0", "1.5", "9223372036854775808", "1_000")
}
