package plan

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Input is everything that a Plan is made of.
type Input struct {
	Base *state.Snapshot // base documents on base facts
	Head *state.Snapshot // head documents on base facts
	Data *state.Snapshot // head documents on head sources and facts; nil when these are the base's
	// FactFiles that differ between the revisions, when Data is set.
	FactFiles      []string
	BaseFindings   []Finding
	HeadFindings   []Finding
	ToolVersion    string
	BaseRev        string
	Unit           string // folder of the git repository; "": all of it
	HeadRev        string
	Ignored        [2]Ignored         // in base and head
	TermsSnapshots [2]*state.Snapshot // base and head on the day that termsDigest is taken; nil: Base and Head

	Trailing     quantity.Range    // of pro forma pay; zero: commission is not priced
	Fiscal       time.Month        // first month of head's fiscal year
	Currency     quantity.Currency // the Organization's
	AgreementsOf map[spec.Address][]spec.Address
	Latest       [2][]*commission.Terms      // of base and head, each plan's after all its changes
	Locked       []LockedPeriod              // statements of the base
	Bound        []Bound                     // agreements of the base that promise notice
	Named        [2]map[spec.Address]*Naming // in base and head: what names the plan that an agreement pays by
	Holidays     map[quantity.Date]bool
}

// Ignored is the file that lists what is no document, and its patterns.
type Ignored struct {
	File     string
	Patterns []string
}

// Compare makes the Plan.
func Compare(in Input) Plan {
	p := Plan{FormatVersion: FormatVersion, Unit: in.Unit, Base: in.BaseRev, Head: in.HeadRev, AsOf: in.Base.AsOf.String(),
		ToolVersion: in.ToolVersion, FactsDigest: in.Base.FactsDigest, Approvals: []Approval{},
		Changes:  notNil(sorted(append(Diff(in.Base, in.Head), ignoreChange(in.Ignored)...))),
		Findings: compareFindings(in.BaseFindings, in.HeadFindings)}
	describe(in, p.Changes)
	named := namesOf(in.Base, in.Head)
	p.Impact = Impact{Period: in.Base.Period.String(), Values: notNil(values(in.Base, in.Head, named, causesOf(p.Changes, p.AsOf)))}
	p.Impact.Unpriced = lacks(in.Base, in.Head)
	p.Impact.Adjustments = adjustments(in.Base, in.Head, named)
	p.Impact.ProForma = price(in, named, p.Changes, causesOf(p.Changes, ""))
	if p.Impact.ProForma != nil {
		p.Impact.Actual = actual(in, named, p.Impact.ProForma.Currency, p.Changes, causesOf(p.Changes, ""))
	}
	p.Impact.Statements = recasts(in, p.Changes, named)
	p.Notices = notices(in, p.Changes, named)
	p.Collateral = collateral(p.Impact, p.Changes)
	if in.Data != nil {
		p.Data = data(in, named)
	}
	p.Headline = headline(p, named)
	p.TermsDigest = in.termsDigest(p.Impact)
	p.PlanDigest = planDigest(p)
	return p
}

// data compares what head's terms give on the base's facts with what they give on
// its own.
func data(in Input, named map[spec.Address]string) *Data {
	out := &Data{FactsDigest: in.Data.FactsDigest, Files: notNil(in.FactFiles), Values: notNil(values(in.Head, in.Data, named, nil))}
	on := in
	on.Base, on.Head, on.Latest[0], on.TermsSnapshots = in.Head, in.Data, in.Latest[1], [2]*state.Snapshot{}
	out.ProForma = price(on, named, nil, nil)
	if out.ProForma != nil {
		out.Actual = actual(on, named, out.ProForma.Currency, nil, nil)
	}
	return out
}

// termsDigest is taken on the day that approvals bind to, where that is known.
func (in Input) termsDigest(impact Impact) string {
	terms, before, after := impact.Values, in.Base.Earnings, in.Head.Earnings
	if in.TermsSnapshots[0] != nil {
		before, after = in.TermsSnapshots[0].Earnings, in.TermsSnapshots[1].Earnings
		terms = notNil(values(in.TermsSnapshots[0], in.TermsSnapshots[1], nil, nil)) // the digest leaves out names and causes
	}
	return termsDigest(in.Base, in.Head, terms, pays(before, after))
}

// ignoreChange says that other files are left out: a document may have come or
// gone with no line of it touched, and a plan may be all that says so.
func ignoreChange(ignored [2]Ignored) []Change {
	before, after := ignored[0], ignored[1]
	if slices.Equal(before.Patterns, after.Patterns) {
		return nil
	}
	c := Change{Action: Update, Address: Repository, Path: after.File, File: after.File, Line: 1, Reason: IgnoreChange}
	if len(before.Patterns) > 0 {
		c.Before = text(strings.Join(before.Patterns, ", "))
	} else {
		c.Action = Create
	}
	if len(after.Patterns) > 0 {
		c.After = text(strings.Join(after.Patterns, ", "))
	} else {
		c.Action = Delete
	}
	return []Change{c}
}

// HasChanges reports whether anything commercial is otherwise in head.
func (p Plan) HasChanges() bool {
	return len(p.Changes) > 0 || len(p.Impact.Values) > 0 || p.Impact.paysOtherwise() || p.Data != nil
}

// notNil makes an empty list an empty list in JSON, not null.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// values gives the derived values that move between two snapshots.
func values(before, after *state.Snapshot, named map[spec.Address]string, moving causes) []Delta {
	var out []Delta
	for _, address := range addresses(before.Derived, after.Derived) {
		b, h := before.Derived[address], after.Derived[address]
		for _, what := range keys(b, h) {
			was, hadBefore := b[what]
			now, hasAfter := h[what]
			if hadBefore == hasAfter && isSame(was, now) || hadBefore != hasAfter && saysNothing(was, now) {
				continue
			}
			d := delta(was, now, hadBefore, hasAfter)
			d.Address, d.What, d.Title = address, what, named[address]
			d.Through = moving.of(address, usesOf(before, after, slices.Concat(was.Uses, now.Uses))...)
			d.Because = documentsOf(d.Through)
			out = append(out, d)
		}
	}
	return out
}

// usesOf puts what moved values came from in the place of the values themselves;
// one that stays as it is moves nothing.
func usesOf(before, after *state.Snapshot, list []state.Use) []state.Use {
	var out []state.Use
	for _, use := range list {
		if use.What == "" {
			out = append(out, use)
			continue
		}
		was, hadBefore := before.Derived[use.Address][use.What]
		now, hasAfter := after.Derived[use.Address][use.What]
		if hadBefore != hasAfter || !isSame(was, now) {
			out = append(out, usesOf(before, after, slices.Concat(was.Uses, now.Uses))...)
		}
	}
	return out
}

// saysNothing is true of values that came or went with their document or KPI and
// are no numbers: that a new partner is active is no news.
func saysNothing(was, now state.Value) bool {
	return was.Exact == nil && now.Exact == nil
}

// isSame goes by the number: whether there are enough rows behind it is told where
// it is shown.
func isSame(was, now state.Value) bool {
	now.IsLow, now.IsPartial = was.IsLow, was.IsPartial
	return was.IsEqual(now)
}

func keys(a, b map[string]state.Value) []string {
	var out []string
	for k := range a {
		out = append(out, k)
	}
	for k := range b {
		if _, also := a[k]; !also {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// namesOf names what has values as people read it, the same in all of a plan.
func namesOf(before, after *state.Snapshot) map[spec.Address]string {
	titles := map[spec.Address]string{}
	for _, snap := range []*state.Snapshot{before, after} {
		for address, d := range snap.Declared {
			titles[address] = cmp.Or(d.Title, titles[address])
		}
	}
	out := state.TellApart(titles)
	out[evaluate.Portfolio], out[evaluate.Direct] = "All partners", "Without a partner"
	return out
}

// NotDeclared is why a side of a Delta has no value: the partner or the KPI does
// not exist there.
const NotDeclared = "not-declared"

func delta(was, now state.Value, hadBefore, hasAfter bool) Delta {
	d := Delta{Unit: string(cmp.Or(now.Unit, was.Unit)), Currency: string(cmp.Or(now.Currency, was.Currency))}
	d.Before, d.BeforeReason = decimal(was, hadBefore)
	d.After, d.AfterReason = decimal(now, hasAfter)
	if was.Exact != nil && now.Exact != nil && was.Unit == now.Unit && was.Currency == now.Currency {
		moved := now
		moved.Exact = new(big.Rat).Sub(now.Exact, was.Exact)
		d.Delta = text(moved.Decimal())
	}
	return d
}

func decimal(v state.Value, exists bool) (*string, string) {
	switch {
	case !exists:
		return nil, NotDeclared
	case v.IsAbsent():
		return nil, v.Reason
	case v.Exact == nil:
		return text(v.Text), ""
	}
	return text(v.Decimal()), ""
}

// number reads a decimal of a Delta again.
func number(s *string) *big.Rat {
	if s == nil {
		return nil
	}
	r, ok := new(big.Rat).SetString(*s)
	if !ok {
		return nil
	}
	return r
}

// forPeople spells a decimal of a Delta with its unit.
func (d Delta) forPeople(s *string) string {
	if d.Unit == string(state.Word) && s != nil {
		return *s
	}
	v := state.Value{Unit: state.Unit(d.Unit), Currency: quantity.Currency(d.Currency), Exact: number(s)}
	return v.Display()
}
