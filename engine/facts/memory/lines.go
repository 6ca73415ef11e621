package memory

import (
	"context"
	"strings"
)

// lines holds the unread text of a feed and knows the number of its first line.
type lines struct {
	ctx  context.Context
	feed *feed
	text string // not yet consumed
	line int64  // of text's first byte
	over bool   // the feed has no more
}

// more appends the next block; false when there is none.
func (l *lines) more() (bool, error) {
	if l.over {
		return false, nil
	}
	block, ok, err := l.feed.next(l.ctx)
	if err != nil || !ok {
		l.over = true
		return false, err
	}
	if l.text == "" {
		l.text = block
	} else {
		l.text += block
	}
	return true, nil
}

// peek gives the first line without its end and the length with it; false at
// the end of the file. A line that is too long is cut, and size is 0.
func (l *lines) peek() (line string, size int, ok bool, err error) {
	for {
		if end := strings.IndexByte(l.text, '\n'); end >= 0 {
			return strings.TrimSuffix(l.text[:end], "\r"), end + 1, true, nil
		}
		if len(l.text) > recordBytes {
			return l.text, 0, true, nil
		}
		more, err := l.more()
		if err != nil {
			return "", 0, false, err
		}
		if !more {
			return strings.TrimSuffix(l.text, "\r"), len(l.text), l.text != "", nil
		}
	}
}

// firstLine is peek behind the empty lines; "" at the end of the file.
func (l *lines) firstLine() (string, int, error) {
	for {
		line, size, ok, err := l.peek()
		if err != nil || !ok {
			return "", 0, err
		}
		if line != "" {
			return line, size, nil
		}
		l.advance(size, 1)
	}
}

// advance consumes size bytes that hold that many line ends.
func (l *lines) advance(size int, ends int64) {
	l.text, l.line = l.text[size:], l.line+ends
}

// skipLine consumes the rest of the first line, however long, without keeping it.
func (l *lines) skipLine() error {
	for {
		if end := strings.IndexByte(l.text, '\n'); end >= 0 {
			l.advance(end+1, 1)
			return nil
		}
		l.text = ""
		if more, err := l.more(); err != nil || !more {
			return err
		}
	}
}
