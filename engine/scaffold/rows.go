package scaffold

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

const maxCell = 300 // characters of a cell that is stored

// partner is what one row says.
type partner struct {
	row                                row
	company                            string // as the column mapped to name has it
	title, legalName, lifecycle, since string
	manager, contact                   string // as written, without an e-mail address
	territories, segments              []string
	labels, keys                       []pair
	isKeyName                          bool // the key is but the name again

	name      string // of the document
	managerID string
	contactID string
	existing  *spec.Document
}

type pair struct{ key, value string }

// Reject is a row that became no partner.
type Reject struct {
	Line   int
	Reason string
	cells  []string
}

// readRows turns rows into partners. A row that cannot be stored whole is
// rejected whole: half a partner would look like all that is known.
func readRows(t *table, c *columns, r Request) ([]*partner, []Reject) {
	var out []*partner
	var rejects []Reject
	seen := map[string]int{}
	keys := map[pair]int{}
	for _, row := range t.rows {
		p, reason := readRow(row, c, r)
		same := strings.Join(row.cells, "\x00")
		switch first, isSeen := seen[same]; {
		case reason == "" && isSeen:
			reason = fmt.Sprintf("the same row as line %d", first)
		case reason == "":
			seen[same] = row.line
			reason = p.claim(keys)
		}
		if reason != "" {
			rejects = append(rejects, Reject{row.line, reason, row.cells})
			continue
		}
		out = append(out, p)
	}
	return out, rejects
}

// claim takes the row's keys, or says who has one of them: a key that two
// partners share would give one the other's deals.
func (p *partner) claim(keys map[pair]int) string {
	for _, k := range p.keys {
		if first, taken := keys[k]; taken {
			return fmt.Sprintf("the key %s `%s` is that of line %d; map key.%s to a column that tells them apart", k.key, k.value, first, k.key)
		}
	}
	for _, k := range p.keys {
		keys[k] = p.row.line
	}
	return ""
}

// readRow reads one row; the reason says why it cannot be stored.
func readRow(row row, c *columns, r Request) (p *partner, reason string) {
	if row.fault != "" {
		return nil, row.fault
	}
	cell := func(field string) string {
		i, ok := c.at[field]
		if !ok {
			return ""
		}
		return clean(row.cells[i])
	}
	for _, m := range c.mapped {
		if reason := unfit(m, row.cells[c.at[m.Field]]); reason != "" {
			return nil, reason
		}
	}
	name := cell("name")
	p = &partner{row: row, company: name, isKeyName: c.isKeyName, title: cmp.Or(cell("title"), name), legalName: cmp.Or(cell("legalName"), name),
		manager: person(cell("manager")), contact: person(cell("mainContact")),
		territories: list(cell("territory")), segments: list(cell("segment"))}
	switch {
	case name == "":
		return nil, "no name"
	case slug(name) == "":
		return nil, fmt.Sprintf("no letter of the name `%s` can stand in a document's name; map name to a column in Latin letters, and this one to legalName", name)
	}
	for _, who := range []string{p.manager, p.contact} {
		if who != "" && slug(who) == "" {
			return nil, fmt.Sprintf("no letter of `%s` can stand in a person's id", who)
		}
	}
	if p.lifecycle, reason = lifecycle(cmp.Or(cell("lifecycle"), r.Lifecycle)); reason != "" {
		return nil, reason
	}
	if p.since, reason = day(cell("since")); reason != "" {
		return nil, reason
	}
	for _, field := range slices.Sorted(maps.Keys(c.at)) {
		if label, ok := strings.CutPrefix(field, "label."); ok && cell(field) != "" {
			p.labels = append(p.labels, pair{label, cell(field)})
		}
		// Facts name a partner by the key as it is written, but for blanks around it.
		if system, ok := strings.CutPrefix(field, "key."); ok && cell(field) != "" {
			p.keys = append(p.keys, pair{system, strings.TrimSpace(row.cells[c.at[field]])})
		}
	}
	return p, ""
}

// emailIn finds e-mail addresses, which are not stored.
var emailIn = regexp.MustCompile(`[<(\[]?[^\s@<>()\[\],;]+@[^\s@<>()\[\],;]+\.[^\s@<>()\[\],;]+[>)\]]?`)

// unfit says why a cell cannot be stored as it is.
func unfit(m Mapping, cell string) string {
	isPerson := m.Field == "manager" || m.Field == "mainContact"
	switch n := utf8.RuneCountInString(cell); {
	case n > maxCell:
		return fmt.Sprintf("%s has %d characters, more than %d", m.Column, n, maxCell)
	case strings.ContainsFunc(cell, isUnprintable):
		return m.Column + " has a control character"
	case !isPerson && emailIn.MatchString(cell):
		return m.Column + " has an e-mail address, which is not stored"
	}
	return ""
}

// isUnprintable tells what a document should not hold: what no editor shows, and
// what turns the direction of the text after it.
func isUnprintable(r rune) bool {
	return unicode.IsControl(r) && !unicode.IsSpace(r) || r == 0xfeff || r == 0xfffe || r == 0xffff ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// person is the name that identifies somebody: "Jo Doe (jo@example.com)" is Jo
// Doe, jo@example.com alone is jo, and a dash is nobody.
func person(cell string) string {
	name := clean(emailIn.ReplaceAllString(cell, " "))
	if !strings.ContainsFunc(name, unicode.IsLetter) && !strings.ContainsFunc(name, unicode.IsNumber) {
		name, _, _ = strings.Cut(strings.Trim(emailIn.FindString(cell), "<([])>"), "@")
	}
	return name
}

// list splits a cell of several values.
func list(cell string) []string {
	var out []string
	for item := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(",;|", r) }) {
		if item = clean(item); item != "" && !slices.Contains(out, item) {
			out = append(out, item)
		}
	}
	return out
}

func lifecycle(cell string) (value, reason string) {
	values := spec.KindByName("Partner").Type.Field("lifecycle").Enum
	value = cmp.Or(slug(cell), "prospect")
	if !slices.Contains(values, value) {
		return "", fmt.Sprintf("`%s` is no lifecycle: write one of %s", cell, strings.Join(values, ", "))
	}
	return value, ""
}

// day reads a date, with or without a time of day behind it.
func day(cell string) (value, reason string) {
	if cell == "" {
		return "", ""
	}
	if len(cell) > 10 && (cell[10] == ' ' || cell[10] == 'T') {
		cell = cell[:10]
	}
	if _, err := quantity.ParseDate(cell); err != nil {
		return "", fmt.Sprintf("since `%s`: %v", cell, err)
	}
	return cell, ""
}
