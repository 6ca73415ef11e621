package render

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
)

// redline is a plan's changes as counsel reads them: by document, clause by clause.
type redline struct {
	Count     string // 3 changes in 2 documents
	Documents []redlineDocument
	From, To  string // revisions
	AsOf      string
	Digest    string
}

// redlineDocument holds plain text, as all below it.
type redlineDocument struct {
	Title, Address, Fate string // Fate: of a whole document that comes or goes
	Place                string // of a document that comes or goes
	Clauses              []redlineClause
	Notices              []string
}

// redlineClause is one clause: Lead and Tail stay as they are, between them Del is
// taken out and Ins put in.
type redlineClause struct {
	Label                string
	Lead, Del, Ins, Tail string
	Remarks              []string // sentences
	Place                string
}

func redlineOf(p plan.Plan) redline {
	out := redline{AsOf: plain(p.AsOf), From: plain(shortRev(p.Base, 7)), To: plain(shortRev(p.Head, 7)), Digest: plain(shortDigest(p.TermsDigest))}
	for _, g := range grouped(p.Changes) {
		out.Documents = append(out.Documents, documentOf(g, p.Notices))
	}
	if n := len(p.Changes) - spelledOut(p.Changes); n > 0 {
		out.Count = count(n, "change") + " in " + count(len(out.Documents), "document")
	}
	return out
}

// spelledOut counts the clauses that are of a document which comes or goes: they
// are no changes of their own.
func spelledOut(changes []plan.Change) int {
	whole, n := map[spec.Address]bool{}, 0
	for _, c := range changes {
		switch {
		case c.Path == "":
			whole[c.Address] = true
		case whole[c.Address]:
			n++
		}
	}
	return n
}

func documentOf(g changeGroup, notices []plan.Notice) redlineDocument {
	out := redlineDocument{Title: plain(string(g.address)), Address: plain(string(g.address))}
	if g.hasTitle() {
		out.Title = plain(g.title)
	}
	for _, c := range g.changes {
		if c.Path == "" && c.Reason != plan.IgnoreChange {
			out.Fate, out.Place = fateOf(c), plain(place(c.File, c.Line, 0))
			continue
		}
		out.Clauses = append(out.Clauses, clauseOf(c))
	}
	for _, n := range notices {
		if n.Through == g.address {
			out.Notices = append(out.Notices, promised(n))
		}
	}
	return out
}

// fateOf says that a whole document comes or goes; its clauses follow.
func fateOf(c plan.Change) string {
	if c.Action == plan.Delete {
		return "The whole document is taken out."
	}
	return "The whole document is new: all of it is put in."
}

func clauseOf(c plan.Change) redlineClause {
	out := redlineClause{Label: clauseWords(c), Place: plain(place(c.File, c.Line, 0))}
	if c.Before != nil {
		out.Del = orEmpty(strings.TrimSpace(amount(plain(*c.Before))))
	}
	if c.After != nil {
		out.Ins = orEmpty(strings.TrimSpace(amount(plain(*c.After))))
	}
	if c.Before != nil && c.After != nil {
		out.Lead, out.Del, out.Ins, out.Tail = apartFrom(out.Del, out.Ins)
	}
	out.Remarks = clauseRemarks(c)
	return out
}

// clauseRemarks says from when a clause holds, for what, and why.
func clauseRemarks(c plan.Change) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, plain(fmt.Sprintf(format, args...))) }
	if words := positionWords(c); words != "" {
		add("Place in the list: %s.", strings.Trim(words, " ()"))
	}
	switch {
	case c.Reason == plan.ChangeWithdrawn:
		add("Withdrawn: this change would have taken effect on %s.", c.Effective)
	case c.Effective != "":
		add("Effective from %s.", c.Effective)
	}
	if c.AppliesTo != "" && c.Reason != plan.ChangeWithdrawn {
		add("%s", appliesWords(c.AppliesTo))
	}
	if c.Reason == plan.AmendmentMade {
		add("Made by an amendment.")
	}
	if c.Note != "" {
		add("Reason given: “%s”.", strings.TrimRight(c.Note, ". "))
	}
	return out
}

func appliesWords(to string) string {
	switch to {
	case "new-deals":
		return "Applies to deals registered or created from that day on; earlier ones keep the terms before."
	case "new-events":
		return "Applies to everything that happens from that day on, deals that are under way included."
	}
	return "Applies to " + strings.ReplaceAll(to, "-", " ") + "."
}

// promised says of one agreement whether its notice before changed terms is kept.
func promised(n plan.Notice) string {
	name := cmp.Or(n.Title, n.Partner.Name())
	words := fmt.Sprintf("%s (%s) is promised notice of %s before changed terms: for %s it ", name, n.Agreement, n.Notice, n.Effective)
	if n.Kept {
		return plain(words + "is kept if the change is made known by " + n.MergeBy + ".")
	}
	return plain(words + "is not kept, the change should have been made known by " + n.MergeBy + ".")
}

// itemOf names one item of the lists that hold items with names.
var itemOf = map[string]string{
	"actions": "action", "adjustments": "adjustment", "amendments": "amendment", "approvers": "approver", "bands": "band", "changes": "dated change",
	"concerns": "concern", "criteria": "criterion", "disputeResolution": "step of dispute resolution", "fit": "fit criterion", "kpis": "KPI", "levels": "level",
	"people": "person", "programs": "program", "qualify": "condition on", "ratings": "rating", "reasons": "reason", "responsibilities": "responsibility",
	"rules": "rule", "schedule": "entry", "shares": "share", "signatures": "signature", "stages": "stage", "steps": "step", "teams": "team", "votes": "vote",
}

// fieldWords spells fields that do not read as they are written.
var fieldWords = map[string]string{"upTo": "upper bound", "sha256": "SHA-256", "url": "address", "id": "name", "maxTotalRate": "highest total rate"}

// clauseWords spells a path as a clause: Rule “new-business”, step “mid”, rate.
func clauseWords(c plan.Change) string {
	parts := strings.Split(c.Path, "/")
	if last := len(parts) - 1; last > 0 && namesItself(c, parts[last]) {
		parts = parts[:last]
	}
	var out []string
	for i := 0; i < len(parts); i++ {
		item, isList := itemOf[parts[i]]
		switch {
		case isHolder(parts[i], c.Address.Kind()) && i+1 < len(parts):
		case isList && i+1 < len(parts):
			i++
			words := item + " “" + strings.ReplaceAll(parts[i], "~1", "/") + "”"
			if c.About != "" && item == "step" {
				words += " (" + c.About + ")"
			}
			out = append(out, words)
		default:
			out = append(out, wordsOfField(parts[i]))
		}
	}
	return upperWord(plain(strings.Join(out, ", ")))
}

// namesItself is true of an item that is but its own text, such as a country of a
// list of countries.
func namesItself(c plan.Change, item string) bool {
	item = strings.ReplaceAll(item, "~1", "/")
	return c.Before == nil && c.After != nil && *c.After == item || c.After == nil && c.Before != nil && *c.Before == item
}

// isHolder is true of fields that only hold others. The bands of a scorecard are a
// list, those of a pay rule are not.
func isHolder(field, kind string) bool {
	return field == "bands" && kind != "scorecard" || slices.Contains([]string{"terms", "tiers", "set"}, field)
}

// fieldName is what a field of the language is called; anything else is somebody's
// own word.
var fieldName = regexp.MustCompile(`^[a-z]+([A-Z][a-z]+)*$`)

// wordsOfField parts a field into its words: governingLaw, governing law.
func wordsOfField(field string) string {
	if words, known := fieldWords[field]; known {
		return words
	}
	if !fieldName.MatchString(field) {
		return strings.ReplaceAll(field, "~1", "/")
	}
	var b strings.Builder
	for i, r := range field {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func upperWord(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// fewestKept words on one side of an edit stay as they are; below that the whole
// text is struck, which reads better.
const fewestKept = 3

// apartFrom parts two texts into what both begin with, what each has of its own,
// and what both end with.
func apartFrom(before, after string) (lead, del, ins, tail string) {
	a, b := strings.Fields(before), strings.Fields(after)
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	m := 0
	for m < min(len(a), len(b))-n && a[len(a)-1-m] == b[len(b)-1-m] {
		m++
	}
	if n+m < fewestKept || n+m == len(a) && n+m == len(b) {
		return "", before, after, ""
	}
	join := func(words []string) string { return strings.Join(words, " ") }
	return join(a[:n]), join(a[n : len(a)-m]), join(b[n : len(b)-m]), join(a[len(a)-m:])
}
