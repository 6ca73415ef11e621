package git

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"time"
)

var (
	errFolder    = errors.New("is a folder, not a file")
	errNotFolder = errors.New("not a folder")
)

// blob is an open file of a revision.
type blob struct {
	*bytes.Reader
	info *fileInfo
}

func newBlob(content []byte, info *fileInfo) *blob {
	return &blob{Reader: bytes.NewReader(content), info: info}
}

func (b *blob) Stat() (fs.FileInfo, error) { return b.info, nil }
func (b *blob) Close() error               { return nil }

// folder is an open folder of a revision or of the working directory.
type folder struct {
	info    fs.FileInfo
	entries []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.Name(), Err: errFolder}
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.entries)
	} else if len(f.entries) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.entries))
	batch := f.entries[:n:n]
	f.entries = f.entries[n:]
	return batch, nil
}

// dirEntry finds out about a file only when asked: listing a folder reads none.
type dirEntry struct {
	name string
	mode fs.FileMode
	info func() (fs.FileInfo, error)
}

func (e *dirEntry) Name() string               { return e.name }
func (e *dirEntry) IsDir() bool                { return e.mode.IsDir() }
func (e *dirEntry) Type() fs.FileMode          { return e.mode }
func (e *dirEntry) Info() (fs.FileInfo, error) { return e.info() }
func (e *dirEntry) String() string             { return fs.FormatDirEntry(e) }

type fileInfo struct {
	name     string
	mode     fs.FileMode
	size     int64
	modified time.Time
}

func (i *fileInfo) Name() string       { return i.name }
func (i *fileInfo) Mode() fs.FileMode  { return i.mode }
func (i *fileInfo) Type() fs.FileMode  { return i.mode.Type() }
func (i *fileInfo) Size() int64        { return i.size }
func (i *fileInfo) ModTime() time.Time { return i.modified }
func (i *fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i *fileInfo) Sys() any           { return nil }
func (i *fileInfo) String() string     { return fs.FormatFileInfo(i) }
