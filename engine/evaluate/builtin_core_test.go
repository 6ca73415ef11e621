package evaluate_test

import (
	"strings"
	"testing"
)

const (
	dealColumns = "{id: id, partner: partner, stage: stage, amount: amount, createdAt: created, closedAt: closed, sourcedBy: by}"
	leadColumns = "{id: id, partner: partner, submittedAt: on, status: status}"
)

// twoOfEach has two sources of deals and two of leads. As of 30 June 2026 Ada has
// won four deals (100.00 in 30 days, 50.50 in 40, 10.00, and one of 10 days) and
// lost one; open were three: one still is, one nobody knows the age of, and one
// that was won in July.
var twoOfEach = world{"org.yaml": organization, "partners.yaml": twoPartners,
	"sources.yaml": entry("Source", "east", "{type: deals, system: crm, from: {files: east.csv}, columns: "+dealColumns+"}") +
		entry("Source", "west", "{type: deals, system: crm, from: {files: west.csv}, columns: "+dealColumns+"}") +
		entry("Source", "form", "{type: leads, system: crm, from: {files: form.csv}, columns: "+leadColumns+"}") +
		entry("Source", "mail", "{type: leads, system: crm, from: {files: mail.csv}, columns: "+leadColumns+"}"),
	"east.csv": `id,partner,stage,amount,created,closed,by
e1,A,won,100.00,2026-01-01,2026-01-31,partner
e2,A,lost,40.00,2026-01-10,2026-02-10,partner
e3,A,open,70.00,2026-05-01,,partner
e4,A,open,70.00,2026-07-05,,partner
e5,A,open,70.00,,,partner
e6,A,won,,2026-01-01,2026-01-11,vendor
`,
	"west.csv": `id,partner,stage,amount,created,closed,by
w1,A,won,50.50,2026-02-01,2026-03-13,vendor
w2,A,won,10.00,,2026-04-01,partner
w3,A,won,9.00,2026-06-01,2026-07-10,partner
w4,A,lost,9.00,2026-07-01,2026-07-02,partner
`,
	"form.csv": `id,partner,on,status
f1,A,2026-01-05,won
f2,A,2026-02-01,lost
f3,A,2026-02-20,rejected
f4,A,2026-05-04,accepted
`,
	"mail.csv": `id,partner,on,status
m1,A,2026-05-06,duplicate
m2,A,2026-06-01,submitted
m3,A,2026-07-01,won
m4,A,2026-03-01,
`,
}

var builtins = []string{"lead-to-close", "lead-to-close-mature", "lead-acceptance", "sourced-revenue", "sourced-deals",
	"average-deal-size", "win-rate", "sales-cycle", "pipeline-velocity", "time-to-first-deal"}

func allBuiltins() string {
	var out strings.Builder
	for _, name := range builtins {
		out.WriteString(kpi(name, "{builtin: "+name+"}"))
	}
	return out.String()
}

func TestBuiltins(t *testing.T) {
	s := evaluated(t, twoOfEach.with("k.yaml", allBuiltins()), "2026-06-30", "")
	wantValues(t, s,
		"ada lead-to-close: 16.66666667% = 1/6", // m1 is no lead, m3 is of July
		"ada lead-to-close-mature: 33.33333333% = 1/3",
		"ada lead-acceptance: 50% = 2/4",
		"ada sourced-revenue: 110.00 USD",
		"ada sourced-deals: 2",
		"ada average-deal-size: 53.50 USD = 160.5/3", // e6 has no amount
		"ada win-rate: 80% = 4/5",
		"ada sales-cycle: 26.66666667 days = 80/3", // w2 has no day of creation
		"ada pipeline-velocity: 4.815 USD",         // 3 × 80% × 53.50 ÷ 26.67
		"ada time-to-first-deal: 366 days",         // 10 January 2025 to 11 January 2026
		"bob lead-to-close: no-denominator = 0/0",
		"bob sourced-revenue: 0.00 USD",
		"bob sales-cycle: no-denominator = 0/0",
		"bob pipeline-velocity: no-denominator",
		"bob time-to-first-deal: no-rows",
		"portfolio win-rate: 80% = 4/5",
		"portfolio pipeline-velocity: 4.815 USD",
		"portfolio time-to-first-deal: absent")
}

// TestPipelineVelocityOnAnEarlierDay: on 15 February three deals were open: e5 and
// w2, of which nobody knows the age, and w1, which was won in March; e3 did not
// yet exist. Two of three were won, 100.00 a deal that has an amount, in 20 days.
func TestPipelineVelocityOnAnEarlierDay(t *testing.T) {
	s := evaluated(t, twoOfEach.with("k.yaml", allBuiltins()), "2026-02-15", "")
	wantValues(t, s, "ada pipeline-velocity: 10.00 USD")
}

func TestTimeToFirstDeal(t *testing.T) {
	rows := func(closed string) string {
		return "id,partner,stage,amount,created,closed,by\n1,A,won,1.00,," + closed + ",\n2,A,won,1.00,,2026-05-01,\n"
	}
	partner := func(programs string) string {
		return entry("Partner", "ada", "{legalName: Ada, lifecycle: active, keys: {crm: A}, programs: ["+programs+"]}")
	}
	for name, c := range map[string]struct{ programs, closed, want string }{
		"the earliest of several programs":   {"{program: p, since: 2026-03-01}, {program: q, since: 2026-01-01}", "2026-01-31", "30 days"},
		"a program without a day is no help": {"{program: p}, {program: q, since: 2026-01-30}", "2026-01-31", "1 days"},
		"won on the first day":               {"{program: p, since: 2026-01-31}", "2026-01-31", "0 days"},
		"no program has a day":               {"{program: p}", "2026-01-31", "no-rows"},
		"in no program":                      {"", "2026-01-31", "no-rows"},
		"won before joining":                 {"{program: p, since: 2026-02-01}", "2026-01-31", "no-rows"},
		"won before the period":              {"{program: p, since: 2025-10-01}", "2025-10-03", "2 days"},
		"won after the as-of day":            {"{program: p, since: 2026-07-01}", "2026-07-02", "no-rows"},
	} {
		t.Run(name, func(t *testing.T) {
			w := twoOfEach.with("k.yaml", kpi("k", "{builtin: time-to-first-deal}"), "partners.yaml", partner(c.programs), "east.csv", rows(c.closed),
				"west.csv", "id,partner,stage,amount,created,closed,by\n")
			if strings.HasPrefix(c.closed, "2026-07") {
				w = w.edited(t, "east.csv", "2026-05-01", "2026-07-03")
			}
			wantValues(t, evaluated(t, w, "2026-06-30", ""), "ada k: "+c.want)
		})
	}
}

// TestBuiltinsOverSourcesThatMapLess: a source that lacks a column is left out of
// the KPIs that look at it, all their parts alike, and stays in the others.
func TestBuiltinsOverSourcesThatMapLess(t *testing.T) {
	bare := entry("Source", "bare", "{type: deals, system: crm, from: {files: bare.csv}, columns: {id: id, partner: partner, stage: stage, closedAt: closed}}")
	rows := "id,partner,stage,closed\nb1,A,won,2026-01-02\nb2,A,lost,2026-01-03\nb3,A,lost,2026-01-04\n"
	s := evaluated(t, twoOfEach.with("k.yaml", allBuiltins(), "bare.yaml", bare, "bare.csv", rows), "2026-06-30", "")
	wantValues(t, s, "ada win-rate: 62.5% = 5/8", "ada sourced-deals: 2", "ada average-deal-size: 53.50 USD = 160.5/3", "ada pipeline-velocity: 4.815 USD")

	alone := world{"org.yaml": organization, "partners.yaml": twoPartners, "k.yaml": allBuiltins(), "bare.yaml": bare, "bare.csv": rows}
	s = evaluated(t, alone, "2026-06-30", "")
	wantValues(t, s, "ada win-rate: 33.33333333% = 1/3", "ada sourced-deals: no-column", "ada sourced-revenue: no-column",
		"ada lead-to-close: no-facts", "ada pipeline-velocity: no-column", "portfolio sourced-deals: no-column")
}
