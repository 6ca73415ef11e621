package ledger

import "bytes"

// locate finds in a file the places that write gave; false when the file is not
// laid out as it was written.
func locate(text []byte) (written, bool) {
	out := written{text: text, whole: -1}
	at, inLines := 0, false
	for line := range bytes.Lines(text) {
		next := at + len(line)
		switch {
		case bytes.HasPrefix(line, []byte("  lines:")):
			inLines = true
			out.after = next
		case inLines && bytes.HasPrefix(line, []byte("    - id: ")):
			out.lines = append(out.lines, stretch{begin: at, digest: -1})
		case inLines && bytes.HasPrefix(line, []byte("      digest: ")) && len(out.lines) > 0:
			l := &out.lines[len(out.lines)-1]
			l.digest, l.end, out.after = at, next, next
		case len(line) > 2 && line[0] == ' ' && line[1] == ' ' && line[2] != ' ':
			inLines = false
			if bytes.HasPrefix(line, []byte("  digest: ")) {
				out.whole, out.end = at, next
			}
		}
		at = next
	}
	for i, l := range out.lines {
		if l.digest < 0 || i > 0 && out.lines[i-1].end != l.begin {
			return out, false
		}
	}
	return out, out.whole >= 0 && out.after > 0 && out.after <= out.whole
}

// start is where the lines begin.
func (w written) start() int {
	if len(w.lines) > 0 {
		return w.lines[0].begin
	}
	return w.after
}
