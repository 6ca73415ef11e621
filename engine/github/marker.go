package github

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"unicode/utf16"
)

const (
	markerStart = "<!-- entente:comment "
	markerEnd   = " -->"
)

// Run is one run of a workflow. The zero Run is a person at a terminal.
type Run struct {
	ID      int64 // GITHUB_RUN_ID: grows from run to run of a repository
	Number  int   // GITHUB_RUN_NUMBER
	Attempt int   // GITHUB_RUN_ATTEMPT: grows when one is run again
}

// isBefore is true of a run that began before another. A person's comes last.
func (r Run) isBefore(other Run) bool {
	if r.ID == 0 || other.ID == 0 {
		return false
	}
	return r.ID < other.ID || r.ID == other.ID && r.Attempt < other.Attempt
}

// marker is the hidden first line of a comment.
type marker struct {
	Unit    string `json:"unit"`
	Run     int64  `json:"run"`
	Number  int    `json:"number"`
	Attempt int    `json:"attempt"`
	Head    string `json:"head"`
}

func (m marker) run() Run { return Run{m.Run, m.Number, m.Attempt} }

// line is JSON in which Go escapes < and > and line ends, so that no folder's name
// ends the comment, and all that is not plain ASCII besides.
func (m marker) line() string {
	data, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings and numbers
	}
	var b strings.Builder
	for _, r := range string(data) {
		if r <= '~' && r != '#' && r != '@' {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return markerStart + b.String() + markerEnd
}

// readMarker parts a comment's first line from its text.
func readMarker(body string) (m marker, text string, ok bool) {
	first, text, _ := strings.Cut(strings.ReplaceAll(body, "\r\n", "\n"), "\n")
	data, ok := strings.CutPrefix(first, markerStart)
	if !ok {
		return marker{}, "", false
	}
	data, ok = strings.CutSuffix(strings.TrimRight(data, " "), markerEnd)
	if !ok || json.Unmarshal([]byte(data), &m) != nil || m.Unit == "" {
		return marker{}, "", false
	}
	return m, strings.TrimSpace(text), true
}

// unitName is a folder of a repository as one name: . for the whole.
func unitName(folder string) string {
	return path.Clean(strings.TrimLeft(strings.ToValidUTF8(folder, "\uFFFD"), "/"))
}
