package github_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/github/githubtest"
)

func TestAPullRequestIsRead(t *testing.T) {
	for from, isFork := range map[string]bool{"acme/partners": false, "ACME/Partners": false, "mallory/partners": true, "": true} {
		s := hub(t)
		s.Open(githubtest.Pull{Number: 8, Author: "Dana", Base: earlier, Head: head, From: from, Created: opened.In(time.FixedZone("", 7200)), State: "closed"})
		c, _ := client(t, s, "token")
		got, err := c.PullRequest(t.Context(), acme, 8)
		wanted := github.PullRequest{Number: 8, Author: "Dana", Base: earlier, Head: head, BaseRef: "main", HeadRef: "change", DefaultBranch: "main", Opened: opened, IsFork: isFork}
		if err != nil || got != wanted {
			t.Errorf("%q: %+v, %v", from, got, err)
		}
	}
}

func TestAllReviewsAreRead(t *testing.T) {
	s := hub(t)
	var wanted []gate.Review
	for i := range 110 {
		at := opened.Add(time.Duration(i) * time.Minute)
		s.Review(number, githubtest.Review{Login: "ines", State: "COMMENTED", Commit: earlier, Submitted: at})
		wanted = append(wanted, gate.Review{Login: "ines", State: gate.Commented, Commit: earlier, At: at})
	}
	for word, state := range map[string]gate.State{"APPROVED": gate.Approved, "CHANGES_REQUESTED": gate.ChangesRequested, "DISMISSED": gate.Dismissed, "FUTURE": gate.Commented, "PENDING": ""} {
		s.Review(number, githubtest.Review{Login: "Ana", State: word, Commit: head, Submitted: opened})
		if state != "" {
			wanted = append(wanted, gate.Review{Login: "Ana", State: state, Commit: head, At: opened})
		}
	}
	s.Review(number, githubtest.Review{State: "APPROVED", Commit: head, Submitted: opened})
	wanted = append(wanted, gate.Review{State: gate.Approved, Commit: head, At: opened})
	c, _ := client(t, s, "token")
	got, err := c.Reviews(t.Context(), acme, number)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
