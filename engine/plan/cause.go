package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Cause is a change through which a value moves: what was declared otherwise, and
// where.
type Cause struct {
	Address spec.Address `json:"address"`
	Path    string       `json:"path"` // as of the Change: empty for the whole document
	File    string       `json:"file"`
	Line    int          `json:"line"`
}

// causes are the changes that a value can move by, by document.
type causes map[spec.Address][]Change

// causesOf leaves out what moves no value: titles and labels, people, and what
// holds from a day after until on; "" asks for whatever day. A source is read as
// the base says, and its own effect is shown as data.
func causesOf(changes []Change, until string) causes {
	out := causes{}
	for _, c := range changes {
		switch {
		case strings.HasPrefix(c.Path, "metadata/"):
		case strings.HasPrefix(c.Path, "people/"), strings.HasPrefix(c.Path, "teams/"):
		case c.Address.Kind() == "source" && c.Path != "":
		case until != "" && c.isDated() && c.Effective > until:
		default:
			out[c.Address] = append(out[c.Address], c)
		}
	}
	return out
}

// isDated is true of what a dated change that came or went sets.
func (c Change) isDated() bool {
	return slices.Contains([]string{PlanChange, AmendmentMade, GoalChange, ChangeWithdrawn}, c.Reason)
}

// of finds what a value moves by: the changes of its own document, and those of
// what it came from, before or after. Where a document is used and none of its
// changes is where it is known to be used, all of them are named.
func (cs causes) of(own spec.Address, uses ...state.Use) []Cause {
	var out, possible []Cause
	for _, use := range append(uses, state.Use{Address: own}) {
		for _, c := range cs[use.Address] {
			cause := Cause{c.Address, c.Path, c.File, c.Line}
			possible = append(possible, cause)
			if c.bears(use.Path) {
				out = append(out, cause)
			}
		}
	}
	if len(out) == 0 {
		out = possible
	}
	return distinctCauses(out)
}

func distinctCauses(list []Cause) []Cause {
	slices.SortFunc(list, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Path, b.Path), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return notNil(slices.Compact(list))
}

// bears reports whether a change can move what rests on a path: it is below the
// path, or an item or a document that holds it came or went.
func (c Change) bears(on string) bool {
	path, ok := c.declaredPath()
	return ok && (isUnder(path, on) || isUnder(on, path))
}

// declaredPath is the path that a change of a dated change is about, "" for all
// that the dated change sets; false when it is about words alone.
func (c Change) declaredPath() (string, bool) {
	list, rest, _ := strings.Cut(c.Path, "/")
	if list != "amendments" && list != "changes" {
		return c.Path, true
	}
	_, rest, _ = strings.Cut(rest, "/")
	field, path, _ := strings.Cut(rest, "/")
	switch field {
	case "set":
		return path, true
	case "reason", "decision", "document", "signatures":
		return "", false
	}
	return "", true
}

// documentsOf gives the documents of causes, each once.
func documentsOf(list []Cause) []spec.Address {
	out := []spec.Address{}
	for _, c := range list { // by address
		if len(out) == 0 || out[len(out)-1] != c.Address {
			out = append(out, c.Address)
		}
	}
	return out
}

func isUnder(path, above string) bool {
	return above == "" || path == above || strings.HasPrefix(path, above+"/")
}
