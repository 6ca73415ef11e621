package spec

import (
	"reflect"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// Envelope is what every document has around its spec.
type Envelope struct {
	APIVersion Val[Text] `yaml:"apiVersion" is:"required" enum:"entente/v1" doc:"Version of the language: entente/v1."`
	Kind       Val[Text] `yaml:"kind" is:"required" doc:"Kind of the document."`
	Metadata   Metadata  `yaml:"metadata" is:"required" doc:"Name, title and labels."`
	Spec       specTree  `yaml:"spec" is:"required" doc:"What the document says."`
}

// Metadata names a document.
type Metadata struct {
	Name   Val[Slug]      `yaml:"name" is:"required" doc:"Lowercase name, unique per kind, by which other documents refer to this one."`
	Title  *Val[Text]     `yaml:"title" doc:"What people read."`
	Labels Map[Val[Text]] `yaml:"labels" doc:"Free labels for selection."`
}

type specTree struct{ node *yaml.Node }

var envelopeType = typeOf(reflect.TypeFor[Envelope]())

// document reads the envelope, then the spec by its kind.
func (d *decoder) document(root *yaml.Node) *Document {
	if root.Kind != yaml.MappingNode || !hasKey(root, "apiVersion") && !hasKey(root, "kind") {
		d.add(foreignDocument(d.text.spanOf(root)))
		return nil
	}
	if !d.version(root) {
		return nil
	}
	kindNode := child(root, "kind")
	info := d.kindOf(kindNode)
	if info != nil {
		d.where, d.spec = info.Name, info.Type
		if name := child(child(root, "metadata"), "name"); name != nil {
			d.resource = string(NewAddress(info.Name, name.Value))
		}
	}
	var env Envelope
	d.structure(root, reflect.ValueOf(&env).Elem(), envelopeType, nil, d.text.spanOf(root.Content[0]))
	doc := &Document{Kind: info, Name: env.Metadata.Name, Title: env.Metadata.Title, Labels: env.Metadata.Labels,
		At: env.Kind.At, Source: d.text.source}
	if info == nil {
		return nil
	}
	doc.Address = NewAddress(info.Name, string(doc.Name.V))
	spec := reflect.New(info.Type.Go)
	doc.Spec = spec.Interface()
	if env.Spec.node != nil {
		d.push("spec")
		d.value(env.Spec.node, spec.Elem(), info.Type, envelopeType.Field("spec"), d.text.spanOf(keyNode(root, "spec")))
		d.pop()
	}
	doc.Broken, doc.blamed, doc.sound = d.findings.HasErrors(), d.blamed, d.sifted(spec.Elem(), info.Type)
	doc.laid = d.laid
	if d.patches > 0 {
		doc.patched = &patched{spec: env.Spec.node, text: d.text}
	}
	return doc
}

// version refuses documents of other systems and of later versions.
func (d *decoder) version(root *yaml.Node) bool {
	n := child(root, "apiVersion")
	if n == nil || n.Kind != yaml.ScalarNode || n.Value == APIVersion {
		return true // a missing or misshapen one is reported with the envelope
	}
	d.add(unknownVersion(d.text.spanOf(n), n.Value))
	return false
}

func (d *decoder) kindOf(n *yaml.Node) *KindInfo {
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return nil
	}
	if info := KindByName(n.Value); info != nil {
		return info
	}
	var names []string
	for _, k := range Kinds {
		names = append(names, k.Name)
	}
	near, _ := diag.Nearest(n.Value, names)
	d.add(unknownKind(d.text.spanOf(n), n.Value, near, names))
	return nil
}

func keyNode(n *yaml.Node, name string) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i]
		}
	}
	return nil
}

func hasKey(n *yaml.Node, name string) bool { return keyNode(n, name) != nil }

func child(n *yaml.Node, name string) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}
