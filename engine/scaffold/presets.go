package scaffold

import (
	"slices"
	"strings"
	"unicode"
)

// Preset is the column map of one system's export. A field has several headers
// where the system spells it in several ways; the first that is there counts, in
// whatever case and with or without blanks, underscores and other marks.
type Preset struct {
	Name string
	Maps []Mapping
}

// Presets are the known exports. Columns that hold e-mail addresses, or days in
// the form of the exporting machine's locale, are left out.
var Presets = []Preset{
	// A file has Record ID and the labels of the properties that were chosen, or their
	// internal names (hs_object_id, name, country, industry) when that is asked for; the
	// internal value of an owner is an id, so it is no manager.
	//   https://knowledge.hubspot.com/import-and-export/export-records
	//   https://knowledge.hubspot.com/properties/hubspot-crm-default-company-properties
	//   https://developers.hubspot.com/docs/api/crm/exports (exportInternalValuesOptions)
	{"hubspot", []Mapping{
		{"name", "Company name"}, {"name", "Name"},
		{"key.hubspot", "Record ID"}, {"key.hubspot", "Company ID"}, {"key.hubspot", "hs_object_id"},
		{"manager", "Company owner"}, {"territory", "Country/Region"}, {"territory", "Country"}, {"segment", "Industry"},
	}},
	// Reports have the labels of Account's fields and Account Owner; Data Export and Data
	// Loader have API names, of which OwnerId holds an id, so it is no manager, and
	// Owner.Name is there when the query asks for it.
	//   https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_account.htm
	//   https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/datafiles_field_names.htm
	{"salesforce", []Mapping{
		{"name", "Account Name"}, {"name", "Name"}, {"key.salesforce", "Account ID"}, {"key.salesforce", "Id"},
		{"manager", "Account Owner"}, {"manager", "Owner.Name"}, {"manager", "Account.Owner.Name"},
		{"territory", "Billing Country"}, {"territory", "Billing Country Code"}, {"segment", "Industry"},
	}},
	// No page lists the headers of the file. These are the columns of the tab All partners,
	// whose records are exported (Owner is the partner's own, of its team), its filters, and
	// the fields of a partnership in the API.
	//   https://support.partnerstack.com/hc/en-us/articles/360058412814-Learning-more-about-your-partners
	//   https://docs.partnerstack.com/reference/get_v2-partnerships-2
	{"partnerstack", []Mapping{
		{"name", "Partner"}, {"name", "Partner name"}, {"name", "Team name"}, {"name", "Team"}, {"name", "Company"}, {"name", "Name"},
		{"key.partnerstack", "Partner key"}, {"key.partnerstack", "Partnership key"}, {"key.partnerstack", "Key"},
		{"mainContact", "Owner"}, {"mainContact", "Team owner"},
		{"manager", "Manager"}, {"manager", "Partner manager"}, {"label.group", "Group"}, {"label.group", "Group name"}, {"label.group", "Group slug"},
	}},
	// exportPartnerColumns in the public source; Created at is what Enrolled at was once.
	//   https://github.com/dubinc/dub/blob/main/apps/web/lib/zod/schemas/partners.ts
	//   https://github.com/dubinc/dub/blob/main/apps/web/lib/api/partners/format-partners-for-export.ts
	{"dub", []Mapping{
		{"name", "Name"}, {"key.dub", "ID"}, {"territory", "Country"}, {"since", "Enrolled at"}, {"since", "Created at"}, {"label.status", "Status"},
	}},
	// No page describes an exported file of partners. These are the fields of the form, of
	// the partner object, and what its parts may be called; no identifier of a partner is
	// documented, so the likely names are tried before the partner's name is its key.
	//   https://docs.kiflo.com/article/84-invite-partners
	//   https://docs.kiflo.com/article/32-js-create-partner
	{"kiflo", []Mapping{
		{"name", "Partner name"}, {"name", "Name"}, {"name", "Partner"}, {"name", "Company name"}, {"name", "Company"},
		{"key.kiflo", "Partner ID"}, {"key.kiflo", "Partner identifier"}, {"key.kiflo", "Kiflo ID"}, {"key.kiflo", "ID"}, {"key.kiflo", "External ID"},
		{"mainContact", "Main contact"}, {"mainContact", "Main contact name"}, {"mainContact", "Contact name"},
		{"manager", "Partner manager"}, {"manager", "Channel manager"}, {"manager", "Owner"},
		{"territory", "Country"}, {"label.status", "Status"}, {"label.status", "Partner status"},
		{"label.partner-program", "Partner program"}, {"label.partner-program", "Partner programs"}, {"label.partner-program", "Program"},
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

// synonym gives the field whose headers have a word that somebody took for a
// field: country is territory.
func synonym(word string) (field string, ok bool) {
	for _, g := range guesses {
		if slices.Contains(strings.Split(g.headers, "|"), words(word)) {
			return g.field, true
		}
	}
	return "", false
}

// words is a header as guesses spell it: "regional_office" is "regional office".
func words(header string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(header), func(r rune) bool { return strings.ContainsRune(" \t_-./", r) }), " ")
}

// squeezed is a header without anything but its letters and digits, in lower case:
// mainContact, main_contact and "Main contact" are one.
func squeezed(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, header)
}
