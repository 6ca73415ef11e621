package scaffold

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// overlay is a file system with files laid over it, so that what is about to be
// written can be checked where it will lie.
type overlay struct {
	base  fs.FS
	files map[string][]byte
}

var (
	_ fs.ReadDirFS = overlay{}
	_ fs.StatFS    = overlay{}
)

func lay(base fs.FS, files []File) overlay {
	o := overlay{base, map[string][]byte{}}
	for _, f := range files {
		o.files[f.Path] = f.Text
	}
	return o
}

// Open opens files alone; folders are listed by ReadDir.
func (o overlay) Open(name string) (fs.File, error) {
	if text, ok := o.files[name]; ok {
		return &memoryFile{name, text, bytes.NewReader(text)}, nil
	}
	return o.base.Open(name)
}

func (o overlay) Stat(name string) (fs.FileInfo, error) {
	if text, ok := o.files[name]; ok {
		return entry{path.Base(name), int64(len(text)), false}, nil
	}
	info, err := fs.Stat(o.base, name)
	if err != nil && o.hasBelow(name) {
		return entry{path.Base(name), 0, true}, nil
	}
	return info, err
}

func (o overlay) hasBelow(folder string) bool {
	for name := range o.files {
		if strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}

func (o overlay) ReadDir(folder string) ([]fs.DirEntry, error) {
	listed, err := fs.ReadDir(o.base, folder)
	if err != nil && !o.hasBelow(folder) {
		return nil, err
	}
	byName := map[string]fs.DirEntry{}
	for _, e := range listed {
		byName[e.Name()] = e
	}
	for name, text := range o.files {
		rest, isBelow := name, folder == "."
		if !isBelow {
			rest, isBelow = strings.CutPrefix(name, folder+"/")
		}
		if !isBelow {
			continue
		}
		first, _, isDeeper := strings.Cut(rest, "/")
		if _, known := byName[first]; !known || !isDeeper {
			byName[first] = entry{first, int64(len(text)), isDeeper}
		}
	}
	out := make([]fs.DirEntry, 0, len(byName))
	for _, e := range byName {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// entry describes a file or folder that is not there yet.
type entry struct {
	name  string
	size  int64
	isDir bool
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) IsDir() bool                { return e.isDir }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Mode() fs.FileMode {
	if e.isDir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

type memoryFile struct {
	name string
	text []byte
	io.Reader
}

func (f *memoryFile) Stat() (fs.FileInfo, error) {
	return entry{path.Base(f.name), int64(len(f.text)), false}, nil
}
func (f *memoryFile) Close() error { return nil }
