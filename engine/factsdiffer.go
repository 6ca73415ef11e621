package engine

import (
	"cmp"
	"context"
	"crypto/sha256"
	"io"
	"reflect"
	"slices"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/state"
)

// onBaseFacts runs the jobs of base and of head in one scan. What head declares
// further takes a second one, in which the base has no part.
func onBaseFacts(ctx context.Context, sources, added []facts.Source, base, head []evaluate.Job) (before, after []*state.Snapshot, err error) {
	if len(added) == 0 {
		snaps, err := evaluate.Run(ctx, memory.Runner{}, sources, slices.Concat(base, head)...)
		if err != nil {
			return nil, nil, err
		}
		return snaps[:len(base)], snaps[len(base):], nil
	}
	if before, err = evaluate.Run(ctx, memory.Runner{}, sources, base...); err != nil {
		return nil, nil, err
	}
	after, err = evaluate.Run(ctx, memory.Runner{}, slices.Concat(sources, added), head...)
	return before, after, err
}

// addedSources gives the sources of a revision that are not known yet, with the
// files that pricing has for them: their mapping is a change like any other, but
// bytes that a head brings along are data. What is known is read as it is.
func addedSources(known []facts.Source, head, pricing *loaded) []facts.Source {
	isAdded := func(s facts.Source) bool {
		return !slices.ContainsFunc(known, func(k facts.Source) bool { return k.Name == s.Name })
	}
	if !slices.ContainsFunc(head.sources, isAdded) {
		return nil
	}
	mapped, _ := head.program.Mapped(pricing.roots)
	return atAgeOf(pricing.program, slices.DeleteFunc(mapped, func(s facts.Source) bool { return !isAdded(s) }))
}

// atAgeOf gives sources whose exchange rates grow too old as a program says.
func atAgeOf(p *evaluate.Program, sources []facts.Source) []facts.Source {
	for i := range sources {
		if sources[i].RateAge.Unit != "" {
			sources[i].RateAge = p.RateAge()
		}
	}
	return sources
}

// factsDiffer names the fact files that are otherwise in head than the ones read,
// and says whether they or the mappings differ at all.
func factsDiffer(base, head *loaded, read []facts.Source) ([]string, bool, error) {
	var files []string
	isEdited := false
	for _, b := range read {
		i := slices.IndexFunc(head.sources, func(s facts.Source) bool { return s.Name == b.Name })
		if i < 0 {
			isEdited = true
			continue
		}
		h := head.sources[i]
		isEdited = isEdited || !reflect.DeepEqual(mappingOf(b), mappingOf(h))
		changed, err := changedFiles(base.rev, head.rev, b.Files, h.Files)
		if err != nil {
			return nil, false, err
		}
		files = append(files, changed...)
	}
	slices.Sort(files)
	files = slices.Compact(files)
	return files, isEdited || len(files) > 0, nil
}

// mappingOf is a source without its files, its columns in no order of their own.
func mappingOf(s facts.Source) facts.Source {
	s.Files, s.Columns = nil, slices.Clone(s.Columns)
	slices.SortFunc(s.Columns, func(a, b facts.Column) int { return cmp.Compare(a.Name, b.Name) })
	return s
}

func changedFiles(base, head *Revision, before, after []facts.File) ([]string, error) {
	var out []string
	old := map[string]facts.File{}
	for _, f := range before {
		old[f.Path] = f
	}
	for _, f := range after {
		was, known := old[f.Path]
		delete(old, f.Path)
		if known {
			same, err := isSameFile(base, head, was, f)
			if err != nil {
				return nil, err
			}
			if same {
				continue
			}
		}
		out = append(out, f.Path)
	}
	for path := range old {
		out = append(out, path)
	}
	return out, nil
}

// isSameFile compares two files by their blob when both are committed, else by
// their bytes.
func isSameFile(base, head *Revision, a, b facts.File) (bool, error) {
	if base.tree != nil && head.tree != nil {
		x, inBase := base.tree.Blob(a.Path)
		y, inHead := head.tree.Blob(b.Path)
		if inBase && inHead {
			return x == y, nil
		}
	}
	x, err := sum(a)
	if err != nil {
		return false, err
	}
	y, err := sum(b)
	return x == y, err
}

func sum(f facts.File) (out [sha256.Size]byte, err error) {
	r, err := f.Open()
	if err != nil {
		return out, err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return out, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}
