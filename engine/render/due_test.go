package render

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/state"
)

func dueView() DueView {
	partners := diag.Bytes("partners/contoso.yaml", []byte("kind: Partner\nname: contoso\n"))
	looks := diag.Bytes("reviews/q2.yaml", []byte("actions:\n  - {id: docs, due: 2026-06-29}\n"))
	return DueView{AsOf: day("2026-06-30"), Until: day("2026-09-30"), Broken: 1, Items: []DueItem{
		{Due: state.Due{Kind: state.DueAction, On: day("2026-06-29"), Address: "review/q2", ID: "docs", Title: "q2", Owner: "product-lead",
			Text: "Translate the guide, then send it; to both", IsOverdue: true, At: at(looks, "actions:\n  - {id: docs, due: 2026-06-29}\n", "2026-06-29")}},
		{Due: state.Due{Kind: state.DueReview, On: day("2026-06-30"), Address: "partner/contoso", Title: "Contoso", Partner: "partner/contoso",
			Owner: "partner-manager", Text: "semiannual review, none since 2025-12-30", At: at(partners, "kind: Partner\nname: contoso\n", "contoso")}, PartnerName: "Contoso"},
		{Due: state.Due{Kind: state.DueCheckin, On: day("2026-07-01"), Address: "goal/g", Title: "Grow", Partner: "partner/contoso",
			Text: "quarterly check-in on Grow, last met on 2026-04-01"}, PartnerName: "Contoso"},
	}}
}

func TestDueIsATable(t *testing.T) {
	golden(t, "due.txt", func(w io.Writer) error { return Due(w, dueView(), Options{}) })
	golden(t, "due-narrow.txt", func(w io.Writer) error { return Due(w, dueView(), Options{Width: 60}) })
	golden(t, "due-none.txt", func(w io.Writer) error {
		return Due(w, DueView{AsOf: day("2026-06-30"), Until: day("2026-07-30")}, Options{})
	})
}

func TestDueAsJSON(t *testing.T) {
	golden(t, "due.json", func(w io.Writer) error { return DueJSON(w, dueView()) })
	golden(t, "due-none.json", func(w io.Writer) error { return DueJSON(w, DueView{AsOf: day("2026-06-30"), Until: day("2026-07-30")}) })
}

// events reads a calendar with a library that did not write it.
func events(t testing.TB, text string) []ical.Event {
	t.Helper()
	cal, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	var again bytes.Buffer
	if len(cal.Events()) > 0 { // the encoder holds the calendar against RFC 5545
		if err := ical.NewEncoder(&again).Encode(cal); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
	return cal.Events()
}

func TestDueAsACalendar(t *testing.T) {
	text := golden(t, "due.ics", func(w io.Writer) error { return DueICS(w, dueView()) })
	type event struct{ UID, Stamp, From, To, Summary, Description, Organizer string }
	var got []event
	for _, e := range events(t, text) {
		prop := func(name string) string {
			p := e.Props.Get(name)
			if p == nil {
				return ""
			}
			value, err := p.Text()
			if err != nil {
				value = string(p.ValueType()) + " " + p.Value
			}
			return value
		}
		got = append(got, event{prop(ical.PropUID), prop(ical.PropDateTimeStamp), prop(ical.PropDateTimeStart), prop(ical.PropDateTimeEnd),
			prop(ical.PropSummary), prop(ical.PropDescription), prop(ical.PropOrganizer)})
	}
	want := []event{
		{"review/q2/action/docs/2026-06-29@entente", "DATE-TIME 20260630T000000Z", "DATE 20260629", "DATE 20260630",
			"action: Translate the guide, then send it; to both", "Owner: product-lead\nq2 (review/q2)\nreviews/q2.yaml:2", ""},
		{"partner/contoso/review/2026-06-30@entente", "DATE-TIME 20260630T000000Z", "DATE 20260630", "DATE 20260701",
			"Contoso: semiannual review, none since 2025-12-30", "Owner: partner-manager\nContoso (partner/contoso)\npartners/contoso.yaml:2", ""},
		{"goal/g/checkin/2026-07-01@entente", "DATE-TIME 20260630T000000Z", "DATE 20260701", "DATE 20260702",
			"Contoso: quarterly check-in on Grow, last met on 2026-04-01", "Grow (goal/g)", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACalendarOfNothingIsOne(t *testing.T) {
	text := written(t, func(w io.Writer) error { return DueICS(w, DueView{AsOf: day("2026-06-30")}) })
	if got := events(t, text); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

// Whatever text a repository holds, the calendar has one event with that text,
// in lines of at most 75 bytes.
func TestACalendarTakesAnyText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := dueView()
		v.Items = v.Items[:1]
		v.Items[0].Text = rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zé\\;,:"\r\n \t名🎉]{0,200}`),
			rapid.Just("x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:other")).Draw(rt, "text")
		text := written(t, func(w io.Writer) error { return DueICS(w, v) })
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				rt.Fatalf("a line of %d bytes: %q", len(line), line)
			}
		}
		got := events(t, text)
		if len(got) != 1 {
			rt.Fatalf("%d events in\n%s", len(got), text)
		}
		summary, err := got[0].Props.Text(ical.PropSummary)
		if want := "action: " + plain(v.Items[0].Text); err != nil || summary != want {
			rt.Fatalf("%q, want %q (%v)", summary, want, err)
		}
	})
}

func TestDueOfHostileText(t *testing.T) {
	v := dueView()
	v.Items[1].PartnerName = "::error::\x1b[2J\u202eCon|toso\n##[error]"
	v.Items[0].Text = "\n::error::x ##[group]"
	got := written(t, func(w io.Writer) error { return Due(w, v, Options{}) })
	for line := range strings.Lines(got) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsAny(line, "\x1b\u202e") {
			t.Errorf("hostile line %q", line)
		}
	}
}
