package git

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// RevisionError says that a name leads to no commit.
type RevisionError struct {
	Name string
	// Tried are the full names looked for.
	Tried []string
	// Nearest are branches and tags with similar names, best first.
	Nearest []string
	// IsShallow says that the clone lacks history in which the name may exist.
	IsShallow bool
}

func (e *RevisionError) Error() string {
	text := fmt.Sprintf("no revision %q: tried %s", e.Name, strings.Join(e.Tried, ", "))
	if len(e.Nearest) > 0 {
		text += "; nearest names: " + strings.Join(e.Nearest, ", ")
	} else {
		text += "; the repository has no branch and no tag yet"
	}
	if e.IsShallow {
		text += "; this clone is shallow and may lack it: " + fetchDeep
	}
	return text
}

// Revision resolves a branch, a tag, a remote branch such as origin/main, a full
// or abbreviated commit hash (4 digits or more), HEAD or @, each with ~N, ^N or
// ^{commit} behind it. An unknown name gives a *RevisionError, one that a shallow
// clone cannot reach a *ShallowError.
func (r *Repo) Revision(name string) (*Tree, error) {
	base, steps, err := parseRevision(name)
	if err != nil {
		return nil, err
	}
	history, err := r.history()
	if err != nil {
		return nil, err
	}
	commit, err := r.named(base, history)
	if err != nil {
		return nil, err
	}
	for _, step := range steps {
		for range step.generations {
			if commit, err = history.parent(commit, step.parent, name); err != nil {
				return nil, err
			}
		}
	}
	return r.tree(commit.Hash)
}

// step goes back a number of generations, each through the same parent, from 1 on.
type step struct{ generations, parent int }

var revisionSuffix = regexp.MustCompile(`(~[0-9]*|\^[0-9]*|\^\{commit\}|\^\{\})$`)

// parseRevision splits HEAD~2^ into HEAD and its steps.
func parseRevision(name string) (base string, steps []step, err error) {
	base = name
	for suffix := revisionSuffix.FindString(base); suffix != ""; suffix = revisionSuffix.FindString(base) {
		base = strings.TrimSuffix(base, suffix)
		number := 1
		if digits := suffix[1:]; digits != "" && digits[0] != '{' {
			if number, err = strconv.Atoi(digits); err != nil {
				return "", nil, fmt.Errorf("revision %q: %s is not a number of commits", name, digits)
			}
		}
		switch {
		case suffix[0] == '~':
			steps = append(steps, step{generations: number, parent: 1})
		case strings.HasSuffix(suffix, "}") || number == 0:
			// The commit itself.
		default:
			steps = append(steps, step{generations: 1, parent: number})
		}
	}
	slices.Reverse(steps)
	switch {
	case strings.Contains(base, ".."):
		return "", nil, fmt.Errorf("revision %q is a range: name one revision", name)
	case base == "" || strings.ContainsAny(base, "^~: ") || strings.Contains(base, "@{"):
		return "", nil, fmt.Errorf("revision %q is not understood: name a branch, a tag or a commit, with ~N or ^N behind it", name)
	case base == "@":
		base = "HEAD"
	}
	return base, steps, nil
}

var hexadecimal = regexp.MustCompile(`^[0-9a-fA-F]{4,40}$`)

// named prefers, like git, a full hash to a reference and that to an abbreviation.
func (r *Repo) named(name string, history *history) (*object.Commit, error) {
	search := &search{name: name}
	err := r.objects.use(search.run)
	if err != nil {
		return nil, err
	}
	if search.found == nil {
		return nil, &RevisionError{Name: name, Tried: search.tried, Nearest: search.nearest, IsShallow: history.isShallow()}
	}
	return search.found, nil
}

type search struct {
	name    string
	found   *object.Commit
	tried   []string
	nearest []string
}

func (s *search) run(storage *filesystem.Storage) error {
	isHex := hexadecimal.MatchString(s.name)
	for _, try := range []struct {
		applies bool
		run     func(*filesystem.Storage) error
	}{
		{isHex && len(s.name) == 40, s.fullHash},
		{true, s.reference},
		{isHex && len(s.name) < 40, s.abbreviation},
	} {
		if !try.applies {
			continue
		}
		if err := try.run(storage); err != nil || s.found != nil {
			return err
		}
	}
	var err error
	s.nearest, err = nearest(storage, s.name)
	return err
}

func (s *search) fullHash(storage *filesystem.Storage) error {
	s.tried = append(s.tried, "a commit with that hash")
	commit, err := peel(storage, plumbing.NewHash(s.name))
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil
	}
	s.found = commit
	return err
}

func (s *search) reference(storage *filesystem.Storage) error {
	for _, rule := range plumbing.RefRevParseRules {
		full := plumbing.ReferenceName(fmt.Sprintf(rule, s.name))
		s.tried = append(s.tried, full.String())
		ref, err := storer.ResolveReference(storage, full)
		if err != nil || ref.Hash().IsZero() {
			// A name that no reference may have does not exist either.
			continue
		}
		commit, err := peel(storage, ref.Hash())
		if err != nil {
			return fmt.Errorf("revision %s: %w", full, missing(ref.Hash(), err))
		}
		s.found = commit
		return nil
	}
	return nil
}

func (s *search) abbreviation(storage *filesystem.Storage) error {
	prefix := strings.ToLower(s.name)
	s.tried = append(s.tried, "a commit whose hash starts so")
	// Whole bytes only; an odd digit is compared below.
	whole := plumbing.NewHash(prefix[:len(prefix)&^1])
	hashes, err := storage.HashesWithPrefix(whole[:len(prefix)/2])
	if err != nil {
		return err
	}
	commits := map[string]*object.Commit{}
	for _, hash := range hashes {
		if !strings.HasPrefix(hash.String(), prefix) {
			continue
		}
		// Trees and blobs share the prefix space: only commits and tags count.
		if commit, err := peel(storage, hash); err == nil {
			commits[commit.Hash.String()] = commit
		}
	}
	if len(commits) > 1 {
		return fmt.Errorf("revision %q is ambiguous: it abbreviates %s", s.name, strings.Join(sortedKeys(commits), ", "))
	}
	for _, commit := range commits {
		s.found = commit
	}
	return nil
}

// nearest returns up to three branches and tags, most similar first.
func nearest(storage *filesystem.Storage, name string) ([]string, error) {
	refs, err := storage.IterReferences()
	if err != nil {
		return nil, err
	}
	distances := map[string]int{}
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		full := ref.Name()
		if full.IsBranch() || full.IsTag() || full.IsRemote() {
			short := full.Short()
			// A forgotten or needless "origin/" is as near as it gets.
			distances[short] = min(distance(name, short), distance(lastPart(name), lastPart(short))+1)
		}
		return nil
	})
	names := sortedKeys(distances)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(distances[a], distances[b]) })
	return names[:min(3, len(names))], err
}
