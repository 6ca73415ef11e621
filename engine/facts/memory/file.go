package memory

import (
	"context"
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
	format := formatOf(file.Path)
	if format == formatOther {
		return nil, &FileError{file.Path, ErrFormat}
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	feed, err := openFeed(ctx, file, defaultMaxFileBytes)
	if err != nil {
		return nil, err
	}
	defer feed.stop()
	var names []string
	var bad fault
	text := lines{ctx: ctx, feed: feed, line: 1}
	if format == formatJSONL {
		names, bad, err = (&jsonReader{lines: text}).keys()
	} else {
		in := &csvReader{lines: text}
		bad, _, err = in.start()
		names = in.header
	}
	if err != nil {
		return nil, err
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

// readFile takes in a whole file, and reads it to its end even when its rows
// mean nothing, since the digest is over all of it.
func (w *worker) readFile(ctx context.Context, file facts.File, limit int64) error {
	feed, err := openFeed(ctx, file, limit)
	if err != nil {
		return err
	}
	defer feed.stop()
	if err := w.readRows(ctx, lines{ctx: ctx, feed: feed, line: 1}); err != nil {
		return err
	}
	if err := feed.drain(ctx); err != nil {
		return err
	}
	w.digest = feed.digest
	return nil
}

func (w *worker) readRows(ctx context.Context, text lines) error {
	format := formatOf(text.feed.path)
	switch format {
	case formatJSONL:
		in := &jsonReader{lines: text}
		in.choose(w.scan.headers)
		return w.read(ctx, in)
	case formatOther:
		w.rejectFile(rowFault(facts.ReasonUnknownFormat, path.Ext(text.feed.path)), 1)
		return nil
	}
	in := &csvReader{lines: text}
	bad, hasHeader, err := in.start()
	switch {
	case err != nil:
		return err
	case bad.reason != "":
		w.rejectFile(bad, 1)
		return nil
	case !hasHeader:
		return nil
	}
	in.choose(w.scan.headers)
	return w.read(ctx, in)
}

// rejectFile counts a file whose rows cannot even be told apart as one row.
func (w *worker) rejectFile(bad fault, line int64) {
	w.rows, w.line = 1, line
	w.reject(&w.shared, bad)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
