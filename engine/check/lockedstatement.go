package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// lockedStatement checks that statements of the base stay as they were locked.
// Only that one was issued, accepted or disputed can be added, each once.
func lockedStatement(c *Change) {
	spec.Each(c.Base.Docs, func(base *spec.Document, _ *spec.Statement) {
		head := c.Book.Docs.Get(base.Address)
		switch {
		case base.Broken || head != nil && head.Broken || head == nil && c.Book.Docs.MayHold(base.Kind.Name, string(base.Name.V)):
		case head == nil:
			origin{c: c.Context, doc: base}.report(diag.Finding{At: base.At, Label: "it is gone",
				Detail: fmt.Sprintf("Statement `%s` was locked, and the change takes it away.", base.Name.V), Fix: "put its file back"})
		default:
			c.unlocked(base, head)
		}
	})
}

// unlocked reports the first value of a statement that is otherwise in head, and
// how many more there are.
func (c *Change) unlocked(base, head *spec.Document) {
	was := read(base.Spec)
	steps := slices.DeleteFunc(stepsBetween(base.Spec, head.Spec), func(s step) bool { return isAnswer(s, was) })
	if len(steps) == 0 {
		return
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(placeOf(a), placeOf(b)) })
	s := steps[0]
	f := diag.Finding{At: head.At, Path: s.path, Label: "it was locked",
		Detail: fmt.Sprintf("In statement `%s`, %s %s.", head.Name.V, s.path, s.words()), Fix: "put back what was locked; what is owed otherwise becomes a correction in the next statement"}
	if s.is != nil {
		f.At = s.is.At
	}
	if s.was != nil {
		f.Related = []diag.Related{{At: s.was.At, Note: "as it was locked"}}
	}
	switch more := len(steps) - 1; {
	case more == 1:
		f.Detail += " 1 more value is changed with it."
	case more > 1:
		f.Detail += fmt.Sprintf(" %d more values are changed with it.", more)
	}
	origin{c: c.Context, doc: head}.report(f)
}

// placeOf orders steps by where they stand in head; what is gone comes last.
func placeOf(s step) uint32 {
	if s.is == nil {
		return ^uint32(0)
	}
	return s.is.At.Start
}

// isAnswer reports whether a step is the first word on something that happens to
// a statement after it was locked.
func isAnswer(s step, was reading) bool {
	block, _, _ := strings.Cut(s.path, "/")
	if !slices.Contains([]string{"issued", "accepted", "disputed"}, block) {
		return false
	}
	return !slices.ContainsFunc(was.paths, func(path string) bool { return isBelow(path, block) })
}
