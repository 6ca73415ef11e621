package commission_test

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// tester is what a test and a rapid check have in common.
type tester interface {
	Helper()
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

// world is contracts under the plans of some texts, and what happens.
type world struct {
	plans     map[string]string // YAML, by name
	contracts []*contract       // whose plan is the one that planOf names
	planOf    map[*contract]string
	sales     []*sale
	takings   []*taking
	fiscal    time.Month
	rates     quotes
	read      map[string]terms // plans by their text
}

// readPlan reads a plan, once.
func (w *world) readPlan(t tester, name string) terms {
	t.Helper()
	text := w.plans[name]
	if had, ok := w.read[text]; ok {
		return had
	}
	read, err := readTerms(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	read["is"] = name
	if w.read == nil {
		w.read = map[string]terms{}
	}
	w.read[text] = read
	return read
}

// quotes are exchange rates, one for all days: "EUR USD" is what a euro costs.
type quotes map[string]string

// of gives what a unit of one currency costs in another; nil when none is known.
func (q quotes) of(from, to string) *big.Rat {
	if s, ok := q[from+" "+to]; ok {
		return number(s)
	}
	return nil
}

// Quote is the exchange that the package asks.
func (q quotes) Quote(from, to quantity.Currency, on quantity.Date) (facts.Quote, bool) {
	rate := q.of(string(from), string(to))
	if rate == nil {
		return facts.Quote{}, false
	}
	x := over(mul(rate, minorUnits(string(to))), minorUnits(string(from)))
	return facts.Quote{On: on, Num: x.Num().Uint64(), Den: x.Denom().Uint64()}, true
}

const envelope = "apiVersion: entente/v1\nkind: CommissionPlan\nmetadata: {name: %s}\nspec:\n"

// plan wraps the spec of a plan.
func plan(name, body string) string {
	return fmt.Sprintf(envelope, name) + "  " + strings.ReplaceAll(strings.TrimSpace(body), "\n", "\n  ") + "\n"
}

// asks the oracle for the lines.
func (w *world) ask(t tester) []*record {
	t.Helper()
	for _, c := range w.contracts {
		c.plan = w.readPlan(t, w.planOf[c])
	}
	o := &oracle{contracts: w.contracts, sales: slices.Clone(w.sales), takings: slices.Clone(w.takings), fiscal: w.fiscal,
		rate: func(from, to string, _ day) *big.Rat { return w.rates.of(from, to) }}
	return o.price()
}

// compiler compiles plans, each version once, when it is first asked for.
type compiler struct {
	t        tester
	w        *world
	tests    []string // the conditions, by number
	isSealed bool     // events have been tested: there can be no more conditions
	version  map[string]*commission.Terms
}

func decodeText(t tester, text string) *spec.Document {
	t.Helper()
	var root yaml.Node
	if err := yaml.NewDecoder(strings.NewReader(text)).Decode(&root); err != nil && !errors.Is(err, io.EOF) {
		t.Fatalf("%v in\n%s", err, text)
	}
	doc, findings := spec.Decode(diag.Bytes("plan.yaml", []byte(text)), []byte(text), 0, len(text), &root)
	if findings.HasErrors() {
		t.Fatalf("%v in\n%s", findings, text)
	}
	return doc
}

// terms compiles the version of a plan that has the changes of these names.
func (c *compiler) terms(name, changes string) *commission.Terms {
	key := name + "@" + changes
	if t := c.version[key]; t != nil {
		return t
	}
	text := c.w.plans[name]
	if c.w.readPlan(c.t, name).has("changes") {
		text = withChanges(c.t, text, strings.Fields(changes))
	}
	doc := decodeText(c.t, text)
	versions, findings := doc.Versions()
	if findings.HasErrors() {
		c.t.Fatalf("%v in\n%s", findings, c.w.plans[name])
	}
	latest, _ := versions[len(versions)-1].Spec.(*spec.CommissionPlan)
	terms, findings := commission.Compile(doc, latest, c.number)
	if len(findings) > 0 {
		c.t.Fatalf("%v in\n%s", findings, c.w.plans[name])
	}
	c.version[key] = terms
	return terms
}

// withChanges leaves only the named changes of a plan.
func withChanges(t tester, text string, names []string) string {
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	changes := child(child(root.Content[0], "spec"), "changes")
	changes.Content = slices.DeleteFunc(changes.Content, func(n *yaml.Node) bool { return !slices.Contains(names, child(n, "id").Value) })
	out, err := yaml.Marshal(&root)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return string(out)
}

func child(n *yaml.Node, name string) *yaml.Node {
	for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}

func (c *compiler) number(r *spec.PayRule) int {
	if r.Where == nil {
		return -1
	}
	where := string(r.Where.V)
	if !slices.Contains(c.tests, where) {
		if c.isSealed {
			c.t.Fatalf("a dated change brings the condition %s", where)
		}
		c.tests = append(c.tests, where)
	}
	return slices.Index(c.tests, where)
}

// accounts are the contracts as the package takes them.
func (w *world) accounts(t tester) ([]*commission.Account, *compiler) {
	comp := &compiler{t: t, w: w, version: map[string]*commission.Terms{}}
	var out []*commission.Account
	for _, c := range w.contracts {
		name := w.planOf[c]
		plan := w.readPlan(t, name)
		comp.terms(name, "") // so that all conditions have their numbers
		out = append(out, &commission.Account{Partner: c.partner, Title: c.title, Agreement: spec.NewAddress("Agreement", c.name), Program: spec.Address(c.program),
			First: dateOf(c.first), Last: dateOf(c.last), Tail: dateOf(c.tail), Referrer: c.referrer,
			TermsOf: func(e *commission.Event) *commission.Terms {
				return comp.terms(name, applied(plan, dayFrom(e.Registered), dayFrom(e.Created), dayFrom(e.At)))
			}})
	}
	comp.isSealed = true
	return out, comp
}

func dateOf(d day) quantity.Date {
	if d.IsZero() {
		return 0
	}
	return quantity.DateOf(d)
}

func dayFrom(d quantity.Date) day { return dayOf(d.String()) }

var triggerNumbers = map[string]commission.Trigger{"closed-won": commission.ClosedWon, "invoiced": commission.Invoiced,
	"collected": commission.Collected, "lead-accepted": commission.LeadAccepted, "activity": commission.Activity}

func (s *sale) event(tests []string) *commission.Event {
	e := &commission.Event{ID: s.id, Trigger: triggerNumbers[s.trigger], At: dateOf(s.at), Partner: s.partner, Deal: s.deal, Customer: s.customer,
		Created: dateOf(s.created), Registered: dateOf(s.registered), Closed: dateOf(s.closed), Invoiced: dateOf(s.invoiced),
		Currency: quantity.Currency(s.currency), Amount: s.amount, Tax: s.tax, Discount: s.discount, Shipping: s.shipping, Cost: s.cost, Whole: s.whole,
		IsSourced: s.isSourced, Registrant: s.registrant, Place: "deals.csv:" + s.id}
	if s.quantity != "" {
		e.Quantity = mul(number(s.quantity), whole(100_000_000)).Num().Int64()
	}
	e.Tests = make([]uint64, len(tests)/64+1)
	for i, where := range tests {
		if s.holds[where] {
			e.Tests[i/64] |= 1 << (i % 64)
		}
	}
	for _, x := range s.touches {
		e.Touches = append(e.Touches, commission.Touch{ID: x.id, Partner: x.partner, At: dateOf(x.at)})
	}
	return e
}

// input is everything as the package takes it, sorted.
func (w *world) input(t tester) (commission.Input, []*commission.Event) {
	accounts, comp := w.accounts(t)
	in := commission.Input{Accounts: accounts, Rates: w.rates, Fiscal: w.fiscal}
	for _, x := range w.takings {
		in.Reversals = append(in.Reversals, commission.Reversal{ID: x.id, Of: x.of, At: dateOf(x.at), Amount: x.amount, Reason: commission.Reason(x.reason), Place: "refunds.csv:" + x.id})
	}
	slices.SortStableFunc(in.Reversals, func(a, b commission.Reversal) int {
		if a.At != b.At {
			return int(a.At - b.At)
		}
		return strings.Compare(a.ID, b.ID)
	})
	var events []*commission.Event
	for _, s := range w.sales {
		events = append(events, s.event(comp.tests))
	}
	slices.SortStableFunc(events, func(a, b *commission.Event) int {
		if a.At != b.At {
			return int(a.At - b.At)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return in, events
}

// fold runs the package.
func (w *world) fold(t tester) (lines []*commission.Line, missing []commission.MissingRate) {
	t.Helper()
	in, events := w.input(t)
	missing = commission.Fold(in, slices.Values(events), func(l *commission.Line) { lines = append(lines, l.Clone()) })
	return lines, missing
}

// written spells lines one way, those that pay nothing left out.
func written(lines []*commission.Line) (out []string) {
	for _, l := range lines {
		if l.Earned == 0 && l.State != commission.Void {
			continue
		}
		id := ""
		if l.Rule != nil {
			id = l.Rule.ID
		}
		until := l.Until.String()
		if l.State == commission.Void {
			until = l.Reason
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s/%s %s %s %s %d %s", l.At, l.Event, id, l.Kind, l.Of, l.Beneficiary, l.Partner, l.Earned, until)))
	}
	slices.Sort(out)
	return out
}

// told is written for the oracle's lines.
func told(lines []*record) (out []string) {
	for _, l := range lines {
		if l.cents == 0 && l.state != "void" {
			continue
		}
		until := spelled(l.until)
		if l.state == "void" {
			until = l.reason
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s/%s %s %s %s %d %s", spelled(l.at), l.event, l.rule, l.kind, l.of, l.to, l.partner, l.cents, until)))
	}
	slices.Sort(out)
	return out
}

// agrees compares all lines.
func agrees(t tester, w *world) {
	t.Helper()
	lines, _ := w.fold(t)
	if diff := gocmp.Diff(told(w.ask(t)), written(lines)); diff != "" {
		w.show(t)
		t.Fatalf("-oracle +fold\n%s", diff)
	}
}

// show spells a world for whoever reads why a test failed.
func (w *world) show(t tester) {
	t.Helper()
	for _, text := range w.plans {
		t.Errorf("%s", text)
	}
	for _, c := range w.contracts {
		t.Errorf("%s of %s under %s, %s..%s tail %s, referrer %s", c.name, c.partner, w.planOf[c], spelled(c.first), spelled(c.last), spelled(c.tail), c.referrer)
	}
	for _, s := range w.sales {
		t.Errorf("%s %s %s of %s, deal %s of %q, amount %d/%d %s, %s units, costs %d %d %d %d, created %s registered %s closed %s invoiced %s, %t %s, %v, %v",
			spelled(s.at), s.trigger, s.id, s.partner, s.deal, s.customer, s.amount, s.whole, s.currency, s.quantity, s.tax, s.discount, s.shipping, s.cost,
			spelled(s.created), spelled(s.registered), spelled(s.closed), spelled(s.invoiced), s.isSourced, s.registrant, s.holds[isNew], s.touches)
	}
	for _, x := range w.takings {
		t.Errorf("%s %s of %s: %d, %s", spelled(x.at), x.id, x.of, x.amount, x.reason)
	}
}
