package resolve

import "slices"

// MoveAction is the action of DecisionRights that a partner's move along its
// lifecycle takes, "" for none; from is "" for a partner that is new. Who comes
// past `approved` without having been there is approved by that.
func MoveAction(from, to string) string {
	switch {
	case from == to:
		return ""
	case slices.Contains([]string{"winding-down", "ended", "declined"}, to):
		return "terminate"
	case to == "approved", isUnapproved(from) && slices.Contains([]string{"onboarding", "active", "paused"}, to):
		return "approve-partner"
	}
	return ""
}

func isUnapproved(lifecycle string) bool {
	return slices.Contains([]string{"", "prospect", "assessing", "declined", "ended"}, lifecycle)
}
