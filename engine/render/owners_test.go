package render

import (
	"io"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
)

func ownersView() OwnersView {
	rights := diag.Bytes("rights.yaml", []byte("\n- {id: pay, action: set-commission}\n"))
	return OwnersView{AsOf: day("2026-06-30"), People: []PersonView{
		{ID: "partner-manager", Side: "vendor", Functions: []string{"partnerships", "sales"}, Carries: new(25),
			Manages:    []PartnerName{{"partner/contoso", "Contoso"}, {"partner/northwind", "Northwind"}},
			Activities: []Owned{{Address: "agreement/a", ID: "enable", Text: "Train them", As: "channel-team"}},
			Goals:      []Owned{{Address: "goal/g", Text: "Grow"}},
			Rights: []Right{{Address: "decisionrights/rights", ID: "pay", Action: "set-commission", Role: "decider", When: `impact.yearly <= money("500 USD")`,
				At: diag.Span{Source: rights, Start: 8, End: 11}},
				{Address: "decisionrights/rights", ID: "end", Action: "terminate", Role: "approver", As: "sales"}},
			Actions: []Owned{{Address: "review/q2", ID: "docs", Text: "Translate the guide", On: day("2026-06-28"), IsLate: true},
				{Address: "review/q2", ID: "call", Text: "Call them"}},
			Decisions: []Owned{{Address: "decision/d", Text: "Approve Contoso", State: "accepted", On: day("2026-05-20")},
				{Address: "decision/e", Text: "End it", State: "open"}}},
		{ID: "former", Side: "vendor", Until: day("2026-03-31"), Manages: []PartnerName{{"partner/fabrikam", "Fabrikam"}}},
		{ID: "northwind-lead", Side: "partner", Partner: PartnerName{"partner/northwind", "Northwind"}},
		{ID: "new", Side: "vendor", Carries: new(3), Until: day("2026-06-30")},
	}}
}

func TestOwnersIsATable(t *testing.T) {
	golden(t, "owners.txt", func(w io.Writer) error { return Owners(w, ownersView(), Options{Width: 120}) })
	golden(t, "owners-none.txt", func(w io.Writer) error { return Owners(w, OwnersView{AsOf: day("2026-06-30")}, Options{}) })
}

func TestOwnersOfOnePersonGoesIntoDepth(t *testing.T) {
	golden(t, "owners-one.txt", func(w io.Writer) error { return OwnersOne(w, ownersView(), "partner-manager", Options{Width: 120}) })
	golden(t, "owners-idle.txt", func(w io.Writer) error { return OwnersOne(w, ownersView(), "northwind-lead", Options{}) })
	if err := OwnersOne(io.Discard, ownersView(), "nobody", Options{}); err == nil || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("an unknown person gives %v", err)
	}
}

func TestOwnersAsJSON(t *testing.T) {
	golden(t, "owners.json", func(w io.Writer) error { return OwnersJSON(w, ownersView()) })
	golden(t, "owners-none.json", func(w io.Writer) error { return OwnersJSON(w, OwnersView{AsOf: day("2026-06-30")}) })
}

func gapsView() GapsView {
	goals := diag.Bytes("goals/g.yaml", []byte("kpis: [{kpi: win-rate}]\n"))
	return GapsView{AsOf: day("2026-06-30"), Partners: []PartnerGaps{
		{PartnerName{"partner/contoso", "Contoso"}, "active", []Gap{
			{Kind: "payee", Address: "partner/contoso", Text: "no payee"},
			{Kind: "clause", Of: "confidentiality", Address: "agreement/a", Text: "no clause confidentiality"},
			{Kind: "goal-target", Of: "win-rate", Address: "goal/g", Text: "no target for win-rate", At: diag.Span{Source: goals, Start: 13, End: 21}}}},
		{PartnerName{"partner/northwind", "Northwind"}, "active", nil},
	}}
}

func TestGapsByPartner(t *testing.T) {
	golden(t, "gaps.txt", func(w io.Writer) error { return Gaps(w, gapsView(), Options{}) })
	golden(t, "gaps-none.txt", func(w io.Writer) error { return Gaps(w, GapsView{AsOf: day("2026-06-30")}, Options{}) })
}

func TestGapsAsJSON(t *testing.T) {
	golden(t, "gaps.json", func(w io.Writer) error { return GapsJSON(w, gapsView()) })
	golden(t, "gaps-none.json", func(w io.Writer) error { return GapsJSON(w, GapsView{AsOf: day("2026-06-30")}) })
}

func TestSomebodyWhoIsToCarryNobodyIsSaidSo(t *testing.T) {
	v := OwnersView{AsOf: day("2026-06-30"), People: []PersonView{{ID: "leaving", Side: "vendor", Carries: new(0), Manages: []PartnerName{{"partner/contoso", "Contoso"}}}}}
	var text, json strings.Builder
	if err := Owners(&text, v, Options{}); err != nil || !strings.Contains(text.String(), "1 of 0") {
		t.Errorf("%v, want 1 of 0 in:\n%s", err, text.String())
	}
	if err := OwnersJSON(&json, v); err != nil || !strings.Contains(json.String(), `"carries": 0`) {
		t.Errorf("%v, want carries of 0 in:\n%s", err, json.String())
	}
}
