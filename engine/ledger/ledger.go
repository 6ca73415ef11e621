// Package ledger owns statements once they are locked: how one is written, how
// it is proved by computing it again from what it holds, what became of its
// figures since, and what may still happen to it. It reads and writes no files;
// figures come from commission alone.
package ledger

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Codes of findings about locked statements.
const (
	CodeAltered      = "altered-statement"
	CodeMissingTerms = "missing-terms"
)

// Folder is where statements are kept, one folder below it for each partner.
const Folder = "statements"

// NameOf gives a statement's name, northwind-2026-q2, and its file below the
// repository. Statements in another currency than the Organization's base say so.
func NameOf(partner string, period quantity.Period, currency, base quantity.Currency) (name, path string) {
	part := strings.ToLower(strings.ReplaceAll(period.String(), "..", "-"))
	if currency != base && base != "" {
		part += "-" + strings.ToLower(string(currency))
	}
	return partner + "-" + part, Folder + "/" + partner + "/" + part + ".yaml"
}

// BlobID is git's name of a file's bytes.
func BlobID(text []byte) string {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(text))
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil))
}

// Origin is a line of a file as it was: path@blob:line.
type Origin struct {
	Path, Blob string
	Line       int
}

// OriginOf gives the origin of a place.
func OriginOf(at diag.Span) Origin {
	text := spanOf(at.Source).Text()
	return Origin{at.File(), BlobID([]byte(text)), at.From().Line}
}

func (o Origin) String() string { return o.Path + "@" + o.Blob + ":" + strconv.Itoa(o.Line) }

// parseOrigin reads what String gives; the field's pattern has seen to its form.
func parseOrigin(s string) Origin {
	rest, line, _ := cutLast(s, ":")
	path, blob, _ := cutLast(rest, "@")
	n, _ := strconv.Atoi(line)
	return Origin{path, blob, n}
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// Blobs gives the bytes of a file as it was: those that git calls blob, or what
// lies at path when its bytes are the same; false when neither is there.
type Blobs func(path, blob string) ([]byte, bool)

func val[T any](v T) spec.Val[T] { return spec.Val[T]{V: v} }

func ref[T any](v T) *spec.Val[T] { return &spec.Val[T]{V: v} }

// text gives nil for nothing, so that the field is left out.
func text(s string) *spec.Val[spec.Text] {
	if s == "" {
		return nil
	}
	return ref(spec.Text(s))
}

func slug(s string) *spec.Val[spec.Slug] {
	if s == "" {
		return nil
	}
	return ref(spec.Slug(s))
}

func day(d quantity.Date) *spec.Val[spec.Date] {
	if d == 0 {
		return nil
	}
	return ref(d)
}

func money(minor int64, c quantity.Currency) spec.Val[spec.Money] {
	return val(spec.Money{Minor: minor, Currency: c})
}

// some gives nil for no money.
func some(minor int64, c quantity.Currency) *spec.Val[spec.Money] {
	if minor == 0 {
		return nil
	}
	m := money(minor, c)
	return &m
}

func somePrice(p spec.Price) *spec.Val[spec.Price] {
	if p.IsZero() {
		return nil
	}
	return &spec.Val[spec.Price]{V: p}
}

func minorOf(v *spec.Val[spec.Money]) int64 { return v.Or(spec.Money{}).Minor }

func textOf[T ~string](v *spec.Val[T]) string { return string(v.Or("")) }
