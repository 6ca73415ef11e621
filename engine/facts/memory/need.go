package memory

// need is the tests of a stream of which one must hold of an account's row.
type need struct {
	isSome bool // false: each row is of use
	bits   []byte
	few    []fewTest // the same tests where they are so few that they are asked one by one; nil: not
}

type fewTest struct {
	test test
	at   int // of its bit
}

// mostFew is how many tests are sooner asked than looked up by their texts.
const mostFew = 3

// asks answers the few tests in bits, and says whether one holds.
func (n *need) asks(r *row, bits []byte) bool {
	isAny := false
	clear(bits)
	for _, t := range n.few {
		if t.test(r) == yes {
			bits[t.at>>3] |= 1 << (t.at & 7)
			isAny = true
		}
	}
	return isAny
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
	for i := range out {
		out[i].few = s.fewOf(&out[i], &s.streams[i])
	}
	return out
}

// fewOf gives the tests that are needed, if they are few and look at texts alone.
func (s *scan) fewOf(n *need, st *stream) []fewTest {
	if !n.isSome {
		return nil
	}
	out := []fewTest{}
	for at, t := range st.tests {
		if n.bits[at>>3]>>(at&7)&1 == 0 {
			continue
		}
		f := &s.filters[t.filter]
		if !f.isTextual || len(out) == mostFew {
			return nil
		}
		out = append(out, fewTest{f.test, at})
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
