package check_test

import (
	"strings"
	"testing"
)

const lockedStatement = `partner: northwind
period: 2026-Q1
currency: USD
asOf: 2026-04-01
factsDigest: sha256:0000000000000000000000000000000000000000000000000000000000000000
toolVersion: "0.3.0"
lines:
  - {id: D-1/deals/earned, kind: earned, at: 2026-02-10, earned: 3000.00 USD, digest: "sha256:1000000000000000000000000000000000000000000000000000000000000000"}
  - {id: D-2/deals/earned, kind: earned, at: 2026-02-11, earned: 200.00 USD, digest: "sha256:1000000000000000000000000000000000000000000000000000000000000000"}
totals: {lines: 2, earned: 3200.00 USD, held: 0.00 USD, payable: 3200.00 USD, released: 0.00 USD, adjustments: 0.00 USD, carriedIn: 0.00 USD, due: 3200.00 USD, paid: 3200.00 USD, carriedOut: 0.00 USD}
digest: sha256:2000000000000000000000000000000000000000000000000000000000000000
issued: {on: 2026-04-02}
`

func TestLockedStatementsOnlyMoveForward(t *testing.T) {
	for name, c := range map[string]struct {
		edits       []string
		at, says    string
		isUntouched bool
		isTakenAway bool
	}{
		"nothing":              {isUntouched: true},
		"another layout":       {edits: []string{"issued: {on: 2026-04-02}", "issued:\n    on: 2026-04-02"}, isUntouched: true},
		"accepted":             {edits: []string{"issued: {on: 2026-04-02}", "issued: {on: 2026-04-02}\n  accepted: {on: 2026-04-20, by: northwind-lead}"}, isUntouched: true},
		"disputed":             {edits: []string{"issued: {on: 2026-04-02}", "issued: {on: 2026-04-02}\n  disputed: {on: 2026-04-20, by: northwind-lead, reason: D-2 is too low}"}, isUntouched: true},
		"taken away":           {isTakenAway: true, at: "Statement", says: "takes it away"},
		"a figure":             {edits: []string{"earned: 200.00 USD", "earned: 210.00 USD"}, at: "210.00 USD", says: "goes from 200.00 USD to 210.00 USD"},
		"several figures":      {edits: []string{"earned: 200.00 USD", "earned: 210.00 USD", "paid: 3200.00", "paid: 3210.00"}, at: "210.00 USD", says: "1 more value is changed"},
		"a line taken out":     {edits: []string{"    - {id: D-2/deals/earned, kind: earned, at: 2026-02-11, earned: 200.00 USD, digest: \"sha256:1000000000000000000000000000000000000000000000000000000000000000\"}\n", ""}, at: "Statement", says: "is taken away"},
		"another day of issue": {edits: []string{"on: 2026-04-02", "on: 2026-04-03"}, at: "2026-04-03", says: "goes from 2026-04-02"},
		"issued taken back":    {edits: []string{"  issued: {on: 2026-04-02}\n", ""}, at: "Statement", says: "is taken away"},
		"the digest":           {edits: []string{"digest: sha256:2", "digest: sha256:3"}, at: "sha256:3000000000000000000000000000000000000000000000000000000000000000", says: "goes from"},
		"what cannot be read":  {edits: []string{"earned: 200.00 USD", "earned: a lot"}, isUntouched: true}, // it has its own finding
	} {
		t.Run(name, func(t *testing.T) {
			before := doc("Statement", "northwind-2026-q1", lockedStatement)
			after := before
			for i := 0; i+1 < len(c.edits); i += 2 {
				if !strings.Contains(after, c.edits[i]) {
					t.Fatalf("%q is not in\n%s", c.edits[i], after)
				}
				after = strings.Replace(after, c.edits[i], c.edits[i+1], 1)
			}
			if c.isTakenAway {
				after = ""
			}
			found := changeFaults(t, before, after)
			if c.isUntouched {
				if len(found) > 0 {
					t.Errorf("%s: %s", found[0].Code, found[0].Detail)
				}
				return
			}
			if len(found) != 1 || found[0].Code != "locked-statement" || found[0].At.Text() != c.at || !strings.Contains(found[0].Detail, c.says) {
				t.Fatalf("%d findings: %+v", len(found), found)
			}
		})
	}
}
