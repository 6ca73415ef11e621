package memory

import "strings"

// lines holds unread text and knows the number of its first line.
type lines struct {
	text string // not yet consumed
	line int64  // of text's first byte
	over bool   // nothing comes behind text
	// faults are what is known of lines ahead, by their places in all size bytes.
	faults []faultAt
	size   int
}

// peek gives the first line without its end and the length with it; false at
// the end of the text.
func (l *lines) peek() (line string, size int, ok bool) {
	if end := strings.IndexByte(l.text, '\n'); end >= 0 {
		return strings.TrimSuffix(l.text[:end], "\r"), end + 1, true
	}
	return strings.TrimSuffix(l.text, "\r"), len(l.text), l.text != ""
}

// firstLine is peek behind the empty lines; "" at the end of the text.
func (l *lines) firstLine() (string, int) {
	for {
		line, size, ok := l.peek()
		if line != "" || !ok {
			return line, size
		}
		l.advance(size, 1)
	}
}

// knownFault gives the fault of the line in hand when it is known already.
func (l *lines) knownFault() (string, bool) {
	if len(l.faults) == 0 || l.faults[0].at != l.size-len(l.text) {
		return "", false
	}
	reason := l.faults[0].reason
	l.faults = l.faults[1:]
	return reason, true
}

// advance consumes size bytes that hold that many line ends.
func (l *lines) advance(size int, ends int64) {
	l.text, l.line = l.text[size:], l.line+ends
}

// skipLine consumes the first line.
func (l *lines) skipLine() {
	_, size, _ := l.peek()
	l.advance(size, 1)
}
