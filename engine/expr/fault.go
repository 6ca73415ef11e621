package expr

import (
	"errors"
	"regexp"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"
)

var missingKey = regexp.MustCompile(`^no such key: (.*)$`)

// runProblem puts an evaluation's error in plain words, at its place.
func (c *compiled) runProblem(err error) Problem {
	var cancelled interpreter.EvalCancelledError
	if errors.As(err, &cancelled) {
		return Problem{0, len(c.src.text), "the expression takes too long on this document", "ask less of it, or split it"}
	}
	at := token{0, len(c.src.text)}
	var fault *types.Err
	if errors.As(err, &fault) && fault.NodeID() != 0 {
		at = c.src.anchor(fault.NodeID())
	}
	message := err.Error()
	if m := missingKey.FindStringSubmatch(message); m != nil {
		return c.missing(at, m[1])
	}
	switch word := c.src.textOf(at); {
	case !strings.HasPrefix(message, "no such overload"):
	case macroUsage[word] != "":
		return at.problem("compare inside it, as in r.id == \"base\"", "the condition inside %s gave neither true nor false", word)
	default:
		return at.problem("", "%s cannot be used on this value", c.src.textOf(at))
	}
	return at.problem("", "%s", message)
}

// missing finds the place of a key that a document lacks: CEL names the whole
// path's node or none.
func (c *compiled) missing(at token, key string) Problem {
	if c.src.textOf(at) != key {
		for i := range c.src.tokens {
			if c.src.word(i) == key && c.src.word(i-1) == "." {
				at = c.src.tokens[i]
				break
			}
		}
	}
	return at.problem("test it first with has(…)", "there is no %s here", key)
}
