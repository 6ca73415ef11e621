package spec

import (
	"bytes"
	"reflect"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// Between braces a comma begins the next field, so {activity: Qualify, sell and
// support} reads as a second key without a value. The decoder puts such a text
// together again and warns: another reader of the same YAML would lose the rest.

// cutText gives the index of the last of the keys from i on that are pieces of
// a cut text; 0 when there is none.
func (d *decoder) cutText(n *yaml.Node, i int, t *Type) int {
	last := 0
	for ; i > 0 && i+1 < len(n.Content) && d.isPiece(n, i, t); i += 2 {
		last = i
	}
	return last
}

func (d *decoder) isPiece(n *yaml.Node, i int, t *Type) bool {
	key, val := n.Content[i], n.Content[i+1]
	if n.Style&yaml.FlowStyle == 0 || t != nil && t.byName[key.Value] != nil || !isBareText(key) || !isNull(val) || val.Value != "" {
		return false
	}
	at := d.text.spanOf(key)
	before := bytes.TrimRight(d.text.bytes[:at.Start], "\t"+blanks)
	after := bytes.TrimLeft(d.text.bytes[at.End:], "\t"+blanks)
	return bytes.HasSuffix(before, []byte(",")) && len(after) > 0 && (after[0] == ',' || after[0] == '}')
}

func isBareText(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style == 0 && n.Anchor == "" && n.Value != ""
}

var foldedBreak = regexp.MustCompile("[ \t]*[" + breaks + "][ \t" + breaks + "]*")

// rejoin puts the pieces up to the key at last back to the field at i, when that
// is a free text.
func (d *decoder) rejoin(n *yaml.Node, i, last int, v reflect.Value, t *Type) bool {
	f, before := t.byName[n.Content[i].Value], n.Content[i+1]
	if f == nil || f.Type.Go != reflect.TypeFor[Val[Text]]() || f.Enum != nil || f.Pattern != nil || !isBareText(before) {
		return false
	}
	whole := d.text.spanOf(before)
	cut := int(whole.End)
	whole.End = d.text.spanOf(n.Content[last]).End
	rest := string(d.text.bytes[cut:whole.End])
	if strings.Contains(rest, "#") {
		return false // a comment may stand between the pieces
	}
	field := v.Field(f.index)
	if f.pointer {
		if field.IsNil() {
			return true // the first piece is refused already
		}
		field = field.Elem()
	}
	text := before.Value + foldedBreak.ReplaceAllString(rest, " ")
	d.push(f.Name)
	defer d.pop()
	if err := field.Addr().Interface().(Scalar).Set(text, whole); err != nil {
		d.add(badValue(whole, f, text, err))
		return true
	}
	d.add(cutText(whole, f, text))
	return true
}
