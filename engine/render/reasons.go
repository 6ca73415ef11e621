package render

import (
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/state"
)

// saying puts a reason into words. It says what is wrong with a subject, or
// words says it all; empty stands in where there is no value to name.
type saying struct {
	of    string // follows the subject: stage `Zombie` …
	words func(column, value string) string
	empty string
}

// tallyWords says why rows were noted or rejected.
func tallyWords(t facts.Tally) string {
	s, known := sayings[t.Reason]
	switch {
	case !known:
		return subject(t) + ": " + t.Reason
	case s.empty != "" && (t.Value == "" || t.Value == facts.Others):
		return s.empty
	case s.words != nil:
		return s.words(t.Column, t.Value)
	}
	return subject(t) + " " + s.of
}

func subject(t facts.Tally) string {
	switch {
	case t.Column == "":
		return "the row"
	case t.Value == "":
		return t.Column + " (empty)"
	case t.Value == facts.Others:
		return t.Column + " (other values)"
	}
	return t.Column + " `" + t.Value + "`"
}

var sayings = map[string]saying{
	facts.ReasonUnknownValue: {of: "is not among the known values"},
	facts.ReasonEmptyColumn:  {words: func(column, _ string) string { return column + " is empty" }},
	facts.ReasonDuplicateID:  {of: "stands in an earlier row too"},

	facts.ReasonMissingValue:  {words: func(column, _ string) string { return column + " is empty, and a row needs it" }},
	facts.ReasonUnmappedValue: {of: "is not mapped"},
	facts.ReasonBadValue:      {of: "is not a value of the column"},
	facts.ReasonBadAmount:     {of: "is not an amount"},
	facts.ReasonBadCurrency:   {empty: "the currency is not known (other values)", words: badCurrency},
	facts.ReasonBadNumber:     {of: "is not a number that fits"},
	facts.ReasonBadDate:       {of: "is not a date in the source's format"},
	facts.ReasonOverMax:       {of: "is over the maximum: the column's `max`, by default 10,000,000,000,000 (of money, in minor units)"},
	facts.ReasonUnknownPartner: {empty: "no partner has the key (other values)",
		words: func(_, value string) string { return "no partner has the key `" + value + "`" }},
	facts.ReasonUnknownDeal: {empty: "no deal has the id (other values)",
		words: func(_, value string) string { return "no deal has the id `" + value + "`" }},
	facts.ReasonNestedValue: {of: "is an object or a list, not a plain value"},

	facts.ReasonRaggedRow: {empty: "the row has more or fewer fields than the header",
		words: func(_, value string) string { return "the row is ragged: " + value }},
	facts.ReasonBadQuote: {of: "has a quotation mark that is not closed"},
	facts.ReasonBadJSON:  {of: "is not one JSON object"},
	facts.ReasonNotUTF8:  {of: "is not UTF-8"},
	facts.ReasonTooLong:  {of: "is too long"},

	facts.ReasonMissingColumn: {empty: "the header lacks mapped columns",
		words: func(column, value string) string { return "the header has no `" + value + "` (" + column + ")" }},
	facts.ReasonDuplicateColumn: {empty: "the header has mapped columns twice",
		words: func(column, value string) string { return "the header has `" + value + "` twice (" + column + ")" }},
	facts.ReasonUnknownFormat: {empty: "the file is neither CSV nor JSONL by its ending",
		words: func(_, value string) string { return "`" + value + "` is neither CSV nor JSONL" }},
}

// badCurrency is about a currency, or about an amount that has none.
func badCurrency(column, value string) string {
	if column == "currency" || column == "from" || column == "to" {
		return column + " `" + value + "` is not a currency"
	}
	return column + " `" + value + "` is in no known currency: the row names none, nor does the source"
}

// missingWords says why a KPI has no value.
func missingWords(v state.Value) string {
	source := onlySource(v)
	switch v.Reason {
	case state.NoDenominator:
		if source != "" {
			return "no " + source + " to divide by"
		}
		return "nothing to divide by"
	case state.NoRows:
		if source != "" {
			return "none of the " + source + " in the period has a value for it"
		}
		return "no row in the period has a value for it"
	case state.NoFacts:
		return "its source has no files, or is not declared"
	case state.NoColumn:
		return "its source does not map a column that it needs"
	case state.TooEarly:
		return "its time is not up"
	case state.NoRate:
		return "an exchange rate is missing"
	case state.MissingInput:
		return "a KPI that it is worked out from has no value"
	case state.Invalid:
		return "the KPI has errors: see entente validate"
	case plan.NotDeclared:
		return "not declared"
	}
	return v.Reason
}

// onlySource names the source of a value when all of it comes from one.
func onlySource(v state.Value) string {
	name := ""
	for _, use := range v.Uses {
		if use.Address.Kind() == "source" {
			if name != "" {
				return ""
			}
			name = use.Address.Name()
		}
	}
	return name
}
