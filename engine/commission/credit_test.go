package commission

import (
	"fmt"
	"slices"
	"testing"

	"github.com/partnership-as-code/entente/engine/spec"
)

// touched gives a deal the touches of partners, in order.
func touched(partners ...string) func(*Event) {
	return func(e *Event) {
		for i, p := range partners {
			e.Touches = append(e.Touches, Touch{ID: fmt.Sprint("T-", i), Partner: p, At: e.At})
		}
	}
}

// 10: who shares a deal, and that the cents add up.
func TestAttribution(t *testing.T) {
	for name, c := range map[string]struct {
		method  string
		touches []string
		change  func(*Event)
		want    []string
	}{
		"last": {"last", []string{"ada", "bob", "ada"}, nil, []string{"D earned ada 10.01"}},
		"the last partner is not the last to begin": {"last", []string{"bob", "ada", "bob"}, nil, []string{"D earned bob 10.01"}},
		"first":                         {"first", []string{"bob", "ada"}, nil, []string{"D earned bob 10.01"}},
		"linear":                        {"linear", []string{"bob", "ada"}, nil, []string{"D earned bob 5.01", "D earned ada 5.00"}},
		"linear over partners":          {"linear", []string{"bob", "ada", "bob"}, nil, []string{"D earned bob 5.01", "D earned ada 5.00"}},
		"linear over three":             {"linear", []string{"cyd", "ada", "bob"}, nil, []string{"D earned cyd 3.34", "D earned ada 3.34", "D earned bob 3.33"}},
		"position of one":               {"position", []string{"bob"}, nil, []string{"D earned bob 10.01"}},
		"position of two":               {"position", []string{"bob", "ada"}, nil, []string{"D earned bob 5.01", "D earned ada 5.00"}},
		"position of three":             {"position", []string{"bob", "ada", "cyd"}, nil, []string{"D earned bob 4.01", "D earned ada 2.00", "D earned cyd 4.00"}},
		"position of four":              {"position", []string{"bob", "ada", "cyd", "dan"}, nil, []string{"D earned bob 4.01", "D earned ada 1.00", "D earned cyd 1.00", "D earned dan 4.00"}},
		"nobody touched it":             {"linear", nil, nil, []string{"D earned ada 10.01"}},
		"strangers have no part":        {"linear", []string{"bob", "zoe"}, nil, []string{"D earned bob 10.01"}},
		"sourced takes all":             {"sourced-influenced", []string{"bob", "cyd"}, func(e *Event) { e.IsSourced = true }, []string{"D earned ada 10.01"}},
		"else the influencers":          {"sourced-influenced", []string{"bob", "cyd"}, nil, []string{"D earned bob 5.01", "D earned cyd 5.00"}},
		"fixed, the rest to its own":    {"fixed, shares: [{partner: bob, share: 30%}, {partner: cyd, share: 20%}]", nil, nil, []string{"D earned ada 5.01", "D earned bob 3.00", "D earned cyd 2.00"}},
		"fixed, whoever has touched it": {"fixed, shares: [{partner: bob, share: 100%}]", []string{"cyd"}, nil, []string{"D earned bob 10.01"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, rule("rate: 10%")+"\nattribution: {method: "+c.method+"}", "ada", "bob", "cyd", "dan")
			d.won("D", "2026-01-05", "100.10", touched(c.touches...), func(e *Event) {
				if c.change != nil {
					c.change(e)
				}
			}).pays(c.want...)
		})
	}
}

func TestASharedDealCountsOnceForTheVolume(t *testing.T) {
	plan := steps("graduated", "reset: never, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]") + "\nattribution: {method: linear}"
	d := newDesk(t, plan, "ada", "bob").won("A", "2026-01-05", "900", touched("ada", "bob")).won("B", "2026-01-06", "300", touched("bob", "ada"))
	d.won("C", "2026-01-07", "100", touched("bob"))
	d.pays("A earned ada 45.00", "A earned bob 45.00", "B earned bob 25.00", "B earned ada 25.00", "C earned bob 10.00")
}

func TestAPartnerUnderAnotherPlanGetsItsShareOfThat(t *testing.T) {
	d := newDesk(t, rule("rate: 10%")+"\nattribution: {method: linear}", "ada")
	d.open("bob", mustCompile(t, rule("rate: 20%")+"\nattribution: {method: linear}"))
	d.won("A", "2026-01-05", "100", touched("ada", "bob")).pays("A earned ada 5.00", "A earned bob 10.00")
}

func TestCredit(t *testing.T) {
	plan := `rules:
  - {id: sourced, trigger: closed-won, credit: sourced, rate: 15%}
  - {id: registered, trigger: closed-won, credit: registered, rate: 10%}
  - {id: influenced, trigger: closed-won, credit: influenced, rate: 5%}`
	for name, c := range map[string]struct {
		change func(*Event)
		want   []string
	}{
		"sourced":                  {func(e *Event) { e.IsSourced = true }, []string{"D earned ada 15.00"}},
		"registered":               {func(e *Event) { e.Registered = e.At }, []string{"D earned ada 10.00"}},
		"registered by another":    {func(e *Event) { e.Registrant = "bob" }, []string{"D earned bob 10.00"}},
		"influenced by two":        {touched("bob", "cyd"), []string{"D earned cyd 5.00"}},
		"one's own deal, untaught": {touched("ada"), []string{"D earned ada 5.00"}},
		"sourced, and influenced by another": {func(e *Event) { e.IsSourced = true; touched("ada", "bob")(e) },
			[]string{"D earned ada 15.00", "D earned bob 5.00"}},
	} {
		t.Run(name, func(t *testing.T) {
			newDesk(t, plan, "ada", "bob", "cyd").won("D", "2026-01-05", "100", c.change).pays(c.want...)
		})
	}
}

func TestOverride(t *testing.T) {
	referred := func(plan string) *desk {
		d := newDesk(t, plan, "ada", "bob")
		d.accounts[0].Referrer = "bob"
		return d
	}
	referred(rule("rate: 20%, override: {of: sale, rate: 10%}")).won("A", "2026-01-05", "100").pays("A earned ada 20.00", "A override bob 10.00")
	referred(rule("rate: 20%, override: {of: commission, rate: 10%}")).won("A", "2026-01-05", "100").pays("A earned ada 20.00", "A override bob 2.00")
	// 0.5% of 9.00 is 4.5 cents: half of that is 2.25, half of the rounded 5 would be 2.5.
	referred(rule("rate: 0.5%, override: {of: commission, rate: 50%}")).won("A", "2026-01-05", "9").pays("A earned ada 0.05", "A override bob 0.02")
	d := referred(rule("rate: 20%, override: {of: commission, rate: 10%}")).won("A", "2026-01-05", "100").takes("R", "A", "2026-02-01", "50", "")
	d.pays("A earned ada 20.00", "A override bob 2.00", "R refund of A ada -10.00", "R refund of A bob -1.00")
}

// The first agreement whose terms have a matching rule pays, by first day.
func TestOneAgreementPays(t *testing.T) {
	d := newDesk(t, rule("where: 'amount > 50 USD', rate: 10%"), "ada")
	second := d.open("ada", mustCompile(t, rule("rate: 20%")))
	second.Agreement, second.First = "agreement/second", on("2025-08-01")
	d.won("A", "2026-01-05", "100", func(e *Event) { e.Tests = []uint64{1} }).won("B", "2026-01-06", "100")
	d.pays("A earned ada 10.00", "B earned ada 20.00")
	if d.lines[1].Agreement != "agreement/second" {
		t.Errorf("B is paid under %s", d.lines[1].Agreement)
	}
}

func TestGroups(t *testing.T) {
	account := func(partner, program string) *Account {
		return &Account{Partner: partner, Agreement: "agreement/x", Program: spec.Address(program)}
	}
	list := []*Account{account("ada", "program/x"), account("bob", "program/x"), account("cyd", "program/x"), account("ada", "program/x"), account("dan", "program/x"), account("eve", "program/x")}
	list[4].Program, list[5].Program = "program/y", "program/y"
	names := func(needs func(*Account) Coupling) (out []string) {
		for _, g := range Groups(list, needs) {
			s := ""
			for _, a := range g {
				s += a.Partner[:1]
			}
			out = append(out, s)
		}
		return out
	}
	for name, c := range map[string]struct {
		needs func(*Account) Coupling
		want  []string
	}{
		"each partner alone": {func(*Account) Coupling { return Coupling{} }, []string{"aa", "b", "c", "d", "e"}},
		"a program":          {func(a *Account) Coupling { return Coupling{Program: a.Partner == "dan"} }, []string{"aa", "b", "c", "de"}},
		"sharing": {func(a *Account) Coupling { return Coupling{Shared: a.Partner == "bob" || a.Partner == "eve"} },
			[]string{"aa", "be", "c", "d"}},
		"both": {func(a *Account) Coupling {
			return Coupling{Shared: a.Partner == "ada" || a.Partner == "eve", Program: a.Partner == "eve"}
		}, []string{"aade", "b", "c"}},
	} {
		if got := names(c.needs); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
