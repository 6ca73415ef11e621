package resolve_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

const organization = `apiVersion: entente/v1
kind: Organization
metadata: {name: acme}
spec:
  baseCurrency: USD
  timezone: Europe/Paris
  holidays: [2026-05-01]
  people:
    - {id: manager, functions: [partnerships, finance]}
    - {id: helper, functions: [finance]}
    - {id: lead, side: partner, partner: northwind}
  teams: [{id: desk, members: [helper, manager]}]
---
apiVersion: entente/v1
kind: Program
metadata: {name: resellers}
spec: {type: reseller, terms: {reviewCadence: quarterly, governingLaw: France}}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: northwind}
spec: {legalName: Northwind, lifecycle: active, manager: manager, mainContact: lead}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: contoso}
spec: {legalName: Contoso, lifecycle: prospect}
---
`

// book resolves documents laid after the organization; they must be sound.
func book(t testing.TB, documents ...string) *resolve.Book {
	t.Helper()
	text := organization + strings.Join(documents, "---\n")
	docs, findings, err := load.Load(context.Background(), fstest.MapFS{"all.yaml": {Data: []byte(text)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	b, found := resolve.Resolve(docs)
	for _, f := range append(findings, found...) {
		t.Errorf("%s: %s %s", f.At.File(), f.Summary, f.Detail)
	}
	return b
}

func doc(kind, name, body string) string {
	return fmt.Sprintf("apiVersion: entente/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n  %s\n", kind, name, strings.ReplaceAll(body, "\n", "\n  "))
}

func agreement(name, term, more string) string {
	return doc("Agreement", name, "partner: northwind\nprogram: resellers\nterm: "+term+"\n"+more)
}

func day(t testing.TB, s string) quantity.Date {
	t.Helper()
	d, err := quantity.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// stands spells a standing: phase, expiry, renewals, next expiry, notice.
func stands(s resolve.Standing) string {
	return fmt.Sprintf("%s %s x%d next %s notice %s", s.Phase, s.Expires, s.Renewals, s.Next, s.NoticeBy)
}

func TestStandingOf(t *testing.T) {
	const signed = "status: signed"
	auto := "{effective: 2025-07-01, expires: 2027-06-30, renewal: auto, renewFor: 12 months, notice: 60 days}"
	for name, c := range map[string]struct{ term, more, on, want string }{
		"a draft has dates and does not hold": {"{effective: 2025-07-01, expires: 2027-06-30}", "status: draft", "2026-01-01", "draft 2027-06-30 x0 next  notice "},
		"in review":                           {"{effective: 2025-07-01}", "status: in-review", "2026-01-01", "in-review  x0 next  notice "},
		"the day before the first":            {"{effective: 2025-07-01}", signed, "2025-06-30", "upcoming  x0 next  notice "},
		"the first day":                       {"{effective: 2025-07-01}", signed, "2025-07-01", "active  x0 next  notice "},
		"evergreen holds for good":            {"{effective: 2025-07-01, notice: 30 days}", signed, "2099-12-31", "active  x0 next  notice "},
		"the last day":                        {"{effective: 2025-07-01, expires: 2026-06-30, notice: 1 quarter}", signed, "2026-06-30", "active 2026-06-30 x0 next  notice 2026-03-30"},
		"the day after":                       {"{effective: 2025-07-01, expires: 2026-06-30}", signed, "2026-07-01", "expired 2026-06-30 x0 next  notice "},
		"a manual renewal renews nothing":     {"{effective: 2025-07-01, expires: 2026-06-30, renewal: manual, renewFor: 12 months}", signed, "2026-07-01", "expired 2026-06-30 x0 next  notice "},

		"before the first renewal":  {auto, signed, "2027-06-30", "active 2027-06-30 x0 next 2028-06-30 notice 2027-05-01"},
		"renewed by itself":         {auto, signed, "2027-07-01", "active 2028-06-30 x1 next 2029-06-30 notice 2028-05-01"},
		"renewed twice":             {auto, signed, "2028-07-01", "active 2029-06-30 x2 next 2030-06-30 notice 2029-05-01"},
		"not before its first term": {auto, signed, "2025-06-30", "upcoming 2027-06-30 x0 next 2028-06-30 notice 2027-05-01"},

		"a month that ends early clamps": {"{effective: 2025-12-01, expires: 2026-01-31, renewal: auto, renewFor: 1 month}", signed, "2026-02-28", "active 2026-02-28 x1 next 2026-03-31 notice "},
		"and does not stay clamped":      {"{effective: 2025-12-01, expires: 2026-01-31, renewal: auto, renewFor: 1 month}", signed, "2026-03-31", "active 2026-03-31 x2 next 2026-04-30 notice "},
		"half a year ends with its year": {"{effective: 2026-01-01, expires: 2026-06-30, renewal: auto, renewFor: 6 months}", signed, "2026-07-01", "active 2026-12-31 x1 next 2027-06-30 notice "},
		"from a leap day":                {"{effective: 2023-03-01, expires: 2024-02-29, renewal: auto, renewFor: 1 year}", signed, "2025-03-01", "active 2026-02-28 x2 next 2027-02-28 notice "},
		"by weeks":                       {"{effective: 2026-01-01, expires: 2026-01-31, renewal: auto, renewFor: 2 weeks, notice: 3 days}", signed, "2026-02-15", "active 2026-02-28 x2 next 2026-03-14 notice 2026-02-25"},
		"by business days":               {"{effective: 2026-01-01, expires: 2026-04-27, renewal: auto, renewFor: 5 business days}", signed, "2026-05-05", "active 2026-05-05 x1 next 2026-05-12 notice "},
		"without a length":               {"{effective: 2026-01-01, expires: 2026-06-30, renewal: auto, notice: 30 days}", signed, "2026-07-01", "active  x0 next  notice "},
		"until then it has an expiry":    {"{effective: 2026-01-01, expires: 2026-06-30, renewal: auto, notice: 30 days}", signed, "2026-06-30", "active 2026-06-30 x0 next  notice 2026-05-31"},
		"every day for centuries":        {"{effective: 0001-01-01, expires: 0001-06-30, renewal: auto, renewFor: 1 day, notice: 1 day}", signed, "2026-06-30", "active  x5000 next  notice "},
		"to the end of the calendar":     {"{effective: 0001-01-01, expires: 0001-06-30, renewal: auto, renewFor: 99999 years}", signed, "9999-12-30", "active 9999-12-30 x1 next  notice "},

		"the last day by its end": {auto, signed + "\nended: {on: 2026-03-31, reason: convenience, windDownOwner: manager}", "2026-03-31", "active 2027-06-30 x0 next 2028-06-30 notice 2027-05-01"},
		"ended":                   {auto, signed + "\nended: {on: 2026-03-31, reason: convenience, windDownOwner: manager}", "2026-04-01", "ended 2027-06-30 x0 next 2028-06-30 notice 2027-05-01"},
	} {
		t.Run(name, func(t *testing.T) {
			b := book(t, agreement("a", c.term, c.more))
			if got := stands(b.StandingOf(b.Docs.Get("agreement/a"), day(t, c.on))); got != c.want {
				t.Errorf("on %s: %s\nwant          %s", c.on, got, c.want)
			}
		})
	}
}

// An amendment that moves the expiry counts from its own day on.
func TestStandingOfFollowsAmendments(t *testing.T) {
	b := book(t, agreement("a", "{effective: 2025-07-01, expires: 2026-06-30, notice: 30 days}",
		"status: signed\namendments: [{id: longer, effective: 2026-07-01, set: {term: {expires: 2027-06-30}}}]"))
	for on, want := range map[string]string{
		"2026-06-30": "active 2026-06-30 x0 next  notice 2026-05-31",
		"2026-07-01": "active 2027-06-30 x0 next  notice 2027-05-31",
	} {
		if got := stands(b.StandingOf(b.Docs.Get("agreement/a"), day(t, on))); got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
	if got := b.StandingOf(b.Docs.Get("partner/northwind"), day(t, "2026-07-01")); got != (resolve.Standing{}) {
		t.Errorf("a partner stands %+v", got)
	}
}

// From the day a signed agreement takes its place, the old one holds no more.
func TestStandingOfASupersededAgreement(t *testing.T) {
	old := agreement("old", "{effective: 2025-07-01, expires: 2027-06-30, renewal: auto, renewFor: 12 months}", "status: signed")
	ended := strings.Replace(old, "status: signed", "status: signed\n  ended: {on: 2025-10-31, reason: convenience, windDownOwner: manager}", 1)
	expired := agreement("old", "{effective: 2025-07-01, expires: 2025-12-31}", "status: signed")
	next := agreement("next", "{effective: 2026-01-01}", "status: signed\nsupersedes: old")
	for name, c := range map[string]struct {
		documents []string
		on        string
		want      resolve.Phase
		until     string
	}{
		"its last day":              {[]string{old, next}, "2025-12-31", resolve.Active, "2025-12-31"},
		"the day after":             {[]string{old, next}, "2026-01-01", resolve.Superseded, "2025-12-31"},
		"years later":               {[]string{old, next}, "2029-01-01", resolve.Superseded, "2025-12-31"},
		"by one that is not signed": {[]string{old, strings.Replace(next, "status: signed", "status: in-review", 1)}, "2026-01-01", resolve.Active, ""},
		"by one that never began":   {[]string{old, strings.Replace(next, "  supersedes", "  ended: {on: 2025-12-01, reason: convenience, windDownOwner: manager}\n  supersedes", 1)}, "2026-01-01", resolve.Active, ""},
		"by the first of two":       {[]string{old, next, agreement("later", "{effective: 2026-03-01}", "status: signed\nsupersedes: old")}, "2026-01-01", resolve.Superseded, "2025-12-31"},
		"ended before":              {[]string{ended, next}, "2026-01-01", resolve.Ended, "2025-12-31"},
		"at its expiry":             {[]string{expired, next}, "2026-01-01", resolve.Superseded, "2025-12-31"},
		"after its expiry":          {[]string{expired, strings.Replace(next, "2026-01-01", "2026-02-01", 1)}, "2026-02-01", resolve.Expired, "2026-01-31"},
	} {
		t.Run(name, func(t *testing.T) {
			b := book(t, c.documents...)
			got := b.StandingOf(b.Docs.Get("agreement/old"), day(t, c.on))
			if got.Phase != c.want || got.Until.String() != c.until {
				t.Errorf("on %s: %s until %s, want %s until %s", c.on, got.Phase, got.Until, c.want, c.until)
			}
		})
	}
	b := book(t, old, next)
	if got := b.ActiveAgreements("partner/northwind", day(t, "2026-01-01")); len(got) != 1 || got[0].Name.V != "next" {
		t.Errorf("%d agreements hold", len(got))
	}
}

func TestActiveAgreements(t *testing.T) {
	b := book(t,
		agreement("later", "{effective: 2026-07-01}", "status: signed"),
		agreement("held", "{effective: 2025-07-01}", "status: signed"),
		agreement("also", "{effective: 2026-01-01}", "status: signed"),
		agreement("wanted", "{effective: 2025-07-01}", "status: draft"))
	got := func(partner spec.Address, on string) (names []string) {
		for _, d := range b.ActiveAgreements(partner, day(t, on)) {
			names = append(names, string(d.Name.V))
		}
		return names
	}
	if diff := cmp.Diff([]string{"also", "held"}, got("partner/northwind", "2026-06-30")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"also", "held", "later"}, got("partner/northwind", "2026-07-01")); diff != "" {
		t.Error(diff)
	}
	if names := got("partner/contoso", "2026-06-30"); names != nil {
		t.Errorf("contoso has %v", names)
	}
}

// A signed agreement that renews by itself holds on every day from its first on,
// in exactly one term, and terms follow each other without a gap.
func TestRenewalsLeaveNoGap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(rt, "n")
		unit := rapid.SampledFrom([]string{"day", "week", "month", "quarter", "year", "business day"}).Draw(rt, "unit")
		if n > 1 {
			unit += "s"
		}
		expires := day(t, "2024-01-15").AddDays(rapid.IntRange(0, 800).Draw(rt, "expires"))
		term := fmt.Sprintf("{effective: 2024-01-01, expires: %s, renewal: auto, renewFor: %d %s}", expires, n, unit)
		b := book(t, agreement("a", term, "status: signed"))
		on := expires.AddDays(rapid.IntRange(0, 2000).Draw(rt, "later"))
		s := b.StandingOf(b.Docs.Get("agreement/a"), on)
		if s.Phase != resolve.Active || s.Expires < on {
			rt.Fatalf("%s on %s: %s", term, on, stands(s))
		}
		after := b.StandingOf(b.Docs.Get("agreement/a"), s.Expires.AddDays(1))
		if after.Expires != s.Next || after.Renewals != s.Renewals+1 || s.Next <= s.Expires {
			rt.Fatalf("%s on %s: %s, then %s", term, on, stands(s), stands(after))
		}
	})
}

func TestPartnersOf(t *testing.T) {
	b := book(t,
		agreement("a", "{effective: 2026-01-01}", "status: signed"),
		doc("Campaign", "event", "partners: [northwind, contoso]\nwindow: 2026-05"),
		doc("Review", "look", "type: qbr\nsubject: agreement/a\ndate: 2026-05-01"),
		doc("Decision", "rate", "type: assess-performance\nsubject: review/look\nstatus: open"),
		doc("Decision", "join", "type: structure-campaign\nsubject: campaign/event\nstatus: open"),
		doc("Decision", "self", "type: change-rights\nsubject: decision/self\nstatus: open"),
		doc("Decision", "law", "type: change-rights\nsubject: organization/acme\nstatus: open"))
	for a, want := range map[spec.Address][]spec.Address{
		"partner/contoso":   {"partner/contoso"},
		"agreement/a":       {"partner/northwind"},
		"decision/rate":     {"partner/northwind"},
		"decision/join":     {"partner/contoso", "partner/northwind"},
		"decision/self":     nil,
		"decision/law":      nil,
		"decision/nowhere":  nil,
		"organization/acme": nil,
	} {
		if diff := cmp.Diff(want, b.PartnersOf(a)); diff != "" {
			t.Errorf("%s: %s", a, diff)
		}
	}
}

func TestHoldersAndRoles(t *testing.T) {
	b := book(t)
	_, northwind := spec.Lookup[spec.Partner](b.Docs, "northwind")
	_, contoso := spec.Lookup[spec.Partner](b.Docs, "contoso")
	for _, c := range []struct {
		owner   string
		partner *spec.Partner
		want    []string
	}{
		{"manager", nil, []string{"manager"}},
		{"desk", contoso, []string{"helper", "manager"}},
		{"vendor", northwind, []string{"manager"}},
		{"partner", northwind, []string{"lead"}},
		{"main-contact", northwind, []string{"lead"}},
		{"vendor", contoso, nil},
		{"main-contact", contoso, nil},
		{"vendor", nil, nil},
		{"nobody", northwind, nil},
		{"", northwind, nil},
	} {
		if diff := cmp.Diff(c.want, b.Holders(c.owner, c.partner)); diff != "" {
			t.Errorf("%s: %s", c.owner, diff)
		}
	}
	for role, want := range map[string][]string{"finance": {"manager", "helper"}, "desk": {"helper", "manager"}, "lead": {"lead"}, "law": nil} {
		if diff := cmp.Diff(want, b.InRole(role)); diff != "" {
			t.Errorf("%s: %s", role, diff)
		}
	}
}

func TestMissingClausesAfterInheritance(t *testing.T) {
	b := book(t, agreement("a", "{effective: 2026-01-01}", "status: signed\nterms: {successDefinition: Revenue grows, exit: {notice: 30 days}}"))
	got := resolve.MissingClauses(b.TermsAt(b.Docs.Get("agreement/a"), day(t, "2026-06-30")).Terms)
	want := []string{"responsibilities", "communication", "leadProcess", "liability", "disputeResolution", "exit.windDown.owner", "exit.tail", "confidentiality"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
