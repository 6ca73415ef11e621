package evaluate

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// A partner of a program without a scorecard is scored on the four default
// criteria: lead quality 20% of 50% = 40 points, deal value 3,000 of twice the
// portfolio's 2,000 = 75, ratings 4 and 3 = 75 and 50; the mean is 60.
func TestDefaultScorecard(t *testing.T) {
	fsys := fstest.MapFS{
		"all.yaml": {Data: []byte(`apiVersion: entente/v1
kind: Organization
metadata: {name: o}
spec: {baseCurrency: USD, timezone: UTC, people: [{id: pm}]}
---
apiVersion: entente/v1
kind: Program
metadata: {name: p}
spec: {type: referral}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: a}
spec: {legalName: A, lifecycle: active, programs: [{program: p}]}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: b}
spec: {legalName: B, lifecycle: active, programs: [{program: p}]}
---
apiVersion: entente/v1
kind: Review
metadata: {name: r}
spec:
  type: qbr
  subject: partner/a
  date: 2026-02-01
  ratings:
    - {criterion: responsiveness, value: 4, by: pm, evidence: fast}
    - {criterion: co-marketing-execution, value: 3, by: pm, evidence: one event}
---
apiVersion: entente/v1
kind: Source
metadata: {name: deals}
spec: {type: deals, from: {files: deals.csv}, columns: {id: id, partner: partner, stage: stage, amount: amount, closedAt: closed}}
---
apiVersion: entente/v1
kind: Source
metadata: {name: leads}
spec: {type: leads, from: {files: leads.csv}, columns: {id: id, partner: partner, submittedAt: day, status: status}}
`)},
		"deals.csv": {Data: []byte("id,partner,stage,amount,closed\n1,a,won,3000,2026-01-05\n2,b,won,1000,2026-01-06\n")},
		"leads.csv": {Data: []byte("id,partner,day,status\n1,a,2026-01-01,won\n2,a,2026-01-01,lost\n3,a,2026-01-01,rejected\n4,a,2026-01-01,accepted\n5,a,2026-01-01,accepted\n")},
	}
	docs, findings, err := load.Load(context.Background(), fsys, "")
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	book, _ := resolve.Resolve(docs)
	program, _ := Compile(book)
	sources, _ := program.Mapped(Roots{fsys})
	day := quantity.NewDate(2026, 6, 30)
	snaps, err := Run(context.Background(), memory.Runner{}, sources, Job{Program: program, AsOf: day, Period: program.ToDate(day)})
	if err != nil {
		t.Fatal(err)
	}
	score := snaps[0].Judgements["partner/a"].Score
	if score == nil || score.Value == nil || score.Value.FloatString(1) != "60.0" || score.Scorecard != DefaultScorecard {
		t.Errorf("score: %+v", score)
	}
	if other := snaps[0].Judgements["partner/b"].Score; other.Value != nil || other.Reason != "coverage" {
		t.Errorf("a partner without leads and ratings is scored: %+v", other)
	}
}
