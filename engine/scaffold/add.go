package scaffold

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// Add is Write for files that must not be there yet: one that is there is an error,
// and stays as it is. None is written when any of them is there.
func Add(dir string, files []File) (err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	for _, f := range files {
		if _, err := root.Lstat(f.Path); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: %w", f.Path, errors.Join(fs.ErrExist, err))
		}
	}
	for i, f := range files {
		if err := add(root, f); err != nil {
			return fmt.Errorf("write %s (%d of %d written): %w", f.Path, i, len(files), err)
		}
	}
	return nil
}

// add writes beside the place and gives the file its name in one step that fails
// when somebody was faster. File systems without hard links rename instead.
func add(root *os.Root, f File) error {
	folder := path.Dir(f.Path)
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	temporary := path.Join(folder, ".entente-"+rand.Text())
	file, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(f.Text)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	err = root.Link(temporary, f.Path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return root.Rename(temporary, f.Path)
	}
	return errors.Join(err, root.Remove(temporary))
}
