package load

import (
	"bufio"
	"bytes"
	"errors"
	"io/fs"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// ignoreFile lists, in the syntax of .gitignore, YAML files of the repository
// that are not entente's.
const ignoreFile = ".ententeignore"

func readIgnore(fsys fs.FS) (func(name string, isDir bool) bool, error) {
	text, err := fs.ReadFile(fsys, ignoreFile)
	if errors.Is(err, fs.ErrNotExist) {
		return func(string, bool) bool { return false }, nil
	}
	if err != nil {
		return nil, err
	}
	var patterns []gitignore.Pattern
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); line != "" && line[0] != '#' {
			patterns = append(patterns, gitignore.ParsePattern(line, nil))
		}
	}
	matcher := gitignore.NewMatcher(patterns)
	return func(name string, isDir bool) bool { return matcher.Match(strings.Split(name, "/"), isDir) }, lines.Err()
}
