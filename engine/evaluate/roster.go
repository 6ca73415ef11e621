package evaluate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// key is what a partner is known by in a system.
type key struct{ system, key string }

// rosters are the click-through partners of a job's programs: the keys in a
// roster's partner column that no Partner has. Rows are totalled by the programs
// that list their partner, so that tens of thousands of partners take no more room
// than one.
type rosters struct {
	programs []rosterOf
	names    map[key]string // under which the rows of a key are totalled
	active   int            // place of the query that counts who had a row; noQuery
}

// rosterOf is the roster of one program.
type rosterOf struct {
	program *spec.Document
	source  string
	isKnown bool
	listed  int64
	names   []string // of rosters.names, those that this program is part of
}

// rosterKeys reads the rosters of every job by themselves and gives the keys in
// their partner columns: the other sources cannot be read before these are known.
func rosterKeys(ctx context.Context, runner facts.Runner, sources []facts.Source, jobs []Job) (map[string][]string, error) {
	in := facts.Input{Variants: []facts.Variant{{Partner: func(_, key string) (string, bool) { return strings.TrimSpace(key), true }}}}
	for _, s := range sources {
		isRoster := slices.ContainsFunc(jobs, func(j Job) bool { return slices.Contains(j.Program.rosterSources(), s.Name) })
		if isRoster && len(s.Files) > 0 && hasPartner(s.Type) {
			in.Sources = append(in.Sources, s)
			in.Variants[0].Queries = append(in.Variants[0].Queries, facts.Query{Source: s.Name, Aggregate: facts.Count})
		}
	}
	if len(in.Sources) == 0 {
		return nil, nil
	}
	result, err := runner.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for i, s := range in.Sources {
		out[s.Name] = []string{}
		for k := range result.Variants[0].Totals[i] {
			if k != facts.Direct {
				out[s.Name] = append(out[s.Name], k)
			}
		}
	}
	return out, nil
}

// rosterSources names the sources that are rosters of some program.
func (p *Program) rosterSources() []string {
	var out []string
	spec.Each(p.Book.Docs, func(_ *spec.Document, program *spec.Program) {
		if program.Roster != nil {
			out = append(out, program.Roster.Name)
		}
	})
	return out
}

func hasPartner(kind string) bool {
	t, _ := facts.LookupType(kind)
	_, ok := t.Column("partner")
	return ok
}

// rosters holds the keys of the job's rosters against its partners.
func (j Job) rosters(sources []facts.Source, keys map[string][]string) *rosters {
	r := &rosters{names: map[key]string{}, active: noQuery}
	programs := map[key][]string{}
	spec.Each(j.Program.Book.Docs, func(doc *spec.Document, p *spec.Program) {
		if p.Roster == nil {
			return
		}
		at := slices.IndexFunc(sources, func(s facts.Source) bool { return s.Name == p.Roster.Name })
		if at < 0 {
			return // a reference that leads nowhere, or to what this scan does not read
		}
		one := rosterOf{program: doc, source: p.Roster.Name}
		var listed []string
		listed, one.isKnown = keys[one.source]
		for _, k := range listed {
			if _, isClaimed := j.Program.Book.PartnerByKey(sources[at].System, k); !isClaimed {
				one.listed++
				id := key{sources[at].System, k}
				programs[id] = append(programs[id], string(doc.Name.V))
			}
		}
		r.programs = append(r.programs, one)
	})
	for id, listing := range programs {
		r.names[id] = facts.Rostered(listing...)
		for i := range r.programs {
			one := &r.programs[i]
			if slices.Contains(listing, string(one.program.Name.V)) && !slices.Contains(one.names, r.names[id]) {
				one.names = append(one.names, r.names[id])
			}
		}
	}
	return r
}

// partner resolves a key: a Partner first, then a roster.
func (r *rosters) partner(known func(system, key string) (string, bool)) func(system, key string) (string, bool) {
	if len(r.names) == 0 {
		return known
	}
	return func(system, text string) (string, bool) {
		if name, ok := known(system, text); ok {
			return name, true
		}
		name, ok := r.names[key{system, strings.TrimSpace(text)}]
		return name, ok
	}
}

// rowDays are the days on which a row of any type with partners happened.
var rowDays = []string{"createdAt", "closedAt", "submittedAt", "at"}

// want asks who of the rosters had a row in a time, in any source but the rosters
// themselves: a row there says that somebody is listed, no more.
func (r *rosters) want(a *asking, sources []facts.Source, window quantity.Range) {
	if len(r.names) == 0 {
		return
	}
	var others []string
	for _, s := range sources {
		isRoster := slices.ContainsFunc(r.programs, func(one rosterOf) bool { return one.source == s.Name })
		if !isRoster && len(s.Files) > 0 && hasPartner(s.Type) {
			others = append(others, s.Name)
		}
	}
	if len(others) == 0 {
		return
	}
	where := facts.Expr{Op: facts.OpOr, Kind: facts.Bool}
	for _, name := range rowDays {
		where.Args = append(where.Args, isDayWithin(name, window))
	}
	r.active = len(a.queries)
	a.queries = append(a.queries, facts.Query{Source: others[0], With: others[1:], Where: &where, Aggregate: facts.CountDistinct,
		Field: &facts.Expr{Op: facts.OpColumn, Kind: facts.Text, Column: "partner"}})
}

func isDayWithin(column string, window quantity.Range) facts.Expr {
	compare := func(op facts.Op, day quantity.Date) facts.Expr {
		return facts.Expr{Op: op, Kind: facts.Bool, Args: []facts.Expr{{Op: facts.OpColumn, Kind: facts.Day, Column: column},
			{Op: facts.OpConst, Kind: facts.Day, Const: facts.Cell{Kind: facts.Day, Int: int64(day)}}}}
	}
	return facts.Expr{Op: facts.OpAnd, Kind: facts.Bool, Args: []facts.Expr{compare(facts.OpGe, window.From), compare(facts.OpLe, window.To)}}
}

// rosters gives each program's roster over a time.
func (ev evaluation) rosters(over reading) []state.Roster {
	var out []state.Roster
	name := ev.program.portfolioKPI()
	k := ev.program.Lookup(name)
	for _, one := range ev.asked.rosters.programs {
		r := state.Roster{Program: one.program.Address, Source: spec.NewAddress("Source", one.source), IsKnown: one.isKnown, Listed: one.listed}
		if at := ev.asked.rosters.active; at >= 0 {
			for _, name := range one.names {
				if total := ev.result.Totals[at][name]; total.Value != nil {
					r.Active += total.Value.Num().Int64() // a count: whole
				}
			}
		}
		if k != nil && one.isKnown && ev.isAdditive("kpi/"+name) {
			r.KPI, r.Value = name, ev.read(k, over, subject{partners: one.names}, map[string]state.Value{})
		}
		out = append(out, r)
	}
	return out
}

// checkRosters reports rosters that can list nobody.
func (p *Program) checkRosters() {
	spec.Each(p.Book.Docs, func(doc *spec.Document, program *spec.Program) {
		if program.Roster == nil {
			return
		}
		if s := p.sourceNamed(program.Roster.Name); s != nil && !hasPartner(s.Mapping.Type) {
			p.add(diag.Finding{Code: CodeUnmappedColumn, Severity: diag.Error, Summary: "A column must be mapped", At: program.Roster.At,
				Resource: string(doc.Address), Path: "spec/roster", Fix: "name a source of a type with partners, such as registrations",
				Detail: fmt.Sprintf("A roster lists partners, and rows of type %s have no `partner`.", s.Mapping.Type)})
		}
	})
}
