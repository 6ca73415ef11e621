package gate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// everyAction has a right for each action, named like it.
var everyAction = func() string {
	var rules []string
	for _, a := range strings.Fields("approve-partner structure-campaign assess-performance set-commission sign-agreement change-goal change-tier change-facts approve-payout terminate change-rights") {
		rules = append(rules, "{id: "+a+", action: "+a+", decider: ann}")
	}
	return rights(rules...)
}()

const (
	partner   = "legalName: Northwind Ltd\nlifecycle: "
	agreement = "partner: northwind\nprogram: resellers\nstatus: signed\nterm: {effective: 2026-01-01}\n"
	goal      = "partner: northwind\nperiod: 2026\nkpis: [{kpi: won, target: 5}]"
	decision  = "type: terminate\nsubject: partner/northwind\nstatus: accepted\ndecider: ann\ndate: 2026-05-01"
	dealPlan  = "currency: USD\nrules: [{id: deals, trigger: closed-won, rate: 12%}]"
	campaign  = "partners: [northwind]\nwindow: 2026-07-01..2026-07-31\nbudget: "
)

func amended(set string) string {
	return "amendments: [{id: a, effective: 2026-08-01, set: {" + set + "}}]"
}

// TestActions: which right a change of each kind and field asks for.
func TestActions(t *testing.T) {
	for _, c := range []struct{ name, kind, before, after, want string }{
		{"a partner is approved", "Partner", partner + "assessing", partner + "approved", "approve-partner"},
		{"a partner passes over the approval", "Partner", partner + "prospect", partner + "active", "approve-partner"},
		{"a partner comes in active", "Partner", "", partner + "active", "approve-partner"},
		{"a prospect", "Partner", "", partner + "prospect", ""},
		{"from approved to active", "Partner", partner + "approved", partner + "active", ""},
		{"a pause", "Partner", partner + "active", partner + "paused", ""},
		{"winding down", "Partner", partner + "active", partner + "winding-down", "terminate"},
		{"ended", "Partner", partner + "active", partner + "ended", "terminate"},
		{"declined", "Partner", partner + "assessing", partner + "declined", "terminate"},
		{"a partner is deleted", "Partner", partner + "active", "", "terminate"},
		{"a partner's pin", "Partner", partner + "active\nprograms: [{program: resellers}]", partner + "active\nprograms: [{program: resellers, pin: {tier: gold}}]", "change-tier"},
		{"a partner's keys", "Partner", partner + "active\nkeys: {crm: A}", partner + "active\nkeys: {crm: B}", "change-facts"},
		{"a partner's payee", "Partner", partner + "active\npayee: {vendorId: A}", partner + "active\npayee: {vendorId: B}", "approve-payout"},
		{"a partner with a payee goes", "Partner", partner + "active\npayee: {vendorId: A}", "", "terminate"},
		{"a partner's segments", "Partner", partner + "active", partner + "active\nsegments: [smb]", ""},
		{"a campaign", "Campaign", "", campaign + "{vendor: 5 USD}", "structure-campaign"},
		{"a campaign's budget", "Campaign", campaign + "{vendor: 5 USD}", campaign + "{vendor: 6 USD}", "structure-campaign"},
		{"a campaign is deleted", "Campaign", campaign + "{vendor: 5 USD}", "", "structure-campaign"},
		{"a scorecard", "Scorecard", "criteria: [{id: a, kpi: won, weight: 100}]", "criteria: [{id: a, kpi: won, weight: 90}]", "assess-performance"},
		{"a KPI", "KPI", "unit: count\ndirection: increase\nbuiltin: win-rate", "unit: count\ndirection: decrease\nbuiltin: win-rate", "assess-performance"},
		{"a review's rating", "Review", "type: qbr\npartner: northwind\ndate: 2026-05-01", "type: qbr\npartner: northwind\ndate: 2026-05-01\nratings: [{criterion: a, by: ann, value: 3}]", "assess-performance"},
		{"a review", "Review", "type: qbr\npartner: northwind\ndate: 2026-05-01", "type: qbr\npartner: northwind\ndate: 2026-05-02", ""},
		{"a plan", "CommissionPlan", dealPlan, strings.Replace(dealPlan, "12%", "10%", 1), "set-commission"},
		{"a plan's dated change", "CommissionPlan", dealPlan, dealPlan + "\nchanges: [{id: x, effective: 2026-08-01, set: {rules: [{id: deals, rate: 10%}]}}]", "set-commission"},
		{"a plan is new", "CommissionPlan", "", dealPlan, "set-commission"},
		{"a plan is deleted", "CommissionPlan", dealPlan, "", "set-commission"},
		{"an agreement's plan", "Agreement", agreement, agreement + "plan: x", "set-commission"},
		{"an agreement's plan by amendment", "Agreement", agreement, agreement + "amendments: [{id: x, effective: 2026-08-01, set: {plan: x}}]", "set-commission"},
		{"an adjustment", "Agreement", agreement, agreement + "adjustments: [{id: x, date: 2026-06-01, amount: 5 USD, reason: y}]", "set-commission"},
		{"an agreement's territory", "Agreement", agreement, agreement + "territory: [DE]", "sign-agreement"},
		{"an agreement's territory by amendment", "Agreement", agreement, agreement + "amendments: [{id: x, effective: 2026-08-01, set: {territory: [DE]}}]", "sign-agreement"},
		{"an amendment that is there sets the plan, too", "Agreement", agreement + amended("territory: [DE]"), agreement + amended("territory: [DE], plan: x"), "set-commission"},
		{"an amendment that is there sets another plan", "Agreement", agreement + amended("plan: y"), agreement + amended("plan: x"), "set-commission"},
		{"an amendment that is there sets an adjustment", "Agreement", agreement + amended("territory: [DE]"),
			agreement + amended("territory: [DE], adjustments: [{id: x, date: 2026-06-01, amount: 5 USD, reason: y}]"), "set-commission"},
		{"an amendment that is there ends it", "Agreement", agreement + amended("territory: [DE]"), agreement + amended("territory: [DE], ended: {on: 2026-09-01, reason: convenience}"), "terminate"},
		{"an amendment that is there sets another territory", "Agreement", agreement + amended("territory: [DE]"), agreement + amended("territory: [AT]"), "sign-agreement"},
		{"an amendment of the plan holds from another day on", "Agreement", agreement + amended("territory: [DE], plan: x"),
			agreement + strings.Replace(amended("territory: [DE], plan: x"), "2026-08-01", "2026-07-01", 1), "set-commission sign-agreement"},
		{"an amendment of the plan gets other signatures", "Agreement", agreement + amended("plan: x"), agreement + strings.Replace(amended("plan: x"), "set:", "signatures: [{person: ann, on: 2026-06-01}], set:", 1), "sign-agreement"},
		{"an amendment of the plan goes", "Agreement", agreement + amended("plan: x"), agreement, "set-commission"},
		{"an amendment goes that set what holds all the same", "Agreement", agreement + "plan: x\n" + amended("plan: x"), agreement + "plan: x", "set-commission"},
		{"an agreement that will have a plan is new", "Agreement", "", agreement + amended("plan: x"), "set-commission sign-agreement"},
		{"an agreement ends", "Agreement", agreement, agreement + "ended: {on: 2026-06-01, reason: convenience}", "terminate"},
		{"an agreement is deleted", "Agreement", agreement, "", "sign-agreement terminate"},
		{"an agreement with a plan is new", "Agreement", "", agreement + "plan: x", "set-commission sign-agreement"},
		{"a program's terms", "Program", "type: reseller", "type: reseller\nterms: {governingLaw: France}", "sign-agreement"},
		{"a program's tiers", "Program", "type: reseller", "type: reseller\ntiers: {levels: [{id: silver}]}", "change-tier"},
		{"a program's plan", "Program", "type: reseller", "type: reseller\nplan: x", "set-commission"},
		{"a program's highest rate", "Program", "type: reseller", "type: reseller\nmaxTotalRate: 30%", "set-commission"},
		{"a program's scorecard", "Program", "type: reseller", "type: reseller\nscorecard: x", "assess-performance"},
		{"a goal", "Goal", goal, strings.Replace(goal, "5", "6", 1), "change-goal"},
		{"a goal is new", "Goal", "", goal, "change-goal"},
		{"a goal is deleted", "Goal", goal, "", "change-goal"},
		{"a source", "Source", "type: deals\nfrom: {files: a.csv}\ncolumns: {id: a, partner: b, stage: c}", "type: deals\nfrom: {files: a.csv}\ncolumns: {id: a, partner: b, stage: d}", "change-facts"},
		{"a statement", "Statement", "", "partner: northwind\nperiod: 2026-Q1\ncurrency: USD", "approve-payout"},
		{"a policy", "Policy", "rules: [{id: a, assert: 'true', message: m}]", "rules: [{id: a, assert: 'false', message: m}]", "change-rights"},
		{"a policy is deleted", "Policy", "rules: [{id: a, assert: 'true', message: m}]", "", "change-rights"},
		{"further rights", "DecisionRights", "", "rules: [{id: x, action: change-goal, decider: dan}]", "change-rights"},
		{"a decision", "Decision", "", "type: change-goal\nsubject: goal/g\nstatus: open", ""},
		{"an accepted decision goes", "Decision", decision, "", "terminate"},
		{"an accepted decision is rejected", "Decision", decision, strings.Replace(decision, "accepted", "rejected", 1), "terminate"},
		{"an accepted decision is about something else", "Decision", decision, strings.Replace(decision, "northwind", "contoso", 1), "terminate"},
		{"an accepted decision is looked back on", "Decision", decision, decision + "\nreviewOn: 2026-12-01", ""},
		{"a proposal goes", "Decision", strings.Replace(decision, "accepted", "proposed", 1), "", ""},
		{"an assessment", "Assessment", "", "subject: partner/northwind\ndate: 2026-05-01", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			write := func(spec string) string {
				if spec == "" {
					return ""
				}
				return doc(c.kind, "it", spec)
			}
			if got := fired(require(t, between(t, everyAction, write(c.before), write(c.after)))); got != c.want {
				t.Errorf("asks for %q, want %q", got, c.want)
			}
		})
	}
	t.Run("people and settings", func(t *testing.T) {
		for _, edit := range [][2]string{
			{"functions: [legal]}", "functions: [finance, legal]}"}, {"members: [ann, cat]", "members: [ann, dan]"}, {"timezone: UTC", "timezone: UTC\nsettings: {strict: true}"},
			{"github: ben-gh", "github: dan-gh"},
		} {
			in := between(t, everyAction, "", "")
			_, after := bookOf(t, doc("Organization", "acme", strings.Replace(people, edit[0], edit[1], 1)), everyAction)
			_, before := bookOf(t, org, everyAction)
			p := plan.Compare(plan.Input{Base: before, Head: after, Currency: "USD"})
			in.Plan, in.Base, in.Head = &p, before.Declared, after.Declared
			if got := fired(require(t, in)); got != "change-rights" {
				t.Errorf("%s asks for %q", edit[1], got)
			}
		}
	})
	t.Run("fact files", func(t *testing.T) {
		in := between(t, everyAction, "", "")
		in.Plan.Data = &plan.Data{Files: []string{"data/deals.csv"}}
		if got := spelled(require(t, in)); cmp.Diff([]string{"change-facts facts are edited: data/deals.csv"}, got) != "" {
			t.Error(got)
		}
	})
}

// TestConditions: what a condition sees, and what becomes of one that cannot be
// worked out.
func TestConditions(t *testing.T) {
	small, large := `{id: small, action: set-commission, when: 'impact.yearly <= money("500 USD")', decider: dan}`, `{id: large, action: set-commission, when: 'impact.yearly > money("500 USD")', decider: ann}`
	toHalf := func(m quantity.Money) (quantity.Money, bool) { return usd(m.Minor / 2), true }
	commission := func(rules ...string) func(*testing.T) (string, string, string) {
		return func(*testing.T) (string, string, string) {
			return rights(rules...), doc("CommissionPlan", "it", dealPlan), doc("CommissionPlan", "it", strings.Replace(dealPlan, "12%", "10%", 1))
		}
	}
	other := func(rule, kind, before, after string) func(*testing.T) (string, string, string) {
		return func(*testing.T) (string, string, string) {
			return rights(rule), doc(kind, "it", before), doc(kind, "it", after)
		}
	}
	heavy := `[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, a + b + c + d + e > 0)))))`
	for _, c := range []struct {
		name     string
		docs     func(*testing.T) (rights, base, head string)
		yearly   []quantity.Money
		toBase   func(quantity.Money) (quantity.Money, bool)
		partners int
		on       string
		want     []string
	}{
		{"at the limit", commission(small, large), []quantity.Money{usd(500_00)}, nil, 1, "", []string{"small the yearly payout changes by 500 USD, not above 500 USD"}},
		{"a cent above", commission(small, large), []quantity.Money{usd(500_01)}, nil, 1, "", []string{"large the yearly payout changes by 500.01 USD, above 500 USD"}},
		{"on another day", commission(small, large), []quantity.Money{usd(510_00)}, nil, 1, "2026-06-24", []string{"large the yearly payout changes by 510 USD as of 2026-06-24, above 500 USD"}},
		{"another currency", commission(small, large), []quantity.Money{eur(1000_00), usd(1_00)}, toHalf, 1, "", []string{"large the yearly payout changes by 501 USD, above 500 USD"}},
		{"without a rate", commission(small, large), []quantity.Money{eur(1_00)}, nil, 1, "",
			[]string{"small the yearly payout changes by 1.00 EUR too, and there is no exchange rate to USD", "large the yearly payout changes by 1.00 EUR too, and there is no exchange rate to USD"}},
		{"partners", commission(`{id: many, action: set-commission, when: 'impact.partners > 3', decider: ann}`), nil, nil, 4, "", []string{"many its condition holds: impact.partners > 3"}},
		{"few partners", commission(`{id: many, action: set-commission, when: 'impact.partners > 3', decider: ann}`), nil, nil, 3, "", []string{"set-commission! no condition of the base's rights for set-commission holds"}},
		{"too costly", commission(`{id: heavy, action: set-commission, when: '` + heavy + `', decider: ann}`), nil, nil, 0, "", []string{"heavy its condition cannot be worked out here: "}},
		{"a fault", commission(`{id: faulty, action: set-commission, when: 'change.nothing == 1', decider: ann}`), nil, nil, 0, "", []string{"faulty its condition cannot be worked out here: "}},
		{"the path", other(`{id: where, action: sign-agreement, when: 'change.path.startsWith("territory")', decider: ann}`, "Agreement", agreement, agreement+"territory: [DE]"), nil, nil, 0, "",
			[]string{`where its condition holds: change.path.startsWith("territory")`}},
		{"a budget", other(`{id: fair, action: structure-campaign, when: 'impact.budget <= money("20 USD")', decider: ann}`, "Campaign", campaign+"{vendor: 19 USD}", campaign+"{vendor: 15 USD, partner: 5 USD}"), nil, nil, 0, "",
			[]string{"fair the budget is 20 USD, not above 20 USD"}},
		{"a budget that shrinks from above", other(`{id: fair, action: structure-campaign, when: 'impact.budget <= money("20 USD")', decider: ann}`, "Campaign", campaign+"{vendor: 21 USD}", campaign+"{vendor: 20 USD}"), nil, nil, 0, "",
			[]string{"structure-campaign! no condition of the base's rights for structure-campaign holds"}},
		{"a budget in another currency", other(`{id: fair, action: structure-campaign, when: 'impact.budget <= money("20 USD")', decider: ann}`, "Campaign", campaign+"{vendor: 1 EUR}", campaign+"{vendor: 40 EUR}"), nil, toHalf, 0, "",
			[]string{"fair the budget is 20 USD, not above 20 USD"}},
		{"a budget without a rate", other(`{id: fair, action: structure-campaign, when: 'impact.budget <= money("20 USD")', decider: ann}`, "Campaign", campaign+"{vendor: 1 EUR}", campaign+"{vendor: 2 EUR}"), nil, nil, 0, "",
			[]string{"fair the budget holds 2 EUR, and there is no exchange rate to USD"}},
		{"no rule", other(`{id: goals, action: change-goal, decider: ann}`, "Campaign", campaign+"{vendor: 1 USD}", campaign+"{vendor: 2 USD}"), nil, nil, 0, "", []string{"structure-campaign! no right of the base covers structure-campaign"}},
		{"a rule with a slip", commission(large, `{id: small, action: set-comission, decider: dan}`), nil, nil, 0, "",
			[]string{"set-commission! no condition of the base's rights for set-commission holds, and a rule of all.yaml in the base is invalid and left out"}},
		{"no rights", func(*testing.T) (string, string, string) { return "", doc("Goal", "it", goal), "" }, nil, nil, 0, "", []string{"! the base revision has no DecisionRights, so nobody may approve anything yet"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules, base, head := c.docs(t)
			in := between(t, rules, base, head)
			in.Yearly, in.ToBase, in.Partners, in.On = c.yearly, c.toBase, c.partners, c.on
			all := require(t, in)
			got := spelled(all)
			for i := range min(len(got), len(c.want)) {
				if strings.HasSuffix(c.want[i], ": ") && strings.HasPrefix(got[i], c.want[i]) {
					got[i] = c.want[i]
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			for _, a := range all {
				if a.Rule == "" && (a.Met || a.Fix == "") {
					t.Errorf("what no right covers is met, or has no way out: %+v", a)
				}
			}
		})
	}
}

// TestLabelsThatPoliciesGoBy: who takes a document out of the reach of a house
// rule changes the rules, and so does who writes a title that one reads.
func TestLabelsThatPoliciesGoBy(t *testing.T) {
	policies := everyAction + doc("Policy", "house", "rules:\n"+
		"  - {id: a, match: {kind: Partner, labels: {region: dach}}, assert: 'true', message: m}\n"+
		"  - {id: b, match: {kind: Goal}, assert: 'metadata.labels.size == \"small\" || metadata.title != \"\"', message: m}")
	for _, c := range []struct{ name, kind, spec, before, after, want string }{
		{"out of a rule's reach", "Partner", partner + "active", "labels: {region: dach}", "labels: {region: benelux}", "change-rights"},
		{"into it", "Partner", partner + "active", "", "labels: {region: dach}", "change-rights"},
		{"a label that no rule looks at", "Partner", partner + "active", "labels: {size: small}", "labels: {size: large}", ""},
		{"a label of another kind", "Campaign", campaign + "{vendor: 5 USD}", "labels: {region: dach}", "labels: {region: benelux}", ""},
		{"a label that a condition reads", "Goal", goal, "labels: {size: large}", "labels: {size: small}", "change-rights"},
		{"a title that a condition reads", "Goal", goal, "", "title: It", "change-rights"},
		{"a title that none reads", "Partner", partner + "active", "", "title: It", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			write := func(metadata string) string {
				return strings.Replace(doc(c.kind, "it", c.spec), "{name: it}", "{name: it, "+metadata+"}", 1)
			}
			if got := fired(require(t, between(t, policies, write(c.before), write(c.after)))); got != c.want {
				t.Errorf("asks for %q, want %q", got, c.want)
			}
		})
	}
}

// TestPayThatMovesByNothingKnown asks whoever decides on commission for all of the
// change.
func TestPayThatMovesByNothingKnown(t *testing.T) {
	in := between(t, everyAction, doc("Partner", "it", partner+"active"), doc("Partner", "it", partner+"active\nsegments: [smb]"))
	if got := fired(require(t, in)); got != "" {
		t.Fatal(got)
	}
	in.Yearly = []quantity.Money{usd(1)}
	if got := spelled(require(t, in)); cmp.Diff([]string{"set-commission what is paid changes: partner/it"}, got) != "" {
		t.Errorf("asks for %q when pay moves and no row says by what", got)
	}
	in.Yearly = nil
	in.Plan.Impact.Actual = &plan.Actual{Partners: []plan.PartnerPrice{{Address: "partner/it"}}}
	if got := fired(require(t, in)); got != "set-commission" {
		t.Errorf("asks for %q when what is earned moves by no cause", got)
	}
	in.Plan.Impact.Actual.Partners[0].Through = []plan.Cause{{Address: "partner/other", Path: "referredBy"}}
	if got := fired(require(t, in)); got != "" {
		t.Errorf("asks for %q of a change by which no pay moves", got)
	}
}
