package evaluate

import "github.com/partnership-as-code/entente/engine/state"

// derive puts scores, levels, progress, fit and conditions beside the KPIs, so
// that a plan compares them all alike.
func (ev evaluation) derive(snap *state.Snapshot) {
	for address, judged := range snap.Judgements {
		values := snap.Derived[address]
		if values == nil {
			values = map[string]state.Value{}
		}
		if s := judged.Score; s != nil {
			values["score"] = state.Value{Unit: state.Score, Exact: s.Value, Reason: s.Reason, Uses: s.Uses}
			if s.Band != "" {
				values["band"] = state.Value{Unit: state.Word, Text: s.Band, Uses: append([]state.Use{bandsOf(s)}, s.Uses...)}
			}
		}
		for _, t := range judged.Tiers {
			values["tier/"+t.Program] = state.Value{Unit: state.Word, Text: t.Held(), Uses: t.Uses, Reason: state.NoRows}
		}
		if g := judged.Goal; g != nil {
			values["progress"] = state.Value{Unit: state.Score, Exact: g.Progress, Uses: g.Uses, Reason: state.MissingInput}
			values["pace"] = state.Value{Unit: state.Word, Text: string(g.Pace), Uses: ev.program.pacing(g), Reason: state.MissingInput}
		}
		if f := judged.Fit; f != nil {
			values["fit"] = state.Value{Unit: state.Score, Exact: f.Value, Reason: f.Reason, Uses: ev.program.fitting(address)}
		}
		for _, c := range judged.Conditions {
			values["condition/"+c.Type] = state.Value{Unit: state.Word, Text: c.Status, Uses: c.Uses}
		}
		if len(values) > 0 {
			snap.Derived[address] = values
		}
	}
}
