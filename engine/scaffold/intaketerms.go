package scaffold

import (
	"errors"
	"regexp"
	"strings"

	"github.com/partnership-as-code/entente/engine/spec"
)

// clauses that the form for other terms offers, by its words, and where each stands
// in an agreement.
var clauses = map[string]string{
	"Limit of liability":             "terms.liability.cap",
	"Notice to end the agreement":    "terms.exit.notice",
	"Time to mend a breach":          "terms.exit.curePeriod",
	"Pay after the end":              "terms.exit.tail.for",
	"Time to accept a lead":          "terms.leadProcess.acceptWithin",
	"Protection of a lead":           "terms.leadProcess.protection",
	"Time to answer":                 "terms.communication.answerWithin",
	"Reviews":                        "terms.reviewCadence",
	"Governing law":                  "terms.governingLaw",
	"What both sides call a success": "terms.successDefinition",
	"Commission plan":                "plan",
	"Last day":                       "term.expires",
}

// amendment adds a dated change to an agreement. It has no signatures: it is being
// talked about.
func (in intake) amendment() (Intaken, error) {
	var name, clause, value, effective, reason string
	err := errors.Join(in.take("agreement", &name), in.take("clause", &clause), in.take("value", &value), in.take("effective", &effective), in.takeText("reason", &reason))
	if err != nil {
		return Intaken{}, first(err)
	}
	doc, err := named[spec.Agreement](in, "agreement", name)
	if err != nil {
		return Intaken{}, err
	}
	day, err := in.day("effective", effective)
	if err != nil {
		return Intaken{}, err
	}
	if clause == "Commission plan" {
		plan, err := named[spec.CommissionPlan](in, "value", value)
		if err != nil {
			return Intaken{}, err
		}
		value = string(plan.Name.V)
	}
	set := scalar(asWritten(clauses[clause], value))
	parts := strings.Split(clauses[clause], ".")
	for i := len(parts) - 1; i >= 0; i-- {
		set = "{" + parts[i] + ": " + set + "}"
	}
	return in.added(doc, "amendments", []string{"effective: " + day, "set: " + set, "reason: " + scalar(reason)}, "an amendment is added, from "+day)
}

// inThousands is an amount as statements and plans show it.
var inThousands = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)? [A-Z]{3}$`)

// asWritten gives what people write for a field in the words that it takes: amounts
// without the commas that they are shown with, times without capitals.
func asWritten(field, value string) string {
	switch field {
	case "terms.governingLaw", "terms.successDefinition", "plan":
		return value
	case "terms.liability.cap":
		if inThousands.MatchString(value) {
			return strings.ReplaceAll(value, ",", "")
		}
		return value
	}
	return strings.ToLower(value)
}
