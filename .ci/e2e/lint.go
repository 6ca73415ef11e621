package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

var byCommit = regexp.MustCompile(`^[^@]+@[0-9a-f]{40}$`)

// lint holds the metadata of actions against their schema; files beside them, which
// are workflows, and both alike, against two rules of ours: what is used is pinned by
// its commit, and no script is pasted together from expressions.
func lint(schemaFile string, files []string) error {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		return err
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var doc map[string]any
		if err := yaml.Unmarshal(data, &doc); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, isAction := doc["runs"]; isAction {
			if err := holds(schema, doc); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		for _, fault := range rules(doc) {
			return fmt.Errorf("%s: %s", name, fault)
		}
		if err := named(string(data)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	fmt.Printf("Actions and workflows that keep the rules: %d\n", len(files))
	return nil
}

// holds goes through JSON, whose numbers the schema knows.
func holds(schema *jsonschema.Schema, doc any) error {
	data, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// rules walks every step.
func rules(node any) (out []string) {
	switch node := node.(type) {
	case map[string]any:
		if script, isText := node["run"].(string); isText && strings.Contains(script, "${{") {
			out = append(out, fmt.Sprintf("a script holds an expression: pass it in env. The script: %s", script))
		}
		if used, isText := node["uses"].(string); isText && !strings.HasPrefix(used, "./") && used != theAction+"@main" && !byCommit.MatchString(used) {
			out = append(out, used+" can move: name the full commit, and the version behind it")
		}
		for _, value := range node {
			out = append(out, rules(value)...)
		}
	case []any:
		for _, value := range node {
			out = append(out, rules(value)...)
		}
	}
	return out
}

var (
	commitUsed   = regexp.MustCompile(`(?m)^.*uses: [^@\s]+@[0-9a-f]{40}.*$`)
	versionAfter = regexp.MustCompile(`@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
)

// named wants the version of a commit said beside it.
func named(text string) error {
	for _, line := range commitUsed.FindAllString(text, -1) {
		if !versionAfter.MatchString(strings.TrimRight(line, " ")) {
			return fmt.Errorf("%s: say the version of the commit, as in # v1.2.3", strings.TrimSpace(line))
		}
	}
	return nil
}
