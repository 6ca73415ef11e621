package ledger

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
)

// compare holds the file against the statement as it should be, and reports each
// departure once: what was edited where the digests tell, else what does not
// follow from the rest.
func (v *verifier) compare(want written) {
	have, ok := locate(v.text)
	if len(v.text) >= want.end && bytes.Equal(v.text[:want.end], want.text[:want.end]) {
		return
	}
	if !ok || len(have.lines) != len(want.lines) {
		v.first(want, 0, len(v.text))
		return
	}
	reported := len(v.findings)
	last := ""
	for i, l := range have.lines {
		v.digests = append(v.digests, v.text[l.digest:l.end])
		if v.isAdded(i, have, last) {
			v.stray(i, have)
			continue
		}
		v.line(i, have, want, last)
		last = string(rowValue(v.digests[i]))
	}
	if !v.isLost {
		v.around(have, want)
	}
	if len(v.findings) == reported {
		v.first(want, 0, len(v.text))
	}
}

// seals reports what single edits did to a file that cannot be read any more.
func (v *verifier) seals() {
	have, ok := locate(v.text)
	if !ok {
		return
	}
	before := ""
	for _, l := range have.lines {
		body, stored := v.text[l.begin:l.digest], string(rowValue(v.text[l.digest:l.end]))
		switch computed := lineDigest(before, body); {
		case computed == stored:
		case isNear(computed, stored):
			v.add(v.span(l.end-1-len(stored), l.end-1), fmt.Sprintf("The digest should be %s.", computed), restore)
			stored = computed
		default:
			if was, ok := repair(body, func(b []byte) bool { return lineDigest(before, b) == stored }); ok {
				v.edited(l.begin, body, was)
			}
		}
		v.digests = append(v.digests, []byte("      digest: "+stored+"\n"))
		before = stored
	}
	v.ends(have, string(rowValue(v.text[have.whole:have.end])))
}

// digest is what a line's digest says; before the first line there is nothing.
func (v *verifier) digest(i int) string {
	if i < 0 {
		return ""
	}
	return string(v.stored.Lines[i].Digest.V)
}

// line finds what is wrong with one line, given the digest of the one before.
func (v *verifier) line(i int, have, want written, before string) {
	h, w := have.lines[i], want.lines[i]
	body, wanted, stored := v.text[h.begin:h.digest], want.text[w.begin:w.digest], v.digest(i)
	switch {
	case lineDigest(before, body) == stored:
		v.rows(h.begin, body, wanted) // nothing is left unless digests were recomputed
	case lineDigest(before, wanted) == stored:
		v.rows(h.begin, body, wanted)
	case isNear(lineDigest(before, body), stored):
		v.misdigested(i, lineDigest(before, body))
		v.rows(h.begin, body, wanted)
	default:
		was, ok := repair(body, func(b []byte) bool { return lineDigest(before, b) == stored })
		if ok {
			v.edited(h.begin, body, was)
			return
		}
		reported := len(v.findings)
		v.rows(h.begin, body, wanted)
		if len(v.findings) == reported {
			v.unexplained(i)
		}
	}
}

// misdigested is a line whose digest was edited, not the line.
func (v *verifier) misdigested(i int, computed string) {
	at := v.stored.Lines[i].Digest.At
	v.add(at, fmt.Sprintf("The digest should be %s.", computed), restore)
	v.digests[i] = bytes.Replace(v.digests[i], []byte(at.Text()), []byte(computed), 1)
}

// isNear reports whether two digests are one and the same but for an edit: those
// of different texts agree in every sixteenth place.
func isNear(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	same := 0
	for i := range len(a) {
		if a[i] == b[i] {
			same++
		}
	}
	return same >= len(a)*3/4
}

// unexplained is a line that is right in itself and does not follow the one before.
func (v *verifier) unexplained(i int) {
	v.isLost = true
	missing := ""
	if n := int(v.stored.Totals.Lines.V) - len(v.stored.Lines); n > 0 {
		missing = fmt.Sprintf(" %d of %d lines are gone.", n, v.stored.Totals.Lines.V)
	}
	v.add(v.stored.Lines[i].ID.At, fmt.Sprintf("The line `%s` does not follow what stands before it: a line was taken out or moved there, or this one was changed in several places.%s", textOf(&v.stored.Lines[i].ID), missing), restore)
}

// isAdded reports whether a later line, or the end, follows what stands before
// this one.
func (v *verifier) isAdded(i int, have written, before string) bool {
	body := func(k int) []byte { return v.text[have.lines[k].begin:have.lines[k].digest] }
	if lineDigest(before, body(i)) == v.digest(i) {
		return false
	}
	for k := i + 1; k < len(have.lines); k++ {
		if lineDigest(before, body(k)) == v.digest(k) {
			return true
		}
	}
	rest := rawDigest(v.text[:have.start()], bytes.Join(v.digests[:i], nil), v.text[have.after:have.whole])
	return rest == string(v.stored.Digest.V)
}

// stray is a line that does not belong where it stands.
func (v *verifier) stray(i int, have written) {
	id, h := v.stored.Lines[i].ID, have.lines[i]
	for j := range have.lines {
		if j != i && lineDigest(v.digest(j), v.text[h.begin:h.digest]) == v.digest(i) {
			v.isLost = true
			v.add(id.At, fmt.Sprintf("The line `%s` was moved: it was locked behind `%s`.", textOf(&id), textOf(&v.stored.Lines[j].ID)), restore)
			return
		}
	}
	v.digests[i] = nil
	v.add(id.At, fmt.Sprintf("The line `%s` was not locked.", textOf(&id)), "take the line out, or restore the file from version control")
}

// around finds what is wrong before and behind the lines.
func (v *verifier) around(have, want written) {
	stored := string(v.stored.Digest.V)
	isEdited, isWhole := v.ends(have, stored)
	if isEdited || isWhole && len(v.findings) > 0 { // totals only follow what was edited
		return
	}
	reported := len(v.findings)
	v.rows(0, v.text[:have.start()], want.text[:want.start()])
	v.rows(have.after, v.text[have.after:have.whole], want.text[want.after:want.whole])
	if len(v.findings) == reported && !isWhole {
		v.add(v.stored.Digest.At, "The digest does not fit what stands above it: something other than the lines was changed, or a line was taken out at the end.", restore)
	}
}

// whole is the digest of the whole with other bytes before and behind the lines.
func (v *verifier) whole(have written, head, tail []byte) string {
	return rawDigest(head, bytes.Join(v.digests, nil), tail)
}

// ends looks for a single edit before and behind the lines.
func (v *verifier) ends(have written, stored string) (isEdited, isWhole bool) {
	head, tail := v.text[:have.start()], v.text[have.after:have.whole]
	switch computed := v.whole(have, head, tail); {
	case computed == stored:
		return false, true
	case isNear(computed, stored):
		at := bytes.IndexByte(v.text[have.whole:], ':') + 2 + have.whole
		v.add(v.span(at, have.end-1), fmt.Sprintf("The digest should be %s.", computed), restore)
		return true, false
	}
	for _, try := range []func([]byte, func([]byte) bool) ([]byte, bool){otherFigure, otherByte} {
		if was, ok := try(tail, func(b []byte) bool { return v.whole(have, head, b) == stored }); ok {
			v.edited(have.after, tail, was)
			return true, false
		}
		if was, ok := try(head, func(b []byte) bool { return v.whole(have, b, tail) == stored }); ok {
			v.edited(0, head, was)
			return true, false
		}
	}
	return false, false
}

func rowValue(row []byte) []byte {
	_, value, _ := bytes.Cut(bytes.TrimSpace(row), []byte(": "))
	return value
}

// edited reports what was something else when its digest was taken.
func (v *verifier) edited(begin int, now, was []byte) {
	start, end, before := difference(now, was)
	v.add(v.span(begin+start, begin+end), fmt.Sprintf("This is `%s`; it was locked as `%s`.", shown(now[start:end]), shown(before)), fmt.Sprintf("write %s again", shown(before)))
}

// rows reports rows that are otherwise than they follow from the rest.
func (v *verifier) rows(begin int, have, want []byte) {
	hs, ws := split(have), split(want)
	keys := map[string]row{}
	for _, w := range ws {
		keys[w.key] = w
	}
	for _, h := range hs {
		w, known := keys[h.key]
		delete(keys, h.key)
		switch {
		case !known:
			v.add(v.span(begin+h.at, begin+h.at+len(h.text)), fmt.Sprintf("`%s` does not belong here.", strings.TrimSpace(string(h.text))), "take it out")
		case !bytes.Equal(h.text, w.text):
			start, end, should := difference(h.text, w.text)
			v.add(v.span(begin+h.at+start, begin+h.at+end), fmt.Sprintf("This is `%s`; by the inputs and terms it is `%s`.", shown(h.text[start:end]), shown(should)), fmt.Sprintf("write %s, or restore the file from version control", shown(should)))
		}
	}
	for _, w := range ws {
		if _, isMissing := keys[w.key]; isMissing {
			v.add(v.span(begin, begin+len(bytes.TrimRight(firstRow(have), "\n"))), fmt.Sprintf("`%s` is missing here.", strings.TrimSpace(string(w.text))), "put it back")
		}
	}
}

func firstRow(b []byte) []byte {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return b[:i]
	}
	return b
}

// row is one row of a file, with what tells it from its neighbours.
type row struct {
	key  string
	text []byte
	at   int
}

func split(b []byte) []row {
	var out []row
	seen := map[string]int{}
	at := 0
	for line := range bytes.Lines(b) {
		text := bytes.TrimSuffix(line, []byte("\n"))
		key, _, _ := strings.Cut(string(text), ":")
		if trimmed := strings.TrimSpace(key); strings.HasPrefix(trimmed, "- ") && !strings.HasPrefix(trimmed, "- id") || strings.HasPrefix(trimmed, "#") {
			key = "-"
		}
		seen[key]++
		out = append(out, row{fmt.Sprint(key, seen[key]), text, at})
		at += len(line)
	}
	return out
}

// difference gives the first words that two texts differ in: where the one stands
// in now, and the other.
func difference(now, was []byte) (start, end int, before []byte) {
	n := 0
	for n < len(now) && n < len(was) && now[n] == was[n] {
		n++
	}
	m := 0
	for m < len(now)-n && m < len(was)-n && now[len(now)-1-m] == was[len(was)-1-m] {
		m++
	}
	isWord := func(c byte) bool { return !strings.ContainsRune(" ,{}[]\n", rune(c)) }
	for n > 0 && isWord(now[n-1]) {
		n--
	}
	for m > 0 && isWord(now[len(now)-m]) {
		m--
	}
	return n, len(now) - m, was[n : len(was)-m]
}

func shown(b []byte) string {
	const most = 120
	s := strings.TrimSpace(string(b))
	if len(s) > most {
		s = s[:most] + "…"
	}
	if s == "" {
		return "nothing"
	}
	return s
}

// first reports the first difference of all, when no better is known.
func (v *verifier) first(want written, from, to int) {
	have := v.text[from:to]
	start, end, should := difference(have[:min(len(have), want.end)], want.text[:want.end])
	v.add(v.span(from+start, from+max(end, start+1)), fmt.Sprintf("This is `%s`, and should be `%s`.", shown(have[start:max(start, end)]), shown(should)), restore)
}

func (v *verifier) span(start, end int) diag.Span {
	end = min(max(end, start), len(v.text))
	return diag.Span{Source: v.source, Start: uint32(min(start, len(v.text))), End: uint32(end)}
}
