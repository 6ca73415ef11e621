package scaffold

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
)

// Mapping says which column fills a field. Fields are name, legalName, title,
// lifecycle, manager, mainContact, territory, segment, region, since, label.NAME
// and key.SYSTEM.
type Mapping struct{ Field, Column string }

func (m Mapping) String() string { return m.Field + "=" + m.Column }

// ParseMapping reads field=column.
func ParseMapping(text string) (Mapping, error) {
	field, column, found := strings.Cut(text, "=")
	field, column = strings.TrimSpace(field), strings.TrimSpace(column)
	if !found || field == "" || column == "" {
		return Mapping{}, fmt.Errorf("%q: expected FIELD=COLUMN, such as name=Company", text)
	}
	if field == "region" {
		field = "label.region"
	}
	m := Mapping{field, column}
	kind, rest, _ := strings.Cut(field, ".")
	switch {
	case slices.Contains(plainFields, field), rest != "" && (kind == "label" || kind == "key"):
		return m, nil
	case strings.EqualFold(field, "email"), strings.EqualFold(field, "phone"):
		return m, fmt.Errorf("%s is not stored: git keeps for good what is written once", field)
	}
	if near, ok := nearestField(kind, rest); ok {
		return m, fmt.Errorf("there is no field %q: did you mean %s?", field, near)
	}
	return m, fmt.Errorf("there is no field %q: the fields are %s, label.NAME and key.SYSTEM", field, strings.Join(plainFields, ", "))
}

// nearestField is what somebody meant by a field that there is none of.
func nearestField(kind, rest string) (string, bool) {
	if dotted, ok := diag.Nearest(kind, []string{"label", "key"}); ok {
		return dotted + "." + cmp.Or(rest, map[string]string{"label": "NAME", "key": "SYSTEM"}[dotted]), true
	}
	if near, ok := diag.Nearest(kind, plainFields); ok {
		return near, true
	}
	return synonym(kind)
}

var plainFields = []string{"name", "legalName", "title", "lifecycle", "manager", "mainContact", "territory", "segment", "region", "since"}

// columns are the cells that fill the fields.
type columns struct {
	at        map[string]int
	mapped    []Mapping // with the headers as the file has them
	missing   []Mapping // of the preset, not in the file, keys apart that the name stands in for
	isGuessed bool
	isKeyName bool // no column holds keys, so that the name is one
}

// resolveColumns finds the columns that were asked for; without --map and preset
// it guesses by the header.
func resolveColumns(t *table, file string, r Request) (*columns, error) {
	c := &columns{at: map[string]int{}}
	for _, m := range r.Columns {
		if _, taken := c.at[m.Field]; taken {
			return nil, refuse(fmt.Sprintf("Two columns are to fill %s.", m.Field), "Map one column to a field.")
		}
		i, err := t.find(m.Column, file)
		if err != nil {
			return nil, err
		}
		c.use(t, m.Field, i)
	}
	switch preset := presetByName(r.Preset); {
	case r.Preset != "" && preset == nil:
		fix := "Choose from " + strings.Join(PresetNames(), ", ") + "."
		if near, ok := diag.Nearest(r.Preset, PresetNames()); ok {
			fix = "Did you mean " + near + "? " + fix
		}
		return nil, refuse(fmt.Sprintf("There is no preset %q.", r.Preset), fix)
	case preset != nil:
		c.usePreset(t, preset.inSystem(r.system()))
	case len(r.Columns) == 0:
		c.guess(t)
	}
	if _, ok := c.at["name"]; !ok {
		return nil, refuse(fmt.Sprintf("No column of %s is known to hold the partner's name.", file),
			"Say which, as in --map name=COLUMN. The columns are "+strings.Join(t.header, ", ")+".")
	}
	hasKey := slices.ContainsFunc(c.mapped, func(m Mapping) bool { return strings.HasPrefix(m.Field, "key.") })
	key := "key." + r.system()
	if _, taken := c.at[key]; !taken && (!hasKey || r.System != "") {
		c.at[key], c.isKeyName = c.at["name"], !hasKey // facts then name a partner as this file does
		c.missing = slices.DeleteFunc(c.missing, func(m Mapping) bool { return m.Field == key })
	}
	return c, nil
}

func (c *columns) use(t *table, field string, i int) {
	c.at[field] = i
	c.mapped = append(c.mapped, Mapping{field, t.header[i]})
}

// usePreset fills the fields that the command line leaves open.
func (c *columns) usePreset(t *table, p *Preset) {
	for i, m := range p.Maps {
		if _, taken := c.at[m.Field]; taken {
			continue
		}
		if at := t.alike(m.Column); at >= 0 {
			c.use(t, m.Field, at)
			c.missing = slices.DeleteFunc(c.missing, func(x Mapping) bool { return x.Field == m.Field })
		} else if !slices.ContainsFunc(p.Maps[:i], func(x Mapping) bool { return x.Field == m.Field }) {
			c.missing = append(c.missing, m)
		}
	}
}

// guess takes, field by field, the header that says it best; no column twice.
func (c *columns) guess(t *table) {
	c.isGuessed = true
	used := map[int]bool{}
	for _, g := range guesses {
		m, _ := ParseMapping(g.field + "=?")
		for header := range strings.SplitSeq(g.headers, "|") {
			i := slices.IndexFunc(t.header, func(h string) bool { return words(h) == header })
			if _, taken := c.at[m.Field]; i >= 0 && !used[i] && !taken {
				used[i] = true
				c.use(t, m.Field, i)
			}
		}
	}
}

// matches gives the columns of a header, whatever its case and blanks.
func (t *table) matches(header string) []int {
	var out []int
	for i, h := range t.header {
		if strings.EqualFold(clean(h), clean(header)) {
			out = append(out, i)
		}
	}
	return out
}

// alike gives the first column of a header however it is spelt, -1 without one; a
// column that has it as it is comes first.
func (t *table) alike(header string) int {
	if at := t.matches(header); len(at) > 0 {
		return at[0]
	}
	return slices.IndexFunc(t.header, func(h string) bool { return squeezed(h) == squeezed(header) })
}

func (t *table) find(header, file string) (int, error) {
	at := t.matches(header)
	switch {
	case len(at) == 1:
		return at[0], nil
	case len(at) > 1:
		return 0, refuse(fmt.Sprintf("%s has %d columns %q.", file, len(at), header), "Rename all but one in the file.")
	}
	fix := "The columns are " + strings.Join(t.header, ", ") + "."
	if near, ok := diag.Nearest(header, t.header); ok {
		fix = fmt.Sprintf("Did you mean %q?", near)
	}
	return 0, refuse(fmt.Sprintf("%s has no column %q.", file, header), fix)
}

// clean puts a text on one line with single blanks.
func clean(text string) string { return strings.Join(strings.Fields(text), " ") }
