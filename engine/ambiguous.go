package engine

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Ambiguous is why no numbers can be read off a revision: they would be counted by
// documents of which two have one name. Findings name them, sorted, with excerpts.
type Ambiguous struct{ Findings diag.List }

func (a *Ambiguous) Error() string {
	return "two documents have one name, and numbers rest on it: is this the folder of one repository? `entente validate` lists all findings, -C names another folder"
}

// counted are the kinds that rows of facts are read, and told from each other, by.
var counted = []string{"source", "partner", "kpi"}

// ambiguous gives an error when what is to be counted is not clear.
func (l *loaded) ambiguous() error {
	found := slices.DeleteFunc(slices.Clone(l.findings), func(f diag.Finding) bool {
		return f.Code != load.CodeDuplicateName || !slices.Contains(counted, spec.Address(f.Resource).Kind())
	})
	if len(found) == 0 {
		return nil
	}
	return &Ambiguous{found.Sorted()}
}
