package memory

import (
	"bytes"
	"hash/maphash"

	"github.com/partnership-as-code/entente/engine/facts"
)

// lexicon gathers texts in order, each different one once, unless so many of them
// differ that this is no gain.
type lexicon struct {
	seed  maphash.Seed
	slots []int32 // by hash: 1 + the place of a text
	data  []byte
	ends  []int64
	codes []int64
	last  int64 // the code before
	// spareData and spareEnds are what texts are spelled into.
	spareData []byte
	spareEnds []int64
	// isEach: texts are kept as they come, without codes.
	isEach bool
}

const (
	// lexiconTrial is after how many texts it shows whether they repeat.
	lexiconTrial = 256
	fewTexts     = 8
	// manySlots are not cleared again for a strand that may be short.
	manySlots = 1 << 14
)

func (l *lexicon) reset(isEach bool) {
	switch {
	case len(l.slots) > manySlots:
		l.slots = nil
	case !l.isEach:
		clear(l.slots)
	}
	l.data, l.ends, l.codes, l.isEach = l.data[:0], l.ends[:0], l.codes[:0], isEach
}

func (l *lexicon) text(code int64) []byte {
	start := int64(0)
	if code > 0 {
		start = l.ends[code-1]
	}
	return l.data[start:l.ends[code]]
}

func (l *lexicon) add(text []byte) {
	if l.isEach {
		l.data = append(l.data, text...)
		l.ends = append(l.ends, int64(len(l.data)))
		return
	}
	if len(l.codes) == 0 || !bytes.Equal(l.text(l.last), text) {
		l.last = l.code(text)
	}
	l.codes = append(l.codes, l.last)
	if len(l.codes) == lexiconTrial && 4*len(l.ends) > 3*lexiconTrial {
		l.spell()
	}
}

func (l *lexicon) code(text []byte) int64 {
	if 2*len(l.ends) >= len(l.slots) {
		l.grow()
	}
	mask := uint64(len(l.slots) - 1)
	for at := maphash.Bytes(l.seed, text) & mask; ; at = (at + 1) & mask {
		code := int64(l.slots[at]) - 1
		if code >= 0 && bytes.Equal(l.text(code), text) {
			return code
		}
		if code < 0 {
			l.data = append(l.data, text...)
			l.ends = append(l.ends, int64(len(l.data)))
			l.slots[at] = int32(len(l.ends))
			return int64(len(l.ends)) - 1
		}
	}
}

func (l *lexicon) grow() {
	l.slots = make([]int32, max(64, 4*len(l.slots)))
	mask := uint64(len(l.slots) - 1)
	for code := range int64(len(l.ends)) {
		at := maphash.Bytes(l.seed, l.text(code)) & mask
		for l.slots[at] != 0 {
			at = (at + 1) & mask
		}
		l.slots[at] = int32(code) + 1
	}
}

// spell turns codes into the texts that they stand for.
func (l *lexicon) spell() {
	data, ends := l.spareData[:0], l.spareEnds[:0]
	for _, code := range l.codes {
		data = append(data, l.text(code)...)
		ends = append(ends, int64(len(data)))
	}
	clear(l.slots)
	l.spareData, l.spareEnds = l.data, l.ends
	l.data, l.ends, l.codes, l.isEach = data, ends, l.codes[:0], true
}

func (l *lexicon) pack() facts.Texts {
	if !l.isEach && 2*len(l.ends) > len(l.codes) && len(l.codes) > fewTexts {
		l.spell()
	}
	if l.isEach {
		return facts.PackTexts(l.data, l.ends, nil)
	}
	return facts.PackTexts(l.data, l.ends, l.codes)
}
