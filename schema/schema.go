// Package schema holds the published JSON Schemas (draft-07), one for each kind
// and one that chooses by kind. They are generated from the Go types in
// engine/spec and never edited.
package schema

import "embed"

//go:generate go run ../engine/spec/generate .

// Files are the schemas, by file name.
//
//go:embed *.schema.json
var Files embed.FS
