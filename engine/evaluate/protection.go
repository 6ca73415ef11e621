package evaluate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// CodeProtection marks an account that is promised to two partners at once.
const CodeProtection = "protection-overlap"

// claim is an approved registration: on which days a partner's hold on an account
// is protected.
type claim struct {
	partner, account, id        string // the account as the row spells it
	source, place               string
	submitted, decided, expires quantity.Date // 0: the row does not say
	from, until                 quantity.Date // both are days of the protection
}

// claimColumns are what a claim is read from; order as in claimOf.
var claimColumns = []string{"customer", "id", "submittedAt", "decidedAt", "expiresAt"}

func claimOf(source string, r facts.Row) claim {
	day := func(i int) quantity.Date { return quantity.Date(r.Cells[i].Int) }
	c := claim{partner: r.Partner, source: source, place: r.Place, account: r.Cells[0].Text, id: r.Cells[1].Text,
		submitted: day(2), decided: day(3), expires: day(4)}
	c.from = cmp.Or(c.decided, c.submitted)
	return c
}

// wantClaims asks every source of registrations for those approved ones whose
// protection may not have ended.
func (j Job) wantClaims(a *asking) {
	where, _ := typeEnv("registrations").Lower(fmt.Sprintf(`status in ["approved", "won"] && (expiresAt == null || expiresAt >= day(%q))`, j.AsOf))
	for _, source := range a.present(j.Program.sourcesOf("registrations")) {
		a.lists = append(a.lists, facts.List{Source: source, Columns: claimColumns, Where: where})
	}
}

// mostAccounts keeps one bad export from filling a report; mostPairs a single
// account of it from filling a page.
const (
	mostAccounts = 50
	mostPairs    = 3
)

// protection warns of accounts that several partners hold on the same days, of
// which some are still to come. What a warning says does not change from one day
// to the next, as long as the same windows are open.
func (p *Program) protection(asOf quantity.Date, asked []facts.List, lists []facts.Listed) diag.List {
	var out diag.List
	accounts := map[string][]claim{}
	for i, l := range lists {
		for _, r := range l.Rows {
			key := strings.ToLower(strings.TrimSpace(r.Cells[0].Text))
			accounts[key] = append(accounts[key], claimOf(asked[i].Source, r))
		}
		if l.IsCut {
			out.Add(p.cutFinding(asked[i].Source, l.Rows))
		}
	}
	if len(accounts) == 0 {
		return out
	}
	promises, unlisted := p.promises(), 0
	for _, key := range slices.Sorted(maps.Keys(accounts)) {
		found := overlaps(promises.open(accounts[key], asOf))
		switch {
		case len(found) > 0 && len(out) < mostAccounts:
			out.Add(p.overlapFinding(found, promises))
		case len(found) > 0:
			unlisted++
		}
	}
	switch last := len(out) - 1; {
	case unlisted == 1:
		out[last].Detail += " So it is with 1 more account, which is not listed."
	case unlisted > 1:
		out[last].Detail += fmt.Sprintf(" So it is with %d more accounts, which are not listed.", unlisted)
	}
	return out
}

// open gives the claims whose protection has not ended before the day, in the
// order of their first days; none when one partner alone has any. Without a day
// of expiry the partner's terms say how long it lasts.
func (ps *promises) open(claims []claim, asOf quantity.Date) []claim {
	if !slices.ContainsFunc(claims, func(c claim) bool { return c.partner != claims[0].partner }) {
		return nil
	}
	var out []claim
	for _, c := range claims {
		if c.until = c.expires; c.until == 0 {
			c.until = ps.on(c.partner, c.from).until
		}
		if c.until >= max(asOf, c.from) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.until, b.until), cmp.Compare(a.partner, b.partner),
			cmp.Compare(a.submitted, b.submitted), cmp.Compare(a.id, b.id))
	})
	return out
}

// overlap is two claims of different partners on the same days.
type overlap struct {
	first, second *claim
	days          quantity.Range
}

// overlaps gives each pair of partners once, where they first meet, and no more
// than one beyond mostPairs. Claims come in the order of their first days; of a
// partner's own ones that are open, the one that lasts longest stands for it.
func overlaps(claims []claim) []overlap {
	var out []overlap
	var running []*claim
	met := map[[2]string]bool{}
	for i := range claims {
		c, own := &claims[i], -1
		running = slices.DeleteFunc(running, func(r *claim) bool { return r.until < c.from })
		for at, r := range running {
			pair := [2]string{min(r.partner, c.partner), max(r.partner, c.partner)}
			if r.partner == c.partner {
				own = at
			} else if !met[pair] {
				met[pair] = true
				out = append(out, overlap{r, c, quantity.Range{From: c.from, To: min(r.until, c.until)}})
			}
			if len(out) > mostPairs {
				return out
			}
		}
		if own < 0 {
			running = append(running, c)
		} else if running[own].until < c.until {
			running[own] = c
		}
	}
	return out
}

func (p *Program) overlapFinding(found []overlap, promises *promises) diag.Finding {
	f := p.claimFinding(found[0].first.source)
	what := fmt.Sprintf("%q", shortened(strings.TrimSpace(found[0].first.account)))
	for i, o := range found {
		if i == mostPairs {
			f.Detail += " More partners hold it, too."
			break
		}
		first, second := p.partnerName(o.first.partner), p.partnerName(o.second.partner)
		text, fix := o.ruling(first, second, promises.on(o.first.partner, o.days.From), promises.on(o.second.partner, o.days.From))
		f.Detail += fmt.Sprintf("%s is protected for %s (%s) and for %s (%s) %s. %s", what, first, o.first.place, second, o.second.place, spanned(o.days), text)
		if what = " It"; i == 0 {
			f.Fix = fix
		}
	}
	if other := found[0].second.source; other != found[0].first.source {
		f.Related = []diag.Related{{At: p.claimFinding(other).At, Note: "the second registration is read here"}}
	}
	return f
}

func (p *Program) cutFinding(source string, rows []facts.Row) diag.Finding {
	f := p.claimFinding(source)
	f.Detail = fmt.Sprintf("Source %s has more than %s registrations that are open; those behind %s were not compared.",
		source, quantity.Grouped(fmt.Sprint(len(rows))), rows[len(rows)-1].Place)
	f.Fix = "give those that are over another `status`, or the `expiresAt` they had"
	return f
}

// claimFinding is a finding at the mapping of a source's customers.
func (p *Program) claimFinding(source string) diag.Finding {
	s := p.sourceNamed(source)
	f := s.warning(CodeProtection, "An account is protected for two partners", headerSpan(s.Spec, "customer"), "", "")
	if f.Path = "spec/columns/customer"; f.At.IsZero() {
		f.At = s.Doc.Name.At
	}
	return f
}

func (p *Program) partnerName(name string) string {
	if doc := p.Book.Docs.Get(spec.NewAddress("Partner", name)); doc != nil {
		return doc.DisplayName()
	}
	return name
}

func spanned(days quantity.Range) string {
	if days.From == days.To {
		return fmt.Sprintf("on %s", days.From)
	}
	return fmt.Sprintf("from %s to %s", days.From, days.To)
}

// shortened cuts what stands in a row to a length that fits a line.
func shortened(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
