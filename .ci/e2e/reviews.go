package main

import (
	"context"
	"fmt"
	"slices"
)

const (
	nextMorning = "2026-07-01"
	// Deals that arrive overnight: with them the change would move far more money.
	newDeals = `D-107,NW-001,Quitte,Suite Pro,Closed Won,"$90,000.00",2026-04-20,2026-06-30,Partner
D-207,CO-002,Rose,Suite Basic,Closed Won,"$4,000.00",2026-05-02,2026-07-01,Partner
`
)

// reviews: an approval opens the gate, holds after a cosmetic push and on the next
// morning, and is void when a figure is another.
func (t *trial) reviews(ctx context.Context) error {
	head, err := git(t.repo.dir, "rev-parse", "HEAD")
	if err != nil {
		return err
	}
	if err := t.hub.review(finance, number, "COMMENT", head); err != nil {
		return err
	}
	approved, err := t.approve(ctx, manager, head)
	if err != nil {
		return err
	}
	t.wantOpen("the partner manager's approval", approved, head)

	head, cosmetic, err := t.propose(ctx, "Explain\n", edit{terms, "kind: CommissionPlan", "# Said once more.\nkind: CommissionPlan"})
	if err != nil {
		return err
	}
	t.want(cosmetic.isGreen, "the approval holds after a cosmetic push", cosmetic.log)
	t.wantStatus(head, "success")
	if err := t.nextMorning(ctx, head, approved.outputs["terms-digest"]); err != nil {
		return err
	}

	head, void, err := t.propose(ctx, "A little less\n", edit{terms, "{id: mid, rate: 11.5%}", "{id: mid, rate: 11.49%}"})
	if err != nil {
		return err
	}
	t.want(void.code == "1", "the approval is void when a figure is another", void.log)
	t.want(void.outputs["missing-approvals"] == "partner-manager", "it is asked for again", fmt.Sprint(void.outputs))
	t.wantStatus(head, "pending")
	_, err = t.only(number, void.log)
	return err
}

// nextMorning: the base has new deals and the day is a later one. The approval, of an
// earlier commit at that, is judged by what was known where the branch left the base.
// A push to the base starts no run: the next event of the pull request does, here a
// remark of the one who approved.
func (t *trial) nextMorning(ctx context.Context, head, digest string) error {
	before, err := t.only(number, "")
	if err != nil {
		return err
	}
	if err := t.moveBase(); err != nil {
		return err
	}
	if err := t.hub.review(manager, number, "COMMENT", head); err != nil {
		return err
	}
	out, err := t.onPullRequest(ctx, "pull_request_review submitted", head)
	if err != nil {
		return err
	}
	t.want(out.isGreen, "the next morning's facts void no approval", out.log)
	t.want(out.outputs["missing-approvals"] == "", "nor is one missing", fmt.Sprint(out.outputs))
	t.want(out.outputs["terms-digest"] == digest, "the terms are those that were approved", fmt.Sprint(out.outputs))
	t.wantStatus(head, "success")
	t.wantWrites(out, "issues/update-comment")
	after, err := t.only(number, out.log)
	if err != nil {
		return err
	}
	t.want(after.ID == before.ID && after.Body != before.Body, "the next morning updates in place", fmt.Sprintf("%d, then %d", before.ID, after.ID))
	t.wantIn("the comment", before.Body, "as of "+firstDay)
	t.wantIn("the comment of the next morning", after.Body, "as of "+nextMorning, "155.28 USD as of "+firstDay, "1 of 1")
	return nil
}

// moveBase gives the base its next commit, and goes back to the pull request's head.
func (t *trial) moveBase() error {
	if _, err := git(t.repo.dir, "checkout", "-q", "--detach", t.base); err != nil {
		return err
	}
	const last = `D-302,XX-999,Nut,Suite Pro,Closed Won,"$1,000.00",2026-01-05,2026-03-04,Partner` + "\n"
	if err := t.repo.edit(edit{deals, last, last + newDeals}); err != nil {
		return err
	}
	t.repo.day = nextMorning
	moved, err := t.repo.commit("master", "Deals of the night\n", repository)
	if err != nil {
		return err
	}
	t.base = moved
	_, err = git(t.repo.dir, "checkout", "-q", "master")
	return err
}

// selfServing: a head that edits what judges it, so that the partner manager could
// approve what finance must, is judged by the base's rights, people and facts.
func (t *trial) selfServing(ctx context.Context) error {
	if err := t.repo.edit(edit{terms, "{id: mid, rate: 11.49%}", "{id: mid, rate: 10%}"}); err != nil {
		return err
	}
	for _, head := range []struct {
		what    string
		edits   []edit
		missing string
		fired   string // line of the rights, besides the commission's
	}{
		{"rights", []edit{
			{"rights.yaml", `impact.yearly <= money("500 USD")`, `impact.yearly <= money("5000 USD")`},
			{"rights.yaml", `impact.yearly > money("500 USD")`, `impact.yearly > money("5000 USD")`},
		}, "finance, legal-counsel", "rights.yaml:15"},
		{"people", []edit{ // the partner manager is the finance lead
			{"organization.yaml", "github: " + manager, "github: somebody-else"},
			{"organization.yaml", "github: " + finance, "github: " + manager},
		}, "finance, legal-counsel", "rights.yaml:15"},
		{"facts", []edit{ // with less sold, the change moves less than 500 USD
			{deals, `"$40,000.00"`, `"$2,000.00"`},
		}, "finance", "rights.yaml:14"},
	} {
		if err := t.repo.edit(head.edits...); err != nil {
			return err
		}
		pushed, err := t.push("Lower it, by rules of one's own\n")
		if err != nil {
			return err
		}
		out, err := t.approve(ctx, manager, pushed)
		if err != nil {
			return err
		}
		t.want(out.code == "1", "a head's own "+head.what+" do not open its gate", out.log)
		t.want(out.outputs["missing-approvals"] == head.missing, "a head's own "+head.what+" leave missing: "+head.missing, fmt.Sprint(out.outputs))
		t.wantStatus(pushed, "pending")
		posted, err := t.only(number, out.log)
		if err != nil {
			return err
		}
		t.wantIn("the comment on a head's own "+head.what, posted.Body, "621.11", "rights.yaml:8", head.fired)
		for _, e := range slices.Backward(head.edits) {
			if err := t.repo.edit(edit{e.file, e.now, e.old}); err != nil {
				return err
			}
		}
	}
	return nil
}
