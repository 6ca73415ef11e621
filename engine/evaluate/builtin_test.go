package evaluate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
	"github.com/partnership-as-code/entente/schema"
)

// scene is an Organization with two partners, NW since January and CO since May, a
// KPI for each built-in that is named, and a source for each file: its type stands
// before the first dash of its name, its headers are columns.
func scene(settings string, builtins []string, files map[string]string) fstest.MapFS {
	documents := []string{
		document("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\nsettings: {"+settings+"}"),
		document("Program", "resellers", "type: reseller"),
		document("Partner", "northwind", "legalName: Northwind\nlifecycle: active\nkeys: {crm: NW, old: N2}\nprograms: [{program: resellers, since: 2026-01-01}]"),
		document("Partner", "contoso", "legalName: Contoso\nlifecycle: active\nkeys: {crm: CO}\nprograms: [{program: resellers, since: 2026-05-01}]"),
	}
	for _, name := range builtins {
		documents = append(documents, document("KPI", name, "builtin: "+name))
	}
	out := fstest.MapFS{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		header, _, _ := strings.Cut(files[name], "\n")
		var columns []string
		for _, c := range strings.Split(header, ",") {
			columns = append(columns, c+": "+c)
		}
		kind, _, _ := strings.Cut(name, "-")
		documents = append(documents, document("Source", name, fmt.Sprintf("type: %s\nsystem: crm\ncurrency: USD\nfrom: {files: data/%s/*.csv}\ncolumns: {%s}", kind, name, strings.Join(columns, ", "))))
		out[path.Join("data", name, "rows.csv")] = &fstest.MapFile{Data: []byte(files[name])}
	}
	out["all.yaml"] = &fstest.MapFile{Data: []byte(strings.Join(documents, "---\n"))}
	return out
}

// read evaluates a scene over a period.
func read(t testing.TB, scene fstest.MapFS, period, on string) *state.Snapshot {
	t.Helper()
	p := compiled(t, scene)
	over, err := quantity.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	sources, found := p.Mapped(evaluate.Roots{scene})
	if found.HasErrors() {
		t.Fatal(found)
	}
	snaps, err := evaluate.Run(context.Background(), memory.Runner{}, sources, evaluate.Job{Program: p, AsOf: day(t, on), Period: p.Named(over)})
	if err != nil {
		t.Fatal(err)
	}
	return snaps[0]
}

// told spells the values of all who have any: "partner/northwind win-rate" to
// "80 = 4/5", or to the reason why there is none.
func told(s *state.Snapshot) map[string]string {
	out := map[string]string{}
	for who, values := range s.Derived {
		for name, v := range values {
			name, isKPI := strings.CutPrefix(name, "kpi/")
			if !isKPI {
				continue
			}
			text := v.Decimal()
			if v.Numerator != nil {
				text += fmt.Sprintf(" = %s/%s", quantity.Decimal(v.Numerator, 0, 2), quantity.Decimal(v.Denominator, 0, 2))
			}
			if v.Basis != "" {
				text += " on " + v.Basis
			}
			out[string(who)+" "+name] = strings.TrimSpace(text + " " + v.Reason)
		}
	}
	return out
}

// of keeps what is told of some.
func of(told map[string]string, who ...spec.Address) map[string]string {
	out := map[string]string{}
	for line, text := range told {
		name, _, _ := strings.Cut(line, " ")
		if slices.Contains(who, spec.Address(name)) {
			out[line] = text
		}
	}
	return out
}

func expect(t *testing.T, want, got map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

const (
	influenceDeals = `id,partner,stage,amount,createdAt,closedAt,sourcedBy
D-1,CO,won,100.00,2026-02-01,2026-03-01,partner
D-2,,won,10.00,2026-02-01,2026-03-01,vendor
D-3,NW,won,1000.00,2026-02-01,2026-03-01,partner
D-4,NW,won,20.00,2026-02-01,2026-03-01,vendor
D-5,CO,won,5.00,2026-02-01,2026-03-01,partner
D-6,CO,lost,7.00,2026-02-01,2026-03-01,vendor
D-7,CO,won,2.00,2026-02-01,2026-04-01,vendor
`
	// 2025-11-03 is 90 days before 2026-02-01.
	influenceTouches = `id,partner,deal,at
T-01,NW,D-1,2025-11-03
T-02,NW,D-1,2026-02-05
T-03,CO,D-1,2026-02-05
T-04,NW,D-2,2026-03-01
T-05,CO,D-2,2026-03-01
T-06,NW,D-3,2026-02-05
T-07,CO,D-3,2026-03-02
T-08,NW,D-4,2026-02-05
T-09,NW,D-5,2025-11-02
T-10,NW,D-6,2026-02-05
T-11,NW,D-7,2026-02-05
T-12,,D-5,2026-02-05
`
)

// northwind influenced D-1 (another partner's, touched on the first day that
// counts, twice), D-2 (nobody's, on the last day) and D-4 (its own, but sourced by
// the vendor); not D-3 (sourced itself), D-5 (a day too early), D-6 (lost), D-7
// (won after the period). contoso influenced D-2; not D-1 (sourced itself) nor D-3
// (a day too late). Together they influenced three deals, not four.
func TestInfluence(t *testing.T) {
	files := map[string]string{"deals": influenceDeals, "touches": influenceTouches}
	builtins := []string{"influenced-deals", "influenced-revenue", "sourced-deals"}
	want := map[string]string{
		"partner/northwind influenced-deals": "3", "partner/northwind influenced-revenue": "130.00", "partner/northwind sourced-deals": "1",
		"partner/contoso influenced-deals": "1", "partner/contoso influenced-revenue": "10.00", "partner/contoso sourced-deals": "2",
		"portfolio influenced-deals": "3", "portfolio influenced-revenue": "130.00", "portfolio sourced-deals": "3",
		"direct influenced-deals": "0", "direct influenced-revenue": "0.00", "direct sourced-deals": "0",
	}
	expect(t, want, told(read(t, scene("", builtins, files), "2026-Q1", "2026-06-30")))
}

func TestInfluenceLooksBackAsFarAsIsSet(t *testing.T) {
	files := map[string]string{"deals": influenceDeals, "touches": influenceTouches}
	for lookback, want := range map[string]string{"0 days": "3", "91 days": "4", "3 months": "4", "1 month": "3"} {
		got := told(read(t, scene("influenceLookback: "+lookback, []string{"influenced-deals"}, files), "2026-Q1", "2026-06-30"))
		if got["partner/northwind influenced-deals"] != want {
			t.Errorf("%s: %s deals, want %s", lookback, got["partner/northwind influenced-deals"], want)
		}
	}
}

func TestInfluenceNeedsTouchesAndDays(t *testing.T) {
	builtins := []string{"influenced-deals"}
	undated := strings.ReplaceAll(influenceDeals, "createdAt", "registeredAt")
	for want, files := range map[string]map[string]string{
		"no-facts":  {"deals": influenceDeals},
		"no-column": {"deals": undated, "touches": influenceTouches},
	} {
		if got := told(read(t, scene("", builtins, files), "2026-Q1", "2026-06-30"))["partner/northwind influenced-deals"]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// northwind joined on January 1 and has until April 1, contoso until July 30.
func TestActivation(t *testing.T) {
	const header = "id,partner,stage,closedAt\n"
	const filings = "id,partner,customer,submittedAt,status,decidedAt\n"
	for _, c := range []struct {
		name, deals, registrations, on string
		want                           [3]string // northwind, contoso, portfolio
	}{
		{"a deal on the last day", "1,NW,won,2026-04-01\n2,CO,lost,2026-05-02\n", "", "2026-06-30", [3]string{"100 = 1/1", "too-early", "100 = 1/1"}},
		{"a deal a day late", "1,NW,won,2026-04-02\n2,CO,won,2026-05-01\n", "", "2026-06-30", [3]string{"0 = 0/1", "100 = 1/1", "50 = 1/2"}},
		{"time is up on its last day", "", "", "2026-07-30", [3]string{"0 = 0/1", "0 = 0/1", "0 = 0/2"}},
		{"time is not up", "1,NW,won,2026-04-01\n", "", "2026-03-31", [3]string{"too-early", "no-rows", "= 0/0 no-denominator"}},
		{"approved in time", "1,NW,won,2026-06-01\n", "1,NW,a,2026-03-01,approved,2026-04-01\n2,CO,a,2026-05-02,rejected,2026-05-03\n3,CO,a,2026-05-02,submitted,\n",
			"2026-06-30", [3]string{"100 = 1/1", "too-early", "100 = 1/1"}},
		{"approved too late", "", "1,NW,a,2026-03-01,approved,2026-04-02\n2,CO,a,2026-05-02,won,\n", "2026-06-30", [3]string{"0 = 0/1", "100 = 1/1", "50 = 1/2"}},
		{"expired after an approval, and without one", "", "1,NW,a,2026-03-01,expired,2026-03-05\n2,CO,a,2026-05-02,expired,\n", "2026-06-30", [3]string{"100 = 1/1", "too-early", "100 = 1/1"}},
	} {
		files := map[string]string{"deals": header + c.deals, "registrations": filings + c.registrations}
		got := told(read(t, scene("", []string{"activation"}, files), "2026", c.on))
		if diff := cmp.Diff(c.want, [3]string{got["partner/northwind activation"], got["partner/contoso activation"], got["portfolio activation"]}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestActivationWithin(t *testing.T) {
	files := map[string]string{"deals": "id,partner,stage,closedAt\n1,NW,won,2026-04-10\n"}
	for within, want := range map[string]string{"99 days": "100 = 1/1", "98 days": "0 = 0/1", "72 business days": "100 = 1/1", "70 business days": "0 = 0/1"} {
		got := told(read(t, scene("activationWithin: "+within, []string{"activation"}, files), "2026", "2026-06-30"))
		if got["partner/northwind activation"] != want {
			t.Errorf("%s: %s, want %s", within, got["partner/northwind activation"], want)
		}
	}
	files = map[string]string{"registrations": "id,partner,customer,submittedAt,status\n1,NW,a,2026-02-01,approved\n"}
	got := told(read(t, scene("", []string{"activation"}, files), "2026", "2026-06-30"))
	if want := "100 = 1/1"; got["partner/northwind activation"] != want {
		t.Errorf("registrations alone, without decidedAt: %s, want %s", got["partner/northwind activation"], want)
	}
}

func TestRegistrationApproval(t *testing.T) {
	// 4 approved (one expired since) of 5 decided; one is undecided, one ran out
	// undecided, one was submitted before the period.
	files := map[string]string{"registrations": `id,partner,customer,submittedAt,status,decidedAt
1,NW,a,2026-01-01,approved,2026-01-05
2,NW,b,2026-03-31,won,2026-04-05
3,NW,c,2026-02-01,rejected,2026-02-02
4,NW,d,2026-02-01,expired,2026-02-02
5,NW,e,2026-02-01,expired,
6,NW,f,2026-02-01,submitted,
7,NW,g,2025-12-31,rejected,2026-01-02
8,NW,h,2026-02-01,approved,
9,CO,i,2026-02-01,submitted,
`}
	want := map[string]string{"partner/northwind registration-approval": "80 = 4/5", "partner/contoso registration-approval": "= 0/0 no-denominator", "portfolio registration-approval": "80 = 4/5"}
	expect(t, want, of(told(read(t, scene("", []string{"registration-approval"}, files), "2026-Q1", "2026-06-30")), "partner/northwind", "partner/contoso", "portfolio"))
}

func TestCampaignEngagement(t *testing.T) {
	files := map[string]string{"campaigns": `id,partner,campaign,at,delivered,engaged
1,NW,spring,2026-01-01,1000,50
2,NW,spring,2026-03-31,200,10
3,NW,spring,2026-02-01,500,
4,NW,spring,2026-02-01,,7
5,NW,spring,2026-04-01,1,1
6,CO,spring,2026-02-01,300,90
`}
	want := map[string]string{"partner/northwind campaign-engagement": "5 = 60/1200", "partner/contoso campaign-engagement": "30 = 90/300", "portfolio campaign-engagement": "10 = 150/1500"}
	expect(t, want, of(told(read(t, scene("", []string{"campaign-engagement"}, files), "2026-Q1", "2026-06-30")), "partner/northwind", "partner/contoso", "portfolio"))
}

func TestResponseTime(t *testing.T) {
	// northwind: 0, 1, 3 and 10 days over two sources; one unanswered, one answered
	// before it was asked.
	files := map[string]string{"activities": `id,partner,at,answeredAt
1,NW,2026-01-01,2026-01-01
2,NW,2026-01-31,2026-02-03
3,NW,2026-02-01,
4,NW,2026-02-01,2026-01-31
5,NW,2025-12-31,2026-03-31
6,CO,2026-02-01,
`, "activities-b": `id,partner,at,answeredAt
1,NW,2026-02-27,2026-02-28
2,NW,2026-03-31,2026-04-10
`}
	want := map[string]string{"partner/northwind response-time": "2 on 4 of 6 activities answered", "partner/contoso response-time": "on 0 of 1 activity answered no-rows", "direct response-time": "no-rows"}
	expect(t, want, told(read(t, scene("", []string{"response-time"}, files), "2026-Q1", "2026-06-30")))
}

const ledger = `id,partner,at,amount,customer,kind
1,NW,2025-12-31,5000,early,recurring
2,NW,2026-01-01,100,a,recurring
3,NW,2026-01-31,100,a,recurring
4,NW,2026-02-28,150,b,recurring
5,NW,2026-03-31,50,c,recurring
6,NW,2026-04-01,80,a,recurring
7,NW,2026-06-30,200,b,recurring
8,NW,2026-05-01,90,new,recurring
9,NW,2026-04-15,-20,a,contraction
10,NW,2026-04-15,30,c,churn
11,NW,2026-06-30,60,b,expansion
12,NW,2026-05-01,90,new,new
13,NW,2026-07-01,500,b,churn
14,NW,2026-03-31,500,b,churn
15,CO,2026-02-01,100,a,recurring
16,CO,2026-05-01,-40,a,churn
17,CO,2026-05-02,10,a,churn
`

// The second quarter opens with the 400 that recurred in the first: 100, 100, 150
// and 50. It lost 20 and 30, and gained 60. Of a, b and c, c is gone.
func TestRetention(t *testing.T) {
	builtins := []string{"logo-retention", "gross-revenue-retention", "net-revenue-retention"}
	want := map[string]string{
		"partner/northwind logo-retention":          "66.66666667 = 2/3",
		"partner/northwind gross-revenue-retention": "87.5 = 350/400",
		"partner/northwind net-revenue-retention":   "102.5 = 410/400",
		"partner/contoso logo-retention":            "0 = 0/1",
		"partner/contoso gross-revenue-retention":   "50 = 50/100",
		"partner/contoso net-revenue-retention":     "50 = 50/100",
		"direct logo-retention":                     "= 0/0 no-denominator",
		"direct gross-revenue-retention":            "= 0/0 no-denominator",
		"direct net-revenue-retention":              "= 0/0 no-denominator",
		"portfolio gross-revenue-retention":         "80 = 400/500",
		"portfolio net-revenue-retention":           "92 = 460/500",
	}
	expect(t, want, told(read(t, scene("", builtins, map[string]string{"revenue": ledger}), "2026-Q2", "2026-07-31")))
}

func TestThePeriodBefore(t *testing.T) {
	// One unit of revenue on each of these days tells from where the opening counts.
	days := []string{"2025-07-01", "2025-07-04", "2025-07-05", "2025-12-31", "2026-01-31", "2026-02-01", "2026-02-28"}
	for _, c := range []struct{ period, on, want string }{
		{"2026-03", "2026-03-31", "2026-02-01 2026-02-28"},                                                                       // a month, not 31 days
		{"2026-01-01..2026-06-30", "2026-06-30", "2025-07-01 2025-07-04 2025-07-05 2025-12-31"},                                  // six months
		{"2026-01-01..2026-06-30", "2026-06-29", "2025-07-05 2025-12-31"},                                                        // 180 days: from July 5
		{"2026-03-01..2026-03-30", "2026-06-30", "2026-01-31 2026-02-01 2026-02-28"},                                             // 30 days: from January 30
		{"2026-02-01..2026-03-31", "2026-06-30", "2025-12-31 2026-01-31"},                                                        // two months
		{"2026-01-31..2026-02-27", "2026-06-30", "2025-12-31"},                                                                   // a month that ends with a short one
		{"2026-03-01..2027-02-28", "2027-03-31", "2025-07-01 2025-07-04 2025-07-05 2025-12-31 2026-01-31 2026-02-01 2026-02-28"}, // a year
	} {
		var got []string
		for _, on := range days {
			rows := "id,partner,at,amount,customer,kind\n1,NW," + on + ",1,a,recurring\n"
			v := read(t, scene("", []string{"net-revenue-retention"}, map[string]string{"revenue": rows}), c.period, c.on).Derived["partner/northwind"]["kpi/net-revenue-retention"]
			if v.Exact != nil {
				got = append(got, on)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s as of %s opens with %v, want %s", c.period, c.on, got, c.want)
		}
	}
}

func TestReturnOnAPartner(t *testing.T) {
	files := map[string]string{
		"deals": `id,partner,stage,amount,closedAt,sourcedBy,customer,kind
1,NW,won,900.00,2026-01-01,partner,a,new
2,NW,won,600.00,2026-03-31,partner,b,renewal
3,NW,won,5000.00,2026-02-01,vendor,c,new
4,NW,won,100.00,2026-02-01,vendor,a,new
5,NW,won,70.00,2026-02-01,vendor,d,
6,CO,won,50.00,2026-02-01,partner,e,expansion
`,
		"deals-b": `id,partner,stage,amount,closedAt,sourcedBy,customer
1,NW,won,1.00,2026-02-01,vendor,f
2,NW,lost,1.00,2026-02-01,vendor,g
`,
		"costs": `id,partner,at,amount,what
1,NW,2026-01-01,400.00,visit
2,NW,2026-03-31,200.00,funds
3,NW,2026-04-01,900.00,funds
4,CO,2026-02-01,80.00,visit
`,
	}
	// 1500.00 sourced for 600.00. New customers are a and c where deals have a kind,
	// and f where they have none: 200.00 each.
	want := map[string]string{
		"partner/northwind partner-roi": "150 = 900/600 on sourced revenue", "partner/northwind partner-cac": "200.00 = 600/3",
		"partner/contoso partner-roi": "-37.5 = -30/80 on sourced revenue", "partner/contoso partner-cac": "= 80/0 no-denominator",
		"direct partner-roi": "= 0/0 on sourced revenue no-denominator", "direct partner-cac": "= 0/0 no-denominator",
		"portfolio partner-roi": "127.94117647 = 870/680 on sourced revenue",
	}
	expect(t, want, told(read(t, scene("", []string{"partner-roi", "partner-cac"}, files), "2026-Q1", "2026-06-30")))
}

// A percentage over amounts is as incomplete as an amount when a rate is missing,
// for those whose rows need it alone.
func TestAMissingRateLeavesNoReturn(t *testing.T) {
	files := map[string]string{
		"deals": "id,partner,stage,amount,closedAt,sourcedBy\n1,NW,won,900.00,2026-01-01,partner\n2,CO,won,900.00,2026-01-01,partner\n",
		"costs": "id,partner,at,amount,currency\n1,NW,2026-01-01,400.00,EUR\n2,CO,2026-01-01,300.00,USD\n",
	}
	want := map[string]string{"partner/northwind partner-roi": "no-rate", "partner/contoso partner-roi": "200 = 600/300 on sourced revenue", "portfolio partner-roi": "no-rate"}
	expect(t, want, of(told(read(t, scene("", []string{"partner-roi"}, files), "2026-Q1", "2026-06-30")), "partner/northwind", "partner/contoso", "portfolio"))
}

func enumerated(t *testing.T) []string {
	t.Helper()
	text, err := schema.Files.ReadFile("kpi.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var kpi struct {
		Definitions map[string]struct {
			Properties map[string]struct{ Enum []string }
		}
	}
	if err := json.Unmarshal(text, &kpi); err != nil {
		t.Fatal(err)
	}
	for _, d := range kpi.Definitions {
		if names := d.Properties["builtin"].Enum; len(names) > 0 {
			return names
		}
	}
	t.Fatal("the schema of a KPI enumerates no built-ins")
	return nil
}

func TestEveryBuiltinHasAUnitAndADirection(t *testing.T) {
	names := enumerated(t)
	down := []string{"partner-cac", "response-time", "sales-cycle", "time-to-first-deal"}
	for _, k := range compiled(t, scene("", names, nil)).KPIs {
		want := "increase"
		if slices.Contains(down, k.Name) {
			want = "decrease"
		}
		if k.Unit == "" || evaluate.Direction(k) != want {
			t.Errorf("%s: unit %q, direction %q, want %q", k.Name, k.Unit, evaluate.Direction(k), want)
		}
	}
}

func TestADeclaredDirectionWins(t *testing.T) {
	repo := scene("", nil, nil)
	repo["more.yaml"] = &fstest.MapFile{Data: []byte(document("KPI", "a", "builtin: win-rate\ndirection: maintain") + "---\n" +
		document("KPI", "b", "unit: number\nformula: kpi(\"a\") / kpi(\"a\")"))}
	var got []string
	for _, k := range compiled(t, repo).KPIs {
		got = append(got, evaluate.Direction(k))
	}
	if diff := cmp.Diff([]string{"maintain", ""}, got); diff != "" {
		t.Error(diff)
	}
}

// Every built-in gives the same whatever the order of rows, and however they are
// spread over files.
func TestTheOrderOfRowsChangesNoBuiltin(t *testing.T) {
	files := map[string]string{
		"deals":         influenceDeals,
		"deals-b":       "id,partner,stage,amount,createdAt,closedAt,sourcedBy,customer,kind\n1,NW,won,90.00,2026-01-01,2026-02-02,partner,a,new\n2,NW,open,90.00,2026-01-01,,partner,b,new\n3,CO,won,1.00,2026-01-01,2026-06-01,vendor,a,new\n",
		"touches":       influenceTouches,
		"revenue":       ledger,
		"costs":         "id,partner,at,amount\n1,NW,2026-01-01,400.00\n2,CO,2026-02-01,3.00\n3,NW,2026-02-01,3.33\n",
		"leads":         "id,partner,submittedAt,status\n1,NW,2026-01-01,won\n2,NW,2026-01-02,lost\n3,CO,2026-01-03,accepted\n",
		"campaigns":     "id,partner,campaign,at,delivered,engaged\n1,NW,x,2026-01-01,1000,50\n2,CO,x,2026-01-02,30,1\n",
		"registrations": "id,partner,customer,submittedAt,status,decidedAt\n1,NW,a,2026-03-01,approved,2026-04-01\n2,CO,a,2026-05-02,rejected,2026-05-03\n",
		"activities":    "id,partner,at,answeredAt\n1,NW,2026-01-01,2026-01-03\n2,NW,2026-01-31,2026-02-03\n3,CO,2026-02-01,\n",
	}
	names := enumerated(t)
	want := told(read(t, scene("", names, files), "2026-01-01..2026-06-30", "2026-06-30"))
	random := rand.New(rand.NewSource(1))
	for range 10 {
		repo := scene("", names, files)
		for name, text := range files {
			lines := strings.SplitAfter(strings.TrimSuffix(text, "\n")+"\n", "\n")
			header, rows := lines[0], lines[1:len(lines)-1]
			random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			cut := random.Intn(len(rows) + 1)
			repo["data/"+name+"/rows.csv"] = &fstest.MapFile{Data: []byte(header + strings.Join(rows[:cut], ""))}
			repo["data/"+name+"/more.csv"] = &fstest.MapFile{Data: []byte(header + strings.Join(rows[cut:], ""))}
		}
		expect(t, want, told(read(t, repo, "2026-01-01..2026-06-30", "2026-06-30")))
	}
}
