package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// CodeMissing is of a statement that later ones build on and that is not there.
const CodeMissing = "missing-statement"

// Gap is a place in a statement that names what is not there.
type Gap struct {
	Statement *Kept // that names it
	At        diag.Span
	Detail    string
	Fix       string
}

// Finding gives a gap as verification reports it.
func (g Gap) Finding() diag.Finding {
	return diag.Finding{Code: CodeMissing, Severity: diag.Error, Summary: "A locked statement is missing", Detail: g.Detail, Fix: g.Fix,
		Resource: string(spec.NewAddress("Statement", g.Statement.Name)), At: g.At}
}

// Gaps reports the statements that are missing between those that are there, each
// once. What a statement follows tells; of those that do not say it, the amount and
// the lines that they take over. Nothing tells that the last one is gone. isLost
// says of a name that a document that cannot be read may have it.
func Gaps(list []Kept, calendar Calendar, isLost func(name string) bool) []Gap {
	byPartner := map[string][]*Kept{}
	var partners []string
	for i := range list {
		name := list[i].Partner.Name
		if byPartner[name] == nil {
			partners = append(partners, name)
		}
		byPartner[name] = append(byPartner[name], &list[i])
	}
	slices.Sort(partners)
	var out []Gap
	for _, p := range partners {
		f := &gapFinder{calendar: calendar, isLost: isLost, all: byPartner[p], isReported: map[string]bool{}}
		slices.SortStableFunc(f.all, func(a, b *Kept) int { return cmp.Compare(f.period(a).From, f.period(b).From) })
		before := map[run]*Kept{}
		first := map[run]quantity.Date{}
		for _, s := range f.all {
			r := runOf(s.Currency.V, f.period(s))
			if before[r] == nil {
				first[r] = f.period(s).From
			}
			f.look(s, before[r], first[r])
			before[r] = s
		}
		out = append(out, f.gaps...)
	}
	return out
}

type gapFinder struct {
	calendar   Calendar
	isLost     func(string) bool
	all        []*Kept // of one partner, by period
	lines      map[string]bool
	isReported map[string]bool
	gaps       []Gap
}

func (f *gapFinder) period(s *Kept) quantity.Range { return s.Period.V.Range(f.calendar.Fiscal) }

// look holds a statement against those before it. first is the first day that is
// locked of its run.
func (f *gapFinder) look(s, before *Kept, first quantity.Date) {
	switch {
	case s.Follows != nil:
		f.follows(s, before)
	case s.Opening == nil && before != nil:
		f.takesOver(s, before)
		f.names(s, first)
	}
}

// follows finds the statement that one says to follow.
func (f *gapFinder) follows(s, before *Kept) {
	name := string(s.Follows.Statement.V)
	i := slices.IndexFunc(f.all, func(o *Kept) bool { return o.Name == name })
	switch {
	case i < 0 && f.isLost(name):
	case i < 0:
		f.add(s, name, s.Follows.Statement.At, fmt.Sprintf("`%s` follows `%s`, which is not here%s.", s.Name, name, takenOver(s)), restoreFile(s, name))
	case f.all[i].Digest.V != s.Follows.Digest.V:
		f.add(s, name+" changed", s.Follows.Digest.At, fmt.Sprintf("`%s` was locked behind a `%s` with this digest, and the one that is here has another: it was locked anew, or altered.", s.Name, name), restoreFile(s, name))
	case f.all[i] != before:
		f.add(s, name+" twice", s.Follows.Statement.At, fmt.Sprintf("`%s` follows `%s`, but `%s` is the one before it.", s.Name, name, nameIf(before)), "keep the statements of one branch only: lock the other one's period again behind them")
	}
}

func nameIf(s *Kept) string {
	if s == nil {
		return "none"
	}
	return s.Name
}

// takenOver says what a statement has of the one before.
func takenOver(s *Kept) string {
	var parts []string
	if n := len(s.Released); n == 1 {
		parts = append(parts, "a line that it released")
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("%d lines that it released", n))
	}
	if in := s.Totals.CarriedIn.V; in.Minor != 0 {
		parts = append(parts, fmt.Sprintf("the %s that it carried in", in))
	}
	if len(parts) == 0 {
		return ""
	}
	return "; nothing else proves " + strings.Join(parts, " and ")
}

// takesOver holds what is carried in against what was carried out.
func (f *gapFinder) takesOver(s, before *Kept) {
	in, left := s.Totals.CarriedIn, before.Totals.CarriedOut
	if in.V == left.V {
		return
	}
	what := fmt.Sprintf("`%s` takes over %s, and `%s`, the last one before it that is here, left %s", s.Name, in.V, before.Name, left.V)
	between := quantity.Range{From: f.period(before).To.AddDays(1), To: f.period(s).From.AddDays(-1)}
	if between.From > between.To {
		f.add(s, before.Name+" changed", in.At, what+": it was locked anew, or altered.", restoreFile(s, before.Name))
		return
	}
	f.missing(s, between.To, in.At, what)
}

// names looks for the lines that a statement names of earlier ones.
func (f *gapFinder) names(s *Kept, first quantity.Date) {
	isBetween := func(at quantity.Date) bool { return at >= first && at < f.period(s).From }
	for i := range s.Released {
		r := &s.Released[i]
		if id := textOf(&r.ID); isBetween(r.At.V) && !f.has("line", id) {
			f.missing(s, r.At.V, r.ID.At, fmt.Sprintf("`%s` releases `%s` from hold, and no statement that is here has this line", s.Name, id))
		}
	}
	for i := range s.Lines {
		l := &s.Lines[i]
		if l.Reversal != nil && l.Event != nil && isBetween(l.Event.At.V) && !f.has("event", textOf(&l.Event.ID)) {
			f.missing(s, l.Event.At.V, l.Event.ID.At, fmt.Sprintf("`%s` takes back from `%s`, and no statement that is here has it", s.Name, textOf(&l.Event.ID)))
		}
	}
}

// has reports whether any statement of the partner has a line of an id, or one
// that an event earned.
func (f *gapFinder) has(what, id string) bool {
	if f.lines == nil {
		f.lines = map[string]bool{}
		for _, s := range f.all {
			for i := range s.Lines {
				l := &s.Lines[i]
				f.lines["line "+textOf(&l.ID)] = true
				if key := lockedKey(s.Statement, l); key.of == "" {
					f.lines["event "+key.event] = true
				}
			}
		}
	}
	return f.lines[what+" "+id]
}

// missing reports the period of a day, in which there is no statement.
func (f *gapFinder) missing(s *Kept, day quantity.Date, at diag.Span, what string) {
	own := f.period(s)
	period := commission.PeriodOf(CadenceOf(own), day, f.calendar.Fiscal)
	name := PeriodName(period, f.calendar.Fiscal).String()
	for _, o := range f.all {
		if f.period(o) == period && o.Currency.V == s.Currency.V {
			f.add(s, o.Name+" changed", at, fmt.Sprintf("%s: `%s` was locked anew, or altered.", what, o.Name), restoreFile(s, o.Name))
			return
		}
	}
	part := strings.ToLower(name)
	file := strings.TrimSuffix(s.Name, strings.ToLower(PeriodName(own, f.calendar.Fiscal).String())) + part
	if f.isLost(file) {
		return
	}
	f.add(s, file, at, fmt.Sprintf("%s: the statement of %s is missing.", what, name), restoreFile(s, file))
}

func (f *gapFinder) add(s *Kept, about string, at diag.Span, detail, fix string) {
	if !f.isReported[about] {
		f.isReported[about] = true
		f.gaps = append(f.gaps, Gap{s, at, detail, fix})
	}
}

// restoreFile says where a statement was.
func restoreFile(s *Kept, name string) string {
	partner := s.Partner.Name
	path := Folder + "/" + partner + "/" + strings.TrimPrefix(name, partner+"-") + ".yaml"
	return fmt.Sprintf("restore it from version control: `git log -- %s` shows what became of it", path)
}
