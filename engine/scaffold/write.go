package scaffold

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path"
)

// File is one file to write: a path with slashes, relative to a folder.
type File struct {
	Path string
	Text []byte
}

// Write puts files below dir in their order, each beside its place and then
// renamed, so that a file is there whole or not at all. Nothing outside of dir
// can be reached, not even through a link. A file that is there is replaced.
func Write(dir string, files []File) (err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	for i, f := range files {
		if err := write(root, f); err != nil {
			return fmt.Errorf("write %s (%d of %d written): %w", f.Path, i, len(files), err)
		}
	}
	return nil
}

func write(root *os.Root, f File) error {
	folder := path.Dir(f.Path)
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if info, err := root.Stat(f.Path); err == nil {
		mode = info.Mode().Perm()
	}
	temporary := path.Join(folder, ".entente-"+rand.Text())
	file, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(f.Text)
	if err = errors.Join(err, file.Close()); err == nil {
		err = root.Rename(temporary, f.Path)
	}
	if err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	return nil
}
