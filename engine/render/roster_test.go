package render

import (
	"io"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/state"
)

// rostered is the view with two rosters, one of whose sources has no facts.
func rostered() StatusView {
	v := view()
	v.Rosters = []RosterRow{
		{Name: "Click and earn", Roster: state.Roster{Program: "program/clicks", Source: "source/sites", IsKnown: true, Listed: 1204, Active: 37,
			KPI: "won-revenue", Value: kpi("won-revenue", state.Money, "-1250.5", "", "", 61)}},
		{Name: "students", Roster: state.Roster{Program: "program/students", Source: "source/campus"}},
		{Name: "beta", Roster: state.Roster{Program: "program/beta", Source: "source/testers", IsKnown: true, Listed: 1}},
	}
	v.Reports[0].Rows, v.Reports[0].Roster = 75, 61
	return v
}

func TestStatusShowsRosters(t *testing.T) {
	got := written(t, func(w io.Writer) error { return Status(w, rostered(), Options{Width: 200}) })
	for _, want := range []string{
		"roster of Click and earn: 1,204 partners without a file · 37 with a row elsewhere in the period · −1,250.50 USD of won-revenue apart\n",
		"roster of students: no facts of campus say who is on it\n",
		"roster of beta: 1 partner without a file · 0 with a row elsewhere in the period\n",
		"FACTS    ROWS  EVALUATED  DIRECT  ROSTER  NOTED  REJECTED\ndeals      75         11       1      61      1         2\nleads       5          5       0       0      0         0\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %q:\n%s", want, got)
		}
	}
	if got := written(t, func(w io.Writer) error { return Status(w, view(), Options{}) }); strings.Contains(strings.ToLower(got), "roster") {
		t.Errorf("without a roster there is nothing to say of one:\n%s", got)
	}
	golden(t, "status-roster.json", func(w io.Writer) error { return StatusJSON(w, rostered()) })
}
