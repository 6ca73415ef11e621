package ledger

import "bytes"

// Redigested takes every digest of a file anew, as somebody would who knows how.
func Redigested(text []byte) []byte {
	out := bytes.Clone(text)
	at, _ := locate(out)
	last := ""
	for _, l := range at.lines {
		last = lineDigest(last, out[l.begin:l.digest])
		copy(out[l.end-1-len(last):], last)
	}
	whole := wholeDigest(out, at)
	copy(out[at.end-1-len(whole):], whole)
	return out
}
