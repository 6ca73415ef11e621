package quantity

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Currency is an ISO 4217 code: "USD".
type Currency string

// The active codes of ISO 4217, three letters each, by the decimals that their
// amounts have. Best-known currencies stand first: they win a tie for nearest.
const (
	codesOf2 = "USDEURGBPCHFCADAUDCNYINRSEKNOKDKKNZDSGDHKDMXNBRLZARPLNCZK" +
		"AEDAFNALLAMDAOAARSAWGAZNBAMBBDBDTBMDBNDBOBBOVBSDBTNBWPBYNBZDCDFCHECHWCOPCOUCRCCUPCVE" +
		"DOPDZDEGPERNETBFJDFKPGELGHSGIPGMDGTQGYDHNLHTGHUFIDRILSIRRJMDKESKGSKHRKPWKYDKZTLAKLBPLKRLRDLSL" +
		"MADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXVMYRMZNNADNGNNIONPRPABPENPGKPHPPKRQARRONRSDRUB" +
		"SARSBDSCRSDGSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSNUYUUZSVEDVESWST" +
		"XADXAGXAUXBAXBBXBCXBDXCDXCGXDRXPDXPTXSUXTSXUAXXXYERZMWZWG"
	codesOf0 = "JPYKRWBIFCLPDJFGNFISKKMFPYGRWFUGXUYIVNDVUVXAFXOFXPF"
	codesOf3 = "KWDBHDIQDJODLYDOMRTND"
	codesOf4 = "CLFUYW"
	codes    = codesOf2 + codesOf0 + codesOf3 + codesOf4
)

// codeIndex gives, by a code's letters in base 26, its place in codes from 1;
// 0 means unknown. A cell of facts is looked up without hashing.
var codeIndex = func() (index [26 * 26 * 26]uint8) {
	for i := 0; i < len(codes); i += 3 {
		index[codeKey(codes[i:i+3])] = uint8(i/3 + 1)
	}
	return index
}()

func codeKey(code string) int {
	return (int(code[0]-'A')*26+int(code[1]-'A'))*26 + int(code[2]-'A')
}

// findCode gives the place of a code in codes from 1, or 0.
func findCode(code string) int {
	if len(code) != 3 || code[0]-'A' > 25 || code[1]-'A' > 25 || code[2]-'A' > 25 {
		return 0
	}
	return int(codeIndex[codeKey(code)])
}

// codeAt gives a code that keeps no memory of the text it was read from.
func codeAt(place int) Currency { return Currency(codes[place*3-3 : place*3]) }

func exponentAt(place int) int {
	switch at := place * 3; {
	case at <= len(codesOf2):
		return 2
	case at <= len(codesOf2)+len(codesOf0):
		return 0
	case at <= len(codesOf2)+len(codesOf0)+len(codesOf3):
		return 3
	}
	return 4
}

// ParseCurrency reads an active ISO 4217 code in capitals.
func ParseCurrency(s string) (Currency, error) {
	place := findCode(s)
	if place == 0 {
		return "", currencyFault(s)
	}
	return codeAt(place), nil
}

// Exponent is the number of decimals of an amount: 2 for USD, 0 for JPY; 2 for
// a code that is not known.
func (c Currency) Exponent() int {
	if place := findCode(string(c)); place > 0 {
		return exponentAt(place)
	}
	return 2
}

// IsKnown reports whether the code is active in ISO 4217.
func (c Currency) IsKnown() bool { return findCode(string(c)) > 0 }

func (c Currency) String() string { return string(c) }

// UnmarshalText is ParseCurrency.
func (c *Currency) UnmarshalText(text []byte) error { return unmarshal(c, text, ParseCurrency) }

// Form describes the spelling.
func (Currency) Form() Form {
	return Form{
		Pattern: `^[A-Z]{3}$`,
		Expects: "a currency code such as USD",
		Example: "USD",
		JSON:    []string{"string"},
	}
}

func currencyFault(s string) *Fault {
	form := Currency("").Form()
	word := strings.TrimSpace(s)
	code, isMeant := guessCurrency(word)
	switch {
	case isWithdrawn(word):
		return &Fault{word + " is no longer a currency", "write the currency that replaced it"}
	case code != "" && isMeant:
		return expected(form, string(code))
	case code != "":
		return fault(word+" is not a currency code of ISO 4217", string(code))
	case len(word) == 3 && isLetters(word):
		return fault(word + " is not a currency code of ISO 4217")
	}
	return expected(form)
}

// guessCurrency gives the currency that a word or sign means, or with isMeant
// false the code that it is a slip away from, or "".
func guessCurrency(word string) (code Currency, isMeant bool) {
	switch word {
	case "$", "US$":
		return "USD", true
	case "€":
		return "EUR", true
	case "£":
		return "GBP", true
	case "¥":
		return "JPY", true
	}
	upper := strings.ToUpper(word)
	if place := findCode(upper); place > 0 {
		return codeAt(place), true
	}
	if len(word) < 2 || len(word) > 4 || !isLetters(word) || isWithdrawn(word) {
		return "", false
	}
	least := 2
	for place := 1; place <= len(codes)/3; place++ {
		if d := slips(upper, string(codeAt(place))); d < least {
			code, least = codeAt(place), d
		}
	}
	return code, false
}

// slips is the edit distance, in which two swapped neighbours are one slip.
func slips(word, code string) int {
	for i := 1; i < len(word) && len(word) == len(code); i++ {
		if word[i-1] == code[i] && word[i] == code[i-1] && word[:i-1] == code[:i-1] && word[i+1:] == code[i+1:] {
			return 1
		}
	}
	return levenshtein.ComputeDistance(word, code)
}

// withdrawn are codes that older books hold; the nearest active code would be a
// wrong guess for them.
const withdrawn = "ANG ATS BEF BGN BYR CUC CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL " +
	"MRO MTL NLG PTE ROL SIT SKK SLL STD TRL VEF ZWL"

func isWithdrawn(code string) bool {
	return len(code) == 3 && isLetters(code) && strings.Contains(withdrawn, code)
}
