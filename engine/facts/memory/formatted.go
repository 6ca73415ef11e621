package memory

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/facts"
)

// signs are the currencies that a sign may stand for. Longer signs come before
// those that they contain.
var signs = []struct {
	sign  string
	codes []string
}{
	{"US$", []string{"USD"}}, {"CA$", []string{"CAD"}}, {"NZ$", []string{"NZD"}}, {"HK$", []string{"HKD"}},
	{"A$", []string{"AUD"}}, {"C$", []string{"CAD"}}, {"S$", []string{"SGD"}}, {"R$", []string{"BRL"}},
	{"$", []string{"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"}},
	{"€", []string{"EUR"}}, {"£", []string{"GBP", "EGP", "GIP", "FKP", "SHP"}}, {"¥", []string{"JPY", "CNY"}},
	{"₹", []string{"INR"}}, {"₩", []string{"KRW"}}, {"₽", []string{"RUB"}}, {"₪", []string{"ILS"}},
	{"₫", []string{"VND"}}, {"฿", []string{"THB"}}, {"₺", []string{"TRY"}}, {"₴", []string{"UAH"}},
	{"zł", []string{"PLN"}}, {"Kč", []string{"CZK"}}, {"Ft", []string{"HUF"}}, {"Fr.", []string{"CHF"}},
	{"kr", []string{"SEK", "NOK", "DKK", "ISK"}},
}

const formattedBlanks = " \t\u00a0\u202f\u2009"

// parseFormatted reads an amount as people and spreadsheets write it: a sign or
// code of a currency, thousands separators, a minus before or behind or
// parentheses. What could be read both ways, "1,234", has a thousands
// separator, unless the currency has three decimals and the separator is a point.
func parseFormatted(text string, in currency) (decimal, currency, string) {
	var isNegative bool
	var mark string
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") && len(text) > 2 {
		isNegative, text = true, text[1:len(text)-1]
	}
	for rest := ""; rest != text; {
		rest = text
		text = strings.Trim(text, formattedBlanks)
		if bare, ok := cutMinus(text); ok && !isNegative {
			isNegative, text = true, bare
		}
		if bare, found := cutMark(text); found != "" && mark == "" {
			mark, text = found, bare
		}
	}
	in, ok := markedCurrency(mark, in)
	if !ok {
		return decimal{}, in, facts.ReasonBadCurrency
	}
	plain, ok := ungroup(text, in.exponent)
	if !ok {
		return decimal{}, in, facts.ReasonBadAmount
	}
	number, ok := parseDecimal(plain)
	_, decimals, _ := strings.Cut(plain, ".")
	if !ok || number.isNegative || len(decimals) > int(in.exponent) && in.code != "" {
		return decimal{}, in, facts.ReasonBadAmount
	}
	number.isNegative = isNegative
	return number, in, ""
}

func cutMinus(text string) (string, bool) {
	for _, minus := range []string{"-", "\u2212"} {
		if bare, ok := strings.CutPrefix(text, minus); ok {
			return bare, true
		}
		if bare, ok := strings.CutSuffix(text, minus); ok {
			return bare, true
		}
	}
	return text, false
}

// cutMark takes a currency's code or sign off either end.
func cutMark(text string) (bare, mark string) {
	if len(text) > 3 {
		if isCode(text[:3]) {
			return text[3:], text[:3]
		}
		if tail := len(text) - 3; isCode(text[tail:]) {
			return text[:tail], text[tail:]
		}
	}
	for _, s := range signs {
		if bare, ok := strings.CutPrefix(text, s.sign); ok {
			return bare, s.sign
		}
		if bare, ok := strings.CutSuffix(text, s.sign); ok {
			return bare, s.sign
		}
	}
	return text, ""
}

func isCode(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

// markedCurrency settles what the amount says with what the row says: the
// row's own cell may not be contradicted, the source's default may, though only
// by a mark that means one currency.
func markedCurrency(mark string, in currency) (currency, bool) {
	if mark == "" || in.isBad {
		return in, true
	}
	codes := []string{mark}
	for _, s := range signs {
		if s.sign == mark {
			codes = s.codes
		}
	}
	switch {
	case in.code != "" && slices.Contains(codes, string(in.code)):
		return in, true
	case in.isCell || len(codes) > 1:
		return in, false
	}
	in = newCurrency(codes[0])
	return in, !in.isBad
}

// ungroup takes the thousands separators out and makes the decimal one a point.
func ungroup(text string, exponent int32) (string, bool) {
	points, commas := strings.Count(text, "."), strings.Count(text, ",")
	decimalAt := max(strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ','))
	switch {
	case points+commas == 0:
		decimalAt = len(text)
	case points > 0 && commas > 0:
		if strings.Count(text, text[decimalAt:decimalAt+1]) > 1 {
			return "", false
		}
	case points+commas > 1:
		decimalAt = len(text)
	case looksGrouped(text, decimalAt) && !(exponent == 3 && points == 1):
		decimalAt = len(text)
	}
	units, ok := joinGroups(text[:decimalAt])
	if !ok || decimalAt == len(text) {
		return units, ok
	}
	return units + "." + text[decimalAt+1:], true
}

// looksGrouped says whether the only point or comma can be a thousands separator.
func looksGrouped(text string, at int) bool {
	_, ok := joinGroups(text)
	return ok && len(text)-at-1 == 3
}

// joinGroups joins 1–3 digits and groups of exactly three behind one kind of
// separator; without a separator any digits will do.
func joinGroups(text string) (string, bool) {
	var separator rune
	var digits strings.Builder
	digits.Grow(len(text))
	size := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			size++
			digits.WriteByte(byte(r))
			continue
		case !strings.ContainsRune(".,'\u2019 \u00a0\u202f\u2009", r), separator != 0 && r != separator:
			return "", false
		case separator == 0 && (size < 1 || size > 3 || text[0] == '0'), separator != 0 && size != 3:
			return "", false
		case i+utf8.RuneLen(r) == len(text):
			return "", false
		}
		separator, size = r, 0
	}
	return digits.String(), size > 0 && (separator == 0 || size == 3)
}
