package engine

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/spec"
)

// books are a partner's locked statements and what follows from them.
type books struct {
	in     ledger.Reconciling
	locked []*lockedStatement // by period, then currency
	drafts []ledger.Drafted
	lines  map[string]commission.StatementLine // of locked statements, by id
	source map[string]*spec.StatementLine      // what their documents say of them
}

// lockedStatement is a statement's document with its figures.
type lockedStatement struct {
	doc  *spec.Document
	spec *spec.Statement
	read commission.Statement
}

func (l *lockedStatement) name() string { return string(l.doc.Name.V) }

// accountedStatement is a statement to be shown: locked, or as it stands today.
type accountedStatement struct {
	commission.Statement
	lock        *lockedStatement    // nil: not locked
	corrections []ledger.Correction // among the lines of one that is not
}

// openBooks opens the books of every partner with a statement that was locked by
// the day asked for.
func (a *Accounted) openBooks() {
	a.books = map[string]*books{}
	spec.Each(a.Book.Docs, func(doc *spec.Document, s *spec.Statement) {
		if doc.Broken || s.AsOf.V > a.Snapshot.AsOf {
			return
		}
		b := a.books[s.Partner.Name]
		if b == nil {
			b = &books{lines: map[string]commission.StatementLine{}, source: map[string]*spec.StatementLine{}}
			a.books[s.Partner.Name] = b
		}
		b.locked = append(b.locked, &lockedStatement{doc: doc, spec: s})
	})
	wanted := map[string]bool{}
	for partner := range a.books {
		wanted[partner] = true
	}
	rows := a.Paid.Rows(wanted)
	for partner, b := range a.books {
		for _, l := range b.locked {
			l.read = ledger.Read(l.spec, a.blobs, a.calendar())
		}
		slices.SortStableFunc(b.locked, func(x, y *lockedStatement) int {
			return cmp.Or(cmp.Compare(x.read.Period.From, y.read.Period.From), cmp.Compare(x.read.Currency, y.read.Currency))
		})
		b.in = ledger.Reconciling{Rows: ledger.Rows(*rows[partner]), Payroll: a.Paid.Payroll, Calendar: a.calendar(), Blobs: a.blobs, ToolVersion: a.toolVersion}
		for _, l := range b.locked {
			b.in.Locked = append(b.in.Locked, l.spec)
			b.know(l)
		}
	}
	for i := range a.Paid.Statements {
		if b := a.books[a.Paid.Statements[i].Partner]; b != nil {
			b.in.Now = append(b.in.Now, a.Paid.Statements[i])
		}
	}
	for _, b := range a.books {
		b.drafts = ledger.Draft(b.in)
	}
}

// know remembers the lines of a statement, and completes those that it released.
func (b *books) know(l *lockedStatement) {
	for i := range l.read.Lines {
		if line := &l.read.Lines[i]; line.IsReleased {
			b.complete(line, string(l.spec.Released[i-len(l.spec.Lines)].ID.V))
		} else {
			b.lines[line.ID()], b.source[line.ID()] = *line, &l.spec.Lines[i]
		}
	}
}

// complete fills a line that is known by its id with what it was locked with.
func (b *books) complete(l *commission.StatementLine, id string) {
	if was, known := b.lines[id]; known {
		line := was.Line
		line.State = l.State
		l.Line = line
	}
}

func (a *Accounted) calendar() ledger.Calendar {
	return ledger.Calendar{Fiscal: a.fiscal(), Holidays: a.Book.Holidays()}
}

// blobs finds a file as it was: in the folder, when its bytes are still the same,
// else among the objects of the repository.
func (a *Accounted) blobs(path, blob string) ([]byte, bool) {
	return a.workspace.blob(a.rev.fsys, path, blob)
}

// statements are those to be shown, by partner: those that are locked by what was
// locked, all others as they stand today. Of rows that no rule matches nothing
// stands in them, although they are traced for why.
func (a Accounted) statements() []accountedStatement {
	var out []accountedStatement
	add := func(s accountedStatement) {
		s.Lines = slices.DeleteFunc(slices.Clone(s.Lines), func(l commission.StatementLine) bool {
			return l.State == commission.Void && l.Reason == "ineligible"
		})
		if len(s.Lines) > 0 || s.CarriedIn != 0 || s.lock != nil {
			out = append(out, s)
		}
	}
	for _, s := range a.Paid.Statements {
		if a.books[s.Partner] == nil {
			add(accountedStatement{Statement: s})
		}
	}
	for _, b := range a.books {
		for _, l := range b.locked {
			add(accountedStatement{Statement: l.read, lock: l})
		}
		for _, s := range ledger.Before(b.in) {
			add(accountedStatement{Statement: s})
		}
		for _, d := range b.drafts {
			add(accountedStatement{Statement: b.completed(d.Statement), corrections: d.Corrections})
		}
	}
	slices.SortStableFunc(out, func(x, y accountedStatement) int {
		return cmp.Or(cmp.Compare(x.Partner, y.Partner), cmp.Compare(x.Currency, y.Currency), cmp.Compare(x.Period.From, y.Period.From),
			cmp.Compare(x.Period.To, y.Period.To))
	})
	return out
}

// completed gives a draft whose released lines say what they were locked with.
// What is locked anew is the draft itself.
func (b *books) completed(s commission.Statement) commission.Statement {
	s.Lines = slices.Clone(s.Lines)
	for i := range s.Lines {
		if l := &s.Lines[i]; l.IsReleased && l.Terms == nil {
			b.complete(l, l.ID())
		}
	}
	return s
}

// lineOf gives what a document says of a line that is locked, or released of a
// locked statement; nil of any other.
func (a Accounted) lineOf(s accountedStatement, l *commission.StatementLine) *spec.StatementLine {
	b := a.books[s.Partner]
	if b == nil || s.lock == nil && !l.IsReleased {
		return nil
	}
	if l.IsReleased {
		return b.source[l.ID()]
	}
	i := slices.IndexFunc(s.lock.spec.Lines, func(x spec.StatementLine) bool {
		return string(x.ID.V) == l.ID() && (x.Agreement == nil || string(x.Agreement.V) == l.Agreement.Name())
	})
	if i < 0 {
		return nil
	}
	return &s.lock.spec.Lines[i]
}
