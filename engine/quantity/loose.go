package quantity

import (
	"strings"
	"unicode"
)

// The functions here guess what a refused spelling meant. They run on faults
// only, and what they give is a suggestion, never a value.

// maxGuess bounds the text that is worth a guess.
const maxGuess = 64

// looseNumerals gives the strict decimals that s may stand for, the likelier
// first: "5,000" is 5000 or 5.000. It gives none when s is no number.
func looseNumerals(s string) []string {
	s = strings.Map(plainRune, strings.TrimSpace(s))
	if len(s) > maxGuess {
		return nil
	}
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = "-", strings.TrimLeft(rest, "_")
	}
	body, exponent, hasExponent := strings.Cut(strings.ToLower(strings.TrimPrefix(s, "+")), "e")
	shift := 0
	if hasExponent {
		n, ok := scanNumeral(strings.TrimPrefix(exponent, "+"))
		e, whole := n.fixed(0)
		if !ok || !whole || e < -20 || e > 20 {
			return nil
		}
		shift = int(e)
	}
	var found []string
	for _, marks := range readings(body) {
		if n, ok := regroup(body, marks.group, marks.point); ok {
			found = append(found, sign+shiftPoint(n, shift))
		}
	}
	return found
}

// plainRune maps every blank and every mark between thousands that cannot be a
// decimal point to '_', and the typographic minus to '-'.
func plainRune(r rune) rune {
	switch {
	case r == '\'', r == '’', unicode.IsSpace(r):
		return '_'
	case r == '−':
		return '-'
	}
	return r
}

// marks names the runes that separate thousands and decimals; "" for none.
type marks struct{ group, point string }

// readings lists what the commas and dots of a numeral may mean.
func readings(s string) []marks {
	commas, dots := strings.Count(s, ","), strings.Count(s, ".")
	switch {
	case strings.Contains(s, "_") && commas > 0:
		return []marks{{"_", ","}}
	case strings.Contains(s, "_"):
		return []marks{{"_", "."}}
	case commas > 0 && strings.LastIndex(s, ",") < strings.LastIndex(s, "."):
		return []marks{{",", "."}}
	case commas > 0 && dots > 0:
		return []marks{{".", ","}}
	case commas > 1:
		return []marks{{",", ""}}
	case commas == 1:
		return []marks{{",", ""}, {"", ","}}
	case dots > 1:
		return []marks{{".", ""}}
	}
	return []marks{{"", "."}}
}

// regroup writes a numeral strictly, given its marks. Groups are of three
// digits, or of two before the last as in 1,00,000.
func regroup(s, group, point string) (string, bool) {
	whole, decimals := s, ""
	if point != "" {
		whole, decimals, _ = strings.Cut(s, point)
	}
	if whole+decimals == "" || !isDigits(decimals) {
		return "", false
	}
	if group != "" {
		parts := strings.Split(whole, group)
		for i, p := range parts[1:] {
			if isLast := i == len(parts)-2; len(p) != 3 && (isLast || len(p) != 2) {
				return "", false
			}
		}
		if first := parts[0]; len(parts) > 1 && (first == "" || first[0] == '0' || len(first) > 3) {
			return "", false
		}
		whole = strings.Join(parts, "")
	}
	if !isDigits(whole) {
		return "", false
	}
	return joinPoint(whole, decimals), true
}

// shiftPoint moves the point of an unsigned strict decimal by n places to the
// right.
func shiftPoint(s string, n int) string {
	if n == 0 {
		return s
	}
	whole, decimals, _ := strings.Cut(s, ".")
	if n > 0 {
		decimals += strings.Repeat("0", max(0, n-len(decimals)))
		return joinPoint(whole+decimals[:n], strings.TrimRight(decimals[n:], "0"))
	}
	whole = strings.Repeat("0", max(0, -n-len(whole))) + whole
	at := len(whole) + n
	return joinPoint(whole[:at], strings.TrimRight(whole[at:]+decimals, "0"))
}

func joinPoint(whole, decimals string) string {
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if decimals == "" {
		return whole
	}
	return whole + "." + decimals
}

// roundings gives the nearest strict decimals of at most digits decimals below
// and above, one when they agree, none when the numeral is too long.
func roundings(s string, digits int) []string {
	n, ok := scanNumeral(s)
	if !ok || n.scale-digits >= len(pow10) || n.coef > 1<<62 {
		return nil
	}
	if n.scale <= digits {
		return []string{s}
	}
	unit := pow10[n.scale-digits]
	low := int64(n.coef / unit)
	found := []string{decimalString(low, digits)}
	if n.coef%unit != 0 {
		found = append(found, decimalString(low+1, digits))
	}
	for i := range found {
		if n.isNegative && strings.Trim(found[i], "0.") != "" {
			found[i] = "-" + found[i]
		}
	}
	return found
}

func decimalsOf(numeral string) int {
	_, decimals, _ := strings.Cut(numeral, ".")
	return len(decimals)
}

// splitUnit parts a loosely written amount from the word or sign that stands
// before or after it: "-$5" gives "-5" and "$". The amount is "" when the two
// are not told apart.
func splitUnit(s string) (amount, unit string) {
	s = strings.TrimSpace(s)
	if len(s) > maxGuess {
		return "", ""
	}
	isUnit := func(r rune) bool {
		r = plainRune(r)
		return (r < '0' || r > '9') && !strings.ContainsRune("+-_.,", r)
	}
	start := strings.IndexFunc(s, isUnit)
	if start < 0 {
		return s, ""
	}
	end := start + strings.LastIndexFunc(s[start:], isUnit)
	for end++; end < len(s) && s[end]&0xC0 == 0x80; end++ {
	}
	before, after := strings.TrimSpace(s[:start]), strings.TrimSpace(s[end:])
	if after != "" && before != "" && !strings.Contains("+-−", before) {
		return "", ""
	}
	return before + after, s[start:end]
}

// runs cuts s into its stretches of digits and of letters and drops the rest.
func runs(s string) []string {
	var found []string
	start, kind := 0, 0
	for i, r := range s + "\n" {
		is := 0
		switch {
		case '0' <= r && r <= '9':
			is = 1
		case unicode.IsLetter(r):
			is = 2
		}
		if is != kind {
			if kind != 0 {
				found = append(found, s[start:i])
			}
			start, kind = i, is
		}
	}
	return found
}

// isDigits holds for the empty string too.
func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func isLetters(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}
