package evaluate_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/state"
)

// clicks is a program whose publishers joined with a click: C1 to C4 are listed,
// and A, who has a file.
var clicks = base.with(
	"program.yaml", entry("Program", "p", "{type: affiliate, roster: sites}")+entry("Program", "q", "{type: reseller}"),
	"sites.yaml", entry("Source", "sites", "{type: registrations, system: crm, from: {files: sites.csv}, columns: {id: site, partner: site, customer: url, submittedAt: joined}}"),
	"sites.csv", "site,url,joined\nC1,c1.example,2025-05-01\nC2,c2.example,2026-05-01\n C3 ,c3.example,2025-06-01\nC4,c4.example,2025-07-01\nA,a.example,2025-08-01\nC1,again.example,2025-09-01\n",
	"touches.yaml", entry("Source", "touches", "{type: touches, system: crm, from: {files: touches.csv}, columns: {id: id, partner: partner, deal: deal, at: at}}"),
	"touches.csv", "id,partner,deal,at\nt1,C3,1,2026-01-05\nt2,A,1,2026-01-06\nt3,C4,2,2025-12-31\n",
	"k.yaml", kpi("won-revenue", sum(`stage == "won"`))+kpi("wins", `{measure: {source: deals, aggregate: count, where: 'stage == "won"'}}`),
	"deals.csv", "id,partner,stage,amount,created,closed,by,product,seats,margin,region\n"+
		"1,A,won,10.00,2026-01-01,2026-01-31,,,,,\n"+ // a partner's
		"2,C1,won,20.00,2026-01-01,2026-02-10,,,,,\n"+
		"3,C1,won,40.00,2026-01-01,2026-03-10,,,,,\n"+
		"4,C2,won,80.00,2025-06-01,2025-07-01,,,,,\n"+ // the year before
		"5,C2,open,160.00,2026-06-01,,,,,,\n"+ // created in this one
		"6,,won,320.00,2026-01-01,2026-02-01,,,,,\n"+ // direct
		"7,Z,won,640.00,2026-01-01,2026-02-01,,,,,\n"+ // nobody's
		"8,C4,won,x,2026-01-01,2026-02-01,,,,,\n") // a fault

// rostered spells the rosters of a snapshot.
func rostered(s *state.Snapshot) []string {
	var out []string
	for _, r := range s.Rosters {
		line := fmt.Sprintf("%s by %s: %d listed, %d active, %s %s", r.Program.Name(), r.Source.Name(), r.Listed, r.Active, r.KPI, r.Value.Decimal())
		if !r.IsKnown {
			line += " unknown"
		}
		out = append(out, line)
	}
	return out
}

// TestRoster: C1 won 20 + 40 in the year to date, C2 opened a deal in it, C3 was
// seen before one; C4's only rows are a touch of the year before and one with a
// fault. A is listed and has a file.
func TestRoster(t *testing.T) {
	s := evaluated(t, clicks, "2026-06-30", "")
	if diff := cmp.Diff([]string{"p by sites: 4 listed, 3 active, won-revenue 60.00"}, rostered(s)); diff != "" {
		t.Error(diff)
	}
	wantValues(t, s, "ada won-revenue: 10.00 USD", "direct won-revenue: 320.00 USD", "portfolio won-revenue: 10.00 USD", "portfolio wins: 1")
	var got []string
	for _, r := range s.Facts {
		line := fmt.Sprintf("%s %d = %d + %d direct + %d roster", r.Source, r.Rows, r.Evaluated, r.Direct, r.Roster)
		for _, rejected := range r.Rejected {
			line += " + " + rejected.Reason + " " + rejected.Value
		}
		got = append(got, line)
	}
	want := []string{"deals 8 = 1 + 1 direct + 4 roster + unknown-partner Z + bad-amount x", "sites 6 = 1 + 0 direct + 5 roster", "touches 3 = 1 + 0 direct + 2 roster"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRosters(t *testing.T) {
	claimed := clicks.with("c1.yaml", entry("Partner", "c-one", "{legalName: One, lifecycle: active, keys: {crm: C1}}"))
	twice := clicks.with("program.yaml", entry("Program", "p", "{type: affiliate, roster: sites}")+entry("Program", "q", "{type: affiliate, roster: more}"),
		"more.yaml", entry("Source", "more", "{type: activities, system: crm, from: {files: more.csv}, columns: {id: who, partner: who, at: on}}"),
		"more.csv", "who,on\nC2,2026-01-01\nC5,2026-01-01\n")
	for name, c := range map[string]struct {
		w    world
		over string
		want string
	}{
		"another period":                {clicks, "2025", "p by sites: 4 listed, 2 active, won-revenue 80.00"},
		"who gets a file leaves it":     {claimed, "", "p by sites: 3 listed, 2 active, won-revenue 0.00"},
		"a count":                       {clicks.edited(t, "org.yaml", "timezone: UTC", "timezone: UTC, settings: {portfolioKpi: wins}"), "", "p by sites: 4 listed, 3 active, wins 2"},
		"a KPI that is not declared":    {clicks.with("k.yaml", kpi("other", sum(`stage == "won"`))), "", "p by sites: 4 listed, 3 active,  "},
		"a KPI that cannot be added":    {clicks.with("k.yaml", kpi("won-revenue", "{unit: money, measure: {source: deals, aggregate: median, field: amount}}")), "", "p by sites: 4 listed, 3 active,  "},
		"another system":                {clicks.edited(t, "sites.yaml", "system: crm", "system: shop"), "", "p by sites: 5 listed, 0 active, won-revenue 0.00"},
		"no facts of it":                {clicks.edited(t, "sites.yaml", "files: sites.csv", "files: gone.csv"), "", "p by sites: 0 listed, 0 active,   unknown"},
		"nobody on it":                  {clicks.with("sites.csv", "site,url,joined\n"), "", "p by sites: 0 listed, 0 active, won-revenue 0.00"},
		"one that lists what it counts": {clicks.with("program.yaml", entry("Program", "p", "{type: affiliate, roster: deals}")), "", "p by deals: 3 listed, 1 active, won-revenue 700.00"},
		"one partner in two":            {twice, "", "p by sites: 4 listed, 3 active, won-revenue 60.00; q by more: 2 listed, 1 active, won-revenue 0.00"},
		"two programs share one": {clicks.with("program.yaml", entry("Program", "p", "{type: affiliate, roster: sites}")+entry("Program", "q", "{type: affiliate, roster: sites}")), "",
			"p by sites: 4 listed, 3 active, won-revenue 60.00; q by sites: 4 listed, 3 active, won-revenue 60.00"},
		"without a roster": {base, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := compile(t, c.w)
			sources, _ := p.Mapped(evaluate.Roots{c.w.files()})
			if got := strings.Join(rostered(run(t, sources, job(t, p, "2026-06-30", c.over))[0]), "; "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestRosterByRevision: of two revisions in one scan each goes by its own documents.
func TestRosterByRevision(t *testing.T) {
	before, _ := compile(t, clicks)
	after, _ := compile(t, clicks.with("c1.yaml", entry("Partner", "c-one", "{legalName: One, lifecycle: active, keys: {crm: C1}}")))
	none, _ := compile(t, clicks.with("program.yaml", entry("Program", "p", "{type: affiliate}")))
	sources, _ := before.Mapped(evaluate.Roots{clicks.files()})
	snaps := run(t, sources, job(t, before, "2026-06-30", ""), job(t, after, "2026-06-30", ""), job(t, none, "2026-06-30", ""))
	var got []string
	for _, s := range snaps {
		got = append(got, fmt.Sprintf("%d evaluated, %d roster, %d reasons, %s", s.Facts[0].Evaluated, s.Facts[0].Roster, len(s.Facts[0].Rejected), strings.Join(rostered(s), "")))
	}
	want := []string{
		"1 evaluated, 4 roster, 2 reasons, p by sites: 4 listed, 3 active, won-revenue 60.00",
		"3 evaluated, 2 roster, 2 reasons, p by sites: 3 listed, 2 active, won-revenue 0.00",
		"1 evaluated, 0 roster, 4 reasons, ", // C1, C2 and Z are nobody's
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantValues(t, snaps[1], "c-one won-revenue: 60.00 USD", "portfolio won-revenue: 70.00 USD")
}

// TestRosterWithoutPartners is a fault at the reference.
func TestRosterWithoutPartners(t *testing.T) {
	w := clicks.with("program.yaml", entry("Program", "p", "{type: affiliate, roster: back}"),
		"back.yaml", entry("Source", "back", "{type: refunds, from: {files: back.csv}, columns: {id: id, of: of, amount: amount, at: at}}"))
	_, findings := compile(t, w)
	want := []string{"unmapped-column program.yaml:5:33 `back` A roster lists partners, and rows of type refunds have no `partner`. → name a source of a type with partners, such as registrations"}
	if diff := cmp.Diff(want, spelt(findings)); diff != "" {
		t.Error(diff)
	}
}

// TestRosterThatGoesAway is a breakage, like any file that cannot be read.
func TestRosterThatGoesAway(t *testing.T) {
	p, _ := compile(t, clicks)
	files := clicks.files()
	sources, _ := p.Mapped(evaluate.Roots{files})
	delete(files, "sites.csv")
	if _, err := evaluate.Run(context.Background(), memory.Runner{}, sources, job(t, p, "2026-06-30", "")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}
