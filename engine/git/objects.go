package git

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// objects reads the object store. go-git's storages are not safe for concurrent
// use, so each is lent to one caller at a time. The last one returned is lent
// first: a sequential reader keeps one warm and never pays for a second.
type objects struct {
	open  func() *filesystem.Storage
	slots chan struct{}

	mu       sync.Mutex
	idle     []*filesystem.Storage
	listings map[plumbing.Hash]listing
}

// maxReaders bounds how many callers inflate objects at once, since each storage
// holds a copy of the pack indexes.
const maxReaders = 4

// cacheSize bounds the inflated objects kept per reader.
const cacheSize = 32 * cache.MiByte

func newObjects(opened *filesystem.Storage) *objects {
	return &objects{
		open: func() *filesystem.Storage {
			return filesystem.NewStorageWithOptions(opened.Filesystem(), cache.NewObjectLRU(cacheSize),
				filesystem.Options{ExclusiveAccess: true, KeepDescriptors: true})
		},
		slots:    make(chan struct{}, maxReaders),
		listings: map[plumbing.Hash]listing{},
	}
}

// use lends a storage to read. read must not keep it, nor call use again.
func (o *objects) use(read func(*filesystem.Storage) error) error {
	o.slots <- struct{}{}
	defer func() { <-o.slots }()
	storage := o.take()
	defer o.put(storage)
	return read(storage)
}

func (o *objects) take() *filesystem.Storage {
	o.mu.Lock()
	defer o.mu.Unlock()
	if last := len(o.idle) - 1; last >= 0 {
		storage := o.idle[last]
		o.idle = o.idle[:last]
		return storage
	}
	return o.open()
}

func (o *objects) put(storage *filesystem.Storage) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.idle = append(o.idle, storage)
}

func (o *objects) close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var errs []error
	for _, storage := range o.idle {
		errs = append(errs, storage.Close())
	}
	o.idle = nil
	return errors.Join(errs...)
}

// commit returns the commit with that hash, or the one an annotated tag leads to.
func (o *objects) commit(hash plumbing.Hash) (found *object.Commit, err error) {
	err = o.use(func(s *filesystem.Storage) error {
		found, err = peel(s, hash)
		return err
	})
	return found, err
}

// peel follows annotated tags, which may point to further tags, to a commit.
func peel(s *filesystem.Storage, hash plumbing.Hash) (*object.Commit, error) {
	for {
		encoded, err := s.EncodedObject(plumbing.AnyObject, hash)
		if err != nil {
			return nil, err
		}
		switch encoded.Type() {
		case plumbing.CommitObject:
			return object.DecodeCommit(s, encoded)
		case plumbing.TagObject:
			tag, err := object.DecodeTag(s, encoded)
			if err != nil {
				return nil, err
			}
			hash = tag.Target
		default:
			return nil, fmt.Errorf("%s is a %s, not a commit", hash, encoded.Type())
		}
	}
}

func (o *objects) blob(hash plumbing.Hash) (content []byte, err error) {
	err = o.use(func(s *filesystem.Storage) error {
		encoded, err := s.EncodedObject(plumbing.BlobObject, hash)
		if err != nil {
			return missing(hash, err)
		}
		content, err = inflate(encoded)
		return err
	})
	return content, err
}

func inflate(encoded plumbing.EncodedObject) ([]byte, error) {
	reader, err := encoded.Reader()
	if err != nil {
		return nil, err
	}
	content := make([]byte, encoded.Size())
	_, err = io.ReadFull(reader, content)
	return content, errors.Join(err, reader.Close())
}

func (o *objects) size(hash plumbing.Hash) (size int64, err error) {
	err = o.use(func(s *filesystem.Storage) error {
		size, err = s.EncodedObjectSize(hash)
		return missing(hash, err)
	})
	return size, err
}

// missing explains an object that a complete clone would have.
func missing(hash plumbing.Hash, err error) error {
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return fmt.Errorf("object %s is not in this clone, which is partial or damaged: clone again without --filter and --reference: %w", hash, err)
	}
	return err
}
