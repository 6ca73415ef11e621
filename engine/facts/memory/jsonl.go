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
}

func (j *jsonReader) choose(keys []string) {
	j.wanted = map[string][]int{}
	for i, key := range keys {
		j.wanted[key] = append(j.wanted[key], i)
	}
}

func (j *jsonReader) next(r *record) (bool, error) {
	line, size, err := j.firstLine()
	if err != nil || line == "" {
		return false, err
	}
	r.line, r.fault = j.line, fault{}
	if size == 0 || size > recordBytes {
		r.fault = rowFault(facts.ReasonTooLong, "")
		return true, j.skipLine()
	}
	j.advance(size, 1)
	clear(r.raw)
	r.fault = j.object(line, r.raw)
	return true, nil
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
func (j *jsonReader) keys() ([]string, fault, error) {
	var keys []string
	for n := range mostSampled {
		line, size, err := j.firstLine()
		if err != nil || line == "" {
			return keys, fault{}, err
		}
		bad := rowFault(facts.ReasonTooLong, "")
		if size > 0 && size <= recordBytes {
			bad = eachMember(line, func(key, _ string) bool {
				if !slices.Contains(keys, key) {
					keys = append(keys, strings.Clone(key))
				}
				return true
			})
		}
		switch {
		case bad.reason != "" && n == 0:
			return nil, bad, nil
		case size == 0 || size > recordBytes:
			err = j.skipLine()
		default:
			j.advance(size, 1)
		}
		if err != nil {
			return nil, fault{}, err
		}
	}
	return keys, fault{}, nil
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
