package load

import (
	"fmt"
	"regexp"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

var (
	openField   = regexp.MustCompile(`^((?:- +)*)["']?([\w-]+)["']?:[ \t]*(#.*)?$`)
	filledField = regexp.MustCompile(`^["']?[\w-]+["']?:[ \t]+[^ \t#]`)
)

// tooFarLeft explains a line that seems to be indented too far: the lines before
// it are not indented enough, when they follow a field without a value under which
// this line stands. It gives the first of them, where mending begins.
func tooFarLeft(source *diag.Source, text []byte, c chunk, m mark) (at diag.Span, why cause, isLeft bool) {
	last := lineFrom(source, text, c, mark{line: m.line})
	column, count := columnOf(text, last), 0
	for line := m.line - 1; line >= 0; line-- {
		before := lineFrom(source, text, c, mark{line: line})
		written := text[before.Start:before.End]
		if before.Start >= last.Start || len(written) == 0 || written[0] == '#' {
			continue // nothing is written there
		}
		last = before
		here := columnOf(text, before)
		if open := openField.FindSubmatch(written); open != nil {
			here += len(open[1])
			isLeft = count > 0 && here < column && here >= columnOf(text, at)
			return at, leftCause(text[at.Start:at.End], string(open[2]), count, column-columnOf(text, at)), isLeft
		}
		if here >= column || count > 0 && here != columnOf(text, at) || !filledField.Match(written) {
			break
		}
		at, count = before, count+1
	}
	return diag.Span{}, cause{}, false
}

// leftCause says of count lines, the first of them given, how far they have to move.
func leftCause(first []byte, under string, count, blanks int) cause {
	what, belongs := fmt.Sprintf("`%s`", nameOf(first)), "it belongs"
	switch {
	case count == 2:
		what, belongs = what+" and the line below", "they belong"
	case count > 2:
		what, belongs = fmt.Sprintf("%s and the %d lines below", what, count-1), "they belong"
	}
	return cause{says: fmt.Sprintf("`%s` is left empty, and the line after it stands too far left to be a field of it.", under),
		fix: fmt.Sprintf("indent %s by %s: %s under `%s`", what, spec.MoreBlanks(blanks), belongs, under)}
}

var fieldName = regexp.MustCompile(`[\w-]+`)

func nameOf(line []byte) []byte { return fieldName.Find(line) }
