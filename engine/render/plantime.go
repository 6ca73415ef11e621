package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
)

// mostInline are put into one line of a comment.
const mostInline = 3

// timeWords says from when the change holds, whether promised notice is kept, and
// which closed payout periods it touches.
func timeWords(pl plan.Plan) []string {
	var out []string
	if days := effectiveWords(pl.Changes); days != "" {
		out = append(out, days)
	}
	out = append(out, noticeWords(pl.Notices)...)
	if closed := closedWords(pl.Impact.Actual); closed != "" {
		out = append(out, closed)
	}
	out = append(out, lockedWords(pl.Impact)...)
	return append(out, recastWords(pl.Impact.Statements)...)
}

// effectiveWords gives the first days of dated changes, each with its documents.
func effectiveWords(changes []plan.Change) string {
	var days []string
	of := map[string][]string{}
	for _, c := range changes {
		if c.Effective == "" || c.Reason == plan.ChangeWithdrawn {
			continue
		}
		if of[c.Effective] == nil {
			days = append(days, c.Effective)
		}
		if address := string(c.Address); !slices.Contains(of[c.Effective], address) {
			of[c.Effective] = append(of[c.Effective], address)
		}
	}
	slices.Sort(days)
	for i, day := range days {
		days[i] = day + " (" + strings.Join(capped(of[day], mostCauses), ", ") + ")"
	}
	if len(days) == 0 {
		return ""
	}
	return "in force from " + strings.Join(capped(days, mostCauses), ", ")
}

// noticeWords puts partners together that are promised the same.
func noticeWords(list []plan.Notice) []string {
	type promise struct {
		notice, by, effective string
		kept                  bool
	}
	var order []promise
	names := map[promise][]string{}
	for _, n := range list {
		key := promise{n.Notice, n.MergeBy, n.Effective, n.Kept}
		if names[key] == nil {
			order = append(order, key)
		}
		if name := cmp.Or(n.Title, string(n.Partner)); !slices.Contains(names[key], name) {
			names[key] = append(names[key], name)
		}
	}
	var out []string
	for _, key := range order {
		words := "notice of " + key.notice + " to " + someNames(names[key], mostMoves)
		if key.kept {
			words += " is kept if merged by " + key.by
		} else {
			words += " is broken: for " + key.effective + " it should have been merged by " + key.by
		}
		out = append(out, words)
	}
	return out
}

// lockedWords says of each locked payout period whose money is another one now where
// the difference goes.
func lockedWords(i plan.Impact) []string {
	if i.ProForma == nil || i.Actual == nil {
		return nil
	}
	var out []string
	for _, row := range i.Actual.Partners {
		for _, at := range row.Periods {
			if at.Locked != "" {
				out = append(out, fmt.Sprintf("%s of %s is locked: the difference of %s %s will be a correction in %s", at.Period, cmp.Or(row.Title, string(row.Address)),
					signed(at.Delta), i.ProForma.CurrencyOf(row), at.CorrectedIn))
			}
		}
	}
	return capped(out, mostPeriods)
}

// closedWords names closed payout periods whose money is another one now.
func closedWords(a *plan.Actual) string {
	if a == nil {
		return ""
	}
	var parts []string
	partners := map[spec.Address]bool{}
	for _, row := range a.Partners {
		var periods []string
		for _, at := range row.Periods {
			if at.Closed && at.Locked == "" {
				periods = append(periods, at.Period)
			}
		}
		if len(periods) > 0 && !partners[row.Address] {
			partners[row.Address] = true
			parts = append(parts, someNames(periods, mostMoves)+" of "+cmp.Or(row.Title, string(row.Address)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "closed payout periods are touched: " + strings.Join(capped(parts, mostMoves), "; ") +
		". What they paid is corrected by a dated change or an adjustment, never recomputed silently"
}

func (p *page) time(pl plan.Plan) {
	lines := timeWords(pl)
	if len(lines) == 0 {
		return
	}
	p.section()
	p.line("%s", p.palette.paint(strong, "Time"))
	for _, line := range lines {
		as := usual
		if strings.Contains(line, " is broken: ") || strings.HasPrefix(line, "closed ") || strings.Contains(line, " is locked: ") || strings.HasPrefix(line, "no effective date: ") {
			as = bad
		}
		p.wrapped(2, 4, as, line)
	}
}

func (m *markdown) time(pl plan.Plan) {
	lines := timeWords(pl)
	for i := range lines {
		lines[i] = escape(lines[i])
	}
	switch n := len(lines); {
	case n > mostInline:
		m.add("**Time**\n- %s", strings.Join(lines, "\n- "))
	case n > 0:
		m.add("**Time** %s.", strings.Join(lines, "; "))
	}
}
