package commission

import "iter"

// Fold is the whole of commission: events in, lines out.
func Fold(in Input, events iter.Seq[*Event], emit func(*Line)) []MissingRate { return nil }

type entry struct{}
