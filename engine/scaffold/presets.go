package scaffold

import (
	"slices"
	"strings"
)

// Preset is the column map of one system's export. A field has several headers
// where the system spells it in several ways; the first that is there counts.
type Preset struct {
	Name string
	Maps []Mapping
}

// Presets are the known exports. Columns that hold e-mail addresses, or days in
// the form of the exporting machine's locale, are left out.
var Presets = []Preset{
	// Labels of the default company properties, in HubSpot's knowledge base: "HubSpot's
	// default company properties" and "Export your records", whose files carry Record ID.
	{"hubspot", []Mapping{
		{"name", "Company name"}, {"name", "Name"}, {"key.hubspot", "Record ID"}, {"key.hubspot", "Company ID"},
		{"manager", "Company owner"}, {"territory", "Country/Region"}, {"territory", "Country"}, {"segment", "Industry"},
	}},
	// Labels (reports) and API names (Data Export, Data Loader) of Account, in the
	// "Salesforce Field Reference Guide"; the report column Account Owner is in Salesforce
	// Help, "Use Reports to Maintain Account Teams". OwnerId holds an id, so it is no manager.
	{"salesforce", []Mapping{
		{"name", "Account Name"}, {"name", "Name"}, {"key.salesforce", "Account ID"}, {"key.salesforce", "Id"},
		{"manager", "Account Owner"}, {"territory", "Billing Country"}, {"territory", "BillingCountry"}, {"segment", "Industry"},
	}},
	// Columns and filters of the tab All partners, whose records are exported, in
	// PartnerStack's support article "Learning more about your partners"; the names with an
	// underscore are those of its API reference. The article does not list the file's headers.
	{"partnerstack", []Mapping{
		{"name", "Partner"}, {"name", "Partner name"}, {"name", "Team name"}, {"name", "team_name"},
		{"key.partnerstack", "Partner key"}, {"key.partnerstack", "partner_key"},
		{"manager", "Manager"}, {"label.group", "Group"}, {"label.group", "group"},
	}},
	// exportPartnerColumns in the public source of Dub (apps/web/lib/zod/schemas/partners.ts).
	{"dub", []Mapping{
		{"name", "Name"}, {"key.dub", "ID"}, {"territory", "Country"}, {"since", "Enrolled at"}, {"label.status", "Status"},
	}},
	// Fields of the partner form and of the partner object, in Kiflo's help: "How to invite
	// partners?" and "Create a Partner". No page describes an exported file.
	{"kiflo", []Mapping{
		{"name", "Partner name"}, {"name", "Name"}, {"mainContact", "Main contact"},
		{"territory", "Country"}, {"label.status", "Status"}, {"label.partner-program", "Partner program"},
	}},
}

// PresetNames lists them.
func PresetNames() []string {
	var out []string
	for _, p := range Presets {
		out = append(out, p.Name)
	}
	return out
}

func presetByName(name string) *Preset {
	i := slices.IndexFunc(Presets, func(p Preset) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &Presets[i]
}

// inSystem is the preset with its keys under another system's name.
func (p *Preset) inSystem(system string) *Preset {
	out := &Preset{Name: p.Name, Maps: slices.Clone(p.Maps)}
	for i, m := range out.Maps {
		if m.Field == "key."+p.Name {
			out.Maps[i].Field = "key." + system
		}
	}
	return out
}

// guesses are the headers by which a field is known when nobody says which
// column fills it. An owner is the vendor's person who looks after the company.
var guesses = []struct {
	field   string
	headers string // in lower case without punctuation
}{
	{"name", "name|company|company name|partner|partner name|account|account name|organization|organisation|reseller|agency|sales agent"},
	{"legalName", "legal name|legal entity|registered name"},
	{"title", "display name"},
	{"lifecycle", "lifecycle"},
	{"manager", "manager|partner manager|account manager|channel manager|owner|company owner|account owner"},
	{"mainContact", "main contact|primary contact|contact|contact name"},
	{"territory", "territory|territories|country|country region"},
	{"segment", "segment|segments"},
	{"region", "region|regional office"},
	{"since", "since|partner since"},
}

// words is a header as guesses spell it: "regional_office" is "regional office".
func words(header string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(header), func(r rune) bool { return strings.ContainsRune(" \t_-./", r) }), " ")
}
