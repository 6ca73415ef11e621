package render

import (
	"encoding/json"
	"io"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

const (
	kpiFile     = "won-revenue\nbig-deals\nwin-rate\nlead-to-close\naverage-deal-size\n"
	partnerFile = "kind: Partner\nlegalName: Northwind Trading GmbH\nlifecycle: active\nterritories: [DE, AT]\nkeys: {crm: NW-001}\nminimum: 1250000 USD\nprograms: [resellers]\n"
)

func day(s string) quantity.Date {
	d, err := quantity.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// values of the example contract; over and under "" for no ratio.
func kpi(name string, unit state.Unit, exact, over, under string, rows int64) state.Value {
	v := state.Value{Unit: unit, Rows: rows, Origin: at(diag.Bytes("kpis.yaml", []byte(kpiFile)), kpiFile, name),
		Uses: []state.Use{{Address: "kpi/" + spec.Address(name)}, {Address: "source/deals"}}}
	if name == "lead-to-close" {
		v.Uses[1] = state.Use{Address: "source/leads"}
	}
	if unit == state.Money {
		v.Currency = "USD"
	}
	if over != "" {
		v.Numerator, v.Denominator = rat(over), rat(under)
	}
	if exact == "" {
		v.Reason = state.NoDenominator
		return v
	}
	v.Exact = rat(exact)
	return v
}

func northwind() PartnerRow {
	s := diag.Bytes("partners/northwind.yaml", []byte(partnerFile))
	field := func(path, text, needle string, isItem bool) state.Field {
		return state.Field{Path: path, Text: text, IsItem: isItem, At: at(s, partnerFile, needle)}
	}
	agreement := diag.Bytes("agreements/northwind-reseller.yaml", []byte("\n\n\nname\n"))
	return PartnerRow{
		Address: "partner/northwind", Name: "Northwind", Lifecycle: "active", Programs: []string{"resellers"},
		At: at(s, partnerFile, "Partner"),
		KPIs: map[string]state.Value{
			"won-revenue": kpi("won-revenue", state.Money, "131500", "", "", 4), "big-deals": kpi("big-deals", state.Count, "2", "", "", 2),
			"win-rate": kpi("win-rate", state.Percent, "80", "4", "5", 5), "lead-to-close": kpi("lead-to-close", state.Percent, "50", "2", "4", 4),
			"average-deal-size": kpi("average-deal-size", state.Money, "32875", "131500", "4", 4),
		},
		Fields: []state.Field{
			field("legalName", "Northwind Trading GmbH", "Northwind Trading GmbH", false), field("lifecycle", "active", "active", false),
			field("territories/DE", "DE", "DE", true), field("territories/AT", "AT", "AT", true),
			field("keys/crm", "", "crm", true), field("keys/crm", "NW-001", "NW-001", false),
			field("payee/minimum", "1250000.00 USD", "1250000 USD", false), field("programs/resellers", "", "resellers", true),
		},
		Agreements: []AgreementRow{
			{Address: "agreement/northwind-reseller", Program: "resellers", Status: "signed", Effective: day("2025-07-01"), Expires: day("2027-06-30"),
				At: diag.Span{Source: agreement, Start: 3, End: 7}},
			{Address: "agreement/northwind-referral", Program: "referral", Status: "draft", Effective: day("2026-07-01")},
		},
	}
}

func contoso() PartnerRow {
	low := kpi("average-deal-size", state.Money, "8999.995", "17999.99", "2", 2)
	low.IsLow, low.IsPartial = true, true
	return PartnerRow{
		Address: "partner/contoso", Name: "Contoso", Lifecycle: "active", Programs: []string{"referral"},
		KPIs: map[string]state.Value{
			"won-revenue": kpi("won-revenue", state.Money, "17999.99", "", "", 2), "big-deals": kpi("big-deals", state.Count, "0", "", "", 0),
			"win-rate": kpi("win-rate", state.Percent, "50", "2", "4", 4), "lead-to-close": kpi("lead-to-close", state.Percent, "", "0", "0", 0),
			"average-deal-size": low,
		},
	}
}

func view() StatusView {
	return StatusView{
		AsOf: day("2026-06-30"), PeriodName: "year-to-date", Period: quantity.Range{From: day("2026-01-01"), To: day("2026-06-30")},
		Digest: "sha256:3f9c2a5be1d04c77", Files: 3,
		Partners: []PartnerRow{contoso(), {Address: "partner/fabrikam", Name: "Fabrikam", Lifecycle: "onboarding"}, northwind()},
		Reports: []facts.Report{
			{Source: "deals", Rows: 14, Evaluated: 11, Direct: 1,
				Noted: []facts.Tally{{Reason: facts.ReasonUnknownValue, Column: "product", Value: "SuitePro", Count: 1, First: []string{"data/deals.csv:10"}}},
				Rejected: []facts.Tally{
					{Reason: facts.ReasonUnmappedValue, Column: "stage", Value: "Zombie", Count: 1, First: []string{"data/deals.csv:13"}},
					{Reason: facts.ReasonUnknownPartner, Column: "partner", Value: "XX-999", Count: 1, First: []string{"data/deals.csv:15"}}}},
			{Source: "leads", Rows: 5, Evaluated: 5},
			{Source: "refunds", Rows: 1, Evaluated: 1},
		},
		Findings: diag.List{unplaced()},
	}
}

func TestStatusShowsThePortfolio(t *testing.T) {
	golden(t, "status.txt", func(w io.Writer) error { return Status(w, view(), Options{}) })
	golden(t, "status-narrow.txt", func(w io.Writer) error { return Status(w, view(), Options{Width: 60}) })
}

// KPIs beyond the one that weighs partners tell the least, and what is the same of
// all partners tells nothing.
func TestANarrowStatusLeavesOutWhatTellsTheLeast(t *testing.T) {
	v := view()
	v.Portfolio = &PortfolioView{KPI: "won-revenue"}
	for i := range v.Partners {
		v.Partners[i].Score = &state.ScoreState{Scorecard: "health", Value: rat("73")}
		v.Partners[i].Tiers = []state.Tier{{Program: "resellers", Earned: "gold"}}
		v.Partners[i].Goals = []JudgedRow{{Judgement: state.Judgement{Goal: &state.GoalState{Progress: rat("61"), Pace: state.AtRisk}}}}
	}
	for width, want := range map[int]string{
		200: "PARTNER LIFECYCLE PROGRAM TIER SCORE WON-REVENUE GOAL PACE AVERAGE-DEAL-SIZE BIG-DEALS LEAD-TO-CLOSE",
		120: "PARTNER LIFECYCLE PROGRAM TIER SCORE WON-REVENUE GOAL PACE AVERAGE-DEAL-SIZE BIG-DEALS",
		100: "PARTNER LIFECYCLE PROGRAM TIER SCORE WON-REVENUE GOAL PACE",
		80:  "PARTNER LIFECYCLE TIER SCORE WON-REVENUE GOAL PACE",
		30:  "PARTNER TIER SCORE WON-REVENUE GOAL PACE",
	} {
		lines := strings.Split(written(t, func(w io.Writer) error { return Status(w, v, Options{Width: width}) }), "\n")
		i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "PARTNER") })
		if got := strings.Join(strings.Fields(lines[i]), " "); got != want {
			t.Errorf("%d columns show %s, want %s", width, got, want)
		}
	}
	for i := range v.Partners {
		v.Partners[i].Lifecycle, v.Partners[i].Programs = "active", []string{"resellers"}
	}
	got := written(t, func(w io.Writer) error { return Status(w, v, Options{Width: 100}) })
	if !strings.Contains(got, "PARTNER    TIER  SCORE     WON-REVENUE  GOAL            PACE     AVERAGE-DEAL-SIZE  BIG-DEALS") {
		t.Errorf("columns that say the same of all are shown before a KPI:\n%s", got)
	}
}

// TestStatusFitsItsTerminal: no line is wider, and no word is cut that would have
// fitted.
func TestStatusFitsItsTerminal(t *testing.T) {
	v := view()
	long := "Murmelstein Messtechnik und Armaturenhandel"
	v.Partners[0].Name = long
	v.Partners[0].Conditions = []state.Condition{{Type: "AtRisk", Status: state.True, Message: strings.Repeat("Goal Win what is quoted is behind, with 27.4% reached. ", 3)}}
	v.Portfolio = &PortfolioView{KPI: "won-revenue", HHI: rat("3224"), Effective: rat("3.1"), Pareto: []PartnerName{{Address: v.Partners[0].Address, Name: long}}}
	for i := range v.Partners {
		v.Partners[i].Tiers = []state.Tier{{Program: "resellers", Pinned: "authorised"}}
		v.Partners[i].Goals = []JudgedRow{{Judgement: state.Judgement{Goal: &state.GoalState{Progress: rat("61"), Pace: state.AtRisk}}}}
	}
	for _, most := range []int{80, 100, 120} {
		got := written(t, func(w io.Writer) error { return Status(w, v, Options{Width: most}) })
		for line := range strings.Lines(got) {
			if line = strings.TrimSuffix(line, "\n"); width(line) > most {
				t.Errorf("%d columns: %q", most, line)
			}
			if name, _, isCut := strings.Cut(line, "…"); isCut && strings.HasPrefix(line, "Murm") && !strings.HasSuffix(name, " ") {
				t.Errorf("%d columns: a word is cut: %q", most, line)
			}
		}
	}
}

func TestPartnersOfOneTitleAreToldApart(t *testing.T) {
	v := view()
	v.Partners[1].Name = "Northwind"
	v.Partners[2].Conditions = []state.Condition{{Type: "AtRisk", Status: state.True, Message: "Late."}}
	v.Portfolio = &PortfolioView{KPI: "won-revenue", HHI: rat("1"), Effective: rat("1"), Pareto: []PartnerName{{Address: "partner/northwind", Name: "Northwind"}}}
	for _, most := range []int{80, 120} {
		got := written(t, func(w io.Writer) error { return Status(w, v, Options{Width: most}) })
		for _, want := range []string{"\nNorthwind (fabrikam)", "\nNorthwind (northwind)", "\nContoso  ", "ATTENTION\nNorthwind (northwind)  Late.", "Northwind (northwind) brings"} {
			if !strings.Contains(got, want) {
				t.Errorf("%d columns lack %q:\n%s", most, want, got)
			}
		}
	}
	if got := written(t, func(w io.Writer) error { return StatusJSON(w, v) }); !strings.Contains(got, `"title": "Northwind"`) || strings.Contains(got, "(northwind)") {
		t.Errorf("machines read titles as they are:\n%s", got)
	}
	v.Partners[1].Name, v.Partners[2].Name = "Northwind Trading and Logistics", "Northwind Trading and Logistics"
	got := written(t, func(w io.Writer) error { return Status(w, v, Options{Width: 60}) })
	if !strings.Contains(got, "… (fabrikam)") || !strings.Contains(got, "… (northwind)") {
		t.Errorf("what tells them apart is cut:\n%s", got)
	}
}

func TestStatusShowsTheKPIsAskedFor(t *testing.T) {
	v := view()
	v.KPIs = []string{"won-revenue", "big-deals"}
	got := written(t, func(w io.Writer) error { return Status(w, v, Options{}) })
	if !strings.Contains(got, "WON-REVENUE  BIG-DEALS\n") || strings.Contains(got, "more KPI") {
		t.Errorf("got\n%s", got)
	}
}

// The table's right edge is straight on a terminal where 名 takes two columns.
func TestColumnsAlignByDisplayWidth(t *testing.T) {
	v := view()
	v.Findings, v.Reports = nil, nil
	v.Partners[1].Name, v.Partners[0].Name = "名前株式会社", "e\u0301te\u0301"
	v.KPIs = []string{"won-revenue"}
	lines := strings.Split(written(t, func(w io.Writer) error { return Status(w, v, Options{}) }), "\n")[2:6]
	for _, line := range lines[1:] {
		if runewidth.StringWidth(line) != runewidth.StringWidth(lines[0]) {
			t.Errorf("not straight:\n%s", strings.Join(lines, "\n"))
		}
	}
}

func TestStatusOfNobody(t *testing.T) {
	got := written(t, func(w io.Writer) error { return Status(w, StatusView{AsOf: day("2026-06-30")}, Options{}) })
	if !strings.Contains(got, "No partner is declared.") {
		t.Errorf("got %q", got)
	}
}

func TestAPeriodThatGoesOnIsLabelled(t *testing.T) {
	v := view()
	v.Period.To = day("2026-09-30")
	if got := written(t, func(w io.Writer) error { return Status(w, v, Options{}) }); !strings.Contains(got, "2026-01-01..2026-09-30, partial · facts") {
		t.Errorf("got %s", got)
	}
}

func TestStatusOfOnePartnerGoesIntoDepth(t *testing.T) {
	golden(t, "status-northwind.txt", func(w io.Writer) error { return StatusOne(w, view(), "partner/northwind", Options{Width: 120}) })
	golden(t, "status-contoso.txt", func(w io.Writer) error { return StatusOne(w, view(), "partner/contoso", Options{Width: 120}) })
	if err := StatusOne(io.Discard, view(), "partner/nobody", Options{}); err == nil || !strings.Contains(err.Error(), "partner/nobody") {
		t.Errorf("an unknown partner gives %v", err)
	}
}

func TestStatusAsJSON(t *testing.T) {
	v := view()
	v.KPIs = []string{"won-revenue"} // for people only
	got := golden(t, "status.json", func(w io.Writer) error { return StatusJSON(w, v) })
	var doc struct {
		Resources []struct {
			KPIs map[string]map[string]any
		}
	}
	if err := json.Unmarshal([]byte(got), &doc); err != nil {
		t.Fatal(err)
	}
	if n := len(doc.Resources[0].KPIs); n != 5 {
		t.Errorf("%d KPIs, want all 5", n)
	}
	golden(t, "status-none.json", func(w io.Writer) error { return StatusJSON(w, StatusView{}) })
}

func TestEveryReasonOfARowHasWords(t *testing.T) {
	for _, c := range []struct {
		tally facts.Tally
		want  string
	}{
		{facts.Tally{Reason: facts.ReasonUnknownValue, Column: "product", Value: "SuitePro"}, "product `SuitePro` is not among the known values"},
		{facts.Tally{Reason: facts.ReasonEmptyColumn, Column: "closedAt"}, "closedAt is empty"},
		{facts.Tally{Reason: facts.ReasonDuplicateID, Column: "id", Value: "D-1"}, "id `D-1` stands in an earlier row too"},
		{facts.Tally{Reason: facts.ReasonMissingValue, Column: "stage"}, "stage is empty, and a row needs it"},
		{facts.Tally{Reason: facts.ReasonUnmappedValue, Column: "stage", Value: facts.Others}, "stage (other values) is not mapped"},
		{facts.Tally{Reason: facts.ReasonUnmappedValue, Column: "stage"}, "stage (empty) is not mapped"},
		{facts.Tally{Reason: facts.ReasonBadValue, Column: "kind", Value: "x"}, "kind `x` is not a value of the column"},
		{facts.Tally{Reason: facts.ReasonBadAmount, Column: "amount", Value: "1,2,3"}, "amount `1,2,3` is not an amount"},
		{facts.Tally{Reason: facts.ReasonBadCurrency, Column: "currency", Value: "XX"}, "currency `XX` is not a currency"},
		{facts.Tally{Reason: facts.ReasonBadCurrency, Column: "amount", Value: "5.00"}, "amount `5.00` is in no known currency: the row names none, nor does the source"},
		{facts.Tally{Reason: facts.ReasonBadNumber, Column: "rate", Value: "x"}, "rate `x` is not a number that fits"},
		{facts.Tally{Reason: facts.ReasonBadDate, Column: "closedAt", Value: "31.06."}, "closedAt `31.06.` is not a date in the source's format"},
		{facts.Tally{Reason: facts.ReasonOverMax, Column: "amount", Value: "9"}, "amount `9` is over the maximum: the column's `max`, by default 10,000,000,000,000 (of money, in minor units)"},
		{facts.Tally{Reason: facts.ReasonUnknownPartner, Column: "partner", Value: "XX-999"}, "no partner has the key `XX-999`"},
		{facts.Tally{Reason: facts.ReasonUnknownPartner, Column: "partner", Value: facts.Others}, "no partner has the key (other values)"},
		{facts.Tally{Reason: facts.ReasonUnknownDeal, Column: "of", Value: "D-9"}, "no deal has the id `D-9`"},
		{facts.Tally{Reason: facts.ReasonNestedValue, Column: "stage", Value: "{}"}, "stage `{}` is an object or a list, not a plain value"},
		{facts.Tally{Reason: facts.ReasonRaggedRow, Value: "3 fields for 5 headers"}, "the row is ragged: 3 fields for 5 headers"},
		{facts.Tally{Reason: facts.ReasonBadQuote}, "the row has a quotation mark that is not closed"},
		{facts.Tally{Reason: facts.ReasonBadJSON}, "the row is not one JSON object"},
		{facts.Tally{Reason: facts.ReasonNotUTF8}, "the row is not UTF-8"},
		{facts.Tally{Reason: facts.ReasonTooLong}, "the row is too long"},
		{facts.Tally{Reason: facts.ReasonMissingColumn, Column: "stage", Value: "Stage"}, "the header has no `Stage` (stage)"},
		{facts.Tally{Reason: facts.ReasonDuplicateColumn, Column: "stage", Value: "Stage"}, "the header has `Stage` twice (stage)"},
		{facts.Tally{Reason: facts.ReasonUnknownFormat, Value: ".xlsx"}, "`.xlsx` is neither CSV nor JSONL"},
		{facts.Tally{Reason: "of-later", Column: "a", Value: "b"}, "a `b`: of-later"},
	} {
		if got := tallyWords(c.tally); got != c.want {
			t.Errorf("%s: %q, want %q", c.tally.Reason, got, c.want)
		}
	}
}

func TestEveryReasonOfAMissingValueHasWords(t *testing.T) {
	uses := []state.Use{{Address: "kpi/win-rate"}, {Address: "source/deals"}}
	for reason, want := range map[string]string{
		state.NoDenominator: "no deals to divide by",
		state.NoRows:        "none of the deals in the period has a value for it",
		state.NoFacts:       "its source has no files, or is not declared",
		state.NoRate:        "an exchange rate is missing",
		state.MissingInput:  "a KPI that it is worked out from has no value",
		state.Invalid:       "the KPI has errors: see entente validate",
	} {
		if got := missingWords(state.Value{Reason: reason, Uses: uses}); got != want {
			t.Errorf("%s: %q, want %q", reason, got, want)
		}
	}
	two := append(uses, state.Use{Address: "source/leads"})
	if got := missingWords(state.Value{Reason: state.NoDenominator, Uses: two}); got != "nothing to divide by" {
		t.Errorf("of two sources: %q", got)
	}
}

func TestStatusOfHostileRows(t *testing.T) {
	v := view()
	v.Partners[0].Name = "::error::\x1b[2J\u202eNorth|wind\n##[error]"
	v.Reports[0].Rejected[0].Value = "\n::error::x"
	v.Reports[0].Rejected[0].First = []string{"##[group]"}
	got := written(t, func(w io.Writer) error { return Status(w, v, Options{}) })
	for line := range strings.Lines(got) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsAny(line, "\x1b\u202e") {
			t.Errorf("hostile line %q", line)
		}
	}
}
