package quantity_test

import (
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestCadenceSpellings(t *testing.T) {
	const form = "expected weekly, monthly, quarterly, semiannual or annual"
	checkSpellings(t, quantity.ParseCadence, good{
		"weekly": "weekly", "monthly": "monthly", "quarterly": "quarterly", "semiannual": "semiannual", "annual": "annual",
	}, bad{
		"":            form,
		"daily":       form,
		"biweekly":    form,
		"Quarterly":   form + ": write quarterly",
		"quaterly":    form + ": write quarterly",
		"yearly":      form + ": write annual",
		"half-yearly": form + ": write semiannual",
	})
}

func TestMonthSpellings(t *testing.T) {
	const form = "expected a month such as January"
	checkSpellings(t, quantity.ParseMonth, good{
		"January": "January", "December": "December",
	}, bad{
		"":        form,
		"Ju":      form,
		"13":      form,
		"0":       form,
		"Smarch":  form,
		"january": form + ": write January",
		"Sep":     form + ": write September",
		"07":      form + ": write July",
	})
}

func TestSlugSpellings(t *testing.T) {
	const form = "expected a name in lowercase letters, digits and single hyphens, such as new-business"
	long := strings.Repeat("a", 63)
	checkSpellings(t, quantity.ParseSlug, good{
		"a": "a", "new-business": "new-business", "0001-approve": "0001-approve", long: long,
	}, bad{
		"":             form,
		"-":            form,
		"Société":      form,
		"New Business": form + ": write new-business",
		"new_business": form + ": write new-business",
		"-new--deal-":  form + ": write new-deal",
		long + "a":     "a name has at most 63 characters, this has 64",
	})
}

func TestTextSpellings(t *testing.T) {
	long := strings.Repeat("é", 5000)
	checkSpellings(t, quantity.ParseText, good{
		"Grow DACH together": "Grow DACH together", "two\nlines\n": "two\nlines\n", long: long,
	}, bad{
		"":         "expected some text",
		long + "!": "a text has at most 10,000 bytes, this has 10,001",
	})
}

func TestFlagSpellings(t *testing.T) {
	checkSpellings(t, quantity.ParseFlag, good{"true": "true", "false": "false"}, bad{
		"":      "expected true or false",
		"maybe": "expected true or false",
		"yes":   "expected true or false: write true",
		"Off":   "expected true or false: write false",
	})
}

func FuzzCadence(f *testing.F) { fuzzScalar(f, quantity.ParseCadence, "quarterly", "Yearly") }
func FuzzMonth(f *testing.F)   { fuzzScalar(f, quantity.ParseMonth, "January", "sep", "07") }
func FuzzSlug(f *testing.F)    { fuzzScalar(f, quantity.ParseSlug, "new-business", "New Business") }
func FuzzText(f *testing.F)    { fuzzScalar(f, quantity.ParseText, "Grow DACH together", "\n") }
func FuzzFlag(f *testing.F)    { fuzzScalar(f, quantity.ParseFlag, "true", "No") }
