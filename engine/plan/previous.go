package plan

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/state"
)

// Previous holds this plan's pro forma Δ against that of an earlier plan, and says
// what the difference comes from.
type Previous struct {
	Base        string  `json:"base"`
	Head        string  `json:"head"`
	AsOf        string  `json:"asOf"`
	ToolVersion string  `json:"toolVersion"`
	PlanDigest  string  `json:"planDigest"`
	Splits      []Split `json:"splits"` // by currency, of those that either plan moves
	// Together are the parts that could not be told apart; Reason says why.
	Together []Part `json:"together"`
	Reason   string `json:"reason,omitempty"`
	// Unrated are pairs of currencies, such as EUR to USD, that had no rate for some
	// day of the new rows: what these bring is data, at today's rate.
	Unrated []string `json:"unrated,omitempty"`
}

// Part is what makes two plans differ.
type Part string

const (
	ByTerms Part = "terms"        // what the two changes declare
	ByData  Part = "data"         // rows, and the day up to which they count; at today's rate where there was none
	ByTool  Part = "tool-version" // the same revisions, worked out by another entente
	ByRate  Part = "exchange-rate"
)

// Why parts could not be told apart.
const (
	RevisionGone = "revision-gone" // a revision of the earlier plan is not in the repository, or was a folder
	FactsGone    = "facts-gone"    // facts outside the repository are no longer those that the earlier plan read
)

// Split is the difference of Δ in one currency. The parts add up to Difference;
// one that could not be told apart is null, and in Unsplit with the others.
type Split struct {
	Currency     string  `json:"currency"`
	Before       string  `json:"before"` // Δ of the earlier plan, as it printed it
	After        string  `json:"after"`  // Δ of this plan
	Difference   string  `json:"difference"`
	Terms        *string `json:"terms"`
	Data         *string `json:"data"`
	ToolVersion  *string `json:"toolVersion"`
	ExchangeRate *string `json:"exchangeRate"`
	Unsplit      *string `json:"unsplit"` // null when all parts are told apart
}

// Deltas are the pro forma Δ of a plan in minor units, by currency.
type Deltas map[quantity.Currency]*big.Int

// DeltasOf adds up what two snapshots earn otherwise.
func DeltasOf(before, after []state.Earnings) Deltas {
	out := Deltas{}
	for _, p := range pairs(before, after) {
		out.add(p.key().Currency, big.NewInt(p.after.ProForma-p.before.ProForma))
	}
	return out
}

func (d Deltas) add(c quantity.Currency, minor *big.Int) {
	if d[c] == nil {
		d[c] = new(big.Int)
	}
	d[c].Add(d[c], minor)
}

func (d Deltas) of(c quantity.Currency) *big.Int {
	if d[c] == nil {
		return new(big.Int)
	}
	return d[c]
}

// Stage is one step on the way from the earlier plan to this one: what is
// otherwise, and the Δ with it.
type Stage struct {
	Part   Part
	After  Deltas // nil: it could not be worked out, or IsNone
	IsNone bool   // nothing is otherwise, so that it makes no difference
}

// Against splits the difference between the earlier plan's Δ, as printed, and the
// last stage's. Stages of one part are added up. Stages that could not be worked out
// are one part with the next one that could.
func Against(was Plan, printed Deltas, stages []Stage, reason string) *Previous {
	out := &Previous{Base: was.Base, Head: was.Head, AsOf: was.AsOf, ToolVersion: was.ToolVersion, PlanDigest: was.PlanDigest,
		Splits: []Split{}, Together: []Part{}, Reason: reason}
	isOpen := false
	for _, s := range stages {
		if !s.IsNone && (isOpen || s.After == nil) {
			out.Together = append(out.Together, s.Part)
			isOpen = s.After == nil
		}
	}
	last := stages[len(stages)-1].After
	for _, c := range currenciesOf(printed, stages) {
		out.Splits = append(out.Splits, split(c, printed, last, stages))
	}
	return out
}

func split(c quantity.Currency, printed, last Deltas, stages []Stage) Split {
	spell := func(minor *big.Int) string {
		return quantity.Fixed(new(big.Rat).SetFrac(minor, big.NewInt(pow10(c.Exponent()))), c.Exponent())
	}
	out := Split{Currency: string(c), Before: spell(printed.of(c)), After: spell(last.of(c)),
		Difference: spell(new(big.Int).Sub(last.of(c), printed.of(c)))}
	at, isOpen := printed, false
	sums := map[Part]*big.Int{}
	for _, s := range stages {
		if s.After == nil && !s.IsNone {
			isOpen = true
			continue
		}
		by := new(big.Int)
		if !s.IsNone {
			by.Sub(s.After.of(c), at.of(c))
			at = s.After
			if isOpen {
				out.Unsplit, isOpen = text(spell(by)), false
				continue
			}
		}
		if sums[s.Part] == nil {
			sums[s.Part] = new(big.Int)
		}
		sums[s.Part].Add(sums[s.Part], by)
	}
	for part, sum := range sums {
		*out.part(part) = text(spell(sum))
	}
	return out
}

func (s *Split) part(p Part) **string {
	switch p {
	case ByTerms:
		return &s.Terms
	case ByData:
		return &s.Data
	case ByTool:
		return &s.ToolVersion
	}
	return &s.ExchangeRate
}

func currenciesOf(printed Deltas, stages []Stage) []quantity.Currency {
	var out []quantity.Currency
	for _, d := range append([]Stage{{After: printed}}, stages...) {
		for c, minor := range d.After {
			if minor.Sign() != 0 && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b quantity.Currency) int { return cmp.Compare(a, b) })
	return out
}
