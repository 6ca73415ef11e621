package gate

import (
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/state"
)

// deed is one change as a right looks at it: a document that comes or goes is as
// many as it has fields.
type deed struct {
	action        string
	kind          string
	path          string // of the field; "" for the document itself
	ref           plan.ChangeRef
	before, after *string
}

// key tells deeds apart.
func (d deed) key() string {
	return strings.Join([]string{d.action, string(d.ref.Address), d.ref.Path, d.ref.File, d.path}, "\x00")
}

// deeds gives what the changes of a plan do that asks for a right.
func deeds(in Input) []deed {
	var out []deed
	for _, c := range in.Plan.Changes {
		out = append(out, in.deedsOf(c)...)
	}
	if d := in.Plan.Data; d != nil {
		for _, file := range d.Files {
			out = append(out, deed{action: changeFacts, kind: "Source", ref: plan.ChangeRef{File: file, SHA256: in.Sums[file]}})
		}
	}
	return out
}

func (in Input) deedsOf(c plan.Change) []deed {
	ref := plan.ChangeRef{Address: c.Address, Path: c.Path}
	if c.Address == plan.Repository {
		return []deed{{action: changeRights, ref: plan.ChangeRef{File: c.File}, before: c.Before, after: c.After}}
	}
	var out []deed
	add := func(d state.Declared, path string, before, after *string, isGone bool) {
		if action := actionOf(d.Kind, path, before, after, isGone); action != "" {
			out = append(out, deed{action, d.Kind, path, ref, before, after})
		}
	}
	base, head := in.Base[c.Address], in.Head[c.Address]
	switch {
	case c.Path != "" && head.Kind != "":
		add(head, c.Path, c.Before, c.After, false)
	case c.Path != "":
		add(base, c.Path, c.Before, c.After, false)
	case c.Action == plan.Delete:
		for _, f := range whole(base) {
			add(base, f.Path, &f.Text, nil, true)
		}
	default:
		for _, f := range whole(head) {
			add(head, f.Path, nil, &f.Text, false)
		}
	}
	return out
}

// whole gives all fields of a document, those that it will have included, and
// one without a path for the document itself.
func whole(d state.Declared) []state.Field {
	out := append([]state.Field{{Path: "", Text: d.Kind}}, d.Fields...)
	for _, c := range d.Changes {
		out = append(out, c.Set...)
	}
	return out
}

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

// actionOf is the right that a change of one field asks for, "" for none.
func actionOf(kind, path string, before, after *string, isGone bool) string {
	if strings.HasPrefix(path, "metadata/") {
		return ""
	}
	if action, ok := byKind[kind]; ok {
		return action
	}
	steps := strings.Split(path, "/")
	switch kind {
	case "Partner":
		return ofPartner(steps, before, after, isGone)
	case "Agreement":
		return ofAgreement(steps[0], before, isGone)
	case "Program":
		return ofProgram(steps)
	case "Review":
		if steps[0] == "ratings" {
			return assessPerformance
		}
	}
	return ""
}

// ofPartner counts a move that passes over the approval as one, and the keys by
// which sources name a partner as a way to read facts.
func ofPartner(steps []string, before, after *string, isGone bool) string {
	switch {
	case steps[0] == "" && isGone:
		return terminate
	case steps[0] == "lifecycle":
		return resolve.MoveAction(textOr(before), textOr(after))
	case steps[0] == "programs" && slices.Contains(steps, "pin"):
		return changeTier
	case steps[0] == "keys":
		return changeFacts
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
