package evaluate_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
)

const registrationHeader = "id,partner,customer,submittedAt,status,decidedAt,expiresAt\n"

// account is three partners, each in a program of its own whose lead process is
// given, with an agreement since 2026, and their registrations.
func account(leads [3]string, rows ...string) fstest.MapFS {
	documents := []string{document("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris")}
	for i, name := range []string{"northwind", "contoso", "fabrikam"} {
		terms := ""
		if leads[i] != "" {
			terms = "\nterms: {leadProcess: {" + leads[i] + "}}"
		}
		documents = append(documents, document("Program", "of-"+name, "type: reseller"+terms),
			document("Partner", name, fmt.Sprintf("legalName: X\nlifecycle: active\nkeys: {crm: %s}\nprograms: [{program: of-%s}]", strings.ToUpper(name[:2]), name)),
			document("Agreement", name, fmt.Sprintf("partner: %s\nprogram: of-%s\nstatus: signed\nterm: {effective: 2026-01-01}", name, name)))
	}
	return registered(documents, map[string]string{"registrations": registrationHeader + strings.Join(rows, "\n")})
}

// registered adds a source for each file of registrations; its headers are columns.
func registered(documents []string, files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		header, _, _ := strings.Cut(files[name], "\n")
		var columns []string
		for _, c := range strings.Split(header, ",") {
			columns = append(columns, c+": "+c)
		}
		documents = append(documents, document("Source", name, fmt.Sprintf("type: registrations\nsystem: crm\nfrom: {files: data/%s*.csv}\ncolumns: {%s}", name, strings.Join(columns, ", "))))
		out["data/"+name+".csv"] = &fstest.MapFile{Data: []byte(files[name])}
	}
	out["all.yaml"] = &fstest.MapFile{Data: []byte(strings.Join(documents, "---\n"))}
	return out
}

// same gives all three partners one lead process.
func same(leads string) [3]string { return [3]string{leads, leads, leads} }

// contested spells the warnings of overlapping protection: detail, then what to do.
func contested(t *testing.T, repo fstest.MapFS, on string) []string {
	t.Helper()
	var out []string
	for _, f := range snapshot(t, repo, on).Findings {
		if f.Code == evaluate.CodeProtection {
			out = append(out, f.Detail+" → "+f.Fix)
		}
	}
	return out
}

const (
	tellContoso   = " → tell contoso, and end its registration: another `status`, or an earlier `expiresAt`"
	tellNorthwind = " → tell northwind, and end its registration: another `status`, or an earlier `expiresAt`"
	both          = `"Globex" is protected for northwind (data/registrations.csv:2) and for contoso (data/registrations.csv:3) `
)

// 90 days from 1 March: 30 in March, 30 in April, 30 in May.
func TestProtectionWindows(t *testing.T) {
	const byApproval = "By first-approved, northwind keeps it: approved on 2026-03-01, contoso on "
	for name, c := range map[string]struct {
		rows []string
		on   string
		want []string
	}{
		"the terms say how long": {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,approved,2026-03-10,"}, "2026-03-15",
			[]string{both + "from 2026-03-10 to 2026-05-30. " + byApproval + "2026-03-10." + tellContoso}},
		"the row says how long": {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,2026-07-31", "2,CO,Globex,2026-03-02,won,2026-03-10,2026-06-30"}, "2026-03-15",
			[]string{both + "from 2026-03-10 to 2026-06-30. " + byApproval + "2026-03-10." + tellContoso}},
		"they touch on one day":    {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,approved,2026-05-30,"}, "2026-05-30", []string{both + "on 2026-05-30. " + byApproval + "2026-05-30." + tellContoso}},
		"they touch on an expiry":  {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,2026-04-01", "2,CO,Globex,2026-03-02,approved,2026-04-01,"}, "2026-03-15", []string{both + "on 2026-04-01. " + byApproval + "2026-04-01." + tellContoso}},
		"a day apart":              {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,approved,2026-05-31,"}, "2026-03-15", nil},
		"on its last day":          {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,approved,2026-03-10,"}, "2026-05-30", []string{both + "from 2026-03-10 to 2026-05-30. " + byApproval + "2026-03-10." + tellContoso}},
		"over the day before":      {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,approved,2026-03-10,"}, "2026-05-31", nil},
		"expired the day before":   {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,2026-03-31", "2,CO,Globex,2026-03-02,approved,2026-03-10,"}, "2026-04-01", nil},
		"still to begin":           {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,approved,2026-03-10,"}, "2026-02-28", []string{both + "from 2026-03-10 to 2026-05-30. " + byApproval + "2026-03-10." + tellContoso}},
		"one partner twice":        {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,NO,Globex,2026-03-02,approved,2026-03-10,"}, "2026-03-15", nil},
		"two customers":            {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Initech,2026-03-02,approved,2026-03-10,"}, "2026-03-15", nil},
		"however it is spelled":    {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO, GLOBEX ,2026-03-02,approved,2026-03-10,"}, "2026-03-15", []string{both + "from 2026-03-10 to 2026-05-30. " + byApproval + "2026-03-10." + tellContoso}},
		"one is not approved":      {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,submitted,,", "3,CO,Globex,2026-03-02,rejected,2026-03-10,", "4,CO,Globex,2026-03-02,expired,2026-03-10,2026-06-30"}, "2026-03-15", nil},
		"ended before it began":    {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,approved,2026-04-10,2026-04-09"}, "2026-03-15", nil},
		"nobody knows the partner": {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,??,Globex,2026-03-02,approved,2026-03-10,", "3,,Globex,2026-03-02,approved,2026-03-10,"}, "2026-03-15", nil},
		// From the day it was submitted, since nobody wrote down when it was approved.
		"without a decision's day": {[]string{"1,NO,Globex,2026-03-01,approved,,", "2,CO,Globex,2026-03-02,approved,2026-05-30,"}, "2026-03-15",
			[]string{both + "on 2026-05-30. By first-approved, who keeps it is not known: no `decidedAt` at data/registrations.csv:2. → fill in `decidedAt`, and end the registration that came later"}},
		"approved on one day": {[]string{"1,NO,Globex,2026-02-10,approved,2026-03-10,2026-04-30", "2,CO,Globex,2026-03-02,approved,2026-03-10,"}, "2026-03-15",
			[]string{both + "from 2026-03-10 to 2026-04-30. By first-approved, neither comes first: both were approved on 2026-03-10. → decide who keeps it, and end the other registration"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, contested(t, account(same("protection: 90 days, duplicates: first-approved"), c.rows...), c.on)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Northwind is submitted later and approved earlier than Contoso.
func TestTheRuleThatDecidesIsNamed(t *testing.T) {
	rows := []string{"1,NO,Globex,2026-03-02,approved,2026-03-05,", "2,CO,Globex,2026-02-10,approved,2026-03-10,"}
	const days = "from 2026-03-10 to 2026-06-03. " // 90 days from 5 March
	const agree = " → write the same `leadProcess.duplicates` into the terms of both, and end the registration that loses"
	for name, c := range map[string]struct {
		leads [3]string
		want  string
	}{
		"first approved":  {same("protection: 90 days, duplicates: first-approved"), "By first-approved, northwind keeps it: approved on 2026-03-05, contoso on 2026-03-10." + tellContoso},
		"first submitted": {same("protection: 90 days, duplicates: first-submitted"), "By first-submitted, contoso keeps it: submitted on 2026-02-10, northwind on 2026-03-02." + tellNorthwind},
		"shared":          {same("protection: 90 days, duplicates: shared"), "By shared, both northwind and contoso keep it. → agree with both on who does what, or end one of the registrations"},
		"nothing is said": {same("protection: 90 days"), "By first-approved, the rule as long as `leadProcess.duplicates` names none, northwind keeps it: approved on 2026-03-05, contoso on 2026-03-10." + tellContoso},
		"one says so":     {[3]string{"protection: 90 days, duplicates: first-approved", "protection: 90 days"}, "By first-approved, northwind keeps it: approved on 2026-03-05, contoso on 2026-03-10." + tellContoso},
		"they disagree":   {[3]string{"protection: 90 days, duplicates: shared", "protection: 90 days"}, "No rule decides who keeps it: `leadProcess.duplicates` is shared for northwind and first-approved for contoso." + agree},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff([]string{both + days + c.want}, contested(t, account(c.leads, rows...), "2026-03-15")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What the terms were when a protection began decides how long it lasts, and what
// they are once two overlap decides who keeps the account.
func TestProtectionByTheTermsOfItsDay(t *testing.T) {
	rows := []string{"1,NO,Globex,2026-02-10,approved,2026-03-01,", "2,CO,Globex,2026-03-02,approved,2026-03-25,2026-12-31"}
	// 1 March is a Sunday: five business days last until the 6th, 30 days until the 31st.
	const before = "term: {effective: 2026-01-01}"
	amended := func(on string) fstest.MapFS {
		repo := account(same("protection: 5 business days"), rows...)
		text := string(repo["all.yaml"].Data)
		for _, partner := range []string{"northwind", "contoso"} {
			at := "partner: " + partner + "\n  program: of-" + partner + "\n  status: signed\n  " + before
			text = strings.Replace(text, at, at+"\n  amendments: [{id: longer, effective: "+on+", set: {terms: {leadProcess: {protection: 30 days, duplicates: first-submitted}}}}]", 1)
		}
		repo["all.yaml"].Data = []byte(text)
		return repo
	}
	if got := contested(t, amended("2026-03-02"), "2026-03-15"); got != nil {
		t.Errorf("under terms that came a day later: %v", got)
	}
	want := []string{both + "from 2026-03-25 to 2026-03-31. By first-submitted, northwind keeps it: submitted on 2026-02-10, contoso on 2026-03-02." + tellContoso}
	if diff := cmp.Diff(want, contested(t, amended("2026-03-01"), "2026-03-15")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	ended := account(same("protection: 90 days"), rows...)
	ended["all.yaml"].Data = []byte(strings.Replace(string(ended["all.yaml"].Data), "program: of-northwind\n  status: signed\n  "+before,
		"program: of-northwind\n  status: signed\n  term: {effective: 2026-01-01}\n  ended: {on: 2026-02-28, reason: convenience}", 1))
	if got := contested(t, ended, "2026-03-15"); got != nil {
		t.Errorf("an agreement that has ended promises nothing: %v", got)
	}
	draft := account(same("protection: 90 days"), rows...)
	draft["all.yaml"].Data = []byte(strings.ReplaceAll(string(draft["all.yaml"].Data), "status: signed", "status: draft"))
	if got := contested(t, draft, "2026-03-15"); len(got) != 1 || !strings.Contains(got[0], "from 2026-03-25 to 2026-05-30.") {
		t.Errorf("without any signed agreement the program's terms stand in: %v", got)
	}
}

func TestSeveralPartnersOnOneAccount(t *testing.T) {
	repo := account(same("protection: 90 days, duplicates: first-approved"),
		"1,NO,Globex,2026-01-05,approved,2026-03-01,2026-03-15",
		"2,CO,globex,2026-01-05,approved,2026-03-10,2026-04-10",
		"3,FA,Globex,2026-01-05,approved,2026-04-10,2026-05-01",
		"4,FA,Initech,2026-01-05,approved,2026-03-01,",
		"5,CO,initech,2026-01-05,approved,2026-02-01,2026-03-31",
	)
	const fix = ", and end its registration: another `status`, or an earlier `expiresAt`"
	want := []string{
		`"Globex" is protected for northwind (data/registrations.csv:2) and for contoso (data/registrations.csv:3) from 2026-03-10 to 2026-03-15. By first-approved, northwind keeps it: approved on 2026-03-01, contoso on 2026-03-10.` +
			` It is protected for contoso (data/registrations.csv:3) and for fabrikam (data/registrations.csv:4) on 2026-04-10. By first-approved, contoso keeps it: approved on 2026-03-10, fabrikam on 2026-04-10. → tell contoso` + fix,
		`"initech" is protected for contoso (data/registrations.csv:6) and for fabrikam (data/registrations.csv:5) from 2026-03-01 to 2026-03-31. By first-approved, contoso keeps it: approved on 2026-02-01, fabrikam on 2026-03-01. → tell fabrikam` + fix,
	}
	if diff := cmp.Diff(want, contested(t, repo, "2026-03-15")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A partner registers the account again before the first protection runs out; the
// one that lasts longer meets the other partner's.
func TestARenewedRegistrationCounts(t *testing.T) {
	repo := account(same(""), "1,NO,Globex,2026-01-05,approved,2026-01-10,2026-03-31", "2,CO,Globex,2026-04-01,approved,2026-04-05,2026-05-31", "3,NO,Globex,2026-03-01,approved,2026-03-10,2026-06-30")
	want := []string{`"Globex" is protected for northwind (data/registrations.csv:4) and for contoso (data/registrations.csv:3) from 2026-04-05 to 2026-05-31.` +
		" By first-approved, the rule as long as `leadProcess.duplicates` names none, northwind keeps it: approved on 2026-03-10, contoso on 2026-04-05." + tellContoso}
	if diff := cmp.Diff(want, contested(t, repo, "2026-04-10")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAWarningPointsAtTheMapping(t *testing.T) {
	partners := func(name, key string) string {
		return document("Partner", name, "legalName: X\nlifecycle: active\nkeys: {crm: "+key+"}")
	}
	repo := registered([]string{document("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris"), partners("northwind", "NO"), partners("contoso", "CO")}, map[string]string{
		"online": registrationHeader + "1,NO,Globex,2026-02-10,approved,2026-03-01,2026-06-30",
		"paper":  "customer,id,partner,submittedAt,status,expiresAt\nGlobex,1,CO,2026-02-10,approved,2026-06-30",
	})
	var found []string
	for _, f := range snapshot(t, repo, "2026-03-15").Findings {
		if f.Code != evaluate.CodeProtection {
			continue
		}
		if !evaluate.IsDated(f) {
			t.Error("it depends on the day")
		}
		for _, r := range f.Related {
			found = append(found, fmt.Sprintf("%s %q", r.At.Text(), r.Note))
		}
		found = append(found, fmt.Sprintf("%s %s %s %s: %s", f.Severity, f.Resource, f.Path, f.At.Text(), f.Detail))
	}
	want := []string{`customer "the second registration is read here"`,
		`warning source/paper spec/columns/customer customer: "Globex" is protected for contoso (data/paper.csv:2) and for northwind (data/online.csv:2) from 2026-03-01 to 2026-06-30.` +
			" By first-approved, the rule as long as `leadProcess.duplicates` names none, who keeps it is not known: no `decidedAt` at data/paper.csv:2."}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Which rows come first, and in which file, does not show but in the places.
func TestTheOrderOfRegistrationsDoesNotShow(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	var rows []string
	for i := range 60 {
		pick := func(values ...string) string { return values[random.Intn(len(values))] }
		rows = append(rows, fmt.Sprintf("%d,%s,%s,2026-0%d-01,%s,%s,%s", i, pick("NO", "CO", "FA"), pick("A", "B", "C", "D", "E", "F"), 1+random.Intn(3),
			pick("approved", "won", "rejected"), pick("", "2026-03-05", "2026-04-01"), pick("", "2026-04-01", "2026-05-06", "2026-07-01")))
	}
	leads := [3]string{"protection: 1 quarter, duplicates: first-submitted", "protection: 30 days, duplicates: first-submitted", "protection: 60 days"}
	told := func(files ...string) []string {
		repo := account(leads)
		for i, text := range files {
			repo[fmt.Sprintf("data/registrations%d.csv", i)] = &fstest.MapFile{Data: []byte(registrationHeader + text)}
		}
		out := contested(t, repo, "2026-04-01")
		for f, text := range files {
			lines := strings.Split(text, "\n")
			for at := len(lines) - 1; at >= 0; at-- { // the larger line first: it begins with no smaller one
				id, _, _ := strings.Cut(lines[at], ",")
				for i := range out {
					out[i] = strings.ReplaceAll(out[i], fmt.Sprintf("data/registrations%d.csv:%d", f, at+2), "#"+id)
				}
			}
		}
		return out
	}
	want := told(strings.Join(rows, "\n"), "")
	if len(want) < 5 {
		t.Fatalf("only %d accounts are contested", len(want))
	}
	for range 20 {
		random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		cut := random.Intn(len(rows) + 1)
		if diff := cmp.Diff(want, told(strings.Join(rows[:cut], "\n"), strings.Join(rows[cut:], "\n"))); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func TestManyContestedAccountsAreFolded(t *testing.T) {
	var rows []string
	for i := range 60 {
		for _, partner := range []string{"NO", "CO"} {
			rows = append(rows, fmt.Sprintf("%s-%d,%s,Customer %02d,2026-03-01,approved,2026-03-01,2026-04-01", partner, i, partner, i))
		}
	}
	got := contested(t, account(same(""), rows...), "2026-03-15")
	if len(got) != 50 || strings.Contains(got[48], "more accounts") || !strings.Contains(got[49], " So it is with 10 more accounts, which are not listed.") {
		t.Errorf("%d warnings, the last: %s", len(got), got[len(got)-1])
	}
}

// cutting is a runner whose lists are short.
type cutting struct{ memory.Runner }

func (c cutting) Run(ctx context.Context, in facts.Input) (facts.Result, error) {
	for _, v := range in.Variants {
		for i := range v.Lists {
			v.Lists[i].Most = 2
		}
	}
	return c.Runner.Run(ctx, in)
}

func TestRegistrationsThatWereNotComparedAreSaid(t *testing.T) {
	repo := account(same(""), "1,NO,A,2026-03-01,approved,2026-03-01,2026-04-01", "2,CO,A,2026-03-01,rejected,2026-03-01,2026-04-01", "3,NO,B,2026-03-01,approved,2026-03-01,2026-04-01", "4,CO,A,2026-03-01,approved,2026-03-01,2026-04-01")
	p := compiled(t, repo)
	sources, _ := p.Mapped(evaluate.Roots{repo})
	snaps, err := evaluate.Run(t.Context(), cutting{}, sources, evaluate.Job{Program: p, AsOf: day(t, "2026-03-15"), Period: p.ToDate(day(t, "2026-03-15"))})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range snaps[0].Findings {
		if f.Code == evaluate.CodeProtection {
			got = append(got, f.Detail)
		}
	}
	want := []string{"Source registrations has more than 2 registrations that are open; those behind data/registrations.csv:4 were not compared."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
