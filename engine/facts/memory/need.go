package memory

// need is the tests of a stream of which one must hold of an account's row.
type need struct {
	isSome bool // false: each row is of use
	bits   []byte
}

func (n *need) holds(answers []byte) bool {
	for i, b := range answers {
		if b&n.bits[i] != 0 {
			return true
		}
	}
	return false
}

// needs gives what a partner's account needs of each stream, over all variants
// that count rows to it.
func (s *scan) needs(variant int, partner string) []need {
	out := make([]need, len(s.streams))
	for i := range out {
		out[i] = need{isSome: true, bits: make([]byte, s.streams[i].stride)}
	}
	for v := range s.variants {
		if variant != everyVariant && variant != v {
			continue
		}
		for i := range s.streamed[v] {
			one := &s.streamed[v][i]
			out[one.stream].add(one, partner)
		}
	}
	return out
}

func (n *need) add(one *streaming, partner string) {
	if one.needs == nil {
		n.isSome = false
		return
	}
	tests, isSome := one.needs(partner)
	n.isSome = n.isSome && isSome
	if !n.isSome {
		return
	}
	for _, t := range tests {
		at := one.tests[t]
		n.bits[at>>3] |= 1 << (at & 7)
	}
}
