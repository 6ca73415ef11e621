package ledger_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/ledger"
)

func TestEditsOfALockedFileAreNamed(t *testing.T) {
	b := example(t)
	b.lock("2026-04-01")
	locked := b.lock("2026-07-01")
	text := string(locked.Text)
	block := func(id string) string {
		begin := strings.Index(text, "    - id: "+id)
		end := begin + strings.Index(text[begin:], "      digest: ")
		return text[begin : end+strings.Index(text[end:], "\n")+1]
	}
	for name, c := range map[string]struct {
		text string
		at   string // the text that the first finding is at
		says string
	}{
		"several figures of an output":    {strings.Replace(text, "earned: 3380.00 USD", "earned: 9999.00 USD", 1), "9999.00", "3380.00"},
		"several figures of an input":     {strings.Replace(text, "amount: 31500.00 USD, place", "amount: 62000.00 USD, place", 1), "31500.00", "62000.00"},
		"a currency":                      {strings.Replace(text, "earned: 3380.00 USD", "earned: 3380.00 EUR", 1), "EUR", "USD"},
		"a letter":                        {strings.Replace(text, "customer: \"Tailspin", "customer: \"Tailspyn", 1), "\"Tailspyn", "Tailspin"},
		"one figure more":                 {strings.Replace(text, "earned: 3380.00 USD", "earned: 33800.00 USD", 1), "33800.00", "3380.00"},
		"figures that changed places":     {strings.Replace(text, "earned: 3380.00 USD", "earned: 3308.00 USD", 1), "3308.00", "3380.00"},
		"a day":                           {strings.Replace(text, "until: 2026-07-19", "until: 2026-07-09", 1), "2026-07-09", "2026-07-19"},
		"a day that there is not":         {strings.Replace(text, "until: 2026-07-19", "until: 2026-07-39", 1), "2026-07-39", "2026-07-19"},
		"a total":                         {strings.Replace(text, "payable: 1680.00", "payable: 1860.00", 1), "1860.00", "1680.00"},
		"what was carried in":             {strings.Replace(text, "carriedIn: 0.00", "carriedIn: 9.00", 1), "9.00", "0.00"},
		"the period":                      {strings.Replace(text, "period: 2026-Q2", "period: 2026-Q3", 1), "2026-Q3", "2026-Q2"},
		"a released line":                 {strings.Replace(text, "amount: 4400.00 USD}", "amount: 4500.00 USD}", 1), "4500.00", "4400.00"},
		"the first line taken out":        {strings.Replace(text, block("D-104"), "", 1), "R-1/new-business/refund/D-102", "1 of 3 lines are gone"},
		"a line in the middle taken out":  {strings.Replace(text, block("R-1"), "", 1), "D-105/new-business/earned", "1 of 3 lines are gone"},
		"the last line taken out":         {strings.Replace(text, block("D-105"), "", 1), "3", "2"},
		"a line put in":                   {strings.Replace(text, block("D-105"), strings.Replace(block("D-104"), "id: D-104/", "id: D-999/", 1)+block("D-105"), 1), "D-999/new-business/earned", "was not locked"},
		"a line put in at the end":        {strings.Replace(text, "  released:", strings.Replace(block("D-104"), "id: D-104/", "id: D-999/", 1)+"  released:", 1), "D-999/new-business/earned", "was not locked"},
		"two lines that changed places":   {strings.Replace(strings.Replace(text, block("R-1"), "", 1), block("D-105"), block("D-105")+block("R-1"), 1), "D-105/new-business/earned", "moved"},
		"a field taken out":               {strings.Replace(text, "      context: {before: 30000.00 USD}\n", "", 1), "", ""},
		"a comment":                       {strings.Replace(text, "      kind: refund\n", "      kind: refund # checked\n", 1), "", ""},
		"a comment above":                 {"# checked\n" + text, "", ""},
		"another layout":                  {strings.Replace(text, "lines:\n", "lines:\n\n", 1), "", ""},
		"another document beside it":      {text + "---\n" + text, "", ""},
		"a field behind what is locked":   {text + "  asOf: 2026-01-01\n", "", ""},
		"a line of another agreement":     {strings.Replace(text, "agreement: northwind-reseller\n      plan", "agreement: northwind-referral\n      plan", 1), "D-104/new-business/earned", "several places"},
		"the place of the terms":          {regexp.MustCompile(`:8\n`).ReplaceAllString(text, ":18\n"), ":18", ":8"},
		"an input twice, once as context": {strings.NewReplacer("before: 30000.00", "before: 70000.00", "amount: 31500.00 USD, place", "amount: 41500.00 USD, place").Replace(text), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if c.text == text {
				t.Fatal("nothing was edited")
			}
			found := b.verify(locked.Path, []byte(c.text))
			if len(found) == 0 {
				t.Fatal("nothing was found")
			}
			f := found[0]
			if !strings.Contains(f.At.Text(), c.at) && !strings.Contains(f.At.Text()+f.Detail, c.at) || !strings.Contains(f.Detail+f.Fix, c.says) {
				t.Error(spelled(found))
			}
			if f.At.From().Line < 1 || f.At.From().Column < 1 {
				t.Errorf("%s is nowhere", f.Detail)
			}
		})
	}
}

// Who changes a figure and takes all digests anew is found by the figures.
func TestWhatDoesNotFollowFromTheInputsIsFound(t *testing.T) {
	b := example(t)
	b.lock("2026-04-01")
	locked := b.lock("2026-07-01")
	for was, now := range map[string]string{
		"earned: 3380.00 USD\n": "earned: 3480.00 USD\n", "rate: 12%, earned: 1380.00": "rate: 13%, earned: 1495.00", "before: 30000.00 USD": "before: 20000.00 USD",
		"amount: 12000.00 USD}": "amount: 12.00 USD}", "until: 2026-07-19": "until: 2026-06-19", "due: 6080.00": "due: 6180.00", "paid: 6080.00": "paid: 0.00",
		"context: {earned: 4400.00 USD}": "context: {earned: 440.00 USD}", "amount: 31500.00 USD\n": "amount: 31500.01 USD\n",
	} {
		text := bytes.Replace(locked.Text, []byte(was), []byte(now), 1)
		if bytes.Equal(text, locked.Text) {
			t.Fatalf("%s is not in the file", was)
		}
		found := b.verify(locked.Path, ledger.Redigested(text))
		if len(found) == 0 {
			t.Errorf("%q for %q is not found", now, was)
		}
		for _, f := range found {
			if strings.Contains(f.Detail, "igest") {
				t.Errorf("%q for %q: the digests fit, but: %s", now, was, spelled(found))
			}
		}
	}
}

func TestMissingTermsAreNamed(t *testing.T) {
	b := example(t)
	locked := b.lock("2026-04-01")
	b.files = nil
	found := b.verify(locked.Path, locked.Text)
	if len(found) != 1 || found[0].Code != ledger.CodeMissingTerms || !strings.Contains(found[0].Detail, "plans/reseller.yaml") || !strings.HasPrefix(found[0].At.Text(), "plans/reseller.yaml@") {
		t.Error(spelled(found))
	}
}

func TestWhatPeopleAddIsNoEdit(t *testing.T) {
	b := example(t)
	locked := b.lock("2026-04-01")
	text := string(locked.Text) + "  issued: {on: 2026-04-02}\n  accepted:\n    on: 2026-04-20 # by mail\n    by: northwind-lead\n"
	if found := b.verify(locked.Path, []byte(text)); len(found) > 0 {
		t.Error(spelled(found))
	}
}
