package check

import (
	"embed"

	"github.com/partnership-as-code/entente/engine/diag"
)

//go:embed docs/*.md
var pages embed.FS

// table is every code with the stage that finds it. A code without a function
// is reported by the package that its comment names; it is explained here all
// the same, because a user sees one product.
var table = []struct {
	code     string
	stage    Stage
	severity diag.Severity
	check    func(*Context)
}{
	{"adviser-independence", BookStage, diag.Error, adviserIndependence},
	{"amendment-conflict", BookStage, diag.Error, amendmentConflict},
	{"amendment-notice", BookStage, diag.Error, amendmentNotice},
	{"amendment-outside-term", BookStage, diag.Error, amendmentOutsideTerm},
	{"assessor-spread", BookStage, diag.Warning, assessorSpread},
	{"attribution-shares", DocumentStage, diag.Error, attributionShares},
	{"band-order", DocumentStage, diag.Error, bandOrder},
	{"band-reset", DocumentStage, diag.Error, bandReset},
	{"band-unit", DocumentStage, diag.Error, bandUnit},
	{"commission-terms", DocumentStage, diag.Error, commissionTerms},
	{"consulted-functions", BookStage, diag.Warning, consultedFunctions},
	{"criterion-shape", DocumentStage, diag.Error, criterionShape},
	{"decision-evidence", BookStage, diag.Warning, decisionEvidence},
	{"default-decision", BookStage, diag.Warning, defaultDecision},
	{"ended-agreement", BookStage, diag.Error, endedAgreement},
	{"escalated-in-scope", BookStage, diag.Warning, escalatedInScope},
	{"few-assessors", BookStage, diag.Warning, fewAssessors},
	{"fit-by-size", BookStage, diag.Warning, fitBySize},
	{"github-account", DocumentStage, diag.Error, githubAccount},
	{"goal-agreed-late", BookStage, diag.Warning, goalAgreedLate},
	{"goal-direction", BookStage, diag.Error, goalDirection},
	{"goal-drift", BookStage, diag.Warning, goalDrift},
	{"goal-owners", BookStage, diag.Error, goalOwners},
	{"missing-clauses", BookStage, diag.Warning, missingClauses},
	{"missing-statement", BookStage, diag.Error, missingStatement},
	{"mixed-scorecards", BookStage, diag.Warning, mixedScorecards},
	{"no-agreement", BookStage, diag.Warning, noAgreement},
	{"no-owner", BookStage, diag.Error, noOwner},
	{"overloaded-manager", BookStage, diag.Warning, overloadedManager},
	{"partner-profile", BookStage, diag.Warning, partnerProfile},
	{"pay-rule", DocumentStage, diag.Error, payRule},
	{"person-side", BookStage, diag.Error, personSide},
	{"policy", BookStage, diag.Error, policy},
	{"policy-test", BookStage, diag.Error, policyTest},
	{"quorum", BookStage, diag.Error, quorum},
	{"rate-range", DocumentStage, diag.Error, rateRange},
	{"rating-evidence", BookStage, diag.Error, ratingEvidence},
	{"rating-range", DocumentStage, diag.Error, ratingRange},
	{"renewal-length", BookStage, diag.Warning, renewalLength},
	{"right-gap", BookStage, diag.Warning, rightGap},
	{"same-skills", BookStage, diag.Warning, sameSkills},
	{"scorecard-balance", BookStage, diag.Error, scorecardBalance},
	{"sole-decider", BookStage, diag.Warning, soleDecider},
	{"swapped-dates", DocumentStage, diag.Error, swappedDates},
	{"swot-empty", BookStage, diag.Warning, swotEmpty},
	{"term-dates", BookStage, diag.Error, termDates},
	{"total-rate", BookStage, diag.Error, totalRate},
	{"two-agreements", BookStage, diag.Error, twoAgreements},
	{"two-deciders", BookStage, diag.Error, twoDeciders},
	{"undecided-adjustment", BookStage, diag.Warning, undecidedAdjustment},
	{"unfed-rule", BookStage, diag.Warning, unfedRule},
	{"value-unit", BookStage, diag.Error, valueUnit},
	{"voting-body", BookStage, diag.Error, votingBody},
	{"weights", DocumentStage, diag.Error, weights},

	// load: files and their YAML
	{"control-character", DocumentStage, diag.Error, nil},
	{"duplicate-name", BookStage, diag.Error, nil},
	{"file-too-large", DocumentStage, diag.Error, nil},
	{"linked-folder", DocumentStage, diag.Warning, nil},
	{"not-utf8", DocumentStage, diag.Error, nil},
	{"schema", DocumentStage, diag.Error, nil},
	{"symlink", DocumentStage, diag.Error, nil},
	{"too-many-files", DocumentStage, diag.Error, nil},
	{"unreadable-file", DocumentStage, diag.Error, nil},
	{"yaml-syntax", DocumentStage, diag.Error, nil},

	// spec: the shape of a document
	{"bad-value", DocumentStage, diag.Error, nil},
	{"complex-key", DocumentStage, diag.Error, nil},
	{"duplicate-item", DocumentStage, diag.Error, nil},
	{"duplicate-key", DocumentStage, diag.Error, nil},
	{"empty-value", DocumentStage, diag.Error, nil},
	{"foreign-document", DocumentStage, diag.Error, nil},
	{"merge-key", DocumentStage, diag.Error, nil},
	{"missing-field", DocumentStage, diag.Error, nil},
	{"too-deep", DocumentStage, diag.Error, nil},
	{"too-many-findings", DocumentStage, diag.Error, nil},
	{"unknown-field", DocumentStage, diag.Error, nil},
	{"unknown-kind", DocumentStage, diag.Error, nil},
	{"unknown-value", DocumentStage, diag.Error, nil},
	{"unknown-version", DocumentStage, diag.Error, nil},
	{"unquoted-comma", DocumentStage, diag.Warning, nil},
	{"wrong-type", DocumentStage, diag.Error, nil},
	{"yaml-alias", DocumentStage, diag.Error, nil},
	{"yaml-tag", DocumentStage, diag.Error, nil},

	// ledger: locked statements, when they are verified
	{"altered-statement", BookStage, diag.Error, nil},
	{"missing-terms", BookStage, diag.Error, nil},

	// engine: the repository as a whole
	{"no-documents", BookStage, diag.Warning, nil},

	// resolve: how documents fit together
	{"no-organization", BookStage, diag.Error, nil},
	{"reference-cycle", BookStage, diag.Error, nil},
	{"second-organization", BookStage, diag.Error, nil},
	{"shared-key", BookStage, diag.Error, nil},
	{"unknown-reference", BookStage, diag.Error, nil},
	{"unknown-timezone", BookStage, diag.Error, nil},

	// evaluate: sources, KPIs, expressions, and what was not done in time
	{"bad-column", BookStage, diag.Error, nil},
	{"checkin-overdue", FactsStage, diag.Warning, nil},
	{"concern-overdue", FactsStage, diag.Warning, nil},
	{"expression", BookStage, diag.Error, nil},
	{"kpi-cycle", BookStage, diag.Error, nil},
	{"kpi-definition", BookStage, diag.Error, nil},
	{"kpi-field", BookStage, diag.Error, nil},
	{"kpi-unit", BookStage, diag.Error, nil},
	{"effort-contribution", FactsStage, diag.Warning, nil},
	{"lapsed-agreement", FactsStage, diag.Warning, nil},
	{"missing-rate", FactsStage, diag.Error, nil},
	{"no-fact-files", BookStage, diag.Warning, nil},
	{"outcome-review-overdue", FactsStage, diag.Warning, nil},
	{"overshared-deal", FactsStage, diag.Error, nil},
	{"path-outside", BookStage, diag.Error, nil},
	{"payment-currency", FactsStage, diag.Error, nil},
	{"protection-overlap", FactsStage, diag.Warning, nil},
	{"quiet-partner", FactsStage, diag.Warning, nil},
	{"review-overdue", FactsStage, diag.Warning, nil},
	{"row-fault", FactsStage, diag.Warning, nil},
	{"source-from", BookStage, diag.Error, nil},
	{"unknown-column", BookStage, diag.Error, nil},
	{"unknown-header", BookStage, diag.Error, nil},
	{"unmapped-column", BookStage, diag.Error, nil},
	{"unreadable-facts", BookStage, diag.Error, nil},
}

// changeTable is every code of the change stage; all of them are errors.
var changeTable = []struct {
	code  string
	check func(*Change)
}{
	{"change-notice", changeNotice},
	{"locked-statement", lockedStatement},
	{"loosened-policy", loosenedPolicy},
	{"past-terms", pastTerms},
	{"stale-assessment", staleAssessment},
	{"undated-change", undatedChange},
	{"undecided-change", undecidedChange},
	{"undecided-move", undecidedMove},
}
