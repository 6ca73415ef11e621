package scaffold

import "strings"

// Refusal says why nothing was written, in words for whoever asked: it is a
// mistake in what they gave, never a breakage.
type Refusal struct {
	Why   string   // a sentence
	Items []string // what it speaks of, one a line
	Fix   string   // what to do, a sentence
}

func (r *Refusal) Error() string {
	lines := []string{r.Why}
	for _, item := range r.Items {
		lines = append(lines, "  "+item)
	}
	if r.Fix != "" {
		lines = append(lines, r.Fix)
	}
	return strings.Join(lines, "\n")
}

func refuse(why, fix string) *Refusal { return &Refusal{Why: why, Fix: fix} }
