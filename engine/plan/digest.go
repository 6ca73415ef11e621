package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// termsDigest covers what an approval binds to: the canonical changes and what
// follows from them on the base's facts. Where a value stands in a file, and the
// words of findings, are left out, so that a cosmetic push keeps an approval.
func termsDigest(changes []Change, values []Delta) string {
	canonical := make([]Change, len(changes))
	for i, c := range changes {
		c.File, c.Line, c.Title, c.Note = "", 0, "", ""
		canonical[i] = c
	}
	bare := make([]Delta, len(values))
	for i, d := range values {
		d.Title = ""
		bare[i] = d
	}
	return digest(struct {
		Changes []Change
		Values  []Delta
	}{canonical, bare})
}

// planDigest covers the whole plan but itself.
func planDigest(p Plan) string {
	p.PlanDigest = ""
	return digest(p)
}

// digest is over the JSON form: field order is the struct's, and a Plan holds no
// maps.
func digest(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}
