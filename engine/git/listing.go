package git

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// entry is one name in a folder of a revision.
type entry struct {
	name string
	mode filemode.FileMode
	hash plumbing.Hash
}

// listing is a folder of a revision, sorted by name alone; git sorts folders as
// though their names ended in a slash, which fs.FS does not.
type listing []entry

// tree lists a folder. Listings are kept by hash: two revisions share the folders
// in which they agree.
func (o *objects) tree(hash plumbing.Hash) (listing, error) {
	o.mu.Lock()
	found, ok := o.listings[hash]
	o.mu.Unlock()
	if ok {
		return found, nil
	}
	err := o.use(func(s *filesystem.Storage) error {
		tree, err := object.GetTree(s, hash)
		if err != nil {
			return missing(hash, err)
		}
		found, err = newListing(tree)
		return err
	})
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	o.listings[hash] = found
	o.mu.Unlock()
	return found, nil
}

func newListing(tree *object.Tree) (listing, error) {
	list := make(listing, 0, len(tree.Entries))
	for _, e := range tree.Entries {
		// git writes no such name; a forged one would send a walk out of the folder or around in it.
		if e.Name == "" || e.Name == "." || e.Name == ".." || strings.Contains(e.Name, "/") {
			return nil, fmt.Errorf("tree %s is corrupt: it holds the name %q", tree.Hash, e.Name)
		}
		list = append(list, entry{name: e.Name, mode: e.Mode, hash: e.Hash})
	}
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	for i := 1; i < len(list); i++ {
		if list[i].name == list[i-1].name {
			return nil, fmt.Errorf("tree %s is corrupt: it holds the name %q twice", tree.Hash, list[i].name)
		}
	}
	return list, nil
}

func (l listing) find(name string) (entry, bool) {
	i, ok := slices.BinarySearchFunc(l, name, func(e entry, name string) int { return strings.Compare(e.name, name) })
	if !ok {
		return entry{}, false
	}
	return l[i], true
}
