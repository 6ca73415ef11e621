package load

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// ignoreFile lists, in the syntax of .gitignore, YAML files of the repository
// that are not entente's.
const ignoreFile = ".ententeignore"

// ignored gives what the ignore file names. One that cannot be read is a finding
// like any other file's.
func (l *loader) ignored() func(name string, isDir bool) bool {
	text, f := l.read(ignoreFile)
	if f != nil {
		l.findings.Add(*f)
	}
	var patterns []gitignore.Pattern
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			patterns = append(patterns, gitignore.ParsePattern(line, nil))
		}
	}
	matcher := gitignore.NewMatcher(patterns)
	return func(name string, isDir bool) bool { return matcher.Match(strings.Split(name, "/"), isDir) }
}
