package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// judged is the part of status that judges, as json.md shapes it.
type judged struct {
	Resources []struct {
		Address    string
		Conditions []struct{ Type, Status, Reason string }
		KPIs       json.RawMessage
		Score      *struct {
			Scorecard, Band, Recommend, Coverage, Reason string
			Value                                        *string
			Criteria                                     []struct {
				ID, Weight string
				Points     *string
			}
		}
		Tiers map[string]struct {
			Earned, Pinned *string
			History        []struct{ On, Tier string }
		}
		Progress, Elapsed, Fit *string
		Pace                   string
	}
	Portfolio struct {
		KPI, Total, Direct, HHI, EffectivePartners string
		Pareto                                     []string
	}
}

func judge(t *testing.T, dir string) judged {
	t.Helper()
	var doc judged
	text := execute(t, exitOK, "status", "-C", dir, "--as-of", "2026-06-30", "--format", "json")
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestContractJudgement holds the figures of EXPECTED.md for scores, goals,
// tiers, fit and the portfolio.
func TestContractJudgement(t *testing.T) {
	doc := judge(t, example)
	seen := map[string]bool{}
	for _, r := range doc.Resources {
		seen[r.Address] = true
		switch r.Address {
		case "partner/northwind":
			if s := r.Score; *s.Value != "73.0" || s.Band != "good" || s.Recommend != "maintain" || s.Coverage != "100" {
				t.Errorf("Northwind's score: %+v", s)
			}
			points := map[string]string{}
			for _, c := range r.Score.Criteria {
				points[c.ID] = c.Weight + "×" + *c.Points
			}
			want := map[string]string{"deal-value": "40×65.75", "lead-quality": "20×83.33333333", "responsiveness": "20×75", "co-marketing": "20×75"}
			if diff := cmp.Diff(want, points); diff != "" {
				t.Error(diff)
			}
			tier := r.Tiers["resellers"]
			history := ""
			for _, h := range tier.History {
				history += h.On + " " + h.Tier + "; "
			}
			if *tier.Earned != "gold" || tier.Pinned != nil || history != "2025-09-30 registered; 2025-12-31 silver; 2026-03-31 silver; 2026-06-30 gold; " {
				t.Errorf("Northwind's tier: %s, %s", *tier.Earned, history)
			}
			reviewed := slices.ContainsFunc(r.Conditions, func(c struct{ Type, Status, Reason string }) bool {
				return c.Type == "ReviewDue" && c.Status == "False" && c.Reason == "Reviewed"
			})
			if !reviewed {
				t.Errorf("Northwind's conditions: %v", r.Conditions)
			}
		case "partner/contoso":
			if s := r.Score; s.Value != nil || s.Reason != "coverage" || s.Coverage != "40" {
				t.Errorf("Contoso's score: %+v", s)
			}
		case "goal/northwind-2026":
			holdGoal(t, r.KPIs, "60.7", *r.Progress, "49.6", *r.Elapsed, "won-revenue 43.83 at-risk 265179.56; win-rate 200.00 on-track ; ")
		case "goal/contoso-2026":
			holdGoal(t, r.KPIs, "30.0", *r.Progress, "49.6", *r.Elapsed, "won-revenue 30.00 behind 36298.32; ")
		case "assessment/fabrikam-2026":
			if *r.Fit != "67.5" {
				t.Errorf("Fabrikam's fit: %s", *r.Fit)
			}
		}
	}
	for _, address := range []string{"partner/northwind", "partner/contoso", "goal/northwind-2026", "goal/contoso-2026", "assessment/fabrikam-2026"} {
		if !seen[address] {
			t.Errorf("%s is missing", address)
		}
	}
	p := doc.Portfolio
	if p.KPI != "won-revenue" || p.Total != "149499.99" || p.Direct != "25000.00" || p.HHI != "7881.90" || p.EffectivePartners != "1.27" ||
		!slices.Equal(p.Pareto, []string{"partner/northwind"}) {
		t.Errorf("portfolio: %+v", p)
	}
}

func holdGoal(t *testing.T, kpis json.RawMessage, wantProgress, progress, wantElapsed, elapsed, want string) {
	t.Helper()
	var lines []struct {
		KPI, Progress, Pace string
		Forecast            string
	}
	if err := json.Unmarshal(kpis, &lines); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, l := range lines {
		got += l.KPI + " " + l.Progress + " " + l.Pace + " " + l.Forecast + "; "
	}
	if got != want || progress != wantProgress || elapsed != wantElapsed {
		t.Errorf("goal: %s%% of it, %s%% of its time, %s", progress, elapsed, got)
	}
}

// TestEveryWeightAndRatingCounts changes each weight and each rating of the
// example: what status says must differ every time.
func TestEveryWeightAndRatingCounts(t *testing.T) {
	base := judge(t, example)
	number := regexp.MustCompile(`(weight|value): (\d+)`)
	tried := 0
	for _, name := range []string{"scorecards/health.yaml", "programs/resellers.yaml", "goals/northwind-2026.yaml", "reviews/northwind-2026-q2.yaml", "assessments/fabrikam.yaml"} {
		dir := laidOver(t, example, t.TempDir())
		path := filepath.Join(dir, filepath.FromSlash(name))
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range number.FindAllSubmatchIndex(text, -1) {
			// A rating of 5 becomes 2; a weight moves by one and its neighbour stays,
			// which is an error for validate and a different sum for status.
			digit := byte('2')
			if text[m[4]] == '2' {
				digit = '1'
			}
			changed := slices.Concat(text[:m[4]], []byte{digit}, text[m[4]+1:])
			if err := os.WriteFile(path, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			run([]string{"status", "-C", dir, "--as-of", "2026-06-30", "--format", "json"}, nil, &stdout, &stderr)
			var doc judged
			if err := json.Unmarshal(stdout.Bytes(), &doc); err != nil {
				t.Fatalf("%s: %v\n%s", name, err, stderr.String())
			}
			tried++
			if cmp.Equal(base, doc) {
				t.Errorf("%s: changing %s into %c changes nothing", name, text[m[0]:m[1]], digit)
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d weights and ratings were tried", tried)
	}
}
