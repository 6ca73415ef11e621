package ledger

import (
	"crypto/sha256"
	"encoding/hex"
)

// lineDigest chains a line to the one before it, so that one that is taken out or
// put in shows where it was. body is the line's text without the row of its digest.
func lineDigest(before string, body []byte) string {
	h := sha256.New()
	h.Write([]byte(before))
	h.Write([]byte{'\n'})
	h.Write(body)
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// wholeDigest covers everything up to the row of the whole's digest. Lines stand
// in it by their digests.
func wholeDigest(text []byte, at written) string {
	var parts [][]byte
	last := 0
	for _, l := range at.lines {
		parts = append(parts, text[last:l.begin], text[l.digest:l.end])
		last = l.end
	}
	return rawDigest(append(parts, text[last:at.whole])...)
}

func rawDigest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
