package memory

import "strings"

// ending is how the attempt to split a record with quotes ended.
type ending uint8

const (
	endRecord ending = iota
	endBroken        // a quote stands where none may
	endOpen          // the text ends first
)

// splitQuoted splits the record at the start of text and gives its size with
// the line end.
func (c *csvReader) splitQuoted() (int, ending) {
	c.fields = c.fields[:0]
	for at := 0; ; {
		var value string
		var end ending
		if at < len(c.text) && c.text[at] == '"' {
			value, at, end = c.quotedField(at + 1)
		} else {
			value, at, end = c.plainField(at)
		}
		if end != endRecord {
			return at, end
		}
		c.fields = append(c.fields, value)
		if at < len(c.text) && c.text[at] == c.shape.comma {
			at++
			continue
		}
		return c.lineEnd(at)
	}
}

// lineEnd expects a line end and gives the place behind it. A carriage return
// that ends the file counts as one.
func (c *csvReader) lineEnd(at int) (int, ending) {
	rest := c.text[at:]
	switch {
	case strings.HasPrefix(rest, "\n"):
		return at + 1, endRecord
	case strings.HasPrefix(rest, "\r\n"):
		return at + 2, endRecord
	case rest != "" && rest != "\r":
		return at, endBroken
	case !c.over:
		return at, endOpen
	}
	return len(c.text), endRecord
}

// plainField reads up to a delimiter or line end.
func (c *csvReader) plainField(at int) (string, int, ending) {
	for i := at; i < len(c.text); i++ {
		switch c.text[i] {
		case c.shape.comma:
			return c.text[at:i], i, endRecord
		case '"':
			return "", i, endBroken
		case '\n':
			if i > at && c.text[i-1] == '\r' {
				i--
			}
			return c.text[at:i], i, endRecord
		}
	}
	if !c.over {
		return "", len(c.text), endOpen
	}
	end := len(c.text)
	if end > at && c.text[end-1] == '\r' {
		end--
	}
	return c.text[at:end], end, endRecord
}

// quotedField reads from behind the opening quote to behind the closing one.
func (c *csvReader) quotedField(at int) (string, int, ending) {
	isDoubled := false
	for i := at; ; {
		quote := strings.IndexByte(c.text[i:], '"')
		if quote < 0 {
			return "", len(c.text), endOpen
		}
		i += quote + 1
		if i == len(c.text) && !c.over {
			return "", i, endOpen
		}
		if i < len(c.text) && c.text[i] == '"' {
			isDoubled = true
			i++
			continue
		}
		value := c.text[at : i-1]
		if strings.Contains(value, "\r\n") {
			value = strings.ReplaceAll(value, "\r\n", "\n")
		}
		if isDoubled {
			value = strings.ReplaceAll(value, `""`, `"`)
		}
		return value, i, endRecord
	}
}
