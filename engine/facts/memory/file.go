package memory

import (
	"errors"
	"path"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
)

// ErrFormat is a file that is neither CSV nor JSONL by its ending.
var ErrFormat = errors.New("unknown format; name the file .csv, .tsv, .txt, .jsonl or .ndjson")

// Header reads only the names of a file's columns: the header line of CSV, the
// keys of the first object of JSONL; none when the file is empty. An error is a
// *FileError.
func Header(file facts.File) ([]string, error) {
	if formatOf(file.Path) == formatOther {
		return nil, &FileError{file.Path, ErrFormat}
	}
	in, err := file.Open()
	if err != nil {
		return nil, &FileError{file.Path, err}
	}
	defer in.Close()
	cut, top := newCutter(file, in, nil, defaultMaxFileBytes, chunkBytes), &chunk{}
	if _, err := cut.next(top); err != nil || cut.shape == nil && top.bad.reason == "" {
		return nil, err
	}
	names, bad := []string(nil), top.bad
	if bad.reason == "" {
		names = cut.shape.header
		if records, ok := top.records().(*jsonReader); ok {
			names, bad = records.keys()
		}
	}
	if bad.reason != "" {
		return nil, &FileError{file.Path, errors.New("the first line cannot be read: " + bad.reason)}
	}
	return names, nil
}

type format uint8

const (
	formatOther format = iota
	formatCSV
	formatJSONL
)

func formatOf(name string) format {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".txt":
		return formatCSV
	case ".jsonl", ".ndjson":
		return formatJSONL
	}
	return formatOther
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
