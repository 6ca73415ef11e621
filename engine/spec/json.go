package spec

import (
	"encoding/json"

	"gopkg.in/yaml.v3"
)

// jsonType names the JSON type that a scalar has for editors: string, integer,
// number, boolean or null.
func jsonType(n *yaml.Node) string {
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return "string"
	}
	switch n.Tag {
	case "!!int":
		return "integer"
	case "!!float":
		return "number"
	case "!!bool":
		return "boolean"
	case "!!null":
		return "null"
	}
	return "string"
}

func matchesJSON(accepted []string, got string) bool {
	for _, a := range accepted {
		if a == got || a == "number" && got == "integer" {
			return true
		}
	}
	return len(accepted) == 0
}

// JSON turns a tree into the values that JSON Schema knows. A number that JSON
// would not read as written (014, 1_000, .inf, 1e10000000) stays text, so that
// no exponent is ever expanded. The tree must be free of aliases.
func JSON(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 1 {
			return JSON(n.Content[0])
		}
		return nil
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = JSON(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = JSON(c)
		}
		return list
	}
	return jsonScalar(n)
}

func jsonScalar(n *yaml.Node) any {
	switch jsonType(n) {
	case "integer", "number":
		if isJSONNumber(n.Value) {
			return json.Number(n.Value)
		}
	case "boolean":
		switch n.Value {
		case "true", "True", "TRUE":
			return true
		case "false", "False", "FALSE":
			return false
		}
	case "null":
		return nil
	}
	return n.Value
}

// isJSONNumber accepts plain decimals of a sane length, without exponents.
func isJSONNumber(s string) bool {
	if len(s) > 40 {
		return false
	}
	digits, dots := 0, 0
	for i, c := range []byte(s) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '-' && i == 0:
		case c == '.' && digits > 0 && i < len(s)-1:
			dots++
		default:
			return false
		}
	}
	leading := len(s) > 1 && s[0] == '0' && s[1] != '.'
	return digits > 0 && dots <= 1 && !leading
}
