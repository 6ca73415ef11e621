package commission

import (
	"fmt"
	"strings"
	"testing"
)

func TestIDSetTellsEveryIDApart(t *testing.T) {
	s := newIDSet(0)
	var ids []string
	for n := range 20 { // lengths on both sides of every limit
		ids = append(ids, strings.Repeat("a", n), strings.Repeat("a", n)+"b", "b"+strings.Repeat("a", n), strings.Repeat("\x00", n+1))
	}
	for i := range 5000 {
		ids = append(ids, fmt.Sprint("D-", i), fmt.Sprintf("%09d-2026-deal", i))
	}
	seen := map[string]bool{}
	for _, id := range ids {
		for trigger := ClosedWon; trigger <= Activity; trigger++ {
			if got := s.has(trigger, id); got != seen[id] {
				t.Fatalf("%q: seen before: %t", id, got)
			}
		}
		seen[id] = true
	}
}
