package load

import (
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// FitsShape reports whether the shape of a kind's schema clears a tree.
func FitsShape(k *spec.KindInfo, root *yaml.Node) bool { return shapes.get(k).fits(root) }
