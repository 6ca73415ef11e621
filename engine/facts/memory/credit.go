package memory

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// credit is a facts.Credit in terms of its scan, and the questions that ask it.
type credit struct {
	spec     facts.Credit
	of       int // column, or -1
	from, to int // columns, or -1
	// isVoid: the source does not map what the credit needs, so nobody is credited.
	isVoid    bool
	unless    test // nil: rows count for their own partner, too
	registers []*register
	wanted    [][]int // for each variant, the questions, once each
}

// credit compiles a query's credit, or finds that of an earlier query.
func (s *scan) credit(q *facts.Query, c *compiler, programs map[string]int) (int, error) {
	if q.Credit == nil {
		return -1, nil
	}
	plain := *q.Credit
	plain.Unless = nil
	key := fmt.Sprintf("credit %#v", plain)
	if q.Credit.Unless != nil {
		key += fmt.Sprintf(" %s %#v", c.currency, *q.Credit.Unless)
	}
	if at, ok := programs[key]; ok {
		return at, nil
	}
	out := credit{spec: *q.Credit, of: s.index(plain.Of), from: s.index(plain.From), to: s.index(plain.To), wanted: make([][]int, len(s.variants))}
	out.isVoid = out.of < 0 || plain.From != "" && out.from < 0 || plain.To != "" && out.to < 0
	for _, day := range []int{out.from, out.to} {
		if day >= 0 && s.columns[day].Kind != facts.Day {
			return -1, fmt.Errorf("credit: column %s holds no days", s.columns[day].Name)
		}
	}
	if plain.Before.Unit == quantity.BusinessDays {
		return -1, fmt.Errorf("credit: business days are not counted backwards")
	}
	if plain.Unless != q.Credit.Unless {
		var err error
		if out.unless, err = c.test(q.Credit.Unless); err != nil {
			return -1, err
		}
	}
	programs[key] = len(s.credits)
	s.credits = append(s.credits, out)
	return programs[key], nil
}

// linkCredits ties every credit to the registers of the sources that it names.
func (j *run) linkCredits() error {
	for _, s := range j.scans {
		for i := range s.credits {
			c := &s.credits[i]
			for _, name := range c.spec.Sources {
				from := slices.IndexFunc(j.scans, func(s *scan) bool { return s.source.Name == name })
				if from < 0 || !j.scans[from].hasPartner || len(j.scans[from].credits) > 0 {
					return fmt.Errorf("source %s: credit by source %q, which is not there, names no partners, or asks for credit itself", s.source.Name, name)
				}
				if r := j.scans[from].register(c.spec.Key, c.spec.At); r != nil {
					c.registers = append(c.registers, r)
				}
			}
		}
	}
	return nil
}

// register gives the register of a link; nil when a column is not mapped.
func (s *scan) register(key, at string) *register {
	l := link{s.index(key), s.index(at)}
	if l.key < 0 || l.at < 0 || s.columns[l.at].Kind != facts.Day {
		return nil
	}
	i := slices.Index(s.links, l)
	if i < 0 {
		i = len(s.links)
		s.links = append(s.links, l)
		s.registers = append(s.registers, &register{seed: s.ledger.seed})
	}
	return s.registers[i]
}

// fillRegisters makes what was read ready to be looked up.
func (j *run) fillRegisters() error {
	for i, s := range j.scans {
		for at, r := range s.registers {
			for _, w := range j.workers[i] {
				if !r.take(&w.mentions[at]) {
					return fmt.Errorf("source %s has more than %d rows to credit by", s.source.Name, mostMentions)
				}
			}
			r.index()
		}
	}
	return nil
}

// mention keeps the row in hand for the sources that look it up.
func (w *worker) mention(p *party) {
	for i, l := range w.scan.links {
		key, day := &w.row.cells[l.key], &w.row.cells[l.at]
		if key.kind == facts.Text && day.kind != facts.Null {
			w.mentions[i].add(key.text, quantity.Date(day.num), p)
		}
	}
}

// credit answers the questions whose rows count for those who are named for them.
func (w *worker) credit(p *party) {
	for i := range w.scan.credits {
		c := &w.scan.credits[i]
		if c.isVoid || !w.isAsked(c) {
			continue
		}
		within, ok := c.days(&w.row)
		if !ok {
			continue
		}
		for _, r := range c.registers {
			r.each(w.row.cells[c.of].text, func(m *mention) {
				if isWithin(within, m.day) {
					w.creditTo(c, p, m.party)
				}
			})
		}
	}
}

// isAsked spares the rows that no question is about the looking up.
func (w *worker) isAsked(c *credit) bool {
	for _, questions := range c.wanted {
		for _, i := range questions {
			if on, lacks := w.matches(&w.scan.questions[i]); on != 0 || len(lacks) > 0 {
				return true
			}
		}
	}
	return false
}

// days gives the days on which a row is credited; false when one is not known.
func (c *credit) days(r *row) (quantity.Range, bool) {
	var out quantity.Range
	if r.cells[c.of].kind != facts.Text {
		return out, false
	}
	if c.from >= 0 {
		if r.cells[c.from].kind == facts.Null {
			return out, false
		}
		back := quantity.Duration{N: -c.spec.Before.N, Unit: c.spec.Before.Unit}
		out.From = back.From(quantity.Date(r.cells[c.from].num), nil)
	}
	if c.to >= 0 {
		if r.cells[c.to].kind == facts.Null {
			return out, false
		}
		out.To = quantity.Date(r.cells[c.to].num)
	}
	return out, true
}

// creditTo counts the row in hand of one partner for another. It never uses the
// groups that variants share: two keys can name one partner in one variant and
// two in another.
func (w *worker) creditTo(c *credit, own, by *party) {
	for v, questions := range c.wanted {
		if !own.isIn(v) || !by.isIn(v) || c.unless != nil && own.names[v] == by.names[v] && c.unless(&w.row) == yes {
			continue
		}
		credited := []string{by.names[v], facts.Everyone}
		if !by.isEvaluated(v) {
			credited = credited[:1] // what only a roster's partners had a part in is no partner's
		}
		for _, name := range credited {
			groups := w.directory.account(v, name).groups
			for _, i := range questions {
				if groups[i].credited == w.rows {
					continue
				}
				groups[i].credited = w.rows
				for _, gap := range w.ask(&w.scan.questions[i], &groups[i]) {
					w.lack(v, gap)
				}
			}
		}
	}
}
