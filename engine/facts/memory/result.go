package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
)

// result merges what the workers gathered, in the order of sources and files.
func (j *run) result(ctx context.Context) (facts.Result, error) {
	out := facts.Result{Digest: j.digest()}
	for v, variant := range j.variants {
		answer := facts.VariantResult{}
		gathered := make([]map[string]*group, len(variant.Queries))
		for i := range j.scans {
			answer.Reports = append(answer.Reports, j.report(i, v))
			j.gather(i, v, gathered)
		}
		for i := range variant.Queries {
			answer.Totals = append(answer.Totals, totals(&variant.Queries[i], gathered[i]))
		}
		answer.Lists = j.lists(v)
		answer.Missing = j.missing(v)
		answer.Found = j.foundIn(v)
		out.Variants = append(out.Variants, answer)
	}
	return out, j.strands(ctx, out.Variants)
}

func (j *run) report(i, variant int) facts.Report {
	s := j.scans[i]
	r := facts.Report{Source: s.source.Name}
	noted, rejected := newTallies(), newTallies()
	for _, w := range j.workers[i] {
		r.Rows += w.rows
		for _, t := range []tally{w.shared, w.own[variant]} {
			r.Evaluated += t.evaluated
			r.Direct += t.direct
			r.Roster += t.rostered
			noted.merge(t.noted)
			rejected.merge(t.rejected)
		}
	}
	paths := s.paths()
	r.Noted, r.Rejected = noted.report(paths), rejected.report(paths)
	return r
}

func (s *scan) paths() []string {
	paths := make([]string, len(s.source.Files))
	for i, f := range s.source.Files {
		paths[i] = f.Path
	}
	return paths
}

// gather merges the files of a scan for every query that asks it.
func (j *run) gather(i, variant int, gathered []map[string]*group) {
	s := j.scans[i]
	merged := map[string][]group{}
	for _, w := range j.workers[i] {
		for _, byName := range []map[string]*account{w.directory.shared, w.directory.own[variant]} {
			for name, a := range byName {
				groups := a.groups
				if merged[name] == nil {
					merged[name] = make([]group, len(groups))
				}
				for k := range groups {
					merged[name][k].merge(s.questions[k].aggregate, &groups[k])
				}
			}
		}
	}
	for _, a := range s.asked[variant] {
		q := &j.variants[variant].Queries[a.query]
		if gathered[a.query] == nil {
			gathered[a.query] = map[string]*group{}
		}
		for name, groups := range merged {
			if g := &groups[a.question]; g.rows > 0 || g.unrated > 0 {
				join(gathered[a.query], name, q, g)
			}
		}
	}
}

// join adds a group to those of a query. Queries of one question share groups, so
// one of several sources gets its own.
func join(groups map[string]*group, name string, q *facts.Query, g *group) {
	if len(q.With) == 0 {
		groups[name] = g
		return
	}
	if groups[name] == nil {
		groups[name] = &group{}
	}
	groups[name].merge(q.Aggregate, g)
}

func totals(q *facts.Query, groups map[string]*group) map[string]facts.Total {
	on := inWindow
	if q.Also != nil {
		on |= inAlso
	}
	out := map[string]facts.Total{}
	for name, g := range groups {
		out[name] = g.total(q.Aggregate, on)
	}
	return out
}

// missing gives one entry for each pair of currencies and day, with its first place.
func (j *run) missing(variant int) []facts.MissingRate {
	merged := map[gap]*facts.MissingRate{}
	for i, s := range j.scans {
		paths := s.paths()
		for g, l := range j.lacks(i, variant) {
			if merged[g] == nil {
				merged[g] = &facts.MissingRate{From: g.from, To: g.to, On: g.on, Latest: g.latest, Place: placeText(paths, l.at)}
			}
			merged[g].Count += l.rows
		}
	}
	var out []facts.MissingRate
	order := func(a, b gap) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.on, b.on))
	}
	for _, g := range slices.SortedFunc(maps.Keys(merged), order) {
		out = append(out, *merged[g])
	}
	return out
}

// lacks merges what the workers of a scan lacked.
func (j *run) lacks(i, variant int) map[gap]*lack {
	out := map[gap]*lack{}
	for _, w := range j.workers[i] {
		for g, l := range w.lacks[variant].byGap {
			merged := *l
			if known := out[g]; known != nil {
				merged.rows += known.rows
				if known.at.compare(l.at) < 0 {
					merged.at = known.at
				}
			}
			out[g] = &merged
		}
	}
	return out
}
