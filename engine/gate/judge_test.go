package gate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

const (
	yes     = gate.Approved
	no      = gate.ChangesRequested
	gone    = gate.Dismissed
	comment = gate.Commented
)

const (
	another       = ": let somebody else have this right, too, in a pull request of its own"
	onlyTheAuthor = ", and only the author may, who cannot approve a change of their own" + another
)

// judged spells how a right stands: "met", or what is missing; then the reviews
// that do not count.
func judged(a plan.Approval) []string {
	out := []string{}
	if a.Met {
		out = append(out, "met")
	}
	for _, h := range a.Have {
		if h.For != "" {
			out = append(out, h.Person+" for "+h.For)
		}
	}
	for _, m := range a.Missing {
		out = append(out, m.Why)
	}
	for _, i := range a.Ignored {
		out = append(out, i.Login+": "+i.Why)
	}
	return out
}

// TestJudge: which reviews meet a right.
func TestJudge(t *testing.T) {
	stale := review("ann-gh", yes, 9)
	stale.Stale = "other terms"
	const decider, both, two = "decider: ann", "decider: ann, approvers: [{function: finance}]", "decider: dan, approvers: [{function: finance, count: 2}]"
	body := func(more string) string { return "body: {voters: [ann, cat, dan]" + more + "}" }
	even := func(more string) string {
		return "body: {voters: [ann, cat, dan, ben], tieBreaker: adviser" + more + "}"
	}
	type reviews = []gate.Review
	for _, c := range []struct {
		name, right string
		said        reviews
		want        []string
	}{
		{"nobody", decider, nil, []string{"ann"}},
		{"the decider, in letters of another case", decider, reviews{review("ANN-gh", yes, 9)}, []string{"met"}},
		{"a comment afterwards", decider, reviews{review("ann-gh", yes, 9), review("ann-gh", comment, 10)}, []string{"met"}},
		{"a comment alone", decider, reviews{review("ann-gh", comment, 9)}, []string{"ann"}},
		{"a review that is not sent yet", decider, reviews{review("ann-gh", yes, 9), review("ann-gh", "pending", 10)}, []string{"met"}},
		{"dismissed", decider, reviews{review("ann-gh", gone, 9)}, []string{"ann", "ann-gh: it was dismissed"}},
		{"a dismissed one and another", decider, reviews{review("ann-gh", gone, 9), review("ann-gh", yes, 10)}, []string{"met"}},
		{"changes requested later", decider, reviews{review("ann-gh", no, 10), review("ann-gh", yes, 9)}, []string{"ann", "ann asked for changes"}},
		{"changes requested before", decider, reviews{review("ann-gh", no, 9), review("ann-gh", yes, 10)}, []string{"met"}},
		{"another who has a part asks for changes", "decider: ann, approvers: [{function: finance}]", reviews{review("ann-gh", yes, 9), review("ben-gh", no, 9)}, []string{"ben asked for changes"}},
		{"somebody without a part asks for changes", decider, reviews{review("ann-gh", yes, 9), review("cat-gh", no, 9)}, []string{"met"}},
		{"the author", "decider: fay", reviews{review("Fay-gh", yes, 9)}, []string{"fay" + onlyTheAuthor, "Fay-gh: nobody approves a change of their own"}},
		{"an unknown account", decider, reviews{review("stranger", yes, 9)}, []string{"ann", "stranger: nobody in the base revision's people has this GitHub account"}},
		{"no role", decider, reviews{review("cat-gh", yes, 9)}, []string{"ann", "cat-gh: cat has no part in this right"}},
		{"other terms", decider, reviews{stale}, []string{"ann", "ann-gh: other terms"}},
		{"who left", "decider: eve", reviews{review("eve-gh", yes, 9)}, []string{"eve, who is not in office on 2026-06-30" + another, "eve-gh: this person is not in office on 2026-06-30"}},
		{"who is not there yet", "decider: gus", reviews{review("gus-gh", yes, 9)}, []string{"gus, who is not in office on 2026-06-30" + another, "gus-gh: this person is not in office on 2026-06-30"}},
		{"a delegate", decider, reviews{review("del-gh", yes, 9)}, []string{"met", "del for ann"}},
		{"a delegate of who left", "decider: eve", reviews{review("adv-gh", yes, 9)}, []string{"eve, who is not in office on 2026-06-30" + another, "adv-gh: adviser has no part in this right"}},
		{"an account of two people", "decider: ivy", reviews{review("ivy-gh", yes, 9)}, []string{"ivy, who has no GitHub account of their own in the base's people", "ivy-gh: 2 people of the base have this GitHub account, so whose review it is cannot be told"}},
		{"one review for both parts", both, reviews{review("ann-gh", yes, 9)}, []string{"met"}},
		{"the approver alone", both, reviews{review("ben-gh", yes, 9)}, []string{"ann"}},
		{"two of a function", two, reviews{review("dan-gh", yes, 9), review("ann-gh", yes, 9), review("ben-gh", yes, 9)}, []string{"met"}},
		{"one twice", two, reviews{review("dan-gh", yes, 9), review("ann-gh", yes, 9), review("ann-gh", yes, 10)}, []string{"finance: anyone of 2 people"}},
		{"a delegate counts once", two, reviews{review("dan-gh", yes, 9), review("del-gh", yes, 9)}, []string{"del for ann", "finance: anyone of 2 people"}},
		{"a delegate beside one of those they stand in for", two, reviews{review("dan-gh", yes, 9), review("del-gh", yes, 9), review("ann-gh", yes, 9)}, []string{"met", "del for ben"}},
		{"the right skills", "decider: finance, skills: [negotiation]", reviews{review("ann-gh", yes, 9)}, []string{"met"}},
		{"without a skill", "decider: finance, skills: [negotiation]", reviews{review("ben-gh", yes, 9)}, []string{"finance: anyone of 1 person", "ben-gh: ben has no part in this right"}},
		{"a delegate without the skill", "decider: ann, skills: [negotiation]", reviews{review("del-gh", yes, 9)}, []string{"ann", "del-gh: del stands in for somebody who reviewed in person, or lacks a skill that the right asks for"}},
		{"a team", "decider: board", reviews{review("cat-gh", yes, 9)}, []string{"met"}},
		{"escalated in time", "decider: dan, within: 40 days, escalateTo: cat", reviews{review("cat-gh", yes, 9)}, []string{"dan", "cat-gh: cat has no part in this right"}},
		{"escalated", "decider: dan, within: 5 days, escalateTo: cat", reviews{review("cat-gh", yes, 9)}, []string{"met"}},

		{"a majority", body(""), reviews{review("ann-gh", yes, 9), review("cat-gh", yes, 9)}, []string{"met"}},
		{"a majority against", body(""), reviews{review("ann-gh", yes, 9), review("cat-gh", no, 9), review("dan-gh", no, 9)}, []string{"1 for and 2 against of 3 voters: the motion does not carry"}},
		{"no quorum", body(""), reviews{review("ann-gh", yes, 9)}, []string{"1 for and 0 against of 3 voters: 2 must vote (ann, cat, dan)"}},
		{"a quorum of its own", body(", quorum: 3"), reviews{review("ann-gh", yes, 9), review("cat-gh", yes, 9)}, []string{"2 for and 0 against of 3 voters: 3 must vote (ann, cat, dan)"}},
		{"unanimous", body(", rule: unanimous"), reviews{review("ann-gh", yes, 9), review("cat-gh", yes, 9), review("dan-gh", yes, 9)}, []string{"met"}},
		{"not unanimous", body(", rule: unanimous"), reviews{review("ann-gh", yes, 9), review("cat-gh", yes, 9), review("dan-gh", no, 9)}, []string{"2 for and 1 against of 3 voters: it must be unanimous"}},
		{"one vote cast twice by a delegate", body(""), reviews{review("ann-gh", yes, 9), review("del-gh", yes, 9)},
			[]string{"1 for and 0 against of 3 voters: 2 must vote (ann, cat, dan)", "del-gh: del stands in for somebody who reviewed in person, or lacks a skill that the right asks for"}},
		{"a delegate's vote", body(""), reviews{review("cat-gh", yes, 9), review("del-gh", yes, 9)}, []string{"met", "del for ann"}},
		{"a stale vote", body(""), reviews{review("cat-gh", yes, 9), stale}, []string{"1 for and 0 against of 3 voters: 2 must vote (ann, cat, dan)", "ann-gh: other terms"}},
		{"a tie", even(", quorum: 2"), reviews{review("ann-gh", yes, 9), review("cat-gh", no, 9)}, []string{"1 for and 1 against of 4 voters: a tie, adviser has the casting vote"}},
		{"a tie and the adviser", even(", quorum: 2"), reviews{review("ann-gh", yes, 9), review("cat-gh", no, 9), review("adv-gh", yes, 9)}, []string{"met"}},
		{"a tie and the adviser against", even(", quorum: 2"), reviews{review("ann-gh", yes, 9), review("cat-gh", no, 9), review("adv-gh", no, 9)}, []string{"1 for and 1 against of 4 voters: the motion does not carry"}},
		{"no tie, so the adviser has no vote", even(", quorum: 2"), reviews{review("ann-gh", no, 9), review("cat-gh", no, 9), review("adv-gh", yes, 9)},
			[]string{"0 for and 2 against of 4 voters: the motion does not carry", "adv-gh: adviser breaks ties, and there is none"}},
		{"no account among several", "decider: sales", nil, []string{"sales: anyone of 2 people, and nobody of them has a GitHub account of their own in the base's people"}},
		{"no account but the author's", "decider: office", nil, []string{"office: anyone of 2 people, and nobody of them but the author has a GitHub account of their own in the base's people"}},
		{"nobody in office any more", "decider: old", nil, []string{"old: anyone of 2 people, of whom nobody is in office on 2026-06-30" + another}},
		{"more than there are", "decider: dan, approvers: [{function: finance, count: 4}]", reviews{review("dan-gh", yes, 9)},
			[]string{"finance: 4 of 2 people, and only 2 of them can: the others opened it, are not in office, or have no GitHub account of their own in the base's people"}},
		{"a delegate of whom has no account", "decider: mia", nil, []string{"mia"}},
		{"a quorum of nobody", "body: {voters: [ann, cat], quorum: 0, tieBreaker: adviser}", reviews{review("adv-gh", yes, 9)},
			[]string{"0 for and 0 against of 2 voters: 1 must vote (ann, cat)"}},
		{"voters without accounts", "body: {voters: [kim, leo]}", nil,
			[]string{"0 for and 0 against of 2 voters: 2 must vote (kim, leo), and nobody of them has a GitHub account of their own in the base's people"}},
		{"an approver beside a body asks for changes", body("") + ", approvers: [{person: ben}]", reviews{review("ann-gh", yes, 9), review("cat-gh", yes, 9), review("ben-gh", no, 9)}, []string{"ben", "ben asked for changes"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := between(t, rights("{id: it, action: change-goal, "+c.right+"}"), doc("Goal", "it", goal), "")
			day, _ := quantity.ParseDate("2026-06-30")
			bench := gate.Bench{Book: in.Book, AsOf: day, Author: "fay-GH", Opened: day - 20}
			all := gate.Judge(require(t, in), bench, c.said)
			if len(all) != 1 {
				t.Fatal(spelled(all))
			}
			if diff := cmp.Diff(c.want, judged(all[0])); diff != "" {
				t.Error(diff)
			}
			if isMet := c.want[0] == "met"; all[0].Met != isMet {
				t.Errorf("met %v", all[0].Met)
			}
		})
	}
}

// TestStandingInForTheAuthor: whom the author has made a delegate approves nothing
// in the author's name.
func TestStandingInForTheAuthor(t *testing.T) {
	for right, want := range map[string][]string{
		"decider: hal": {"hal" + onlyTheAuthor, "del-gh: del stands in for hal, who opened this pull request"},
		"decider: hal, approvers: [{person: ann}]":   {"del for ann", "hal" + onlyTheAuthor},
		"body: {voters: [hal, ann, ben], quorum: 2}": {"del for ann", "1 for and 0 against of 3 voters: 2 must vote (ann, ben, hal)"},
	} {
		in := between(t, rights("{id: it, action: change-goal, "+right+"}"), doc("Goal", "it", goal), "")
		day, _ := quantity.ParseDate("2026-06-30")
		all := gate.Judge(require(t, in), gate.Bench{Book: in.Book, AsOf: day, Author: "HAL-gh"}, []gate.Review{review("del-gh", yes, 9)})
		if diff := cmp.Diff(want, judged(all[0])); diff != "" || all[0].Met {
			t.Errorf("%s: met %v\n%s", right, all[0].Met, diff)
		}
	}
}

// TestJudgeOfSeveral: who has a part in one right is not told to have none in
// another, and what no right covers stays closed whoever reviews.
func TestJudgeOfSeveral(t *testing.T) {
	in := between(t, rights("{id: goals, action: change-goal, decider: ann}", "{id: campaigns, action: structure-campaign, decider: dan}"),
		doc("Goal", "it", goal)+doc("Campaign", "it", campaign+"{vendor: 5 USD}")+doc("KPI", "it", "unit: count\nbuiltin: win-rate"), "")
	bench := gate.Bench{Book: in.Book}
	all := gate.Judge(require(t, in), bench, []gate.Review{review("ann-gh", yes, 9), review("dan-gh", yes, 9), review("cat-gh", yes, 9)})
	var got []string
	for _, a := range all {
		got = append(got, fmt.Sprintf("%s %v %s", a.Action, a.Met, strings.Join(judged(a), ", ")))
	}
	want := []string{"change-goal true met, cat-gh: cat has no part in this right", "structure-campaign true met, cat-gh: cat has no part in this right", "assess-performance false "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestReadReviews: as GitHub lists them, several pages one behind the other.
func TestReadReviews(t *testing.T) {
	page := `[{"user": {"login": "ann-gh"}, "state": "APPROVED", "commit_id": "c0ffee", "submitted_at": "2026-06-29T09:00:00Z"}]`
	got, err := gate.ReadReviews(strings.NewReader(page + "\n" + `[{"user": null, "state": "COMMENTED", "commit_id": null, "submitted_at": "2026-06-29T10:00:00Z"}]`))
	if err != nil {
		t.Fatal(err)
	}
	want := []gate.Review{review("ann-gh", yes, 9), {State: comment, At: time.Date(2026, 6, 29, 10, 0, 0, 0, time.UTC)}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{"", "{}", page + "[", `"x"`, `[{"state": 7}]`} {
		_, err := gate.ReadReviews(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), "it is no list of reviews") || strings.Contains(err.Error(), "Go ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
