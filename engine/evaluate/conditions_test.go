package evaluate_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

func TestConditionsOfTheExample(t *testing.T) {
	s := snapshot(t, example, "2026-06-30")
	want := map[string]string{
		"partner/northwind Active":                        "True InForce: Northwind reseller agreement: holds since 2025-07-01, until 2027-06-30.",
		"partner/northwind AtRisk":                        "False OnCourse: Goal Grow DACH together is close to its pace, with 60.7% reached after 49.6% of its time; score 73.0 by health recommends maintain.",
		"partner/northwind CheckinDue":                    "False CheckedIn: Grow DACH together: last met on 2026-06-25; the next quarterly check-in is due on 2026-09-25.",
		"partner/northwind RenewalDue":                    "False NotYet: Northwind reseller agreement: last day to give notice is 2027-05-01; else it renews by itself for 12 months, to 2028-06-30.",
		"partner/northwind ReviewDue":                     "False Reviewed: Last reviewed on 2026-06-25; the next quarterly review is due on 2026-09-25.",
		"partner/contoso Active":                          "True InForce: contoso-referral: holds since 2025-10-01, without an end.",
		"partner/contoso AtRisk":                          "True GoalBehind: Goal contoso-2026 is behind, with 30.0% reached after 49.6% of its time.",
		"partner/contoso CheckinDue":                      "False NoCadence: No running goal asks for check-ins.",
		"partner/contoso RenewalDue":                      "False Evergreen: contoso-referral: has no last day to renew it on.",
		"partner/contoso ReviewDue":                       "False NotYet: No review since 2026-01-01; the semiannual one is due on 2026-07-01.",
		"partner/fabrikam Active":                         "False NoAgreement: No agreement is declared.",
		"partner/fabrikam AtRisk":                         "Unknown NothingMeasured: Neither a score nor a running goal has a value.",
		"partner/fabrikam CheckinDue":                     "False NoCadence: No running goal asks for check-ins.",
		"partner/fabrikam RenewalDue":                     "False NoAgreement: No agreement holds that could be renewed.",
		"partner/fabrikam ReviewDue":                      "False NoAgreement: No agreement holds that asks for reviews.",
		"agreement/northwind-reseller Active":             "True InForce: Holds since 2025-07-01, until 2027-06-30.",
		"agreement/northwind-reseller NoticeDue":          "False NotYet: Last day to give notice is 2027-05-01; else it renews by itself for 12 months, to 2028-06-30.",
		"agreement/contoso-referral Active":               "True InForce: Holds since 2025-10-01, without an end.",
		"agreement/contoso-referral NoticeDue":            "False Evergreen: Has no last day to renew it on.",
		"goal/northwind-2026 OnTrack":                     "False AtRisk: 60.7% reached after 49.6% of its time.",
		"goal/northwind-2026 CheckinDue":                  "False CheckedIn: Last met on 2026-06-25; the next quarterly check-in is due on 2026-09-25.",
		"goal/contoso-2026 OnTrack":                       "False Behind: 30.0% reached after 49.6% of its time.",
		"goal/contoso-2026 CheckinDue":                    "False NoCadence: The goal asks for no check-ins.",
		"decision/0001-approve-fabrikam OutcomeReviewDue": "False NotYet: Its outcome is to be reviewed on 2026-11-30.",
		"assessment/fabrikam-2026 Current":                "True Current: Assessed on 2026-05-10, which holds until 2027-05-10.",
	}
	if diff := cmp.Diff(want, said(s)); diff != "" {
		t.Error(diff)
	}
	for address, j := range s.Judgements {
		if j.Address != address {
			t.Errorf("%s is judged as %q", address, j.Address)
		}
		if !slices.IsSortedFunc(j.Conditions, func(a, b state.Condition) int { return strings.Compare(a.Type, b.Type) }) {
			t.Errorf("%s: conditions are not sorted by type", address)
		}
		for _, c := range j.Conditions {
			if c.At.IsZero() {
				t.Errorf("%s %s has no place", address, c.Type)
			}
		}
	}
}

// Days on which a condition of the example turns, each by itself.
func TestConditionsTurnOnTheirDays(t *testing.T) {
	for _, c := range []struct{ on, address, kind, want string }{
		{"2026-07-01", "partner/contoso", "ReviewDue", "True Due: Semiannual review is due on 2026-07-01, none since 2026-01-01."},
		{"2026-07-02", "partner/contoso", "ReviewDue", "True Overdue: Semiannual review was due on 2026-07-01, none since 2026-01-01."},
		{"2026-09-26", "partner/northwind", "ReviewDue", "True Overdue: Quarterly review was due on 2026-09-25, last reviewed on 2026-06-25."},
		{"2026-09-26", "partner/northwind", "CheckinDue", "True Overdue: Grow DACH together: quarterly check-in was due on 2026-09-25, last met on 2026-06-25."},
		{"2026-06-24", "partner/northwind", "ReviewDue", "True Overdue: Quarterly review was due on 2026-04-01, none since 2026-01-01."},
		{"2026-11-30", "decision/0001-approve-fabrikam", "OutcomeReviewDue", "True Due: Its outcome is to be reviewed on 2026-11-30."},
		{"2026-12-01", "decision/0001-approve-fabrikam", "OutcomeReviewDue", "True Overdue: Its outcome was to be reviewed on 2026-11-30."},
		{"2027-05-10", "assessment/fabrikam-2026", "Current", "True Current: Assessed on 2026-05-10, which holds until 2027-05-10."},
		{"2027-05-11", "assessment/fabrikam-2026", "Current", "False TooOld: Assessed on 2026-05-10, which held until 2027-05-10."},
		{"2026-05-09", "assessment/fabrikam-2026", "Current", "Unknown NotYet: Dated 2026-05-10, which is still to come."},
		{"2027-03-01", "agreement/northwind-reseller", "NoticeDue", "False NotYet: Last day to give notice is 2027-05-01; else it renews by itself for 12 months, to 2028-06-30."},
		{"2027-03-02", "agreement/northwind-reseller", "NoticeDue", "True NoticeSoon: Last day to give notice is 2027-05-01; else it renews by itself for 12 months, to 2028-06-30."},
		{"2027-05-01", "partner/northwind", "RenewalDue", "True NoticeSoon: Northwind reseller agreement: last day to give notice is 2027-05-01; else it renews by itself for 12 months, to 2028-06-30."},
		{"2027-05-02", "partner/northwind", "RenewalDue", "False NoticePassed: Northwind reseller agreement: the last day to give notice was 2027-05-01; it renews by itself for 12 months, to 2028-06-30."},
		{"2025-09-30", "partner/contoso", "Active", "False Upcoming: contoso-referral: begins on 2025-10-01."},
		{"2025-12-31", "goal/contoso-2026", "OnTrack", "Unknown NotStarted: Its time begins on 2026-01-01."},
		{"2027-01-01", "goal/northwind-2026", "CheckinDue", "False NotRunning: The goal's time is 2026-01-01..2026-12-31."},
		{"2027-01-01", "partner/contoso", "AtRisk", "Unknown NothingMeasured: Neither a score nor a running goal has a value."},
	} {
		if got := conditionOf(t, snapshot(t, example, c.on), spec.Address(c.address), c.kind); got != c.want {
			t.Errorf("%s %s on %s: %q\nwant %q", c.address, c.kind, c.on, got, c.want)
		}
	}
}

func TestConditionsOfAgreements(t *testing.T) {
	manual := "{effective: 2025-01-01, expires: 2025-12-31, renewal: manual, notice: 30 days}"
	for name, c := range map[string]struct{ term, settings, on, active, notice string }{
		"manual, in time":        {manual, "", "2025-10-01", "True InForce", "False NotYet: Last day to agree on a renewal is 2025-12-01; it expires on 2025-12-31."},
		"manual, near":           {manual, "", "2025-10-02", "True InForce", "True RenewalSoon: Last day to agree on a renewal is 2025-12-01; it expires on 2025-12-31."},
		"manual, too late":       {manual, "", "2025-12-02", "True InForce", "True Overdue: The last day to agree on a renewal was 2025-12-01; it expires on 2025-12-31."},
		"manual, expired":        {manual, "", "2026-01-01", "False Expired", "False NotActive: Does not hold, so there is no notice to give."},
		"announced at its lead":  {manual, "{renewalLead: 1 month}", "2025-11-01", "True InForce", "True RenewalSoon: Last day to agree on a renewal is 2025-12-01; it expires on 2025-12-31."},
		"not before":             {manual, "{renewalLead: 1 month}", "2025-10-31", "True InForce", "False NotYet: Last day to agree on a renewal is 2025-12-01; it expires on 2025-12-31."},
		"no renewal":             {"{effective: 2025-01-01, expires: 2025-12-31, notice: 30 days}", "", "2025-11-01", "True InForce", "True ExpiresSoon: Expires on 2025-12-31 without a renewal."},
		"auto, without a notice": {"{effective: 2025-01-01, expires: 2025-12-31, renewal: auto, renewFor: 1 year}", "", "2025-11-01", "True InForce", "True NoticeSoon: Last day to give notice is 2025-12-31; else it renews by itself for 1 year, to 2026-12-31."},
		"ended, running out":     {"{effective: 2025-01-01}\nended: {on: 2025-11-30, reason: breach, windDownOwner: manager}", "", "2025-11-01", "True InForce", "False Ended: Was ended on 2025-11-30."},
		"ended":                  {"{effective: 2025-01-01}\nended: {on: 2025-11-30, reason: breach, windDownOwner: manager}", "", "2025-12-01", "False Ended", "False NotActive: Does not hold, so there is no notice to give."},
	} {
		t.Run(name, func(t *testing.T) {
			repo := repository("", signed("a", c.term))
			if c.settings != "" {
				repo["all.yaml"].Data = []byte(strings.Replace(string(repo["all.yaml"].Data), "  timezone:", "  settings: "+c.settings+"\n  timezone:", 1))
			}
			s := snapshot(t, repo, c.on)
			if got, _, _ := strings.Cut(conditionOf(t, s, "agreement/a", "Active"), ":"); got != c.active {
				t.Errorf("Active is %s, want %s", got, c.active)
			}
			if got := conditionOf(t, s, "agreement/a", "NoticeDue"); got != c.notice {
				t.Errorf("NoticeDue is %s\nwant %s", got, c.notice)
			}
		})
	}
}

func TestAPartnerIsJudgedByTheNearestAgreement(t *testing.T) {
	old := signed("old", "{effective: 2024-01-01, expires: 2024-12-31}")
	draft := document("Agreement", "next", "partner: northwind\nprogram: resellers\nstatus: draft\nterm: {effective: 2026-01-01}")
	for name, c := range map[string]struct {
		documents []string
		want      string
	}{
		"two that hold":        {[]string{signed("a", "{effective: 2025-01-01}"), signed("b", "{effective: 2025-02-01}"), old}, "True InForce: a: holds since 2025-01-01, without an end, and 1 more."},
		"one that is expired":  {[]string{old}, "False Expired: old: expired on 2024-12-31."},
		"one that is drafted":  {[]string{old, draft}, "False Draft: next: still a draft."},
		"one that is to begin": {[]string{old, draft, signed("soon", "{effective: 2025-07-01}")}, "False Upcoming: soon: begins on 2025-07-01."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := conditionOf(t, snapshot(t, repository("", c.documents...), "2025-06-30"), "partner/northwind", "Active"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// What two-agreements asks for: the old agreement stands back for the new one.
func TestASupersededAgreementStandsBack(t *testing.T) {
	repo := succeeded(t)
	for on, want := range map[string]map[string]string{
		"2025-12-31": {
			"partner/northwind Active":               "True InForce: Northwind reseller agreement: holds since 2025-07-01, until 2025-12-31, when northwind-two takes its place.",
			"partner/northwind RenewalDue":           "False Superseded: Northwind reseller agreement: gives way to northwind-two on 2026-01-01.",
			"agreement/northwind-reseller NoticeDue": "False Superseded: Gives way to northwind-two on 2026-01-01.",
		},
		"2026-06-30": {
			"partner/northwind Active":               "True InForce: northwind-two: holds since 2026-01-01, until 2028-12-31.",
			"partner/northwind RenewalDue":           "False NotYet: northwind-two: last day to give notice is 2028-11-01; else it renews by itself for 12 months, to 2029-12-31.",
			"agreement/northwind-reseller Active":    "False Superseded: Superseded by northwind-two since 2026-01-01.",
			"agreement/northwind-reseller NoticeDue": "False NotActive: Does not hold, so there is no notice to give.",
		},
	} {
		got := said(snapshot(t, repo, on))
		for condition, text := range want {
			if got[condition] != text {
				t.Errorf("%s on %s: %q\nwant %q", condition, on, got[condition], text)
			}
		}
	}
	p := compiled(t, repo)
	for _, on := range []string{"2025-12-31", "2026-06-30"} {
		for _, d := range p.Due(day(t, on), day(t, "2030-12-31")) {
			if d.Address == "agreement/northwind-reseller" {
				t.Errorf("on %s the old agreement asks for a %s: %s", on, d.Kind, d.Text)
			}
		}
	}
}

// succeeded is the example with a second agreement of Northwind from 2026 on.
func succeeded(t *testing.T) fstest.MapFS {
	repo := copied(t, example)
	text := string(repo["agreements/northwind-reseller.yaml"].Data)
	text = strings.NewReplacer("name: northwind-reseller, title: Northwind reseller agreement", "name: northwind-two",
		"effective: 2025-07-01, expires: 2027-06-30", "effective: 2026-01-01, expires: 2028-12-31").Replace(text) + "  supersedes: northwind-reseller\n"
	repo["agreements/two.yaml"] = &fstest.MapFile{Data: []byte(text)}
	return repo
}

func TestTheRenewalThatIsNearComesFirst(t *testing.T) {
	s := snapshot(t, repository("",
		signed("a", "{effective: 2025-01-01}"),
		signed("b", "{effective: 2025-01-01, expires: 2026-12-31, renewal: manual, notice: 30 days}"),
		signed("c", "{effective: 2025-01-01, expires: 2025-12-31, renewal: manual, notice: 30 days}")), "2025-11-15")
	if got, want := conditionOf(t, s, "partner/northwind", "RenewalDue"), "True RenewalSoon: c: last day to agree on a renewal is 2025-12-01; it expires on 2025-12-31."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A concern past its date puts a partner at risk though nothing is measured.
func TestAnOverdueConcernIsARisk(t *testing.T) {
	partner := document("Partner", "fabrikam", "legalName: Fabrikam\nlifecycle: active\nconcerns: [{id: staff, text: Nobody sells, due: 2026-06-29}]")
	for on, want := range map[string]string{
		"2026-06-29": "Unknown NothingMeasured: Neither a score nor a running goal has a value.",
		"2026-06-30": "True ConcernOverdue: Concern staff was to be answered by 2026-06-29.",
	} {
		if got := conditionOf(t, snapshot(t, repository("", partner), on), "partner/fabrikam", "AtRisk"); got != want {
			t.Errorf("on %s: %q, want %q", on, got, want)
		}
	}
}

// A low score of the example's scorecard, by rating Northwind down.
func TestALowScoreIsARisk(t *testing.T) {
	repo := copied(t, example)
	ratings := "reviews/northwind-2026-q2.yaml"
	text := strings.NewReplacer("value: 4", "value: 1", "value: 3", "value: 1", "value: 5", "value: 1").Replace(string(repo[ratings].Data))
	repo[ratings].Data = []byte(text)
	got := conditionOf(t, snapshot(t, repo, "2026-06-30"), "partner/northwind", "AtRisk")
	// 0.4 × 65.75 + 0.2 × 83.33 = 42.97
	if want := "True ScoreLow: Score 43.0 by health recommends end."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
