package memory

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// spelled reads one cell and prints it, or the reason against it.
func spelled(t testing.TB, c facts.Column, raw string, in currency) string {
	t.Helper()
	ready, err := newColumn(c, facts.Type{})
	if err != nil {
		t.Fatal(err)
	}
	var cell value
	if reason := ready.read(raw, &in, &cell); reason != "" {
		return reason
	}
	switch cell.kind {
	case facts.Money:
		return fmt.Sprintf("%d %s", cell.num, cell.text)
	case facts.Day:
		return quantity.Date(cell.num).String()
	}
	return cell.rat().RatString()
}

var amountTests = []struct{ unit, currency, raw, want string }{
	{"major", "USD", "30000", "3000000 USD"},
	{"", "USD", "-12.3", "-1230 USD"},
	{"", "USD", "007.50", "750 USD"},
	{"", "USD", "30000.0000", "3000000 USD"},
	{"", "USD", "1.00000000000000000000000000", "100 USD"},
	{"", "USD", "1.005", "bad-amount"},
	{"", "USD", "1.00000000000000000000000001", "bad-amount"},
	{"", "JPY", "1500", "1500 JPY"},
	{"", "JPY", "1500.5", "bad-amount"},
	{"", "KWD", "1.234", "1234 KWD"},
	{"", "USD", "1e3", "bad-amount"},
	{"", "USD", "+1", "bad-amount"},
	{"", "USD", "1,000", "bad-amount"},
	{"", "USD", "$5", "bad-amount"},
	{"", "USD", ".5", "bad-amount"},
	{"", "USD", "5.", "bad-amount"},
	{"", "USD", "NaN", "bad-amount"},
	{"", "USD", "-", "bad-amount"},
	{"", "USD", "٣", "bad-amount"},
	{"", "USD", "100000000000", "10000000000000 USD"},
	{"", "USD", "100000000000.01", "over-max"},
	{"", "USD", "123456789012345678901234567890", "over-max"},
	{"", "", "5", "bad-currency"},
	{"minor", "USD", "3000001", "3000001 USD"},
	{"minor", "USD", "3000001.5", "bad-amount"},

	{"formatted", "USD", "$55,555.55", "5555555 USD"},
	{"formatted", "EUR", "1.234,56 €", "123456 EUR"},
	{"formatted", "USD", "USD 1,000", "100000 USD"},
	{"formatted", "USD", "(1,000.00)", "-100000 USD"},
	{"formatted", "USD", "($1,000.00)", "-100000 USD"},
	{"formatted", "USD", "-$1,000.50", "-100050 USD"},
	{"formatted", "USD", "$-1,000.50", "-100050 USD"},
	{"formatted", "USD", "1,000.50-", "-100050 USD"},
	{"formatted", "USD", "\u22121,000.50", "-100050 USD"},
	{"formatted", "USD", "1,234", "123400 USD"},
	{"formatted", "EUR", "1.234", "123400 EUR"},
	{"formatted", "USD", "1234.5", "123450 USD"},
	{"formatted", "USD", "1234,5", "123450 USD"},
	{"formatted", "USD", "1,234,567", "123456700 USD"},
	{"formatted", "USD", "1.234.567,8", "123456780 USD"},
	{"formatted", "CHF", "Fr. 1'000.05", "100005 CHF"},
	{"formatted", "SEK", "1\u00a0234,50 kr", "123450 SEK"},
	{"formatted", "JPY", "¥1,234", "1234 JPY"},
	{"formatted", "KWD", "1.234", "1234 KWD"},
	{"formatted", "KWD", "1,234", "1234000 KWD"},
	{"formatted", "USD", "€5.00", "500 EUR"}, // the mark wins over the source's currency
	{"formatted", "", "£5.00", "bad-currency"},
	{"formatted", "", "EUR 5.00", "500 EUR"},
	{"formatted", "", "5.00", "bad-currency"},
	{"formatted", "EUR", "$5.00", "bad-currency"},
	{"formatted", "USD", "XYZ 5.00", "bad-currency"},
	{"formatted", "USD", "1,2345", "bad-amount"},
	{"formatted", "USD", "1234,567", "bad-amount"},
	{"formatted", "USD", "12,34,567", "bad-amount"},
	{"formatted", "USD", "0.500", "bad-amount"},
	{"formatted", "USD", "1.234,567.8", "bad-amount"},
	{"formatted", "USD", "1 234.567", "bad-amount"},
	{"formatted", "USD", "--5", "bad-amount"},
	{"formatted", "USD", "(-5)", "bad-amount"},
	{"formatted", "USD", "()", "bad-amount"},
	{"formatted", "USD", "$", "bad-amount"},
	{"formatted", "USD", "5 apples", "bad-amount"},
}

func TestAmounts(t *testing.T) {
	for _, test := range amountTests {
		in := currency{}
		if test.currency != "" {
			in = newCurrency(test.currency)
		}
		if got := spelled(t, facts.Column{Kind: facts.Money, Unit: test.unit}, test.raw, in); got != test.want {
			t.Errorf("%s %q in %q: got %s, want %s", test.unit, test.raw, test.currency, got, test.want)
		}
	}
}

func TestAnAmountMayNotContradictItsRow(t *testing.T) {
	in := newCurrency("USD")
	in.isCell = true
	for raw, want := range map[string]string{"€5": "bad-currency", "EUR 5": "bad-currency", "$5": "500 USD", "5": "500 USD"} {
		if got := spelled(t, facts.Column{Kind: facts.Money, Unit: "formatted"}, raw, in); got != want {
			t.Errorf("%q: got %s, want %s", raw, got, want)
		}
	}
}

func TestOtherCells(t *testing.T) {
	tests := []struct {
		kind   facts.Kind
		format string
		raw    string
		want   string
	}{
		{facts.Day, "", "2026-01-31", "2026-01-31"},
		{facts.Day, "", "2026-01-02T10:00:00Z", "2026-01-02"},
		{facts.Day, "", "2026-01-02T23:59:59.999+02:00", "2026-01-02"},
		{facts.Day, "", "2026-01-02 10:00", "2026-01-02"},
		{facts.Day, "", "2026-01-02T1000-0500", "2026-01-02"},
		{facts.Day, "", "2024-02-29", "2024-02-29"},
		{facts.Day, "", "2026-02-29", "bad-date"},
		{facts.Day, "", "2026-04-31", "bad-date"},
		{facts.Day, "", "0000-01-01", "bad-date"},
		{facts.Day, "", "2026-1-2", "bad-date"},
		{facts.Day, "", "2026-01-02T", "bad-date"},
		{facts.Day, "", "2026-01-02T25:00", "bad-date"},
		{facts.Day, "", "2026-01-02 at noon", "bad-date"},
		{facts.Day, "", "01/02/2026", "bad-date"},
		{facts.Day, "DD/MM/YYYY", "02/01/2026", "2026-01-02"},
		{facts.Day, "DD/MM/YYYY", "2026-01-02", "bad-date"},
		{facts.Day, "DD/MM/YYYY", "2/1/2026", "bad-date"},
		{facts.Day, "D.M.YYYY", "2.1.2026", "2026-01-02"},
		{facts.Day, "D MMM YYYY", "2 jan 2026", "2026-01-02"},
		{facts.Day, "YYYYMMDD", "20260102", "2026-01-02"},
		{facts.Day, "MM/DD/YYYY HH:mm", "01/02/2026 10:30", "2026-01-02"},
		{facts.Day, "MM/DD/YYYY HH:mm", "01/02/2026", "bad-date"},
		{facts.Number, "", "67.50", "135/2"},
		{facts.Number, "", "-3", "-3"},
		{facts.Number, "", "1,000", "bad-number"},
		{facts.Number, "", "1e3", "bad-number"},
		{facts.Number, "", "0.0000000000000000001", "bad-number"},
		{facts.Number, "", "0." + strings.Repeat("0", 100000) + "1", "bad-number"},
		{facts.Number, "", "0.5" + strings.Repeat("0", 100), "1/2"},
		{facts.Number, "", "-0", "0"},
		{facts.Number, "", "9999999999999999999999", "over-max"},
		{facts.Rate, "", "12.5%", "25/2"},
		{facts.Rate, "", "12.5", "bad-number"},
		{facts.Bool, "", "true", "1"},
		{facts.Bool, "", "yes", "bad-value"},
	}
	for _, test := range tests {
		if got := spelled(t, facts.Column{Kind: test.kind, Format: test.format}, test.raw, currency{}); got != test.want {
			t.Errorf("%q as %q: got %s, want %s", test.raw, test.format, got, test.want)
		}
	}
}

func TestCheckFormat(t *testing.T) {
	for _, ok := range []string{"", "YYYY-MM-DD", "DD/MM/YYYY", "D. M. YYYY", "YYYYMMDD", "YYYY-MM-DDTHH:mm:ss", "MMM D, YYYY"} {
		if err := CheckFormat(ok); err != nil {
			t.Errorf("%q: %v", ok, err)
		}
	}
	for _, bad := range []string{"YYYY-MM", "dd/mm/yyyy", "DD/MM/YY", "DD/DD/YYYY", "%d/%m/%Y", "02/01/2006"} {
		if CheckFormat(bad) == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// grouped writes digits in groups of three.
func grouped(digits, separator string) string {
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + separator + digits[at:]
	}
	return digits
}

func TestFormattedAmountsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(0, MaxMinor).Draw(t, "minor")
		style := rapid.SampledFrom([]struct{ thousands, point, layout string }{
			{",", ".", "$%s"}, {",", ".", "USD %s"}, {".", ",", "%s $"}, {"'", ".", "USD %s"}, {" ", ",", "%s USD"}, {"\u202f", ",", "%s"}, {"", ".", "%s"},
		}).Draw(t, "style")
		units, cents := fmt.Sprint(minor/100), fmt.Sprintf("%02d", minor%100)
		text := fmt.Sprintf(style.layout, grouped(units, style.thousands)+style.point+cents)
		want := minor
		if rapid.Bool().Draw(t, "negative") && minor > 0 {
			want, text = -minor, rapid.SampledFrom([]string{"-" + text, "(" + text + ")", text + "-"}).Draw(t, "minus")
		}
		number, in, reason := parseFormatted(text, newCurrency("USD"))
		var cell value
		if reason == "" {
			reason = cell.setMinor(number, in.exponent, MaxMinor)
		}
		if reason != "" || cell.num != want {
			t.Fatalf("%q: got %d %s, want %d", text, cell.num, reason, want)
		}
	})
}

// FuzzFormatted: what is accepted has the digits that are written, in that
// order, and reads the same when it is written plainly.
func FuzzFormatted(f *testing.F) {
	for _, seed := range []string{"$55,555.55", "1.234,56 €", "USD 1,000", "(1,000.00)", "1 234,5-", "0.500", "12,34", "1'000", "−5", "kr 5", "..", "(,)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, code := range []string{"USD", "JPY", "KWD"} {
			number, in, reason := parseFormatted(text, newCurrency(code))
			if reason != "" || number.isHuge {
				continue
			}
			plain := new(big.Int).SetUint64(number.digits).String()
			for len(plain) <= int(number.scale) {
				plain = "0" + plain
			}
			written := strings.Map(func(r rune) rune {
				if r < '0' || r > '9' {
					return -1
				}
				return r
			}, text)
			if len(written) <= 18 && strings.TrimLeft(written, "0") != strings.TrimLeft(plain, "0") {
				t.Fatalf("%q: digits %s, want %s", text, plain, written)
			}
			if number.scale > 0 {
				plain = plain[:len(plain)-int(number.scale)] + "." + plain[len(plain)-int(number.scale):]
			}
			if number.isNegative {
				plain = "-" + plain
			}
			var cell, again value
			one := cell.setMinor(number, in.exponent, MaxMinor)
			column := column{Column: facts.Column{Kind: facts.Money}, limit: MaxMinor}
			if two := column.readMoney(plain, &in, &again); one != two || cell.num != again.num {
				t.Fatalf("%q: %d %s, written plainly as %q %d %s", text, cell.num, one, plain, again.num, two)
			}
		}
	})
}
