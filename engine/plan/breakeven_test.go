package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// TestBreakEven compares 10% to 50,000, 12% to 150,000, 15% above with other
// bands. 11.5% of everything crosses where 17,000 + 15% of what lies above 150,000
// is 11.5% of the volume: at 5,500 / 3.5% = 157,142.86.
func TestBreakEven(t *testing.T) {
	bands := func(isVolume bool, s ...commission.Step) *commission.Bands {
		return &commission.Bands{IsVolume: isVolume, Measure: commission.ByAmount, Per: commission.PerPartner, Reset: commission.Quarterly, Steps: s}
	}
	step := func(upTo, permille int64) commission.Step {
		s := commission.Step{UpTo: upTo * 100, Rate: quantity.Rate(permille * 10_000_000)}
		if upTo == 0 {
			s.UpTo = commission.NoBound
		}
		return s
	}
	old := bands(false, step(50_000, 100), step(150_000, 120), step(0, 150))
	for _, c := range []struct {
		name string
		now  *commission.Bands
		want BandChange
	}{
		{"lower middle", bands(false, step(50_000, 100), step(150_000, 100), step(0, 150)),
			BandChange{Effects: []Effect{{"0.00", text("50000.00"), PaysSame}, {"50000.00", nil, PaysLess}}, BreakEven: []string{}}},
		{"one rate", bands(false, step(0, 115)),
			BandChange{Effects: []Effect{{"0.00", text("157142.86"), PaysMore}, {"157142.86", nil, PaysLess}}, BreakEven: []string{"157142.86"}}},
		{"volume", bands(true, step(50_000, 90), step(0, 120)),
			BandChange{Effects: []Effect{{"0.00", text("50000.00"), PaysLess}, {"50000.00", text("183333.33"), PaysMore}, {"183333.33", nil, PaysLess}},
				BreakEven: []string{"50000.00", "183333.33"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, differs := bandChange(&commission.Rule{ID: "sale", Bands: old}, &commission.Rule{ID: "sale", Bands: c.now}, "USD")
			c.want.Rule, c.want.Unit, c.want.Window = "sale", "USD", "a quarter"
			if diff := cmp.Diff(c.want, got); diff != "" || !differs {
				t.Error(diff)
			}
		})
	}
}
