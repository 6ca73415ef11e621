package check_test

import (
	"strings"
	"testing"
)

const (
	movesOrg = `baseCurrency: USD
timezone: Europe/Paris
adopted: 2026-01-01
people:
  - {id: partner-manager, since: 2024-03-01, skills: [negotiation], delegate: deputy}
  - {id: deputy, skills: [negotiation]}
  - {id: leaver, until: 2026-06-01, skills: [negotiation]}
  - {id: untaught}
  - {id: board-a}
  - {id: board-b}
  - {id: adviser, side: adviser}
  - {id: finance-lead, functions: [finance]}
  - {id: northwind-lead, side: partner, partner: northwind}
teams: [{id: managers, members: [partner-manager, leaver, untaught]}]`
	movesRights = `rules:
  - {id: partners, action: approve-partner, decider: managers, skills: [negotiation]}
  - {id: endings, action: terminate, body: {voters: [board-a, board-b], tieBreaker: adviser}}`
)

// TestLifecycleMoves: who may have decided on a move, and on which assessment.
func TestLifecycleMoves(t *testing.T) {
	was := func(lifecycle string) string {
		return doc("Partner", "contoso", "legalName: Contoso Ltd\nlifecycle: "+lifecycle)
	}
	decided := func(more string) string {
		return doc("Decision", "contoso", "type: approve-partner\nsubject: partner/contoso\nconsulted: [finance-lead]\nevidence: [x]\n"+more)
	}
	ended := func(votes string) string {
		return doc("Decision", "contoso", "type: terminate\nsubject: partner/contoso\nstatus: accepted\ndate: 2026-06-20\nconsulted: [finance-lead]\nevidence: [x]\nvotes: ["+votes+"]")
	}
	assessed := func(day string) string {
		return doc("Assessment", "contoso", "subject: partner/contoso\nstage: new\ndate: "+day)
	}
	by := func(id string) string { return "status: accepted\ndecider: " + id + "\ndate: 2026-06-20" }
	fresh := assessed("2026-06-01")
	for name, c := range map[string]struct{ settings, before, after, want string }{
		"decided":                    {"", was("assessing"), was("approved") + fresh + decided(by("partner-manager")), ""},
		"by a delegate":              {"", was("assessing"), was("approved") + fresh + decided(by("deputy")), ""},
		"not decided":                {"", was("assessing"), was("approved") + fresh, "undecided-move: No Decision"},
		"proposed":                   {"", was("assessing"), was("approved") + fresh + decided("status: proposed\ndecider: partner-manager\ndate: 2026-06-20"), "undecided-move: No Decision"},
		"by somebody without it":     {"", was("assessing"), was("approved") + fresh + decided(by("finance-lead")), "undecided-move: `finance-lead` does not hold right `partners`"},
		"by who had left":            {"", was("assessing"), was("approved") + fresh + decided(by("leaver")), "undecided-move: `leaver` was not in office on 2026-06-20"},
		"before leaving":             {"", was("assessing"), was("approved") + fresh + assessed2("2026-04-01") + decided("status: accepted\ndecider: leaver\ndate: 2026-05-20"), ""},
		"without the skill":          {"", was("assessing"), was("approved") + fresh + decided(by("untaught")), "undecided-move: `untaught` lacks the skill negotiation"},
		"in the future":              {"", was("assessing"), was("approved") + fresh + decided("status: accepted\ndecider: partner-manager\ndate: 2026-07-20"), "undecided-move: it is dated 2026-07-20"},
		"not assessed":               {"", was("assessing"), was("approved") + decided(by("partner-manager")), "stale-assessment: "},
		"assessed long ago":          {"", was("assessing"), was("approved") + assessed("2025-06-01") + decided(by("partner-manager")), "stale-assessment: "},
		"assessed a year ago":        {"", was("assessing"), was("approved") + assessed("2025-06-20") + decided(by("partner-manager")), ""},
		"a shorter age":              {"settings: {assessmentMaxAge: 10 days}", was("assessing"), was("approved") + fresh + decided(by("partner-manager")), "stale-assessment: "},
		"assessed after":             {"", was("assessing"), was("approved") + assessed("2026-06-25") + decided(by("partner-manager")), "stale-assessment: "},
		"past the approval":          {"", was("prospect"), was("active") + fresh, "undecided-move: "},
		"new and active":             {"", "", was("active") + fresh, "undecided-move: "},
		"new and from before":        {"", "", was("active\nprograms: [{program: resellers, since: 2025-11-01}]"), ""},
		"new and not assessed":       {"", "", was("active\nprograms: [{program: resellers, since: 2026-02-01}]") + decided(by("partner-manager")), "stale-assessment: "},
		"new and decided":            {"", "", was("active") + fresh + decided(by("partner-manager")), ""},
		"new, before it is adopted":  {"adopted-later", "", was("active"), ""},
		"a pause":                    {"", was("active"), was("paused"), ""},
		"a vote":                     {"", was("active"), was("ended") + ended("{by: board-a, vote: for}, {by: board-b, vote: for}"), ""},
		"a tie":                      {"", was("active"), was("ended") + ended("{by: board-a, vote: for}, {by: board-b, vote: against}"), "undecided-move: 1 voted for and 1 against"},
		"a tie and the casting vote": {"", was("active"), was("ended") + ended("{by: board-a, vote: for}, {by: board-b, vote: against}, {by: adviser, vote: for}"), ""},
		"too few votes":              {"", was("active"), was("ended") + ended("{by: board-a, vote: for}"), "undecided-move: 1 voted for and 0 against"},
	} {
		t.Run(name, func(t *testing.T) {
			frame := doc("Organization", "acme", movesOrg+"\n"+c.settings)
			if c.settings == "adopted-later" {
				frame = doc("Organization", "acme", strings.Replace(movesOrg, "adopted: 2026-01-01", "adopted: 2026-08-01", 1))
			}
			frame += doc("DecisionRights", "rights", movesRights)
			var got []string
			for _, f := range changeFaults(t, frame+c.before, frame+c.after) {
				got = append(got, f.Code+": "+f.Detail)
			}
			code, detail, _ := strings.Cut(c.want, ": ")
			if all := strings.Join(got, "\n"); c.want == "" && all != "" || strings.Count(all, code) == 0 || !strings.Contains(all, detail) || len(got) > 1 {
				t.Errorf("want %q, got\n%s", c.want, all)
			}
		})
	}
	t.Run("a right whose condition is not met", func(t *testing.T) {
		elsewhere := strings.Replace(movesRights, "action: approve-partner,", `action: approve-partner, when: 'change.address != "partner/contoso"',`, 1)
		frame := doc("Organization", "acme", movesOrg) + doc("DecisionRights", "rights", elsewhere)
		got := changeFaults(t, frame+was("assessing"), frame+was("approved")+fresh+decided(by("partner-manager")))
		if len(got) != 1 || got[0].Code != "undecided-move" || !strings.Contains(got[0].Detail, "no right of the base for approve-partner applies") {
			t.Error(spelled(got))
		}
		byAmount := strings.Replace(elsewhere, `change.address != "partner/contoso"`, `impact.yearly > money("5 USD")`, 1)
		frame = doc("Organization", "acme", movesOrg) + doc("DecisionRights", "rights", byAmount)
		if got := changeFaults(t, frame+was("assessing"), frame+was("approved")+fresh+decided(by("partner-manager"))); len(got) != 0 {
			t.Error(spelled(got))
		}
	})
	t.Run("a casting vote alone", func(t *testing.T) {
		frame := doc("Organization", "acme", movesOrg) + doc("DecisionRights", "rights", strings.Replace(movesRights, "tieBreaker", "quorum: 0, tieBreaker", 1))
		got := changeFaults(t, frame+was("active"), frame+was("ended")+ended("{by: adviser, vote: for}"))
		if len(got) != 1 || got[0].Code != "undecided-move" || !strings.Contains(got[0].Detail, "0 voted for and 0 against") {
			t.Error(spelled(got))
		}
	})
	t.Run("the head's own rights and people do not count", func(t *testing.T) {
		before := doc("Organization", "acme", movesOrg) + doc("DecisionRights", "rights", movesRights) + was("assessing")
		after := doc("Organization", "acme", strings.Replace(movesOrg, "{id: untaught}", "{id: untaught, skills: [negotiation]}", 1)) +
			doc("DecisionRights", "rights", movesRights) + was("approved") + fresh + decided(by("untaught"))
		if got := changeFaults(t, before, after); len(got) != 1 || got[0].Code != "undecided-move" {
			t.Error(spelled(got))
		}
	})
}

func assessed2(day string) string {
	return doc("Assessment", "contoso-before", "subject: partner/contoso\nstage: new\ndate: "+day)
}
