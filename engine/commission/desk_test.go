package commission

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// desk is a set of accounts with what happens to them.
type desk struct {
	t         testing.TB
	accounts  []*Account
	events    []*Event
	reversals []Reversal
	rates     Rates
	fiscal    time.Month
	lines     []*Line
	missing   []MissingRate
}

// compiled reads the spec of a plan in USD. Rule number n's where is test n.
func compiled(t testing.TB, plan string) (*Terms, diag.List) {
	t.Helper()
	if !strings.Contains(plan, "currency: ") || strings.HasPrefix(plan, "rules") {
		plan = "currency: USD\n" + plan
	}
	text := "apiVersion: entente/v1\nkind: CommissionPlan\nmetadata: {name: plan}\nspec:\n  " + strings.ReplaceAll(plan, "\n", "\n  ")
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	doc, findings := spec.Decode(diag.Bytes("plan.yaml", []byte(text)), []byte(text), 0, len(text), &root)
	if findings.HasErrors() {
		t.Fatalf("%v in\n%s", findings, text)
	}
	p, _ := spec.As[spec.CommissionPlan](doc)
	n := -1
	return Compile(doc, p, func(r *spec.PayRule) int {
		n++
		if r.Where == nil {
			return -1
		}
		return n
	})
}

func mustCompile(t testing.TB, plan string) *Terms {
	t.Helper()
	terms, findings := compiled(t, plan)
	if len(findings) > 0 {
		t.Fatalf("%v in\n%s", findings, plan)
	}
	return terms
}

// newDesk opens an account under a plan for each partner, from 2025-07-01 on.
func newDesk(t testing.TB, plan string, partners ...string) *desk {
	t.Helper()
	d := &desk{t: t}
	terms := mustCompile(t, plan)
	for _, p := range partners {
		d.open(p, terms)
	}
	return d
}

func (d *desk) open(partner string, terms *Terms) *Account {
	a := &Account{Partner: partner, Title: strings.ToUpper(partner[:1]) + partner[1:], Agreement: spec.NewAddress("Agreement", partner), Program: "program/resellers",
		First: on("2025-07-01"), TermsOf: func(*Event) *Terms { return terms }}
	d.accounts = append(d.accounts, a)
	return a
}

func on(day string) quantity.Date {
	d, err := quantity.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return d
}

// won adds a deal of ada's; change fills in what matters more.
func (d *desk) won(id, day, amount string, change ...func(*Event)) *desk {
	e := &Event{ID: id, Trigger: ClosedWon, At: on(day), Closed: on(day), Created: on(day), Partner: "ada", Deal: id, Currency: "USD", Amount: usd(amount), Place: "deals.csv:" + id}
	for _, c := range change {
		c(e)
	}
	d.events = append(d.events, e)
	return d
}

// takes adds a reversal; reason "" is a refund.
func (d *desk) takes(id, of, day, amount string, reason Reason) *desk {
	d.reversals = append(d.reversals, Reversal{ID: id, Of: of, At: on(day), Amount: usd(amount), Currency: "USD", Reason: reason, Place: "refunds.csv:" + id})
	return d
}

func usd(amount string) int64 {
	m, err := quantity.ParseMoney(amount + " USD")
	if err != nil {
		panic(err)
	}
	return m.Minor
}

// fold runs everything and keeps the lines.
func (d *desk) fold() []*Line {
	d.t.Helper()
	d.lines = nil
	slices.SortStableFunc(d.events, func(a, b *Event) int {
		if a.At != b.At {
			return int(a.At - b.At)
		}
		return strings.Compare(a.ID, b.ID)
	})
	in := Input{Accounts: d.accounts, Rates: d.rates, Fiscal: d.fiscal, Reversals: d.reversals, Traced: true}
	d.missing = Fold(in, slices.Values(d.events), func(l *Line) { d.lines = append(d.lines, l.Clone()) })
	seen := map[string]bool{}
	for _, l := range d.lines {
		if key := l.Beneficiary + " " + l.ID(); seen[key] {
			d.t.Errorf("two lines are named %s", key)
		} else {
			seen[key] = true
		}
	}
	return d.lines
}

// pays compares the lines with "id kind beneficiary amount", void ones with
// their reason in place of the amount.
func (d *desk) pays(want ...string) *desk {
	d.t.Helper()
	var got []string
	for _, l := range d.fold() {
		kind := string(l.Kind)
		if l.Of != "" {
			kind += " of " + l.Of
		}
		amount := fmt.Sprint(quantity.Money{Minor: l.Earned, Currency: l.Currency}.Decimal())
		if l.State == Void {
			amount = "void: " + l.Reason
		}
		got = append(got, strings.Join([]string{l.Event, kind, l.Beneficiary, amount}, " "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Errorf("(-want +got)\n%s", diff)
	}
	return d
}

func replace(s, old, new string) string {
	if !strings.Contains(s, old) {
		panic("no " + old + " in\n" + s)
	}
	return strings.Replace(s, old, new, 1)
}
