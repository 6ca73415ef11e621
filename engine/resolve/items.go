package resolve

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// items checks references to items within documents: criteria of scorecards and
// of fit profiles, levels of programs.
func (b *Book) items() diag.List {
	var findings diag.List
	spec.Each(b.Docs, func(doc *spec.Document, r *spec.Review) {
		names := b.ratedCriteria(b.programsOf(r.Subject.To))
		for _, rating := range r.Ratings {
			findings = append(findings, b.inList(doc, "ratings", rating.Criterion, names, "rated criterion")...)
		}
	})
	spec.Each(b.Docs, func(doc *spec.Document, a *spec.Assessment) {
		programs := b.programsOf(a.Subject.To)
		if a.Program != nil && a.Program.Name != "" {
			programs = []string{a.Program.Name}
		}
		names := b.fitCriteria(programs)
		for _, rating := range a.Fit {
			findings = append(findings, b.inList(doc, "fit", rating.Criterion, names, "fit criterion")...)
		}
	})
	spec.Each(b.Docs, func(doc *spec.Document, p *spec.Partner) {
		for _, m := range p.Programs {
			if m.Pin == nil {
				continue
			}
			findings = append(findings, b.inList(doc, "programs/"+m.Program.Name+"/pin/tier", m.Pin.Tier, b.levels(m.Program.Name), "tier")...)
		}
	})
	return findings
}

func (b *Book) inList(doc *spec.Document, path string, v spec.Val[spec.Slug], names []string, what string) diag.List {
	if v.At.IsZero() || names == nil || slices.Contains(names, string(v.V)) {
		return nil
	}
	return diag.List{b.unknownName(doc, path, string(v.V), v.At, what, names)}
}

// programsOf gives the programs of a partner, or of an agreement's or a goal's
// partner; none when they are not known.
func (b *Book) programsOf(a spec.Address) []string {
	doc := b.Docs.Get(a)
	if doc == nil || doc.Broken {
		return nil
	}
	switch s := doc.Spec.(type) {
	case *spec.Partner:
		var out []string
		for _, m := range s.Programs {
			out = append(out, m.Program.Name)
		}
		return out
	case *spec.Agreement:
		return []string{s.Program.Name}
	case *spec.Goal:
		return b.programsOf(spec.NewAddress("Partner", s.Partner.Name))
	case *spec.Program:
		return []string{a.Name()}
	}
	return nil
}

// defaultCriteria are the rated criteria of a program without a scorecard.
var defaultCriteria = []string{"co-marketing-execution", "responsiveness"}

// ratedCriteria gives the qualitative criteria by which programs are scored; nil
// when they are not known: the fault is reported where a document is missing.
func (b *Book) ratedCriteria(programs []string) []string {
	if len(programs) == 0 {
		return nil
	}
	out := []string{}
	for _, name := range programs {
		doc, program := spec.Lookup[spec.Program](b.Docs, name)
		if program == nil || doc.Broken {
			return nil
		}
		if program.Scorecard == nil {
			out = append(out, defaultCriteria...)
			continue
		}
		doc, card := spec.Lookup[spec.Scorecard](b.Docs, program.Scorecard.Name)
		if card == nil || doc.Broken {
			return nil
		}
		for _, c := range card.Criteria {
			if c.KPI == nil {
				out = append(out, string(c.ID.V))
			}
		}
	}
	return out
}

func (b *Book) fitCriteria(programs []string) []string {
	if len(programs) == 0 {
		return nil
	}
	out := []string{}
	for _, name := range programs {
		doc, program := spec.Lookup[spec.Program](b.Docs, name)
		if program == nil || doc.Broken {
			return nil
		}
		for _, c := range program.Fit {
			out = append(out, string(c.Criterion.V))
		}
	}
	return out
}

func (b *Book) levels(program string) []string {
	doc, p := spec.Lookup[spec.Program](b.Docs, program)
	if p == nil || doc.Broken {
		return nil
	}
	out := []string{}
	if p.Tiers != nil {
		for _, l := range p.Tiers.Levels {
			out = append(out, string(l.ID.V))
		}
	}
	return out
}
