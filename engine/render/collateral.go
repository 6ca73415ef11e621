package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

const (
	mostCauses = 4 // spelled out of the changes through which values move
	mostMoves  = 6 // of the values of one document that move through them
)

// sideEffect is what of a document moves through the same changes.
type sideEffect struct {
	name    string
	moves   []string
	through []plan.Cause
}

// sideEffects gives what moves of documents that the change does not touch, in the
// order of their addresses.
func sideEffects(pl plan.Plan) []sideEffect {
	moves, names := effectsOf(pl.Impact), namesOf(pl.Impact.Values)
	var out []sideEffect
	for _, c := range pl.Collateral {
		name := cmp.Or(names[c.Address], c.Title, string(c.Address))
		first := len(out)
		for _, m := range moves[c.Address] {
			i := first + slices.IndexFunc(out[first:], func(s sideEffect) bool { return slices.Equal(s.through, m.through) })
			if i < first {
				i = len(out)
				out = append(out, sideEffect{name: name, through: m.through})
			}
			out[i].moves = append(out[i].moves, m.words)
		}
		if len(out) == first { // nothing more is said of it
			out = append(out, sideEffect{name: name, through: c.Through})
		}
	}
	return out
}

// effect is one thing that moves, in words.
type effect struct {
	words   string
	through []plan.Cause
}

// effectsOf gives all that moves by document: what it is paid, then its values.
func effectsOf(i plan.Impact) map[spec.Address][]effect {
	out := map[spec.Address][]effect{}
	if i.ProForma != nil {
		for _, p := range i.ProForma.Partners {
			if p.Touched {
				continue
			}
			words := "pay over twelve months " + spelledPay(p.Before) + " → " + spelledPay(p.After) + " " + cmp.Or(p.Currency, i.ProForma.Currency)
			out[p.Address] = append(out[p.Address], effect{words, p.Through})
		}
	}
	for _, d := range i.Values {
		out[d.Address] = append(out[d.Address], effect{moveWords(d), d.Through})
	}
	return out
}

func spelledPay(decimal string) string { return minus(quantity.Grouped(decimal)) }

// moveWords says what moves: tier in resellers gold → silver.
func moveWords(d plan.Delta) string {
	m := moveOf(d)
	return d.Words() + " " + m.before + " → " + m.after
}

func (s sideEffect) words() string {
	if len(s.moves) == 0 {
		return "moves"
	}
	return strings.Join(capped(s.moves, mostMoves), ", ")
}

// capped keeps the first of a list and counts the others.
func capped(list []string, most int) []string {
	if n := len(list) - most; n > 0 {
		return append(slices.Clone(list[:most]), "and "+number(n)+" more")
	}
	return list
}

// causes spells the changes through which something moves, each with its place;
// their document is named once. spell writes addresses, paths and places.
func (s sideEffect) causes(spell func(string) string) string {
	var out []string
	var last spec.Address
	for _, c := range s.through {
		var words []string
		if c.Address != last {
			words, last = append(words, spell(string(c.Address))), c.Address
		}
		if c.Path != "" {
			words = append(words, spell(c.Path))
		}
		if c.File != "" {
			words = append(words, "("+spell(place(c.File, c.Line, 0))+")")
		}
		out = append(out, strings.Join(words, " "))
	}
	return strings.Join(capped(out, mostCauses), ", ")
}

func (p *page) collateral(pl plan.Plan) {
	if len(pl.Collateral) == 0 {
		return
	}
	p.section()
	p.line("%s: these move although their files are not touched", p.palette.paint(strong, "Collateral"))
	for _, s := range sideEffects(pl) {
		text := s.name + ": " + s.words()
		if causes := s.causes(plain); causes != "" {
			text += ", through " + causes
		}
		p.wrapped(2, 4, usual, text)
	}
}

func (m *markdown) collateral(pl plan.Plan) {
	var lines []string
	for _, s := range sideEffects(pl) {
		line := "- **" + escape(s.name) + "**: " + escape(s.words())
		if causes := s.causes(code); causes != "" {
			line += ", through " + causes
		}
		lines = append(lines, line)
	}
	if len(lines) > 0 {
		m.fold("Collateral ("+number(len(lines))+"): these move although their files are not touched", m.listed(lines, "line"))
	}
}
