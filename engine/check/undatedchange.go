package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// undatedChange checks that terms which somebody works by move through dated
// changes. An edit of the text would move them for what is past, too.
func undatedChange(c *Change) {
	eachPair[spec.CommissionPlan](c, func(base, head *spec.Document) {
		if c.pays(base) {
			c.undated(base, head, c.under(string(base.Name.V)), termsOfPlan(c.stepsOf(base)))
		}
	})
	eachPair[spec.Goal](c, func(base, head *spec.Document) {
		if c.isShared(base) {
			c.undated(base, head, nil, targetsOf(c.stepsOf(base)))
		}
	})
	inherited := map[*spec.Document][]inheritedStep{} // by program of head
	eachPair[spec.Agreement](c, func(base, head *spec.Document) {
		if c.isSigned(base) {
			c.undatedAgreement(base, head, inherited)
		}
	})
	for _, program := range c.Book.Docs.List {
		if list := inherited[program]; len(list) > 0 {
			c.undatedProgram(program, list)
		}
	}
}

// termsOfPlan leaves out the dated changes and the first day, which is no term
// that could have another first day.
func termsOfPlan(steps []step) []step {
	return slices.DeleteFunc(steps, func(s step) bool { return isBelow(s.path, "changes", "effective") })
}

// targetsOf keeps what a goal is measured by. A baseline that becomes known moves
// nothing that was agreed.
func targetsOf(steps []step) []step {
	return slices.DeleteFunc(steps, func(s step) bool {
		isMeasure := strings.HasPrefix(s.path, "kpis/") && !strings.HasSuffix(s.path, "/stretch")
		isFilledIn := s.was == nil && strings.HasSuffix(s.path, "/baseline")
		return s.path != "period" && (!isMeasure || isFilledIn)
	})
}

// notTerms are the fields of an agreement that record what happened to it, and the
// first day, which has a rule of its own.
var notTerms = []string{"status", "document", "signatures", "adjustments", "amendments", "supersedes", "ended", "term/effective"}

func (c *Change) undatedAgreement(base, head *spec.Document, inherited map[*spec.Document][]inheritedStep) {
	own := c.stepsOf(base)
	if len(own) == 0 && !c.isProgramMoved(base) {
		return
	}
	all, program := own, (*spec.Document)(nil)
	if before, after := wholeOf(c.Base, base), wholeOf(c.Book, head); before != nil && after != nil {
		all = stepsBetween(before, after)
		program, _ = spec.Lookup[spec.Program](c.Book.Docs, after.Program.Name)
	}
	var edited []step
	for _, s := range all {
		switch {
		case isBelow(s.path, notTerms...):
		case slices.ContainsFunc(own, func(o step) bool { return meets(o.path, s.path) }):
			edited = append(edited, s)
		default:
			inherited[program] = append(inherited[program], inheritedStep{s, head})
		}
	}
	c.undated(base, head, []*spec.Document{base}, edited)
}

// isProgramMoved reports whether anything is otherwise in the program that an
// agreement inherits from.
func (c *Change) isProgramMoved(agreement *spec.Document) bool {
	base, _ := spec.Lookup[spec.Program](c.Base.Docs, agreement.Spec.(*spec.Agreement).Program.Name)
	return base != nil && c.Book.Docs.Get(base.Address) != nil && len(c.stepsOf(base)) > 0
}

// wholeOf is an agreement as first written, over the terms and the plan of its
// program; nil when the program cannot be read.
func wholeOf(book *resolve.Book, doc *spec.Document) *spec.Agreement {
	a := doc.Spec.(*spec.Agreement)
	standard, program := spec.Lookup[spec.Program](book.Docs, a.Program.Name)
	intervals := book.Terms(doc)
	if program == nil || standard.Broken || len(intervals) == 0 {
		return nil
	}
	out, terms := *a, intervals[0].Terms
	out.Terms = &terms
	if out.Plan == nil {
		out.Plan = program.Plan
	}
	return &out
}

// undated reports the steps made in the text of one document, all in one finding:
// the dated form takes them together.
func (c *Change) undated(base, head *spec.Document, agreements []*spec.Document, steps []step) {
	steps = slices.DeleteFunc(steps, func(s step) bool { return c.isReplaced(base, s) })
	if len(steps) == 0 {
		return
	}
	f := diag.Finding{At: placeIn(head, steps[0]), Path: steps[0].path, Label: "this holds for the past, too",
		Detail: fmt.Sprintf("`%s` %s%s%s.", steps[0].path, steps[0].words(), andMore(len(steps)-1), forWhom(base, agreements))}
	f.Fix = c.fixOf(base, head, agreements, steps)
	const most = 5
	for _, s := range steps[1:min(len(steps), most)] {
		f.Related = append(f.Related, diag.Related{At: placeIn(head, s), Note: "`" + s.path + "` " + s.words()})
	}
	origin{c: c.Context, doc: head}.report(f)
}

// isReplaced reports whether a dated change of the base had taken the place of a
// value before the as-of day: editing it moves the past alone.
func (c *Change) isReplaced(base *spec.Document, s step) bool {
	if s.was == nil || len(spec.Changes(base.Spec)) == 0 {
		return false
	}
	now := read(c.Base.At(base, c.AsOf)).at[s.path]
	return s.was.Order == nil && (now == nil || now.Text != s.was.Text)
}

func andMore(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", and one more value changes"
	}
	return fmt.Sprintf(", and %d more values change", n)
}

// forWhom says who works by what is changed.
func forWhom(base *spec.Document, agreements []*spec.Document) string {
	switch base.Spec.(type) {
	case *spec.Goal:
		return " in a goal that both sides work by"
	case *spec.Agreement:
		return " in an agreement that is signed"
	}
	if len(agreements) == 0 {
		return " without a day, so it would hold for the past, too"
	}
	return " without a day, so it would hold for the past of " + someOf(agreements) + ", too"
}

func someOf(docs []*spec.Document) string {
	const most = 3
	var names []string
	for _, d := range docs[:min(len(docs), most)] {
		names = append(names, "`"+string(d.Name.V)+"`")
	}
	if n := len(docs) - most; n > 0 {
		names = append(names, fmt.Sprintf("%d more", n))
	}
	return listed(names)
}

// fixOf names what to write instead.
func (c *Change) fixOf(base, head *spec.Document, agreements []*spec.Document, steps []step) string {
	from := c.earliest(agreements)
	if g, isGoal := base.Spec.(*spec.Goal); isGoal {
		period := g.Period.V.Range(c.Base.FiscalStart())
		if from = max(from, period.From); from > period.To {
			return "put it back: the goal's period is over, and what was reached is measured by what was agreed"
		}
	}
	if s, found := find(steps, "partner"); found && s.is != nil {
		return "put it back, and write a new agreement for `" + s.is.Text + "`"
	}
	field := changesOf(head)
	after := head.Spec
	if _, isAgreement := after.(*spec.Agreement); isAgreement {
		if whole := wholeOf(c.Book, head); whole != nil {
			after = whole
		}
	}
	form, ok := datedForm(head, after, steps, from)
	if !ok {
		return fmt.Sprintf("put it back, and write what changes under `%s`, with an `effective` day of %s or later", field, from)
	}
	if len(spec.Changes(head.Spec)) > 0 {
		form = form[len(field+": [") : len(form)-1]
		return fmt.Sprintf("put it back, and add to `%s`, with this or a later day: - %s", field, form)
	}
	return "put it back, and add this with this or a later day: " + form
}

func find(steps []step, path string) (step, bool) {
	i := slices.IndexFunc(steps, func(s step) bool { return s.path == path })
	if i < 0 {
		return step{}, false
	}
	return steps[i], true
}

// placeIn is where head says what a step leads to; its name when that was taken
// away or is said elsewhere.
func placeIn(head *spec.Document, s step) diag.Span {
	if s.is == nil || s.is.At.Source != head.Source {
		return head.Name.At
	}
	return s.is.At
}

// inheritedStep is a step that a signed agreement makes because its program does.
type inheritedStep struct {
	step
	agreement *spec.Document
}

// undatedProgram reports what the text of a program moves in signed agreements.
func (c *Change) undatedProgram(program *spec.Document, list []inheritedStep) {
	var agreements []*spec.Document
	var steps []step
	for _, s := range list {
		if !slices.Contains(agreements, s.agreement) {
			agreements = append(agreements, s.agreement)
		}
		if _, known := find(steps, s.path); !known {
			steps = append(steps, s.step)
		}
	}
	var before []*spec.Document
	for _, doc := range agreements {
		before = append(before, c.Base.Docs.Get(doc.Address))
	}
	f := diag.Finding{At: placeIn(program, steps[0]), Path: steps[0].path, Label: "signed agreements inherit it",
		Detail: fmt.Sprintf("`%s` %s%s, and %s inherits it: signed terms would change without a day.", steps[0].path, steps[0].words(), andMore(len(steps)-1), someOf(agreements))}
	if len(agreements) > 1 {
		f.Detail = strings.Replace(f.Detail, "inherits it", "inherit it", 1)
	}
	from := c.earliest(before)
	f.Fix = fmt.Sprintf("put it back, and amend each agreement from %s or a later day on", from)
	if form, ok := datedForm(agreements[0], wholeOf(c.Book, agreements[0]), steps, from); ok {
		f.Fix += ": " + form
	}
	origin{c: c.Context, doc: program}.report(f)
}
