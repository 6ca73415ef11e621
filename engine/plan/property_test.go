package plan_test

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// example is the contract's repository, documents alone.
func example(t *testing.T) repo {
	t.Helper()
	out := repo{}
	root := os.DirFS("../testdata/example")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".yaml") {
			text, readErr := fs.ReadFile(root, name)
			out[name], err = string(text), readErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The mutations edit text as a person does: a number, a word, a line that is an
// item, a file.
var (
	numbers = regexp.MustCompile(`\d+(%| USD| days| months)`)
	words   = regexp.MustCompile(`\b(partner-manager|northwind|channel-team|reseller|quarterly|DE|active|count|medium)\b`)
	items   = regexp.MustCompile(`(?m)^ +- .*\n`)
	named   = regexp.MustCompile(`- \{(id|criterion|kpi|step): ([a-z-]+)`)
)

func mutate(t *rapid.T, r repo) repo {
	names := slices.Sorted(maps.Keys(r))
	name := rapid.SampledFrom(names).Draw(t, "file")
	text := r[name]
	pick := func(re *regexp.Regexp) []int {
		if found := re.FindAllStringIndex(text, -1); len(found) > 0 {
			return rapid.SampledFrom(found).Draw(t, "place")
		}
		return nil
	}
	cut := func(at []int, with string) repo { return r.with(name, text[:at[0]]+with+text[at[1]:]) }
	how := rapid.SampledFrom([]string{"number", "word", "drop", "double", "swap", "file", "dated", "label"}).Draw(t, "how")
	switch how {
	case "number":
		if at := pick(numbers); at != nil {
			return cut(at, fmt.Sprint(rapid.IntRange(1, 99).Draw(t, "n"))+numbers.FindStringSubmatch(text[at[0]:at[1]])[1])
		}
	case "word":
		if at := pick(words); at != nil {
			return cut(at, rapid.SampledFrom([]string{"other", "northwind", "annual", "AT"}).Draw(t, "word"))
		}
	case "drop":
		if at := pick(items); at != nil {
			return cut(at, "")
		}
	case "double":
		if at := pick(items); at != nil {
			line := text[at[0]:at[1]]
			return cut(at, line+named.ReplaceAllString(line, "- {$1: $2-too"))
		}
	case "swap":
		if at := pick(items); at != nil {
			if next := items.FindStringIndex(text[at[1]:]); next != nil && next[0] == 0 {
				return cut([]int{at[0], at[1] + next[1]}, text[at[1]:at[1]+next[1]]+text[at[0]:at[1]])
			}
		}
	case "file":
		return r.without(name)
	case "dated":
		return withDated(t, r)
	case "label":
		return r.with(name, strings.Replace(text, "metadata: {name", "metadata: {labels: {a: b}, name", 1))
	}
	return r
}

// withDated adds a dated change to a plan, or an amendment.
func withDated(t *rapid.T, r repo) repo {
	n := rapid.IntRange(1, 9).Draw(t, "dated")
	name, field := "plans/reseller.yaml", "changes"
	set := rapid.SampledFrom([]string{
		fmt.Sprintf("{rules: [{id: new-business, bands: {steps: [{id: mid, rate: %d%%}]}}]}", n),
		fmt.Sprintf("{rules: [{id: new-business, hold: %d days}, {id: bonus, trigger: closed-won, rate: 1%%}]}", n),
	}).Draw(t, "set")
	if rapid.Bool().Draw(t, "amendment") {
		name, field = "agreements/northwind-reseller.yaml", "amendments"
		set = rapid.SampledFrom([]string{
			fmt.Sprintf("{terms: {exit: {notice: %d days}}}", n), "{territory: [CH]}", fmt.Sprintf("{term: {notice: %d months}}", n),
		}).Draw(t, "terms")
	}
	if r[name] == "" {
		return r
	}
	change := fmt.Sprintf("    - {id: c%d, effective: 2026-0%d-01, set: %s}\n", n, n, set)
	if strings.Contains(r[name], "\n  "+field+":\n") {
		return r.with(name, r[name]+change)
	}
	return r.with(name, r[name]+"  "+field+":\n"+change)
}

// mutated is a repository a few edits away, with what it declares. Edits that
// break it are taken back.
func mutated(t *rapid.T, r repo, s *state.Snapshot, label string) (repo, *state.Snapshot) {
	edited := r
	for range rapid.IntRange(0, 4).Draw(t, label) {
		edited = mutate(t, edited)
	}
	if _, findings, err := load.Load(context.Background(), edited.files(), ""); err != nil || findings.HasErrors() {
		return r, s
	}
	return edited, snapshot(t, edited)
}

// shuffled spreads the documents over other files, in another order.
func shuffled(t *rapid.T, r repo) repo {
	var documents []string
	for _, name := range slices.Sorted(maps.Keys(r)) {
		documents = append(documents, strings.Split(r[name], "---\n")...)
	}
	documents = rapid.Permutation(documents).Draw(t, "documents")
	out := repo{}
	for i, text := range documents {
		name := fmt.Sprintf("d%d/f.yaml", i%rapid.IntRange(1, 9).Draw(t, "files"))
		out[name] += "---\n" + text
	}
	return out
}

// flat is everything that a snapshot declares, by place. A list's order is its
// own entry.
func flat(s *state.Snapshot) map[string]string {
	out := map[string]string{}
	add := func(prefix string, list []state.Field) {
		for _, f := range list {
			switch {
			case f.Order != nil:
				out[prefix+f.Path+" in order"] = strings.Join(f.Order, ", ")
			case f.IsItem:
				out[prefix+f.Path+" is there"] = ""
			}
			if f.Text != "" {
				out[prefix+f.Path] = f.Text
			}
		}
	}
	for address, d := range s.Declared {
		out[string(address)] = d.Kind
		add(string(address)+" ", d.Fields)
		for _, c := range d.Changes {
			add(string(address)+" @"+c.ID+" ", c.About)
			add(string(address)+" @"+c.ID+" set ", c.Set)
		}
	}
	return out
}

// undated leaves out what begins on a day of its own.
func undated(values map[string]string) map[string]string {
	out := maps.Clone(values)
	maps.DeleteFunc(out, func(at, _ string) bool { return strings.Contains(at, " @") })
	return out
}

// apply carries out changes on flattened values. Of what is new as a whole the
// change holds a summary alone: the values are taken from b.
func apply(values map[string]string, changes []plan.Change, b map[string]string) map[string]string {
	out := maps.Clone(values)
	for _, c := range changes {
		at := string(c.Address)
		if c.Path != "" {
			at += " " + c.Path
		}
		if c.Effective != "" {
			continue
		}
		switch c.Action {
		case plan.Update:
			out[at] = *c.After
		case plan.Reorder:
			out[at+" in order"] = *c.After
		case plan.Delete:
			maps.DeleteFunc(out, func(k, _ string) bool { return isWithin(k, at) })
		case plan.Create:
			for k, v := range b {
				if isWithin(k, at) {
					out[k] = v
				}
			}
		}
	}
	return out
}

func isWithin(key, at string) bool {
	return key == at || strings.HasPrefix(key, at+"/") || strings.HasPrefix(key, at+" ")
}

// withoutOrders leaves out the order of lists, which a change of their items
// moves as well.
func withoutOrders(values map[string]string) map[string]string {
	out := maps.Clone(values)
	maps.DeleteFunc(out, func(at, _ string) bool { return strings.HasSuffix(at, " in order") })
	return out
}

func TestDiffProperties(t *testing.T) {
	root := example(t)
	rooted := snapshot(t, root)
	rapid.Check(t, func(t *rapid.T) {
		first, a := mutated(t, root, rooted, "edits of a")
		_, b := mutated(t, first, a, "edits of b")
		flatA, flatB := flat(a), flat(b)

		changes := plan.Diff(a, b)
		if isSame := maps.Equal(flatA, flatB); isSame != (len(changes) == 0) {
			t.Fatalf("declared the same: %t, but there are %d changes: %v\n%s", isSame, len(changes), said(changes), gocmp.Diff(flatA, flatB))
		}
		got := apply(undated(flatA), changes, undated(flatB))
		if diff := gocmp.Diff(withoutOrders(undated(flatB)), withoutOrders(got)); diff != "" {
			t.Fatalf("a with the changes is not b (-b +a with changes):\n%s\n%v", diff, said(changes))
		}
		if diff := gocmp.Diff(sorted(mirrored(now(changes))), sorted(bare(now(plan.Diff(b, a))))); diff != "" {
			t.Fatalf("the other way round it is not the same turned round:\n%s", diff)
		}
		everyDayIsTold(t, a, b, changes)
		if rapid.IntRange(0, 3).Draw(t, "shuffle") > 0 {
			return
		}
		moved := snapshot(t, shuffled(t, first))
		if diff := plan.Diff(a, moved); len(diff) > 0 {
			t.Fatalf("a repository differs from itself in other files: %v", said(diff))
		}
		if diff := gocmp.Diff(bare(changes), bare(plan.Diff(moved, b))); diff != "" {
			t.Fatalf("the order of files shows:\n%s", diff)
		}
	})
}

// everyDayIsTold holds what is in force on any day against the changes: where
// the two differ, a change that has begun by then says so.
func everyDayIsTold(t *rapid.T, a, b *state.Snapshot, changes []plan.Change) {
	for address, before := range a.Declared {
		after, ok := b.Declared[address]
		if !ok {
			continue
		}
		before.Inherited, after.Inherited = nil, nil // the program tells of these
		for path := range pathsOf(before, after) {
			for month := 1; month <= 12; month++ {
				day := quantity.NewDate(2026, 1, 1).AddDays(31 * (month - 1))
				x, hadX := before.InForce(path, day)
				y, hadY := after.InForce(path, day)
				if (x != y || hadX != hadY) && !isTold(changes, address, path, day) {
					t.Fatalf("%s %s on %s: %q, then %q, and no change tells\n%v", address, path, day, x, y, said(changes))
				}
			}
		}
	}
}

func pathsOf(declared ...state.Declared) map[string]bool {
	out := map[string]bool{}
	for _, d := range declared {
		lists := [][]state.Field{d.Fields}
		for _, c := range d.Changes {
			lists = append(lists, c.Set, c.Unset)
		}
		for _, f := range slices.Concat(lists...) {
			out[f.Path] = true
		}
	}
	return out
}

func isTold(changes []plan.Change, address spec.Address, path string, day quantity.Date) bool {
	return slices.ContainsFunc(changes, func(c plan.Change) bool {
		_, inner, isOfChange := strings.Cut(c.Path, "/set/")
		hits := isWithin(path, c.Path) || isOfChange && isWithin(path, inner) ||
			strings.HasPrefix(c.Path, "changes/") || strings.HasPrefix(c.Path, "amendments/")
		return c.Address == address && hits && c.Effective <= day.String()
	})
}

// now leaves out what begins on a day of its own.
func now(changes []plan.Change) []plan.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c plan.Change) bool { return c.Effective != "" })
}

func sorted(changes []plan.Change) []plan.Change {
	slices.SortFunc(changes, func(a, b plan.Change) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Action, b.Action))
	})
	return changes
}
