package check

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/partnership-as-code/entente/engine/diag"
)

// Stage says what must be known before a rule can speak.
type Stage string

const (
	DocumentStage Stage = "D" // one document
	BookStage     Stage = "B" // all documents of a revision
	FactsStage    Stage = "F" // facts, on a day
	ChangeStage   Stage = "C" // a change from base to head
)

// Rule is one code of the catalogue.
type Rule struct {
	Code     string // stable: people search for it and silence it
	Stage    Stage
	Severity diag.Severity
	Summary  string // as every finding of the code has it
	Text     string // markdown: why, how to mend it, a wrong and a right example of files and perhaps a day or a change, source
}

// ExampleBase says what the pairs of the pages are laid over: what they use and do
// not write themselves stands there.
const ExampleBase = "The examples are laid over a small repository: Organization `acme`, Program `resellers`, Partner `northwind`, Source `deals`, KPIs `won-revenue` and `win-rate`."

// rule is a Rule with the function that finds its faults; nil when another
// package finds them.
type rule struct {
	Rule
	check   func(*Context)
	changed func(*Change) // of the change stage
}

// catalogue gives the table with its pages, sorted by code. It panics on a code
// without a page: pages are embedded and tested.
var catalogue = sync.OnceValue(func() []rule {
	var out []rule
	for _, e := range table {
		out = append(out, rule{Rule: paged(e.code, e.stage, e.severity), check: e.check})
	}
	for _, e := range changeTable {
		out = append(out, rule{Rule: paged(e.code, ChangeStage, diag.Error), changed: e.check})
	}
	slices.SortFunc(out, func(a, b rule) int { return cmp.Compare(a.Code, b.Code) })
	return out
})

func paged(code string, stage Stage, severity diag.Severity) Rule {
	text, err := pages.ReadFile("docs/" + code + ".md")
	if err != nil {
		panic(err)
	}
	summary, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
	return Rule{Code: code, Stage: stage, Severity: severity, Summary: summary, Text: string(text)}
}

// Rules gives every code that the product reports, sorted.
func Rules() []Rule {
	var out []Rule
	for _, r := range catalogue() {
		out = append(out, r.Rule)
	}
	return out
}

// Explain finds a code. When there is none of that name, nearest holds the codes
// that may have been meant, best first; it can be empty.
func Explain(code string) (found Rule, nearest []string, ok bool) {
	var codes []string
	for _, r := range Rules() {
		if r.Code == code {
			return r, nil, true
		}
		codes = append(codes, r.Code)
	}
	if near, found := diag.Nearest(code, codes); found {
		nearest = append(nearest, near)
	}
	for _, c := range codes {
		if sharesWord(code, c) && !slices.Contains(nearest, c) {
			nearest = append(nearest, c)
		}
	}
	return Rule{}, nearest, false
}

// sharesWord reports whether a word of one name begins a word of the other.
func sharesWord(a, b string) bool {
	const least = 3 // letters that still say something
	for _, x := range words(a) {
		for _, y := range words(b) {
			if min(len(x), len(y)) >= least && (strings.HasPrefix(x, y) || strings.HasPrefix(y, x)) {
				return true
			}
		}
	}
	return false
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
}
