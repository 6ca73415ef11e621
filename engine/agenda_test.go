package engine_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

const agendaDocuments = `apiVersion: entente/v1
kind: Organization
metadata: {name: acme}
spec:
  baseCurrency: USD
  timezone: Europe/Paris
  adopted: 2026-01-01
  people:
    - {id: ann, functions: [finance], carries: 2}
    - {id: bob, functions: [finance], until: 2026-03-31}
    - {id: eve, side: partner, partner: northwind}
  teams: [{id: desk, members: [ann, bob]}]
---
apiVersion: entente/v1
kind: Program
metadata: {name: resellers}
spec:
  type: reseller
  terms:
    reviewCadence: quarterly
    responsibilities:
      - {id: sell, activity: Sell, owner: partner}
      - {id: help, activity: Help, owner: desk}
      - {id: bill, activity: Bill, owner: vendor}
      - {id: nobody, activity: Nobody}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: northwind, title: Northwind}
spec: {legalName: N, lifecycle: active, manager: ann, mainContact: eve, contributions: [Reach], challenges: [Staff], payee: {vendorId: V-1}}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: gone}
spec: {legalName: G, lifecycle: ended, manager: ann}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: new}
spec: {legalName: New, lifecycle: prospect, manager: bob}
---
apiVersion: entente/v1
kind: Agreement
metadata: {name: held}
spec: {partner: northwind, program: resellers, status: signed, term: {effective: 2026-01-01}}
---
apiVersion: entente/v1
kind: Agreement
metadata: {name: past}
spec: {partner: northwind, program: resellers, status: signed, term: {effective: 2024-01-01, expires: 2025-12-31}}
---
apiVersion: entente/v1
kind: KPI
metadata: {name: wins}
spec: {builtin: win-rate}
---
apiVersion: entente/v1
kind: Goal
metadata: {name: together}
spec: {partner: northwind, period: 2026, owners: {vendor: desk, partner: main-contact}, benefit: {vendor: Money}, kpis: [{kpi: wins, target: {low: 40%}}], checkinCadence: quarterly}
---
apiVersion: entente/v1
kind: Goal
metadata: {name: earlier}
spec: {partner: northwind, period: 2025, kpis: [{kpi: wins}]}
---
apiVersion: entente/v1
kind: Review
metadata: {name: look}
spec:
  type: checkin
  subject: goal/together
  date: 2026-02-01
  actions:
    - {id: call, text: Call them, owner: ann, due: 2026-04-01}
    - {id: done, text: Done, owner: ann, status: done}
---
apiVersion: entente/v1
kind: Decision
metadata: {name: stay}
spec: {type: change-goal, subject: goal/together, status: proposed, decider: ann, due: 2026-04-30}
---
apiVersion: entente/v1
kind: DecisionRights
metadata: {name: rights}
spec:
  rules:
    - {id: pay, action: approve-payout, decider: ann, approvers: [{function: finance, count: 2}]}
    - {id: end, action: terminate, decider: finance, body: {voters: [ann, eve], rule: unanimous}}
    - {id: sign, action: sign-agreement, decider: eve, approvers: [{team: desk}, {person: ann}]}
`

// agenda reads the documents on 15 April 2026.
func agenda(t *testing.T) *engine.Agenda {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "all.yaml"), []byte(agendaDocuments), 0o600); err != nil {
		t.Fatal(err)
	}
	day, err := quantity.ParseDate("2026-04-15")
	if err != nil {
		t.Fatal(err)
	}
	a, err := engine.ReadAgenda(context.Background(), engine.Where{Dir: dir}, engine.When{AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

func TestDueIsNarrowedToPeopleAndPartners(t *testing.T) {
	a := agenda(t)
	due := func(owner, partner string) (out []string) {
		for _, d := range a.Due(quantity.Duration{N: 30, Unit: quantity.Days}, owner, partner).Items {
			out = append(out, fmt.Sprintf("%s %s %s %s", d.On, d.Kind, d.Address, d.PartnerName))
		}
		return out
	}
	const (
		review   = "2026-04-01 review partner/northwind Northwind"
		action   = "2026-04-01 action review/look Northwind"
		decision = "2026-04-30 decision decision/stay Northwind"
		checkin  = "2026-05-01 checkin goal/together Northwind" // owned by the desk
	)
	for _, c := range []struct {
		owner, partner string
		want           []string
	}{
		{"", "", []string{review, action, decision, checkin}},
		{"ann", "", []string{review, action, decision, checkin}},
		{"bob", "", []string{checkin}},
		{"eve", "", nil},
		{"desk", "", []string{review, action, decision, checkin}}, // of ann, bob and the desk itself
		{"vendor", "", []string{review, action, decision, checkin}},
		{"partner", "", nil},
		{"", "northwind", []string{review, action, decision, checkin}},
		{"", "new", nil},
	} {
		if diff := cmp.Diff(c.want, due(c.owner, c.partner)); diff != "" {
			t.Errorf("owner %q, partner %q: %s", c.owner, c.partner, diff)
		}
	}
	if late := a.Due(quantity.Duration{N: 0, Unit: quantity.Days}, "bob", ""); engine.IsLate(late) {
		t.Error("nothing of bob's is late")
	}
	if late := a.Due(quantity.Duration{N: 0, Unit: quantity.Days}, "ann", ""); !engine.IsLate(late) {
		t.Error("two things of ann's are late")
	}
}

// owned spells what a person has.
func owned(p render.PersonView) (out []string) {
	for _, m := range p.Manages {
		out = append(out, "manages "+m.Name)
	}
	list := func(kind string, things []render.Owned) {
		for _, d := range things {
			out = append(out, fmt.Sprintf("%s %s %s as %q %s %s late %v", kind, d.Address, d.Text, d.As, d.State, d.On, d.IsLate))
		}
	}
	list("activity", p.Activities)
	list("goal", p.Goals)
	list("action", p.Actions)
	list("decision", p.Decisions)
	for _, r := range p.Rights {
		out = append(out, fmt.Sprintf("right %s %s as %q", r.ID, r.Role, r.As))
	}
	return out
}

func TestOwnersFollowTeamsSidesAndFunctions(t *testing.T) {
	want := map[string][]string{
		"ann": {"manages Northwind",
			`activity agreement/held Help as "desk"   late false`,
			`activity agreement/held Bill as "vendor"   late false`,
			`goal goal/together together as "desk"   late false`,
			`action review/look Call them as ""  2026-04-01 late true`,
			`decision decision/stay stay as "" proposed 2026-04-30 late false`,
			`right pay decider as ""`, `right end decider as "finance"`, `right sign approver as "desk"`},
		"bob": {"manages new",
			`activity agreement/held Help as "desk"   late false`,
			`goal goal/together together as "desk"   late false`,
			`right pay approver as "finance"`, `right end decider as "finance"`, `right sign approver as "desk"`},
		"eve": {`activity agreement/held Sell as "partner"   late false`,
			`goal goal/together together as "main-contact"   late false`,
			`right end voter as ""`, `right sign decider as ""`},
	}
	got := map[string][]string{}
	for _, p := range agenda(t).Owners("").People {
		got[p.ID] = owned(p)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	one := agenda(t).Owners("eve").People
	if len(one) != 1 || one[0].ID != "eve" || one[0].Partner.Name != "Northwind" {
		t.Errorf("of eve alone: %+v", one)
	}
}

func TestGapsOfEachPartner(t *testing.T) {
	got := map[string][]string{}
	for _, p := range agenda(t).Gaps("").Partners {
		got[p.Name] = []string{}
		for _, g := range p.Gaps {
			got[p.Name] = append(got[p.Name], fmt.Sprintf("%s %s %s", g.Kind, g.Of, g.Address))
		}
	}
	want := map[string][]string{
		"Northwind": {"review  partner/northwind",
			"clause successDefinition agreement/held", "clause communication agreement/held", "clause leadProcess agreement/held",
			"clause liability agreement/held", "clause disputeResolution agreement/held", "clause exit agreement/held",
			"clause confidentiality agreement/held", "clause governingLaw agreement/held",
			"goal-benefit partner goal/together", "goal-agreed  goal/together", "goal-target wins goal/together"},
		"new": {"contact  partner/new", "contributions  partner/new", "challenges  partner/new"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if one := agenda(t).Gaps("gone").Partners; len(one) != 1 || len(one[0].Gaps) == 0 {
		t.Errorf("a partner that is asked for is shown though it is gone: %+v", one)
	}
}
