package git

import (
	"io/fs"
	"path"

	"github.com/go-git/go-git/v5/plumbing/filemode"
)

type treeFS struct{ tree *Tree }

var (
	_ fs.ReadDirFS  = treeFS{}
	_ fs.ReadFileFS = treeFS{}
	_ fs.StatFS     = treeFS{}
)

func (f treeFS) Open(name string) (fs.File, error) {
	found, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	if found.mode == filemode.Dir {
		entries, err := f.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &folder{info: f.info(path.Base(name), found.mode, 0), entries: entries}, nil
	}
	content, err := f.read("open", name, found)
	if err != nil {
		return nil, err
	}
	return newBlob(content, f.info(found.name, found.mode, int64(len(content)))), nil
}

func (f treeFS) ReadFile(name string) ([]byte, error) {
	found, err := f.find("read", name)
	if err != nil {
		return nil, err
	}
	return f.read("read", name, found)
}

func (f treeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	found, err := f.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if found.mode != filemode.Dir {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errNotFolder}
	}
	list, err := f.tree.repo.list(found.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	entries := make([]fs.DirEntry, len(list))
	for i, e := range list {
		entries[i] = &dirEntry{name: e.name, mode: modeOf(e.mode).Type(), info: func() (fs.FileInfo, error) {
			return f.stat(path.Join(name, e.name), e)
		}}
	}
	return entries, nil
}

// Stat describes a link or a submodule itself: it follows nothing.
func (f treeFS) Stat(name string) (fs.FileInfo, error) {
	found, err := f.find("stat", name)
	if err != nil {
		return nil, err
	}
	return f.stat(name, found)
}

func (f treeFS) find(op, name string) (entry, error) {
	if !fs.ValidPath(name) {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	found, err := f.tree.find(name)
	if err != nil {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return found, nil
}

func (f treeFS) read(op, name string, found entry) ([]byte, error) {
	content, err := f.content(name, found)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return content, nil
}

func (f treeFS) content(name string, found entry) ([]byte, error) {
	if found.mode == filemode.Dir {
		return nil, errFolder
	}
	if !isFile(found.mode) {
		return nil, refusal(name, found.mode)
	}
	content, err := f.tree.repo.objects.blob(found.hash)
	if err != nil {
		return nil, err
	}
	return content, checkPointer(name, content)
}

func (f treeFS) stat(name string, found entry) (fs.FileInfo, error) {
	var size int64
	if isFile(found.mode) {
		var err error
		if size, err = f.tree.repo.objects.size(found.hash); err != nil {
			return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
		}
	}
	return f.info(found.name, found.mode, size), nil
}

func (f treeFS) info(name string, mode filemode.FileMode, size int64) *fileInfo {
	return &fileInfo{name: name, mode: modeOf(mode), size: size, modified: f.tree.When}
}

// modeOf leaves the executable bit out: no reader of a unit asks for it.
func modeOf(mode filemode.FileMode) fs.FileMode {
	switch {
	case mode == filemode.Dir:
		return fs.ModeDir | 0o555
	case mode == filemode.Symlink:
		return fs.ModeSymlink | 0o444
	case isFile(mode):
		return 0o444
	default:
		return fs.ModeIrregular | 0o444
	}
}
