package scaffold

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// document is the partner as YAML, at most twelve lines of a fixed layout.
func (p *partner) document(program string) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("apiVersion: entente/v1")
	line("kind: Partner")
	metadata := "name: " + scalar(p.name) + ", title: " + scalar(p.title)
	if len(p.labels) > 0 {
		metadata += ", labels: " + mapping(p.labels)
	}
	line("metadata: {%s}", metadata)
	line("spec:")
	line("  legalName: %s", scalar(p.legalName))
	line("  lifecycle: %s", p.lifecycle)
	membership := "program: " + scalar(program)
	if p.since != "" {
		membership += ", since: " + p.since
	}
	line("  programs: [{%s}]", membership)
	if p.managerID != "" {
		line("  manager: %s", scalar(p.managerID))
	}
	if p.contactID != "" {
		line("  mainContact: %s", scalar(p.contactID))
	}
	if len(p.territories) > 0 {
		line("  territories: [%s]", sequence(p.territories))
	}
	if len(p.segments) > 0 {
		line("  segments: [%s]", sequence(p.segments))
	}
	if len(p.keys) > 0 {
		line("  keys: %s", mapping(p.keys))
	}
	return []byte(b.String())
}

func (n newcomer) item() string {
	if n.partner == "" {
		return "{id: " + scalar(n.id) + "}"
	}
	return "{id: " + scalar(n.id) + ", side: partner, partner: " + scalar(n.partner) + "}"
}

func mapping(pairs []pair) string {
	var out []string
	for _, p := range pairs {
		out = append(out, scalar(p.key)+": "+scalar(p.value))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

// scalar quotes a text where YAML would read it as something else, by the rules
// within brackets, which are the stricter ones.
func scalar(text string) string { return sequence([]string{text}) }

func sequence(texts []string) string {
	out, err := yaml.Marshal(struct {
		V []string `yaml:"v,flow"`
	}{texts})
	if err != nil {
		panic(err) // strings always marshal
	}
	return strings.TrimSuffix(strings.TrimPrefix(string(out), "v: ["), "]\n")
}
