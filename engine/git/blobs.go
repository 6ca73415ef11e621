package git

import (
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// ErrNoBlob says that the object store holds no file of that hash. A shallow or
// partial clone may lack it.
var ErrNoBlob = errors.New("no such file in the object store")

// TooLargeError refuses a file that is larger than was asked for.
type TooLargeError struct {
	Size, Most int64 // bytes
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("has %d bytes, and at most %d are read", e.Size, e.Most)
}

// Blob reads a file of any revision by its hash, 40 hexadecimal digits, if it has
// at most so many bytes. The error is ErrNoBlob when there is none, or a
// TooLargeError.
func (r *Repo) Blob(hash string, most int64) (content []byte, err error) {
	if !plumbing.IsHash(hash) {
		return nil, ErrNoBlob
	}
	err = r.objects.use(func(s *filesystem.Storage) error {
		encoded, err := s.EncodedObject(plumbing.BlobObject, plumbing.NewHash(hash))
		switch {
		case errors.Is(err, plumbing.ErrObjectNotFound):
			return ErrNoBlob
		case err != nil:
			return err
		case encoded.Size() > most:
			return &TooLargeError{encoded.Size(), most}
		}
		content, err = inflate(encoded)
		return err
	})
	return content, err
}
