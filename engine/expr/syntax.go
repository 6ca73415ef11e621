package expr

import (
	"strings"

	"cel.dev/cel-go/common"
)

// words that people bring from other languages, with what to write here.
var foreign = map[string]string{
	"=": "==", "===": "==", "<>": "!=", "&": "&&", "|": "||",
	"and": "&&", "or": "||", "not": "!", "is": "==", "like": "contains",
}

// syntaxProblem puts the parser's first complaint in plain words.
func (s *source) syntaxProblem(input common.Source, errs []*common.Error) Problem {
	first := errs[0]
	for _, e := range errs[1:] {
		if before(e.Location, first.Location) {
			first = e
		}
	}
	if strings.Contains(first.Message, "recursion limit") {
		return s.tooLarge("the expression is nested more than 50 deep")
	}
	if strings.Contains(first.Message, "expression count") {
		return s.tooLarge("the expression has more than 1000 parts")
	}
	offset, found := input.LocationOffset(first.Location)
	if !found {
		offset = 0
	}
	i := s.at(int(offset))
	if p, ok := s.foreignWord(i); ok {
		return p
	}
	t, word := s.tokens[i], s.word(i)
	if int(offset) >= len(s.starts)-1 || strings.Contains(first.Message, "EOF") {
		return t.problem("close every parenthesis and quote, and give every operator two sides", "the expression ends too early")
	}
	return t.problem(syntaxFault(first.Message, word))
}

func before(a, b common.Location) bool {
	return a.Line() < b.Line() || a.Line() == b.Line() && a.Column() < b.Column()
}

// foreignWord finds a borrowed word at token i or, since the parser notices
// one late, just before it.
func (s *source) foreignWord(i int) (Problem, bool) {
	for j := i; j >= max(0, i-1); j-- {
		for _, t := range [...]token{s.joined(j), s.tokens[j]} {
			if right, ok := foreign[strings.ToLower(s.textOf(t))]; ok {
				return t.problem("write "+right, "%s is not an operator here", s.textOf(t)), true
			}
		}
	}
	return Problem{}, false
}

// joined is token i with the one before when nothing stands between: < and >.
func (s *source) joined(i int) token {
	t := s.tokens[i]
	if i > 0 && s.tokens[i-1].end == t.start {
		t.start = s.tokens[i-1].start
	}
	return t
}

// syntaxFault gives the fix and the message for a complaint at word.
func syntaxFault(complaint, word string) (fix, format string, arg any) {
	switch {
	case strings.Contains(complaint, "unterminated"):
		return "close it with the quote it began with", "the text %s has no closing quote", word
	case strings.Contains(complaint, "reserved identifier"):
		return "", "%s is a reserved word and cannot be a name", word
	case strings.Contains(complaint, "int literal"), strings.Contains(complaint, "double literal"):
		return "write a plain decimal of at most 18 digits", "the number %s is too large", word
	case strings.Contains(complaint, "missing digits"):
		return "write a plain decimal such as 0.5", "the number %s is not complete", word
	case strings.ContainsAny(word, "“”„‘’«»"):
		return `write straight quotes: "`, "%s is a typographic quote", word
	case strings.Contains(complaint, "has() macro"):
		return macroUsage["has"], "%s is not a path with a field", word
	case strings.Contains(complaint, "argument") && !strings.Contains(complaint, "token"):
		return "name the item first, as in rules.all(r, has(r.rate))", "%s is not a name for an item", word
	case strings.Contains(complaint, "escape"):
		return `write a backslash as \\`, "the text %s has an escape that does not exist", word
	}
	return "", "%s is not expected here", word
}
