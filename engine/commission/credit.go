package commission

// isSolo reports whether nobody but the row's partner can have a part in it.
func (e *Event) isSolo() bool {
	return len(e.Touches) == 0 && (e.Registrant == "" || e.Registrant == e.Partner)
}

// touchedBy reports whether a partner has a touch.
func (e *Event) touchedBy(partner string) bool {
	for i := range e.Touches {
		if e.Touches[i].Partner == partner {
			return true
		}
	}
	return false
}

// holds reports whether a partner holds the credit that a rule asks for.
func (t *Terms) holds(r *Rule, e *Event, partner string) bool {
	isOwn := partner == e.Partner
	switch r.Credit {
	case Sourced:
		return isOwn && e.IsSourced
	case Influenced:
		return !(isOwn && e.IsSourced) && e.touchedBy(partner)
	case Registered:
		return isOwn && e.Registered != 0 || partner == e.Registrant
	}
	switch {
	case t.Attribution == nil:
		return isOwn
	case t.Attribution.Method == Fixed:
		return isOwn || t.Attribution.names(partner)
	case len(e.Touches) == 0, t.Attribution.Method == SourcedInfluenced && e.IsSourced:
		return isOwn
	}
	return e.touchedBy(partner)
}

func (a *Attribution) names(partner string) bool {
	for i := range a.Shares {
		if a.Shares[i].Partner == partner {
			return true
		}
	}
	return false
}

// choose finds the agreement of a partner that an event is paid under, the first
// with a rule that matches, and the rules that pay: the first in order and all
// that stack. The numbers of the rules are good until the next call.
func (f *folder) choose(m *member, e *Event) (*payee, *edition, []int) {
	for _, p := range m.payees {
		if !p.holds(e) {
			continue
		}
		t := p.TermsOf(e)
		if t == nil {
			continue
		}
		ed := f.edition(p, t)
		if hits := f.matches(ed, e, m.partner); len(hits) > 0 {
			return p, ed, hits
		}
	}
	return nil, nil, nil
}

func (f *folder) matches(ed *edition, e *Event, partner string) []int {
	f.hits = f.hits[:0]
	isPaid := false
	for i := range ed.terms.Rules {
		r := &ed.terms.Rules[i]
		if r.Trigger != e.Trigger || isPaid && !r.IsStacked || !e.passes(r.Test) || !ed.terms.holds(r, e, partner) {
			continue
		}
		if r.Recurring != nil && !ed.rules[i].runs(r.Recurring, e, f.Holidays) {
			continue
		}
		isPaid = isPaid || !r.IsStacked
		f.hits = append(f.hits, i)
	}
	return f.hits
}

// passes reports whether the where of a number holds; -1 always does.
func (e *Event) passes(test int) bool {
	return test < 0 || test>>6 < len(e.Tests) && e.Tests[test>>6]>>(test&63)&1 == 1
}
