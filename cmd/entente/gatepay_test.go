package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/plan"
)

// branchOf is the contract's example, edited, as main, with an empty branch.
func branchOf(t *testing.T, edit func(branch)) branch {
	t.Helper()
	pr := branch{t, t.TempDir()}
	pr.lay("../../engine/testdata/example")
	if edit != nil {
		edit(pr)
	}
	pr.git("init", "-q", "-b", "main")
	pr.commit("the base")
	pr.git("checkout", "-q", "-b", "change")
	return pr
}

// rich is a plan that pays 24% throughout.
func rich(pr branch) {
	pr.write("plans/rich.yaml", "apiVersion: entente/v1\nkind: CommissionPlan\nmetadata: {name: rich}\nspec:\n  currency: USD\n  effective: 2025-07-01\n"+
		"  rules: [{id: new-business, trigger: closed-won, of: amount, rate: 24%}]\n  payout: {cadence: quarterly}\n")
}

// richSilver pays partners from silver on by that plan.
func richSilver(pr branch) {
	rich(pr)
	pr.edit("programs/resellers.yaml", "{id: silver, q", "{id: silver, plan: rich, q")
	pr.edit("programs/resellers.yaml", "{id: gold, q", "{id: gold, plan: rich, q")
	pr.edit("rights.yaml", "  rules:\n", "  rules:\n    - {id: tiers, action: change-tier, decider: partner-manager}\n    - {id: endings, action: terminate, decider: partner-manager}\n")
}

// asked gives the rules that a change asks for, sorted, "ACTION!" where there is
// none.
func (pr branch) asked() string {
	pr.t.Helper()
	_, approvals, _ := pr.gate()
	return rulesOf(approvals)
}

func rulesOf(approvals []plan.Approval) string {
	var out []string
	for _, a := range approvals {
		if a.Rule == "" {
			a.Rule = a.Action + "!"
		}
		out = append(out, a.Rule)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestWhatMovesPayIsCommission: whichever field moves somebody's pay, whoever
// decides on commission is asked, besides those whom the field itself asks.
func TestWhatMovesPayIsCommission(t *testing.T) {
	nothing := func(branch) {}
	for name, c := range map[string]struct {
		base, head func(branch)
		want       string
	}{
		"since when a partner is in a program": {
			func(pr branch) {
				richSilver(pr)
				pr.edit("partners/northwind.yaml", "since: 2025-07-01", "since: 2026-11-01")
			},
			func(pr branch) { pr.edit("partners/northwind.yaml", "since: 2026-11-01", "since: 2025-07-01") }, "commission"},
		"a partner is in no program any more": {richSilver, func(pr branch) {
			pr.edit("partners/northwind.yaml", "  programs: [{program: resellers, since: 2025-07-01}]\n", "")
		}, "commission"},
		"who referred a partner": {
			func(pr branch) {
				pr.edit("plans/reseller.yaml", "      hold: 30 days\n", "      hold: 30 days\n      override: {of: commission, rate: 50%}\n")
			},
			func(pr branch) {
				pr.edit("partners/northwind.yaml", "  manager:", "  referredBy: contoso\n  manager:")
			}, "commission"},
		"a level's plan": {
			func(pr branch) {
				richSilver(pr)
				pr.edit("programs/resellers.yaml", "{id: silver, plan: rich, q", "{id: silver, q")
				pr.edit("programs/resellers.yaml", "{id: gold, plan: rich, q", "{id: gold, q")
			},
			func(pr branch) {
				pr.edit("programs/resellers.yaml", "{id: silver, q", "{id: silver, plan: rich, q")
				pr.edit("programs/resellers.yaml", "{id: gold, q", "{id: gold, plan: rich, q")
			}, "commission tiers"},
		"what a level takes": {richSilver, func(pr branch) {
			pr.edit("programs/resellers.yaml", "from: 50000 USD", "from: 149000 USD")
		}, "commission tiers"},
		"a KPI that levels go by": {richSilver, func(pr branch) {
			pr.edit("kpis.yaml", `where: 'stage == "won"'`, `where: 'stage == "won" && amount > money("4000000 USD")'`)
		}, "commission performance"},
		"an agreement's program": {
			func(pr branch) {
				rich(pr)
				pr.write("programs/rich.yaml", "apiVersion: entente/v1\nkind: Program\nmetadata: {name: rich}\nspec: {type: reseller, plan: rich}\n")
			},
			func(pr branch) {
				pr.edit("agreements/northwind-reseller.yaml", "program: resellers", "program: rich")
			},
			"agreements commission"},
		"an agreement that is no longer signed": {nothing, func(pr branch) {
			pr.edit("agreements/northwind-reseller.yaml", "status: signed", "status: draft   ")
		}, "agreements commission"},
		"a term that ends before": {nothing, func(pr branch) {
			pr.edit("agreements/northwind-reseller.yaml", "expires: 2027-06-30, renewal: auto, renewFor: 12 months, ", "expires: 2026-02-28, ")
		}, "agreements commission"},
		"an edit that moves nothing": {nothing, func(pr branch) {
			pr.edit("partners/northwind.yaml", "salesFte: 6", "salesFte: 7")
		}, ""},
		"facts alone": {nothing, func(pr branch) { pr.edit("data/deals.csv", "$31,500.00", "$31,500.01") }, "facts"},
	} {
		t.Run(name, func(t *testing.T) {
			pr := branchOf(t, c.base)
			c.head(pr)
			pr.commit("the change")
			_, approvals, text := pr.gate()
			if got := rulesOf(approvals); got != c.want {
				t.Fatalf("asks for %q, want %q\n%s", got, c.want, text)
			}
			if strings.Contains(c.want, "commission") && !strings.Contains(text, "the yearly payout changes by") {
				t.Errorf("does not say by how much pay moves\n%s", text)
			}
		})
	}
}

// TestWhereMoneyGoes: the account of a partner is for those who release payouts.
func TestWhereMoneyGoes(t *testing.T) {
	pr := branchOf(t, nil)
	pr.edit("partners/northwind.yaml", "vendorId: V-1007", "vendorId: V-1008")
	pr.commit("another account")
	if got := pr.asked(); got != "payouts" {
		t.Errorf("asks for %q", got)
	}
}

// TestOneAnswerForOneChange: what is a change of commission by its field is asked
// about once.
func TestOneAnswerForOneChange(t *testing.T) {
	pr := newBranch(t)
	if got := pr.asked(); got != "commission" {
		t.Errorf("the contract's change asks for %q", got)
	}
	pr.edit("plans/reseller.yaml", "{id: mid, rate: 10%}", "{id: mid, rate: 11.5%}")
	pr.commit("11.5%")
	if got := pr.asked(); got != "small-commission" {
		t.Errorf("at 11.5%% it asks for %q", got)
	}
}

// TestIgnoringMore: whoever leaves files out asks those who decide on rights, even
// when there is nothing to leave out yet.
func TestIgnoringMore(t *testing.T) {
	pr := branchOf(t, nil)
	pr.write(".ententeignore", "partners/tomorrow.yaml\n")
	pr.commit("leave it out")
	if got := pr.asked(); got != "rights" {
		t.Errorf("asks for %q", got)
	}
}

// TestAgreementThatWillHaveAPlan: what a new agreement's amendment sets is asked
// about as if it held at once.
func TestAgreementThatWillHaveAPlan(t *testing.T) {
	pr := branchOf(t, rich)
	pr.write("agreements/fabrikam.yaml", "apiVersion: entente/v1\nkind: Agreement\nmetadata: {name: fabrikam}\nspec:\n  partner: fabrikam\n  program: resellers\n  status: draft\n  term: {effective: 2026-08-01}\n"+
		"  amendments: [{id: more, effective: 2027-02-01, set: {plan: rich}}]\n")
	pr.commit("a new agreement")
	if got := pr.asked(); got != "agreements small-commission" {
		t.Errorf("asks for %q", got)
	}
}

// TestDecisionThatGoes: what was decided rests on its decision, so whoever may take
// it is asked when it is deleted.
func TestDecisionThatGoes(t *testing.T) {
	pr := branchOf(t, nil)
	pr.git("rm", "-q", "decisions/0001-approve-fabrikam.yaml")
	pr.commit("forget it")
	pr.wantClosed("partner-manager, because an accepted decision changes: decision/0001-approve-fabrikam (rights.yaml:6)")
	pr.wantOpen(approves("partner-manager"))
}
