package spec_test

import (
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/spec"
)

// Fields that stand further left than they belong have one finding, and doing as
// it says is enough.
func TestFieldsTooFarLeft(t *testing.T) {
	agreement := func(more string) string {
		return of("Agreement", "partner: a\nprogram: b\nstatus: draft\nterm: {effective: 2026-01-01}\n"+more)
	}
	for name, c := range map[string]struct {
		text, lines, by string // lines of the text that are to be indented
		fix, detail     string
	}{
		"one": {agreement("terms:\nliability: {cap: 5 USD}\nterritory: [DE]"), "  liability: {cap: 5 USD}\n", "  ",
			"indent `liability` by two more blanks: it belongs under `terms`", "`liability` is not a field here, in Agreement, but of `terms`, which is left empty."},
		"two": {agreement("terms:\nliability: {cap: 5 USD}\nreviewCadence: annual\nterritory: [DE]"), "  liability: {cap: 5 USD}\n  reviewCadence: annual\n", "  ",
			"indent `liability` and `reviewCadence` by two more blanks: they belong under `terms`", "`liability` and `reviewCadence` are not fields here, in Agreement, but of `terms`, which is left empty."},
		"with lines below": {agreement("terms:\nexit:\n  notice: 60 days\n  curePeriod: 5 days"), "  exit:\n    notice: 60 days\n    curePeriod: 5 days\n", "  ",
			"indent `exit` and the lines below by two more blanks: it belongs under `terms`", "`exit` is not a field here, in Agreement, but of `terms`, which is left empty."},
		"two levels": {agreement("terms:\n  reviewCadence: annual\n  exit:\nnotice: 60 days"), "  notice: 60 days\n", "    ",
			"indent `notice` by four more blanks: it belongs under `exit`", "`notice` is not a field here, in Agreement, but of `exit`, which is left empty."},
		"in an item": {of("CommissionPlan", "currency: USD\nrules:\n- id: a\n  trigger: closed-won\n  cap:\nperEvent: 5 USD"), "  perEvent: 5 USD\n", "    ",
			"indent `perEvent` by four more blanks: it belongs under `cap`", ""},
		"of an amendment": {agreement("amendments:\n- id: x\n  effective: 2026-02-01\n  set:\n  terms: {reviewCadence: annual}"), "    terms: {reviewCadence: annual}\n", "  ",
			"indent `terms` by two more blanks: it belongs under `set`", ""},
		"of a map": {of("Partner", "legalName: x\nlifecycle: active\ncapacity:\nfte: 2.5"), "  fte: 2.5\n", "  ",
			"indent `fte` by two more blanks: it belongs under `capacity`", ""},
		"the whole spec": {"apiVersion: entente/v1\nkind: KPI\nmetadata: {name: x}\nspec:\nunit: money\n", "unit: money\n", "  ",
			"indent `unit` by two more blanks: it belongs under `spec`", ""},
	} {
		_, findings := decode(t, c.text)
		if len(findings) != 1 || findings[0].Code != spec.CodeUnknownField || findings[0].Fix != c.fix || c.detail != "" && findings[0].Detail != c.detail {
			t.Errorf("%s:%s", name, list(findings))
			continue
		}
		if len(findings[0].Related) != 1 {
			t.Errorf("%s: it does not say where the empty field is", name)
		}
		moved := c.by + strings.ReplaceAll(strings.TrimSuffix(c.lines, "\n"), "\n", "\n"+c.by) + "\n"
		mended := strings.Replace(c.text, c.lines, moved, 1)
		if _, left := decode(t, mended); len(left) > 0 {
			t.Errorf("%s: as the fix says, and still:%s\n%s", name, list(left), mended)
		}
	}
}

// What is empty for another reason, and what is only misspelt, says so.
func TestWhatIsNotTooFarLeft(t *testing.T) {
	for text, codes := range map[string]string{
		of("Agreement", "partner: a\nprogram: b\nstatus: draft\nterm: {effective: 2026-01-01}\nterms:\nliabilty: {cap: 5 USD}"):     "empty-value unknown-field",
		of("Agreement", "partner: a\nprogram: b\nstatus: draft\nterm: {effective: 2026-01-01}\nterms: {}\nliability: {cap: 5 USD}"): "unknown-field",
		of("Partner", "legalName: x\nlifecycle: active\ncapacity:\nsegmnts: [a]"):                                                   "empty-value unknown-field",
	} {
		_, findings := decode(t, text)
		var got []string
		for _, f := range findings {
			got = append(got, f.Code)
		}
		if strings.Join(got, " ") != codes {
			t.Errorf("%s\nwant %s, got:%s", text, codes, list(findings))
		}
	}
}
