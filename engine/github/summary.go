package github

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// mostSummary is what GitHub shows of a step; a byte more and it shows nothing.
const mostSummary = 1 << 20

// AppendSummary adds Markdown to GITHUB_STEP_SUMMARY, cut to what is left of its
// 1 MiB. It says whether it was cut.
func AppendSummary(path, markdown string) (isCut bool, err error) {
	err = appendTo(path, func(size int64) (string, error) {
		lead := ""
		if size > 0 {
			lead = "\n"
		}
		var text string
		text, isCut = Fit(strings.TrimRight(markdown, "\n"), mostSummary-int(min(size, mostSummary))-len(lead)-1, "")
		if text == "" {
			return "", nil
		}
		return lead + text + "\n", nil
	})
	return isCut, err
}

// Output is one output of a step.
type Output struct{ Name, Value string }

var outputName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// AppendOutputs adds outputs to GITHUB_OUTPUT. Values may hold anything: no line of
// one ends it or begins another.
func AppendOutputs(path string, outputs []Output) error {
	return appendTo(path, func(int64) (string, error) {
		var b strings.Builder
		for _, o := range outputs {
			if !outputName.MatchString(o.Name) {
				return "", fmt.Errorf("%q is no name for an output: use letters, digits, - and _", o.Name)
			}
			value := strings.ToValidUTF8(o.Value, "\uFFFD")
			mark := delimiter(value)
			fmt.Fprintf(&b, "%s<<%s\n%s\n%s\n", o.Name, mark, value, mark)
		}
		return b.String(), nil
	})
}

// delimiter is a word that is nowhere in the value: nobody finds one that holds its
// own digest.
func delimiter(value string) string {
	sum := sha256.Sum256([]byte(value))
	return "entente_" + hex.EncodeToString(sum[:16])
}

// appendTo writes at the end of a file of the runner, after a line end.
func appendTo(path string, text func(size int64) (string, error)) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	lead := ""
	if last := make([]byte, 1); info.Size() > 0 {
		if _, err := f.ReadAt(last, info.Size()-1); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if last[0] != '\n' {
			lead = "\n"
		}
	}
	added, err := text(info.Size() + int64(len(lead)))
	if err != nil || added == "" {
		return err
	}
	_, err = io.WriteString(f, lead+added)
	return err
}
