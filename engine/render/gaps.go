package render

import (
	"io"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// GapsView is what the documents do not say yet, by partner.
type GapsView struct {
	AsOf     quantity.Date
	Partners []PartnerGaps
}

// PartnerGaps is one partner with what is missing of it, its agreements, goals
// and reviews.
type PartnerGaps struct {
	PartnerName
	Lifecycle string
	Gaps      []Gap
}

// Gap is one thing that is missing.
type Gap struct {
	Kind    string       // stable: agreement, clause, contact, goal-owner, …
	Of      string       // which one of its kind: confidentiality, vendor, a KPI; "" when there is one
	Address spec.Address // the document that should say it
	Text    string       // in words
	At      diag.Span
}

// Gaps prints what is missing of each partner.
func Gaps(w io.Writer, v GapsView, o Options) error {
	p := newPage(o)
	total := 0
	for _, partner := range v.Partners {
		total += len(partner.Gaps)
	}
	p.line("%s", p.palette.paint(strong, count(total, "gap")+" · as of "+v.AsOf.String()))
	for _, partner := range v.Partners {
		p.section()
		p.line("%s · %s · %s", p.palette.paint(strong, partner.Name), string(partner.Address), partner.Lifecycle)
		t := table{columns: []column{{"", false, 0}, {"", false, p.width / 2}, {"", false, 0}}}
		for _, g := range partner.Gaps {
			t.add(g.Text, string(g.Address), placeOf(g.At))
		}
		t.print(p, 2)
		if len(partner.Gaps) == 0 {
			p.line("  nothing is missing")
		}
	}
	if len(v.Partners) == 0 {
		p.section()
		p.line("No partner is declared.")
	}
	return p.trimmed().writeTo(w)
}

type gapsDocument struct {
	FormatVersion string                `json:"formatVersion"`
	AsOf          string                `json:"asOf"`
	Partners      []partnerGapsDocument `json:"partners"`
}

type partnerGapsDocument struct {
	Address   spec.Address  `json:"address"`
	Title     string        `json:"title"`
	Lifecycle string        `json:"lifecycle"`
	Gaps      []gapDocument `json:"gaps"`
}

type gapDocument struct {
	Kind    string       `json:"kind"`
	Of      string       `json:"of,omitempty"`
	Address spec.Address `json:"address"`
	Text    string       `json:"text"`
	located
}

// GapsJSON prints what `gaps --format json` gives.
func GapsJSON(w io.Writer, v GapsView) error {
	doc := gapsDocument{FormatVersion: plan.FormatVersion, AsOf: v.AsOf.String(), Partners: []partnerGapsDocument{}}
	for _, p := range v.Partners {
		one := partnerGapsDocument{p.Address, p.Name, p.Lifecycle, []gapDocument{}}
		for _, g := range p.Gaps {
			one.Gaps = append(one.Gaps, gapDocument{g.Kind, g.Of, g.Address, g.Text, locatedAt(g.At)})
		}
		doc.Partners = append(doc.Partners, one)
	}
	return writeJSON(w, doc)
}
