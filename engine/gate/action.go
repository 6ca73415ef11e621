package gate

import (
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// The actions of DecisionRights that changes of a repository ask for.
const (
	approvePartner    = "approve-partner"
	structureCampaign = "structure-campaign"
	assessPerformance = "assess-performance"
	setCommission     = "set-commission"
	signAgreement     = "sign-agreement"
	changeGoal        = "change-goal"
	changeTier        = "change-tier"
	changeFacts       = "change-facts"
	approvePayout     = "approve-payout"
	terminate         = "terminate"
	changeRights      = "change-rights"
)

// byKind are the kinds every change of which asks for one right.
var byKind = map[string]string{
	"Campaign": structureCampaign, "Scorecard": assessPerformance, "KPI": assessPerformance, "CommissionPlan": setCommission,
	"Goal": changeGoal, "Source": changeFacts, "Statement": approvePayout, "DecisionRights": changeRights, "Policy": changeRights,
	"Organization": changeRights,
}

// actionOf is the right that a change of one field asks for, "" for none; isGone is
// true of the fields of a document that goes.
func actionOf(kind string, t touch, isGone bool) string {
	if strings.HasPrefix(t.path, "metadata/") {
		return ""
	}
	if action, ok := byKind[kind]; ok {
		return action
	}
	steps := strings.Split(t.path, "/")
	switch kind {
	case "Partner":
		return ofPartner(steps, t, isGone)
	case "Agreement":
		return ofAgreement(steps[0], t.before, isGone)
	case "Program":
		return ofProgram(steps)
	case "Review":
		if steps[0] == "ratings" {
			return assessPerformance
		}
	}
	return ""
}

// ofPartner counts a move that passes over the approval as one, the keys by which
// sources name a partner as a way to read facts, and where money goes as a payout.
func ofPartner(steps []string, t touch, isGone bool) string {
	switch {
	case steps[0] == "" && isGone:
		return terminate
	case steps[0] == "lifecycle":
		return resolve.MoveAction(textOr(t.before), textOr(t.after))
	case steps[0] == "programs" && slices.Contains(steps, "pin"):
		return changeTier
	case steps[0] == "keys":
		return changeFacts
	case steps[0] == "payee" && !isGone:
		return approvePayout
	}
	return ""
}

func textOr(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func ofAgreement(field string, before *string, isGone bool) string {
	switch {
	case isGone && field == "status" && before != nil && *before == "signed", field == "ended" && !isGone:
		return terminate
	case field == "plan", field == "adjustments":
		return setCommission
	}
	return signAgreement
}

// ofProgram counts what partners are paid and scored by like the plan and the
// scorecard themselves.
func ofProgram(steps []string) string {
	switch steps[0] {
	case "tiers":
		return changeTier
	case "terms":
		if len(steps) > 1 && (steps[1] == "plan" || steps[1] == "adjustments") {
			return setCommission
		}
		return signAgreement
	case "plan", "maxTotalRate":
		return setCommission
	case "scorecard":
		return assessPerformance
	case "roster":
		return changeFacts
	}
	return ""
}

// ofDecision counts what becomes of an accepted decision as a decision of that
// type: what was decided by it rests on it still.
func ofDecision(base state.Declared, c plan.Change, isGone bool) string {
	bears := []string{"type", "subject", "status", "decider", "date", "votes"}
	if valueOf(base, "status") != "accepted" || !isGone && !slices.Contains(bears, firstStep(c.Path)) {
		return ""
	}
	return valueOf(base, "type")
}

func valueOf(d state.Declared, path string) string {
	for _, f := range d.Fields {
		if f.Path == path {
			return f.Text
		}
	}
	return ""
}

// steersPolicies says whether a policy of the base looks at a label, or at titles:
// who writes it otherwise chooses which rules the document is held against.
func steersPolicies(book *resolve.Book, kind, path string) bool {
	isSteering := false
	field, label, _ := strings.Cut(strings.TrimPrefix(path, "metadata/"), "/")
	spec.Each(book.Docs, func(_ *spec.Document, p *spec.Policy) {
		for _, r := range p.Rules {
			m := r.Match
			if m != nil && m.Kind != nil && string(m.Kind.V) != kind {
				continue
			}
			isSteering = isSteering || strings.Contains(string(r.Assert.V), field)
			if m != nil && label != "" {
				_, isMatched := m.Labels.Get(label)
				isSteering = isSteering || isMatched
			}
		}
	})
	return isSteering
}
