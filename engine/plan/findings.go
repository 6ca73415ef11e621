package plan

import "slices"

// compareFindings matches findings by fingerprint, which moves with the
// document and not with its lines; one fingerprint may stand several times.
func compareFindings(base, head []Finding) Findings {
	left := map[string]int{}
	for _, f := range base {
		left[f.Fingerprint]++
	}
	out := Findings{New: []Finding{}, Resolved: []Finding{}}
	for _, f := range head {
		if left[f.Fingerprint] > 0 {
			left[f.Fingerprint]--
			out.Unchanged++
			continue
		}
		out.New = append(out.New, f)
	}
	for _, f := range slices.Backward(base) {
		if left[f.Fingerprint] > 0 {
			left[f.Fingerprint]--
			out.Resolved = append(out.Resolved, f)
		}
	}
	slices.Reverse(out.Resolved)
	return out
}
