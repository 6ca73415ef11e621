package spec

import (
	"reflect"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"gopkg.in/yaml.v3"
)

// cutNumber gives the index of the last of the keys that are pieces of the number
// at i, which its commas cut: {target: 300,000 USD} is read as a target of 300 and
// a field `000 USD`. It reports them as one fault; 0 when there is none. A number
// is never put together again, as 12,500 can be two of them.
func (d *decoder) cutNumber(n *yaml.Node, i int, f *Field) int {
	val := n.Content[i+1]
	if f == nil || n.Style&yaml.FlowStyle == 0 || !isBareText(val) {
		return 0
	}
	t := f.Type
	if t.Bare != nil {
		t = t.Bare.Type
	}
	if t.Shape != ScalarShape || !strings.ContainsAny(t.Form.Example, "123456789") || f.Enum != nil || f.Pattern != nil {
		return 0
	}
	whole, last := d.text.spanOf(val), 0
	for next := i + 2; next+1 < len(n.Content) && d.isPiece(n, next, nil); next += 2 {
		at := d.text.spanOf(n.Content[next])
		if between := d.text.bytes[whole.End:at.Start]; string(between) != "," || !isDigit(d.text.bytes[whole.End-1]) || !isDigit(d.text.bytes[at.Start]) {
			break
		}
		whole.End, last = at.End, next
	}
	if last == 0 {
		return 0
	}
	fault, _ := reflect.New(t.Go).Interface().(Scalar).Set(whole.Text(), whole).(*quantity.Fault)
	if fault == nil || !strings.HasPrefix(fault.Fix, "write ") {
		return 0
	}
	d.push(n.Content[i].Value)
	d.add(cutNumberFault(whole, f, fault.Fix))
	d.pop()
	return last
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
