package load_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
)

// A line further left than it belongs makes the next one unreadable; the finding
// stands at the first of such lines, and doing as it says is enough.
func TestLinesTooFarLeft(t *testing.T) {
	const head = "apiVersion: entente/v1\nkind: Program\nmetadata: {name: x}\nspec:\n  type: reseller\n  terms:\n    reviewCadence: quarterly\n    exit: # how the two part\n"
	for name, c := range map[string]struct{ before, wrong, after, by, fix string }{
		"one":               {"", "    notice: 60 days\n", "      curePeriod: 30 days\n", "  ", "indent `notice` by two more blanks: it belongs under `exit`"},
		"two":               {"", "    notice: 60 days\n    curePeriod: 30 days\n", "      tail: {for: 90 days}\n", "  ", "indent `notice` and the line below by two more blanks: they belong under `exit`"},
		"further than it":   {"", "  notice: 60 days\n", "      curePeriod: 30 days\n", "    ", "indent `notice` by four more blanks: it belongs under `exit`"},
		"after a comment":   {"      # in days\n\n", "    notice: 60 days\n", "\n      # another\n      curePeriod: 30 days\n", "  ", "indent `notice` by two more blanks: it belongs under `exit`"},
		"by a single blank": {"", "    notice: 60 days\n", "     curePeriod: 30 days\n", " ", "indent `notice` by one more blank: it belongs under `exit`"},
	} {
		_, findings := loadOne(t, head+c.before+c.wrong+c.after)
		if len(findings) != 1 || findings[0].Fix != c.fix || !strings.HasPrefix(strings.TrimLeft(c.wrong, " "), findings[0].At.Text()) {
			t.Errorf("%s: %+v", name, findings)
			continue
		}
		moved := c.by + strings.ReplaceAll(strings.TrimSuffix(c.wrong, "\n"), "\n", "\n"+c.by) + "\n"
		if _, left := loadOne(t, head+c.before+moved+c.after); len(left) > 0 {
			t.Errorf("%s: as the fix says, and still: %+v", name, left)
		}
	}
	for name, rest := range map[string]string{
		"the field above has a value": "      notice: 60 days\n    liability: {cap: 5 USD}\n      tail: {for: 90 days}\n",
		"the next line is the deeper": "      notice: 60 days\n        tail: {for: 90 days}\n",
		"a text runs on":              "    notice\n      tail: {for: 90 days}\n",
	} {
		_, findings := loadOne(t, head+rest)
		if len(findings) != 1 || strings.Contains(findings[0].Fix, "belong") {
			t.Errorf("%s: %+v", name, findings)
		}
	}
}

func loadOne(t *testing.T, text string) (int, diag.List) {
	t.Helper()
	docs, findings, err := load.Load(t.Context(), fstest.MapFS{"a.yaml": {Data: []byte(text)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	return len(docs.List), findings
}
