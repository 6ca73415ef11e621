package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

const statementPlan = `apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: reseller}
spec:
  currency: USD
  effective: 2025-07-01
  rules:
    - id: new-business
      trigger: closed-won
      where: 'kind == "new"'
      bands:
        method: graduated
        reset: quarterly
        steps:
          - {id: base, upTo: 50000 USD, rate: 10%}
          - {id: mid, upTo: 150000 USD, rate: 12%}
          - {id: top, rate: 15%, flat: 250 USD}
      cap: {perEvent: 30000 USD, perPeriod: 35000 USD}
      hold: 30 days
    - id: seats
      trigger: closed-won
      of: quantity
      perUnit: 6.50 USD
  payout: {cadence: quarterly, minimum: 50 USD}
`

// compiledPlan compiles a plan.
func compiledPlan(t testing.TB, text string) *commission.Terms {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	doc, findings := spec.Decode(diag.Bytes("plans/reseller.yaml", []byte(text)), []byte(text), 0, len(text), &root)
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	p, _ := spec.As[spec.CommissionPlan](doc)
	n := -1
	terms, findings := commission.Compile(doc, p, func(r *spec.PayRule) int {
		if r.Where == nil {
			return -1
		}
		n++
		return n
	})
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	return terms
}

// deal is a closed deal that the first where holds of when it is new.
func deal(id, closed string, amount int64, isNew bool) *commission.Event {
	e := &commission.Event{ID: id, Trigger: commission.ClosedWon, At: day(closed), Closed: day(closed), Partner: "northwind", Deal: id, Customer: "c" + id,
		Currency: "USD", Amount: amount, Quantity: 7_33300000, IsSourced: true, Tests: []uint64{0}, Place: "data/deals.csv:" + strconv.Itoa(len(id))}
	if isNew {
		e.Tests[0] = 1
	}
	return e
}

// statements folds events into the statements of one agreement.
func statements(t testing.TB, terms *commission.Terms, asOf string, events []*commission.Event, reversals ...commission.Reversal) []commission.Statement {
	t.Helper()
	account := &commission.Account{Partner: "northwind", Title: "Northwind", Agreement: "agreement/northwind-reseller", Program: "program/resellers", First: day("2025-07-01"),
		TermsOf: func(*commission.Event) *commission.Terms { return terms }}
	var lines []*commission.Line
	in := commission.Input{Accounts: []*commission.Account{account}, Reversals: reversals, Traced: true}
	if missing := commission.Fold(in, slices.Values(events), func(l *commission.Line) { lines = append(lines, l.Clone()) }); len(missing) > 0 {
		t.Fatal(missing)
	}
	out, missing := commission.Statements(commission.Payroll{Accounts: in.Accounts, AsOf: day(asOf)}, slices.Values(lines))
	if len(missing) > 0 {
		t.Fatal(missing)
	}
	return out
}

func viewOf(sections ...commission.Statement) StatementView {
	first := sections[0]
	v := StatementView{Partner: PartnerName{"partner/northwind", "Northwind"}, Period: "2026-Q2", Days: first.Period, AsOf: day("2026-06-30"), Digest: "sha256:3f9c2a"}
	for _, s := range sections {
		section := StatementSection{Statement: s, Minimum: &quantity.Money{Minor: 5000, Currency: "USD"}}
		for _, l := range s.Lines {
			section.Entries = append(section.Entries, StatementEntry{StatementLine: l, Since: day("2025-07-01"), Earlier: "2026-Q1"})
		}
		v.Sections = append(v.Sections, section)
	}
	return v
}

func sampleStatement(t testing.TB) StatementView {
	all := statements(t, compiledPlan(t, statementPlan), "2026-06-30",
		[]*commission.Event{deal("D-1", "2026-03-20", 4_000_000, true), deal("D-2", "2026-04-03", 17_033_333, true), deal("D-3", "2026-04-04", 900, false),
			deal("D-4", "2026-05-01", 20_000_000, true), deal("D-5", "2026-06-19", 33_333, true)},
		commission.Reversal{ID: "R-1", Of: "D-1", At: day("2026-05-02"), Amount: 1_200_000, Currency: "USD", Reason: commission.Refund, Place: "data/refunds.csv:2"})
	v := viewOf(all[1])
	origin := all[0].Lines[0].Line
	for i, e := range v.Sections[0].Entries {
		if e.Of != "" {
			v.Sections[0].Entries[i].Origin = &origin
		}
	}
	return v
}

// exchangedStatement is paid in euros, and has a line of every other sort.
func exchangedStatement(t testing.TB) StatementView {
	v := viewOf(statements(t, compiledPlan(t, statementPlan), "2026-06-30", []*commission.Event{deal("D-1", "2026-04-03", 3_000_000, true)})[0])
	s := &v.Sections[0]
	earned := s.Entries[0]
	euros := func(e StatementEntry) StatementEntry {
		e.Payout, e.Rate, e.QuotedOn, e.PaidRateOn = e.Earned*9/10, big.NewRat(9, 10), day("2026-06-29"), day("2026-06-30")
		return e
	}
	half := earned
	half.Event, half.Share, half.Earned, half.State = "D-2", commission.Share{Num: 1, Den: 3, Method: "linear"}, 100_000, commission.Payable
	void := earned
	void.Event, void.State, void.Reason, void.Earned, void.Payout, void.Parts = "D-1", commission.Void, "duplicate", 0, 0, nil
	bonus := StatementEntry{StatementLine: commission.StatementLine{Line: commission.Line{Beneficiary: "northwind", Partner: "northwind", Agreement: earned.Agreement, Terms: earned.Terms,
		Kind: commission.Adjusted, Event: "goodwill", At: day("2026-05-05"), Earned: 2550, Currency: "USD", State: commission.Payable, Reason: "late statement", Place: "agreements/northwind.yaml:9"}}}
	s.Currency = "EUR"
	s.Entries = []StatementEntry{euros(earned), euros(half), void, euros(bonus)}
	s.Earned, s.Adjustments, s.Payable, s.Due, s.Paid = 360_000, 2295, 360_000, 362_295, 362_295
	return v
}

func TestStatementAsText(t *testing.T) {
	golden(t, "statement.txt", func(w io.Writer) error { return Statement(w, sampleStatement(t), Options{}) })
	golden(t, "statement-narrow.txt", func(w io.Writer) error { return Statement(w, sampleStatement(t), Options{Width: 84}) })
	golden(t, "statement-exchanged.txt", func(w io.Writer) error { return Statement(w, exchangedStatement(t), Options{}) })
	golden(t, "statement-none.txt", func(w io.Writer) error {
		return Statement(w, viewOf(commission.Statement{Currency: "USD", Period: quantity.Range{From: day("2026-04-01"), To: day("2026-06-30")}}), Options{})
	})
}

func TestStatementInOtherForms(t *testing.T) {
	golden(t, "statement.json", func(w io.Writer) error { return StatementJSON(w, sampleStatement(t)) })
	golden(t, "statement-exchanged.json", func(w io.Writer) error { return StatementJSON(w, exchangedStatement(t)) })
	golden(t, "statement.md", func(w io.Writer) error { return StatementMarkdown(w, exchangedStatement(t)) })
	golden(t, "statement.html", func(w io.Writer) error { return StatementHTML(w, sampleStatement(t)) })
	golden(t, "statement.csv", func(w io.Writer) error { return StatementCSV(w, sampleStatement(t)) })
}

func TestStatementsOfAPartner(t *testing.T) {
	s := sampleStatement(t).Sections[0].Statement
	v := PeriodsView{Partner: PartnerName{"partner/northwind", "Northwind"}, AsOf: day("2026-06-30"), Digest: "sha256:3f9c2a", Periods: []PeriodRow{{Period: "2026-Q2", Days: s.Period, Statement: s}}}
	golden(t, "statements.json", func(w io.Writer) error { return PeriodsJSON(w, v) })
	golden(t, "statements.txt", func(w io.Writer) error { return Periods(w, v, Options{}) })
	golden(t, "statements-none.txt", func(w io.Writer) error {
		v.Periods = nil
		return Periods(w, v, Options{})
	})
}

// A reader adds up the column, and comes to the total.
func TestWhatIsShownAddsUp(t *testing.T) {
	terms := compiledPlan(t, statementPlan)
	rapid.Check(t, func(rt *rapid.T) {
		var events []*commission.Event
		for i := range rapid.IntRange(1, 12).Draw(rt, "events") {
			events = append(events, deal(fmt.Sprintf("D-%03d", i), "2026-04-03", rapid.Int64Range(1, 30_000_000).Draw(rt, "amount"), rapid.Bool().Draw(rt, "new")))
		}
		s := statements(t, terms, "2026-06-30", events)[0]
		sum := int64(0)
		for _, g := range sheetOf(viewOf(s), viewOf(s).Sections[0]).groups {
			for _, r := range g.rows {
				m, err := quantity.ParseMoney(strings.NewReplacer(",", "", "−", "-").Replace(r.earned) + " USD")
				if err != nil {
					rt.Fatalf("%q: %v", r.earned, err)
				}
				sum += m.Minor
			}
		}
		if sum != s.Earned {
			rt.Fatalf("the rows come to %d, the statement to %d", sum, s.Earned)
		}
	})
}

func TestSumOfLinesInCSVIsWhatWasEarned(t *testing.T) {
	v := sampleStatement(t)
	rows, err := csv.NewReader(strings.NewReader(written(t, func(w io.Writer) error { return StatementCSV(w, v) }))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	row, earned := slices.Index(rows[0], "row"), slices.Index(rows[0], "earned")
	sum := new(big.Rat)
	for _, r := range rows[1:] {
		if r[row] == "line" {
			x, _ := new(big.Rat).SetString(r[earned])
			sum.Add(sum, x)
		} else if r[row] == "part" && r[earned] != "" {
			t.Errorf("a part has earned: %v", r)
		}
	}
	if got, want := sum.FloatString(2), minorDecimal(v.Sections[0].Earned, "USD"); got != want {
		t.Errorf("lines come to %s, want %s", got, want)
	}
}

// hostileStatement has names that would be markup, a formula or a command.
func hostileStatement(t testing.TB) StatementView {
	v := sampleStatement(t)
	v.Partner.Name = "::error::<script>alert(1)</script>|`x`\x1b[2J"
	for i := range v.Sections[0].Entries {
		v.Sections[0].Entries[i].Event = "=HYPERLINK(\"x\")<img src=x>|@all"
	}
	return v
}

func TestStatementOfHostileText(t *testing.T) {
	v := hostileStatement(t)
	for name, got := range map[string]string{
		"text":     written(t, func(w io.Writer) error { return Statement(w, v, Options{}) }),
		"markdown": written(t, func(w io.Writer) error { return StatementMarkdown(w, v) }),
		"html":     written(t, func(w io.Writer) error { return StatementHTML(w, v) }),
		"json":     written(t, func(w io.Writer) error { return StatementJSON(w, v) }),
	} {
		for line := range strings.Lines(got) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "\x1b") {
				t.Errorf("%s: hostile line %q", name, line)
			}
		}
		if (name == "html" || name == "markdown") && (strings.Contains(got, "<script") || strings.Contains(got, "<img")) {
			t.Errorf("%s: markup passes through", name)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(written(t, func(w io.Writer) error { return StatementCSV(w, v) }))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		for _, cell := range r {
			if cell != "" && strings.ContainsAny(cell[:1], "=+@") {
				t.Errorf("a cell is a formula: %q", cell)
			}
		}
	}
}

func TestHTMLAsksNothingOfANetwork(t *testing.T) {
	got := written(t, func(w io.Writer) error { return StatementHTML(w, sampleStatement(t)) })
	for _, word := range []string{"http:", "https:", "src=", "<link", "@import", "url("} {
		if strings.Contains(got, word) {
			t.Errorf("the page has %s", word)
		}
	}
}

func TestTextCell(t *testing.T) {
	for in, want := range map[string]string{"": "", "V-1007": "V-1007", "=1+1": "'=1+1", "+49": "'+49", "-5": "'-5", "@x": "'@x", "\t=1": "' =1", "a=b": "a=b", "＝1": "'＝1"} {
		if diff := cmp.Diff(want, textCell(in)); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}
