package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
)

// WorkDir is the working directory of a unit as an fs.FS, with the manners of
// Tree.FS: only regular files open, no link is followed, the folder of another
// repository is listed but not entered, and .git does not exist. Nothing outside
// of the folder can be reached, whatever is swapped while it is read.
type WorkDir struct{ root *os.Root }

var (
	_ fs.ReadDirFS  = (*WorkDir)(nil)
	_ fs.ReadFileFS = (*WorkDir)(nil)
	_ fs.StatFS     = (*WorkDir)(nil)
)

// Dir opens a folder, which need not be part of a repository.
func Dir(dir string) (*WorkDir, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &WorkDir{root: root}, nil
}

// Close releases the folder; open files stay readable.
func (w *WorkDir) Close() error { return w.root.Close() }

// Open returns an *os.File for a regular file.
func (w *WorkDir) Open(name string) (fs.File, error) {
	info, err := w.lstat("open", name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		entries, err := w.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &folder{info: info, entries: entries}, nil
	}
	file, err := w.openFile(name, info)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return file, nil
}

// ReadFile reads a regular file whole.
func (w *WorkDir) ReadFile(name string) ([]byte, error) {
	info, err := w.lstat("read", name)
	if err != nil {
		return nil, err
	}
	content, err := w.read(name, info)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return content, nil
}

// ReadDir lists a folder, sorted by name.
func (w *WorkDir) ReadDir(name string) ([]fs.DirEntry, error) {
	info, err := w.lstat("readdir", name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errNotFolder}
	}
	listed, err := fs.ReadDir(w.root.FS(), name)
	if err != nil {
		return nil, err
	}
	entries := make([]fs.DirEntry, 0, len(listed))
	for _, e := range listed {
		if isGitFolder(e.Name()) {
			continue
		}
		child := path.Join(name, e.Name())
		mode := e.Type()
		if mode.IsDir() && w.isRepository(child) {
			mode = fs.ModeIrregular
		}
		entries = append(entries, &dirEntry{name: e.Name(), mode: mode, info: func() (fs.FileInfo, error) {
			return w.Stat(child)
		}})
	}
	return entries, nil
}

// Stat describes a link or a nested repository itself: it follows nothing.
func (w *WorkDir) Stat(name string) (fs.FileInfo, error) { return w.lstat("stat", name) }

func (w *WorkDir) read(name string, info fs.FileInfo) ([]byte, error) {
	file, err := w.openFile(name, info)
	if err != nil {
		return nil, err
	}
	var content bytes.Buffer
	content.Grow(int(info.Size()) + bytes.MinRead)
	_, err = content.ReadFrom(file)
	return content.Bytes(), errors.Join(err, file.Close())
}

func (w *WorkDir) openFile(name string, info fs.FileInfo) (*os.File, error) {
	if err := refusalOf(name, info.Mode()); err != nil {
		return nil, err
	}
	// A pipe put here since would block an open that waits for its writer.
	file, err := w.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, unwrapped(err)
	}
	if err := checkOpened(file, name, info); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// checkOpened makes sure that the file is the one looked at, and not a pointer.
func checkOpened(file *os.File, name string, info fs.FileInfo) error {
	opened, err := file.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(info, opened) {
		return fmt.Errorf("%s was replaced while it was read", name)
	}
	start := make([]byte, pointerPrefixLen)
	n, err := file.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return unwrapped(err)
	}
	return checkPointer(name, start[:n])
}

// lstat refuses a name below a link or another repository, by that one's name.
func (w *WorkDir) lstat(op, name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	info, err := w.descend(name)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: unwrapped(err)}
	}
	return info, nil
}

func (w *WorkDir) descend(name string) (fs.FileInfo, error) {
	parts := strings.Split(name, "/")
	if slices.ContainsFunc(parts, isGitFolder) {
		return nil, fs.ErrNotExist
	}
	for i := range parts {
		at := strings.Join(parts[:i+1], "/")
		info, err := w.root.Lstat(at)
		if err != nil {
			return nil, err
		}
		if info.IsDir() && at != "." && w.isRepository(at) {
			info = &fileInfo{name: info.Name(), mode: fs.ModeIrregular | info.Mode().Perm(), modified: info.ModTime()}
		}
		if i == len(parts)-1 {
			return info, nil
		}
		if info.Mode().IsRegular() {
			return nil, fs.ErrNotExist
		}
		if !info.IsDir() {
			return nil, refusalOf(at, info.Mode())
		}
	}
	return nil, fs.ErrNotExist
}

// isRepository tells a submodule or a nested clone, which a revision of the unit
// does not hold either.
func (w *WorkDir) isRepository(dir string) bool {
	_, err := w.root.Lstat(path.Join(dir, ".git"))
	return err == nil
}

// isGitFolder goes by git's rule, which no file system's case can get around.
func isGitFolder(name string) bool { return strings.EqualFold(name, ".git") }

func refusalOf(name string, mode fs.FileMode) error {
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return errFolder
	case mode&fs.ModeSymlink != 0:
		return &SymlinkError{Path: name}
	case mode&fs.ModeIrregular != 0:
		return ErrSubmodule
	default:
		return ErrNotRegular
	}
}

// unwrapped drops the path that os put around a cause, since ours is added.
func unwrapped(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
