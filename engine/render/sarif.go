package render

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
)

// mostResults is how many results code scanning shows.
const mostResults = 5000

// RuleInfo describes a rule to systems that list them.
type RuleInfo struct {
	Code     string
	Severity diag.Severity // empty: error
	Summary  string
	Why      string // the reason for the rule; may be empty
}

// SARIF prints findings as a SARIF 2.1.0 log. Of more than 5,000 the errors come
// first, and a notification says how many are left out. Rules that have findings
// but are not among the given ones are added. Files are named within folder, and
// shown from the root of the git repository.
func SARIF(w io.Writer, findings diag.List, folder, toolVersion string, rules []RuleInfo) error {
	rules = withFound(rules, findings)
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "entente", Version: toolVersion, Rules: sarifRules(rules)}
	left := 0
	if len(findings) > mostResults {
		left = len(findings) - mostResults
		findings = slices.Clone(findings)
		slices.SortStableFunc(findings, func(a, b diag.Finding) int { return rank(a.Severity) - rank(b.Severity) })
		findings = findings[:mostResults]
	}
	index := map[string]int{}
	for i, r := range rules {
		index[r.Code] = i
	}
	for _, f := range findings {
		run.Results = append(run.Results, sarifResultOf(within(plan.FindingOf(f), folder), index[f.Code]))
	}
	if left > 0 {
		run.Invocations = []sarifInvocation{{IsSuccessful: true, Notifications: []sarifNotification{
			{Level: "warning", Message: sarifText{fmt.Sprintf("%s left out", count(left, "result"))}}}}}
	}
	return writeJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func rank(s diag.Severity) int {
	if s == diag.Error {
		return 0
	}
	return 1
}

// withFound adds a rule for each code that is found and not described, by code.
func withFound(rules []RuleInfo, findings diag.List) []RuleInfo {
	known := map[string]bool{}
	for _, r := range rules {
		known[r.Code] = true
	}
	out := slices.Clone(rules)
	for _, f := range findings {
		if !known[f.Code] {
			known[f.Code] = true
			out = append(out, RuleInfo{Code: f.Code, Severity: f.Severity, Summary: f.Summary})
		}
	}
	slices.SortFunc(out[len(rules):], func(a, b RuleInfo) int { return strings.Compare(a.Code, b.Code) })
	return out
}

func sarifRules(rules []RuleInfo) []sarifRule {
	out := []sarifRule{}
	for _, r := range rules {
		rule := sarifRule{ID: r.Code, Short: sarifText{plain(r.Summary)}, Help: sarifText{"entente explain " + r.Code}}
		rule.Default.Level = level(string(r.Severity))
		if r.Why != "" {
			rule.Full = &sarifText{r.Why}
		}
		out = append(out, rule)
	}
	return out
}

func sarifResultOf(f plan.Finding, rule int) sarifResult {
	out := sarifResult{RuleID: f.Code, RuleIndex: rule, Level: level(f.Severity), Message: sarifText{message(f)},
		Fingerprints: map[string]string{"entente/v1": f.Fingerprint}}
	if f.File != "" {
		out.Locations = []sarifLocation{sarifLocationOf(f.File, sarifRegion{f.Line, f.Column, f.EndLine, f.EndColumn})}
	}
	for i, r := range f.Related {
		at := sarifLocationOf(r.File, sarifRegion{StartLine: r.Line})
		at.ID, at.Message = i+1, &sarifText{plain(r.Note)}
		out.Related = append(out.Related, at)
	}
	return out
}

func sarifLocationOf(file string, region sarifRegion) sarifLocation {
	var out sarifLocation
	out.Physical.Artifact = sarifArtifact{(&url.URL{Path: file}).String(), "%SRCROOT%"}
	if region.StartLine > 0 {
		out.Physical.Region = &region
	}
	return out
}

func level(severity string) string {
	if severity == string(diag.Warning) {
		return "warning"
	}
	return "error"
}

// message is a finding in one or two lines: what is wrong, and how to mend it.
func message(f plan.Finding) string {
	text := plain(f.Detail)
	if text == "" {
		text = plain(f.Summary)
	}
	if f.Fix != "" {
		text += "\nhelp: " + plain(f.Fix)
	}
	return text
}
