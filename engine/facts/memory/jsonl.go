package memory

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/facts"
)

// jsonReader reads one JSON object a line. Every plain value is kept as the
// text that stands in the file, so that no number passes through a float.
type jsonReader struct {
	lines
	wanted map[string][]int // key to columns
	fields []string         // by column
	pick   []int            // each column's own
}

func wantedKeys(keys []string) map[string][]int {
	wanted := map[string][]int{}
	for i, key := range keys {
		wanted[key] = append(wanted[key], i)
	}
	return wanted
}

func newJSONReader(text lines, s *shape) *jsonReader {
	return &jsonReader{lines: text, wanted: s.wanted, fields: make([]string, len(s.pick)), pick: s.pick}
}

func (j *jsonReader) next(r *record) bool {
	line, size := j.firstLine()
	r.line, r.fault = j.line, fault{}
	if reason, ok := j.knownFault(); ok {
		r.fault = rowFault(reason, "")
		j.skipLine()
		return true
	}
	if line == "" {
		return false
	}
	j.advance(size, 1)
	if size > recordBytes {
		r.fault = rowFault(facts.ReasonTooLong, "")
		return true
	}
	clear(j.fields)
	r.fault = j.object(line, j.fields)
	r.fields, r.pick = j.fields, j.pick
	return true
}

// object fills raw with the wanted values of one object. A nested value is a
// fault only where a column wants it.
func (j *jsonReader) object(line string, raw []string) fault {
	var nested fault
	bad := eachMember(line, func(key, value string) bool {
		for _, column := range j.wanted[key] {
			switch value[0] {
			case '{', '[':
				nested = fault{facts.ReasonNestedValue, column, value}
				return false
			case '"':
				value = unquote(value)
			case 'n':
				value = ""
			}
			raw[column] = value
		}
		return true
	})
	if nested.reason != "" {
		return nested
	}
	return bad
}

// mostSampled objects tell the keys: an export leaves out a key that has no value.
const mostSampled = 100

// keys gives the keys of the first objects, in order of appearance. A fault is
// that of the first line; a later one costs its row alone.
func (j *jsonReader) keys() ([]string, fault) {
	var keys []string
	for n := range mostSampled {
		line, size := j.firstLine()
		reason, bad := "", fault{}
		if reason, _ = j.knownFault(); reason == "" && line == "" {
			break
		}
		if reason != "" || size > recordBytes {
			bad = rowFault(facts.ReasonTooLong, "")
		} else {
			bad = eachMember(line, func(key, _ string) bool {
				if !slices.Contains(keys, key) {
					keys = append(keys, strings.Clone(key))
				}
				return true
			})
		}
		if bad.reason != "" && n == 0 {
			return nil, bad
		}
		j.skipLine()
	}
	return keys, fault{}
}

// eachMember calls yield with the key and the unparsed value of each member,
// until it returns false.
func eachMember(line string, yield func(key, value string) bool) fault {
	if !utf8.ValidString(line) {
		return rowFault(facts.ReasonNotUTF8, "")
	}
	line = strings.Trim(line, " \t\r")
	if !json.Valid([]byte(line)) || line[0] != '{' {
		return rowFault(facts.ReasonBadJSON, "")
	}
	// From here the text is known to be valid: only its extents are sought.
	for rest := skipBlanks(line[1:]); rest[0] != '}'; {
		size := valueSize(rest)
		key := unquote(rest[:size])
		rest = skipBlanks(skipBlanks(rest[size:])[1:])
		size = valueSize(rest)
		if !yield(key, rest[:size]) {
			break
		}
		if rest = skipBlanks(rest[size:]); rest[0] == ',' {
			rest = skipBlanks(rest[1:])
		}
	}
	return fault{}
}

func skipBlanks(text string) string { return strings.TrimLeft(text, " \t\r\n") }

// valueSize gives the extent of the valid JSON value that text begins with.
func valueSize(text string) int {
	switch text[0] {
	case '"':
		return stringSize(text)
	case '{', '[':
		return nestedSize(text)
	}
	if end := strings.IndexAny(text, ",} \t\r\n"); end >= 0 {
		return end
	}
	return len(text)
}

func stringSize(text string) int {
	for i := 1; ; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

func nestedSize(text string) int {
	depth := 0
	for i := 0; ; i++ {
		switch text[i] {
		case '"':
			i += stringSize(text[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
}

// unquote gives the text of a valid JSON string.
func unquote(quoted string) string {
	if strings.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var text string
	if json.Unmarshal([]byte(quoted), &text) != nil {
		return ""
	}
	return text
}
