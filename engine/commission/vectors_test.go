package commission_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// vector is one published example. Amounts are major units of no currency in
// particular unless their name says minor.
type vector struct {
	ID, Scheme, Expected, Status, Correct, Source, Note string
	Input                                               struct {
		Tiers []struct {
			UpTo       *string `json:"up_to"`
			RatePct    string  `json:"rate_pct"`
			Flat, Unit string
		}
		RatePct     string `json:"rate_pct"`
		Amount      string
		AmountMinor string `json:"amount_minor"`
		Quantity    string
		Prior       string `json:"prior_cumulative"`
		Cap, Floor  string
		Lines       []string
		Eligible    string
		Ineligible  string
		Sale        string
		SalePct     string `json:"sale_pct"`
		OverridePct string `json:"override_pct"`
	}
}

const sharedVectors = "../../../shared/vectors/commission.json"

// vectors are the published examples: the copy of them, and those that lie beside
// the repository.
func vectors(t *testing.T) []vector {
	t.Helper()
	copied := readVectors(t, filepath.Join("testdata", "vectors.json"))
	if _, err := os.Stat("../../../shared"); err != nil {
		return copied
	}
	shared := readVectors(t, sharedVectors)
	byID := map[string]vector{}
	for _, v := range shared {
		byID[v.ID] = v
	}
	for _, v := range copied {
		theirs, ok := byID[v.ID]
		if diff := gocmp.Diff(theirs, v); ok && diff != "" {
			t.Errorf("the copy of %s differs from the contract (-contract +copy):\n%s", v.ID, diff)
		}
		if !ok {
			shared = append(shared, v)
		}
	}
	return shared
}

func readVectors(t *testing.T, path string) (out []vector) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read := json.NewDecoder(file)
	read.DisallowUnknownFields() // what is not understood would be left out of the price
	if err := read.Decode(&out); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if len(out) == 0 {
		t.Fatalf("%s holds no examples", path)
	}
	return out
}

func TestPublishedExamples(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.ID, func(t *testing.T) {
			switch v.Scheme {
			case "validation":
				v.refused(t)
			case "rounding_scope":
				v.roundedByScope(t)
			default:
				v.priced(t)
			}
		})
	}
}

// priced compares what everybody is paid with what the example says.
func (v vector) priced(t *testing.T) {
	w := v.world(t)
	lines, missing := w.fold(t)
	if len(missing) > 0 {
		t.Fatalf("an exchange rate is missing: %v", missing)
	}
	want := v.Expected
	if v.Correct != "" {
		want = v.Correct
		if number(v.Correct).Cmp(number(v.Expected)) == 0 {
			t.Errorf("an erratum prints what is right: %s", v.Expected)
		}
	}
	paid := map[string]*big.Rat{"partner": zero(), "referrer": zero()}
	for _, l := range lines {
		if l.Event == "priced" || l.Event == "beside" {
			paid[l.Beneficiary] = plus(paid[l.Beneficiary], whole(l.Earned))
		}
	}
	for who, amount := range expectations(want) {
		if v.Input.AmountMinor == "" {
			amount = mul(amount, minorUnits("USD"))
		}
		if paid[who].Cmp(amount) != 0 {
			t.Errorf("%s earns %s minor units, want %s, under\n%s", who, paid[who].RatString(), amount.RatString(), w.plans["plan"])
		}
	}
	if diff := gocmp.Diff(told(w.ask(t)), written(lines)); diff != "" {
		t.Errorf("the oracle disagrees (-oracle +fold):\n%s", diff)
	}
}

// expectations reads "40" as the partner's, and "partner 20, referrer 10".
func expectations(s string) map[string]*big.Rat {
	out := map[string]*big.Rat{}
	for part := range strings.SplitSeq(s, ", ") {
		who, amount, isNamed := strings.Cut(part, " ")
		if !isNamed {
			who, amount = "partner", part
		}
		out[who] = number(amount)
	}
	return out
}

// world turns the example into a plan and its events.
func (v vector) world(t *testing.T) *world {
	in := v.Input
	w := &world{plans: map[string]string{}, planOf: map[*contract]string{}}
	partner := &contract{partner: "partner", name: "partner", program: "program/p", first: dayOf("2026-01-01"), referrer: "referrer"}
	w.contracts = append(w.contracts, partner)
	w.planOf[partner] = "plan"
	add := func(id, day, amount, quantity string, conditions ...string) {
		s := &sale{id: id, trigger: "closed-won", partner: "partner", deal: id, at: dayOf(day), currency: "USD", quantity: quantity, holds: map[string]bool{}}
		s.amount = minorOf(t, amount, "USD")
		for _, c := range conditions {
			s.holds[c] = true
		}
		w.sales = append(w.sales, s)
	}
	if p := cmp.Or(in.Prior, "0"); number(p).Sign() != 0 {
		if in.Quantity != "" {
			add("earlier", "2026-01-10", "", p)
		} else {
			add("earlier", "2026-01-10", p, "")
		}
	}
	const isEligible = `product == "eligible"`
	switch {
	case in.Sale != "":
		add("priced", "2026-01-20", in.Sale, "")
	case in.Eligible != "":
		add("priced", "2026-01-20", in.Eligible, "", isEligible)
		add("beside", "2026-01-20", in.Ineligible, "")
	case in.AmountMinor != "":
		add("priced", "2026-01-20", over(number(in.AmountMinor), minorUnits("USD")).FloatString(2), "")
	default:
		add("priced", "2026-01-20", in.Amount, in.Quantity)
	}
	w.plans["plan"] = plan("plan", "currency: USD\nrules:\n  - id: rule\n    trigger: closed-won\n"+v.rule(t, isEligible))
	return w
}

func minorOf(t *testing.T, amount, currency string) int64 {
	if amount == "" {
		return 0
	}
	x := number(amount + " " + currency)
	if !x.IsInt() {
		t.Fatalf("%s has more decimals than %s", amount, currency)
	}
	return x.Num().Int64()
}

// rule writes how the example pays.
func (v vector) rule(t *testing.T, isEligible string) string {
	in, out := v.Input, ""
	line := func(format string, args ...any) { out += fmt.Sprintf("    "+format+"\n", args...) }
	words := strings.FieldsFunc(v.Scheme, func(r rune) bool { return r == '_' || r == '-' })
	method := ""
	switch {
	case slices.Contains(words, "graduated"), slices.Contains(words, "marginal"):
		method = "graduated"
	case slices.Contains(words, "volume"):
		method = "volume"
	}
	switch {
	case len(in.Tiers) > 0 && method != "":
		if in.Quantity != "" {
			line("of: quantity")
		}
		line("bands:")
		line("  {method: %s, measure: %s, per: partner, reset: never, flatAtZero: true, steps: [%s]}", method, v.measure(), v.steps())
	case in.Sale != "":
		line("rate: %s%%", in.SalePct)
		line("override: {of: %s, rate: %s%%}", words[len(words)-1], in.OverridePct)
	case in.RatePct != "":
		line("rate: %s%%", in.RatePct)
	default:
		t.Fatalf("nobody knows the scheme %s", v.Scheme)
	}
	if in.Eligible != "" {
		line("where: '%s'", isEligible)
	}
	if in.Cap != "" {
		line("cap: {perEvent: %s USD}", in.Cap)
	}
	if in.Floor != "" {
		line("floor: {perEvent: %s USD}", in.Floor)
	}
	return out
}

func (v vector) measure() string {
	if v.Input.Quantity != "" {
		return "quantity"
	}
	return "amount"
}

func (v vector) steps() string {
	var out []string
	isOpen := false
	for i, tier := range v.Input.Tiers {
		step := fmt.Sprintf("{id: s%d", i+1)
		isOpen = tier.UpTo == nil
		if !isOpen && v.Input.Quantity != "" {
			step += ", upTo: " + *tier.UpTo
		} else if !isOpen {
			step += ", upTo: " + *tier.UpTo + " USD"
		}
		if tier.RatePct != "" {
			step += ", rate: " + tier.RatePct + "%"
		}
		if tier.Flat != "" {
			step += ", flat: " + tier.Flat + " USD"
		}
		if tier.Unit != "" {
			step += ", perUnit: " + tier.Unit + " USD"
		}
		out = append(out, step+"}")
	}
	if !isOpen {
		out = append(out, "{id: above, rate: 0%}")
	}
	return strings.Join(out, ", ")
}

var equation = regexp.MustCompile(`^(.*) = (.*)$`)

// roundedByScope rounds each line, then all of them at once.
func (v vector) roundedByScope(t *testing.T) {
	sides := equation.FindStringSubmatch(v.Expected)
	if sides == nil {
		t.Fatalf("%q is no sum", v.Expected)
	}
	exact := zero()
	for _, amount := range v.Input.Lines {
		exact = plus(exact, mul(number(amount+" USD"), number(v.Input.RatePct+"%")))
	}
	for scope, want := range map[string]*big.Rat{"line": mul(number(sides[2]), minorUnits("USD")), "statement": zero().SetInt(nearest(exact, "half-up"))} {
		w := vector{Scheme: v.Scheme, Input: v.Input}.world(t)
		w.plans["plan"] += "  rounding: {scope: " + scope + "}\n"
		w.sales = nil
		for i, amount := range v.Input.Lines {
			w.sales = append(w.sales, &sale{id: fmt.Sprint("line-", i), trigger: "closed-won", partner: "partner", at: dayOf("2026-01-20"), currency: "USD", amount: minorOf(t, amount, "USD")})
		}
		lines, _ := w.fold(t)
		sum := zero()
		for i, l := range lines {
			sum = plus(sum, whole(l.Earned))
			part := strings.Split(sides[1], " + ")[i]
			if scope == "line" && whole(l.Earned).Cmp(mul(number(part), minorUnits("USD"))) != 0 {
				t.Errorf("line %d earns %d minor units, want %s", i, l.Earned, part)
			}
		}
		if sum.Cmp(want) != 0 {
			t.Errorf("rounded per %s: %s minor units in all, want %s", scope, sum.RatString(), want.RatString())
		}
	}
}

// refused looks for a finding on a plan with the rate of the example, and for
// none on the same plan with an ordinary one.
func (v vector) refused(t *testing.T) {
	for rate, isRefused := range map[string]bool{"10": false, v.Input.RatePct: true} {
		text := plan("plan", "currency: USD\nrules:\n  - {id: rule, trigger: closed-won, rate: "+rate+"%}")
		found := checked(t, text)
		if isRefused != found.HasErrors() {
			t.Errorf("a rate of %s%%: %v", rate, found)
		}
	}
}

// checked gives the findings on the plan of a small repository.
func checked(t *testing.T, text string) (out diag.List) {
	t.Helper()
	files := fstest.MapFS{"plan.yaml": {Data: []byte(text)}, "organization.yaml": {Data: []byte(
		"apiVersion: entente/v1\nkind: Organization\nmetadata: {name: acme}\nspec: {baseCurrency: USD, timezone: Europe/Paris}\n")}}
	docs, findings, err := load.Load(context.Background(), files, "")
	if err != nil {
		t.Fatal(err)
	}
	book, found := resolve.Resolve(docs)
	findings = append(findings, found...)
	program, found := evaluate.Compile(book)
	findings = append(append(findings, found...), check.Run(book, program)...)
	for _, f := range findings {
		if f.Resource == "commissionplan/plan" {
			out = append(out, f)
		}
	}
	return out
}
