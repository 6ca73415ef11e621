package github

import (
	"regexp"
	"strings"
)

const (
	foldStart = "<details"
	foldEnd   = "</details>"
	mostFolds = 4 // within each other; what is deeper is kept or left out as one
)

var (
	tableRule = regexp.MustCompile(`^\|[-:| ]+$`)
	fenceRule = regexp.MustCompile("^(`{3,}[^`]*|~{3,}.*)$")
	listItem  = regexp.MustCompile(`^\s*([-*+]|\d+[.)]) `)
)

// blocks parts Markdown as render writes it: tags of folds are alone on their lines.
// depth counts the folds around it.
func blocks(lines []string, depth int) []block {
	var out []block
	for len(lines) > 0 {
		if strings.TrimSpace(lines[0]) == "" {
			lines = lines[1:]
			continue
		}
		n := extent(lines)
		out = append(out, blockOf(lines[:n], depth))
		lines = lines[n:]
	}
	return out
}

// extent counts the lines of the first block.
func extent(lines []string) int {
	switch {
	case opensFold(lines[0]):
		depth := 0
		for i := 0; i < len(lines); i++ {
			switch {
			case opensFold(lines[i]):
				depth++
			case strings.TrimSpace(lines[i]) == foldEnd:
				depth--
			case fenceRule.MatchString(lines[i]):
				i += fenced(lines[i:]) - 1
			}
			if depth == 0 {
				return i + 1
			}
		}
		return len(lines)
	case fenceRule.MatchString(lines[0]):
		return fenced(lines)
	}
	n := 1
	for n < len(lines) && strings.TrimSpace(lines[n]) != "" && !opensFold(lines[n]) && !fenceRule.MatchString(lines[n]) && strings.TrimSpace(lines[n]) != foldEnd {
		n++
	}
	return n
}

// opensFold leaves out a fold that is closed on its own line.
func opensFold(line string) bool {
	return strings.HasPrefix(line, foldStart) && !strings.HasSuffix(strings.TrimSpace(line), foldEnd)
}

// fenced counts the lines of a fence, both ends included.
func fenced(lines []string) int {
	mark := lines[0][:1]
	width := len(lines[0]) - len(strings.TrimLeft(lines[0], mark))
	for i, line := range lines[1:] {
		line = strings.TrimSpace(line)
		if len(line) >= width && strings.Trim(line, mark) == "" {
			return i + 2
		}
	}
	return len(lines)
}

func blockOf(lines []string, depth int) block {
	b := block{whole: strings.Join(lines, "\n")}
	switch {
	case opensFold(lines[0]) && depth < mostFolds:
		return fold(lines, depth)
	case opensFold(lines[0]):
	case fenceRule.MatchString(lines[0]):
		return fence(lines)
	case len(lines) > 2 && strings.HasPrefix(lines[0], "|") && tableRule.MatchString(lines[1]):
		b.head, b.parts = lines[0]+"\n"+lines[1]+"\n", lines[2:]
		b.between, b.noun, b.more = "\n", "row", "\n%s"
	case listItem.MatchString(lines[0]):
		b.parts, b.between, b.noun, b.more = lines, "\n", "line", "- %s"
	}
	return b
}

// fold parts what is folded from its title. One that was never closed is now.
func fold(lines []string, depth int) block {
	opening := 1
	for opening < len(lines) && strings.TrimSpace(lines[opening]) != "" {
		opening++
	}
	inside := lines[min(opening, len(lines)):]
	if n := len(inside); n > 0 && strings.TrimSpace(inside[n-1]) == foldEnd {
		inside = inside[:n-1]
	} else if strings.TrimSpace(lines[opening-1]) == foldEnd { // no blank line within
		return block{whole: strings.Join(lines, "\n")}
	}
	b := block{
		head: strings.Join(lines[:opening], "\n") + blank, tail: blank + foldEnd,
		inner: blocks(inside, depth+1), between: blank, noun: "section", more: "%s",
	}
	for _, part := range b.inner {
		b.parts = append(b.parts, part.whole)
	}
	b.whole = b.head + strings.Join(b.parts, blank) + b.tail
	return b
}

// fence closes with what opened it, also where its text does not.
func fence(lines []string) block {
	mark := lines[0][:1]
	closing := strings.Repeat(mark, len(lines[0])-len(strings.TrimLeft(lines[0], mark)))
	inside := lines[1:]
	if n := len(inside); n > 0 && strings.Trim(strings.TrimSpace(inside[n-1]), mark) == "" && len(strings.TrimSpace(inside[n-1])) >= len(closing) {
		inside = inside[:n-1]
	}
	b := block{head: lines[0] + "\n", tail: closing, parts: inside, between: "\n", noun: "line", more: "%s\n"}
	b.whole = b.head + strings.Join(append(append([]string{}, inside...), closing), "\n")
	return b
}
