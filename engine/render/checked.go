package render

import (
	"io"
	"strconv"
	"time"
)

// Stats says how much a check looked at.
type Stats struct {
	Documents, Files, Rules int
	Errors, Warnings        int
	Elapsed                 time.Duration // 0: not said, so that output is reproducible
}

// Checked prints the closing line of a check.
func Checked(w io.Writer, s Stats) error {
	p := newPage(Options{})
	elapsed := ""
	if s.Elapsed > 0 {
		elapsed = "  (" + short(s.Elapsed) + ")"
	}
	p.line("Checked %s in %s against %s: %s, %s.%s", count(s.Documents, "document"), count(s.Files, "file"),
		count(s.Rules, "rule"), count(s.Errors, "error"), count(s.Warnings, "warning"), elapsed)
	return p.writeTo(w)
}

func short(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "under 1 ms"
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	}
	return d.Round(time.Second).String()
}
