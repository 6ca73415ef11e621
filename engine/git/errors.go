package git

import (
	"bytes"
	"errors"
	"fmt"
)

var (
	// ErrSubmodule says that a name is another repository's folder.
	ErrSubmodule = errors.New("belongs to another repository (a submodule), which is never entered")
	// ErrNotRegular says that a name is a pipe, a socket or a device.
	ErrNotRegular = errors.New("not a regular file")
)

// SymlinkError refuses a symbolic link: what it points to may lie outside of the
// unit, and an excerpt of it would be shown to everyone who reads the plan.
type SymlinkError struct {
	// Path is the link below the unit: the name asked for, or a folder above it.
	Path string
}

func (e *SymlinkError) Error() string {
	return fmt.Sprintf("%s is a symbolic link, and links are never followed: put the file itself there", e.Path)
}

// PointerError refuses a file that only says where its content is kept.
type PointerError struct {
	// Path is the file below the unit.
	Path string
	// IsAnnex tells git-annex from Git LFS.
	IsAnnex bool
}

func (e *PointerError) Error() string {
	if e.IsAnnex {
		return fmt.Sprintf("%s is a git-annex pointer, its content is not here: run `git annex get`", e.Path)
	}
	return fmt.Sprintf("%s is a Git LFS pointer, its content is not here: run `git lfs pull`, or give actions/checkout `lfs: true`", e.Path)
}

// pointerPrefixLen is enough of a file to recognise a pointer.
const pointerPrefixLen = 64

// checkPointer looks at the first bytes of a file.
func checkPointer(name string, start []byte) error {
	switch {
	case bytes.HasPrefix(start, []byte("version https://git-lfs.github.com/spec/v1")):
		return &PointerError{Path: name}
	case bytes.HasPrefix(start, []byte("/annex/objects/")):
		return &PointerError{Path: name, IsAnnex: true}
	default:
		return nil
	}
}

// fetchDeep is the way out of a shallow clone.
const fetchDeep = "give actions/checkout `fetch-depth: 0`, or run `git fetch --unshallow`"

// ShallowError says that a shallow clone ends before the commit that is needed.
type ShallowError struct {
	// Need is what could not be reached, as a phrase.
	Need string
}

func (e *ShallowError) Error() string {
	return fmt.Sprintf("this clone is shallow and ends before %s: %s", e.Need, fetchDeep)
}
