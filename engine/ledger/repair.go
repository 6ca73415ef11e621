package ledger

import (
	"bytes"
	"slices"
)

// mostRepaired bounds how long a text is searched.
const mostRepaired = 4096

// letters are what a byte is tried as: figures first.
const letters = "0123456789.-:/, \"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_#{}[]+()&'@%"

// repair looks for the text that isRight knows, one byte away from what is there.
// Digests tell that a text was edited; this tells what it was.
func repair(text []byte, isRight func([]byte) bool) ([]byte, bool) {
	if was, ok := otherFigure(text, isRight); ok {
		return was, true
	}
	return otherByte(text, isRight)
}

// otherFigure tries every other digit in place of one.
func otherFigure(text []byte, isRight func([]byte) bool) ([]byte, bool) {
	if len(text) > mostRepaired {
		return nil, false
	}
	trial := bytes.Clone(text)
	for i, was := range text {
		if was < '0' || was > '9' {
			continue
		}
		for c := byte('0'); c <= '9'; c++ {
			if trial[i] = c; c != was && isRight(trial) {
				return trial, true
			}
		}
		trial[i] = was
	}
	return nil, false
}

// otherByte tries another byte, one less, one more, and two that changed places.
func otherByte(text []byte, isRight func([]byte) bool) ([]byte, bool) {
	if len(text) > mostRepaired {
		return nil, false
	}
	trial := bytes.Clone(text)
	for i, was := range text {
		for _, c := range []byte(letters) {
			if trial[i] = c; c != was && isRight(trial) {
				return trial, true
			}
		}
		if trial[i] = was; i > 0 {
			trial[i-1], trial[i] = text[i], text[i-1]
			if isRight(trial) {
				return trial, true
			}
			trial[i-1], trial[i] = text[i-1], text[i]
		}
		if shorter := slices.Delete(bytes.Clone(text), i, i+1); isRight(shorter) {
			return shorter, true
		}
	}
	return oneMore(text, isRight)
}

func oneMore(text []byte, isRight func([]byte) bool) ([]byte, bool) {
	longer := make([]byte, len(text)+1)
	copy(longer[1:], text)
	for i := range longer {
		if i > 0 {
			longer[i-1] = text[i-1]
		}
		for _, c := range []byte(letters) {
			if longer[i] = c; isRight(longer) {
				return longer, true
			}
		}
	}
	return nil, false
}
