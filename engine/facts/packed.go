package facts

import (
	"encoding/binary"
	"math/bits"
)

// Ints is a sequence of whole numbers in as few bytes each as their spread needs;
// none when all are equal. The zero Ints is 0 everywhere.
type Ints struct {
	least int64
	width int // bytes of each: 0, 1, 2, 4 or 8
	data  []byte
}

// PackInts keeps a copy of values.
func PackInts(values []int64) Ints {
	if len(values) == 0 {
		return Ints{}
	}
	least, most := values[0], values[0]
	for _, v := range values {
		least, most = min(least, v), max(most, v)
	}
	p := Ints{least: least, width: widthOf(uint64(most) - uint64(least))}
	p.data = make([]byte, p.width*len(values))
	switch p.width {
	case 1:
		for i, v := range values {
			p.data[i] = byte(v - least)
		}
	case 2:
		for i, v := range values {
			binary.LittleEndian.PutUint16(p.data[2*i:], uint16(v-least))
		}
	case 4:
		for i, v := range values {
			binary.LittleEndian.PutUint32(p.data[4*i:], uint32(v-least))
		}
	case 8:
		for i, v := range values {
			binary.LittleEndian.PutUint64(p.data[8*i:], uint64(v)-uint64(least))
		}
	}
	return p
}

func widthOf(spread uint64) int {
	switch n := bits.Len64(spread); {
	case n == 0:
		return 0
	case n <= 8:
		return 1
	case n <= 16:
		return 2
	case n <= 32:
		return 4
	}
	return 8
}

// At gives the i-th number.
func (p *Ints) At(i int) int64 {
	switch p.width {
	case 1:
		return p.least + int64(p.data[i])
	case 2:
		return p.least + int64(binary.LittleEndian.Uint16(p.data[2*i:]))
	case 4:
		return p.least + int64(binary.LittleEndian.Uint32(p.data[4*i:]))
	case 8:
		return int64(uint64(p.least) + binary.LittleEndian.Uint64(p.data[8*i:]))
	}
	return p.least
}

// Texts is a sequence of texts, each different one held once where they repeat.
// The zero Texts is "" everywhere.
type Texts struct {
	text  string // all of them, one behind the other
	ends  Ints   // of each in text
	codes Ints   // which text a row has, unless isEach
	// isEach: the i-th text is that of row i.
	isEach bool
	isFull bool // there is text at all
}

// PackTexts keeps texts that stand one behind the other in data, each up to its
// end, a row each. With codes, row i has the text codes[i] instead.
func PackTexts(data []byte, ends, codes []int64) Texts {
	return Texts{text: string(data), ends: PackInts(ends), codes: PackInts(codes), isEach: codes == nil, isFull: len(ends) > 0}
}

// At gives the text of row i. It shares memory with all others.
func (p *Texts) At(i int) string {
	if !p.isFull {
		return ""
	}
	if !p.isEach {
		i = int(p.codes.At(i))
	}
	start := int64(0)
	if i > 0 {
		start = p.ends.At(i - 1)
	}
	return p.text[start:p.ends.At(i)]
}
