package scaffold

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPresets reads an export with the documented headers of each system, as a
// user who gives the preset alone.
func TestPresets(t *testing.T) {
	document := func(name, labels, since, manager, contact, territory, segment, keys string) string {
		lines := []string{"metadata: {name: " + strings.ToLower(name) + ", title: " + name + labels + "}", "spec:", "  legalName: " + name, "  lifecycle: prospect",
			"  programs: [{program: resellers" + since + "}]"}
		for _, f := range []struct{ field, value string }{{"manager", manager}, {"mainContact", contact}, {"territories", territory}, {"segments", segment}, {"keys", keys}} {
			if f.value != "" {
				lines = append(lines, "  "+f.field+": "+f.value)
			}
		}
		return head + "Partner\n" + strings.Join(lines, "\n") + "\n"
	}
	for file, want := range map[string]string{
		"hubspot":          document("Northwind", "", "", "jo-doe", "", "[United States]", "[Publishing]", `{hubspot: "200000000001"}`),
		"hubspot-internal": document("Northwind", "", "", "", "", "[United States]", "[PUBLISHING]", `{hubspot: "200000000001"}`),
		"salesforce":       document("Northwind", "", "", "jo-doe", "", "[Germany]", "[Retail]", "{salesforce: 001000000000A01}"),
		"salesforce-api":   document("Northwind", "", "", "jo-doe", "", "[Germany]", "[Retail]", "{salesforce: 001000000000A01AAA}"),
		"partnerstack":     document("Northwind", ", labels: {group: Gold}", "", "", "mo-roe", "", "", "{partnerstack: Northwind}"),
		"partnerstack-api": document("Northwind", ", labels: {group: gold}", "", "jo-doe", "", "", "", "{partnerstack: ps_1}"),
		"dub":              document("Northwind", ", labels: {status: approved}", ", since: 2026-01-02", "", "", "[US]", "", "{dub: pn_1}"),
		"kiflo":            document("Northwind", ", labels: {partner-program: Referral, status: Active}", "", "", "mo-roe", "[FR]", "", "{kiflo: Northwind}"),
		"kiflo-ids":        document("Northwind", ", labels: {status: Active}", "", "", "mo-roe", "[FR]", "", `{kiflo: "41"}`),
	} {
		text, err := os.ReadFile(filepath.Join("testdata", "presets", file+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		r := request(string(text))
		r.Preset, _, _ = strings.Cut(file, "-")
		out := imported(t, repository(), r)
		if diff := cmp.Diff([]string{"partners/contoso.yaml", "partners/northwind.yaml"}, slices.DeleteFunc(paths(out), func(p string) bool { return p == "organization.yaml" })); diff != "" || len(out.Rejects) > 0 {
			t.Errorf("%s: %+v\n%s", file, out.Rejects, diff)
		}
		if diff := cmp.Diff(want, textOf(t, out, "partners/northwind.yaml")); diff != "" {
			t.Errorf("%s:\n%s", file, diff)
		}
		for _, f := range out.Files {
			if strings.Contains(string(f.Text), "@") {
				t.Errorf("%s: %s holds an e-mail address", file, f.Path)
			}
		}
	}
}

// TestPresetColumnsHoweverSpelt reads one column in the ways that people and
// tools write it, and never takes a lookalike before the header itself.
func TestPresetColumnsHoweverSpelt(t *testing.T) {
	for header, want := range map[string]string{
		"Partner name,Main contact":          "name=Partner name mainContact=Main contact",
		"PARTNER_NAME,MAIN_CONTACT":          "name=PARTNER_NAME mainContact=MAIN_CONTACT",
		"partnerName,mainContact":            "name=partnerName mainContact=mainContact",
		"partner-name, Main  Contact ":       "name=partner-name mainContact=Main  Contact",
		"partner_name,Partner name,x":        "name=Partner name",
		"Company,Name,Main contact name":     "name=Name mainContact=Main contact name",
		"name,kiflo_id,Partner identifier,x": "name=name key.kiflo=Partner identifier",
	} {
		r := request(header + "\n" + strings.Repeat("A,", strings.Count(header, ",")) + "A\n")
		r.Preset = "kiflo"
		if got := listed(imported(t, repository(), r).Mapped); got != want {
			t.Errorf("%s: %s", header, got)
		}
	}
}

// TestPresetWithoutSomeColumns names what stays empty; where no column has ids the
// name is the key, which is not among it.
func TestPresetWithoutSomeColumns(t *testing.T) {
	r := request("Partner name,Status\nNorthwind,Active\n")
	r.Preset, r.System = "kiflo", "crm"
	out := imported(t, repository(), r)
	want := "mainContact=Main contact manager=Partner manager territory=Country label.partner-program=Partner program"
	if got := listed(out.Missing); got != want || !out.IsKeyName {
		t.Errorf("%s, name is the key: %t", got, out.IsKeyName)
	}
	if got := textOf(t, out, "partners/northwind.yaml"); !strings.Contains(got, "keys: {crm: Northwind}") {
		t.Error(got)
	}
	r.Columns = []Mapping{{"key.crm", "Status"}, {"territory", "Status"}}
	out = imported(t, repository(), r)
	want = "mainContact=Main contact manager=Partner manager label.partner-program=Partner program"
	if got := listed(out.Missing); got != want || out.IsKeyName {
		t.Errorf("%s, name is the key: %t", got, out.IsKeyName)
	}
}

func TestPresetNames(t *testing.T) {
	if !slices.Equal(PresetNames(), []string{"hubspot", "salesforce", "partnerstack", "dub", "kiflo"}) {
		t.Error(PresetNames())
	}
}

// TestUnknownField says which field was meant.
func TestUnknownField(t *testing.T) {
	for text, want := range map[string]string{
		"manger=x":        "did you mean manager?",
		"legal_name=x":    "did you mean legalName?",
		"labels.tier=x":   "did you mean label.tier?",
		"keys.crm=x":      "did you mean key.crm?",
		"label=x":         "did you mean label.NAME?",
		"key=x":           "did you mean key.SYSTEM?",
		"country=x":       "did you mean territory?",
		"owner=x":         "did you mean manager?",
		"Company=x":       "did you mean name?",
		"partner_since=x": "did you mean since?",
		"colour=x":        "the fields are name, legalName",
		"phone=x":         "phone is not stored",
	} {
		if _, err := ParseMapping(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func listed(list []Mapping) string {
	var out []string
	for _, m := range list {
		out = append(out, m.String())
	}
	return strings.Join(out, " ")
}
