// Command generate writes the JSON Schemas of all kinds into a folder. It is
// run by go generate in schema/.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/partnership-as-code/entente/engine/spec"
)

func main() {
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(dir string) error {
	for _, k := range spec.Kinds {
		if err := save(filepath.Join(dir, spec.SchemaFile(k)), spec.JSONSchema(k)); err != nil {
			return err
		}
	}
	return save(filepath.Join(dir, "document.schema.json"), spec.DocumentSchema())
}

func save(path string, schema any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema); err != nil {
		return err
	}
	if err := os.WriteFile(path+".tmp", b.Bytes(), 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}
