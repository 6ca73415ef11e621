package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"github.com/partnership-as-code/entente/engine/render"
)

// format is one --format: its name, and the file it goes to; "" is standard output.
type format struct{ name, path string }

// parseFormats reads --format NAME or NAME=FILE, several of them.
func parseFormats(values, known []string) ([]format, error) {
	var out []format
	toStdout := 0
	for _, v := range values {
		name, path, _ := strings.Cut(v, "=")
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("unknown format %q: choose from %s", name, strings.Join(known, ", "))
		}
		if path == "" {
			toStdout++
		}
		out = append(out, format{name, path})
	}
	if toStdout > 1 {
		return nil, fmt.Errorf("only one format can go to standard output: write the others to files, as in --format %s=FILE", out[0].name)
	}
	return out, nil
}

// emit writes each format to its place; a file appears whole or not at all.
func (a *app) emit(formats []format, write func(w io.Writer, name string) error) error {
	for _, f := range formats {
		if f.path == "" {
			if err := write(a.stdout, f.name); err != nil {
				return broke(err)
			}
			continue
		}
		var b bytes.Buffer
		if err := write(&b, f.name); err != nil {
			return broke(err)
		}
		if err := writeFile(f.path, b.Bytes()); err != nil {
			return broke(err)
		}
	}
	return nil
}

// writeFile writes beside the target and renames, so that a reader never sees half
// of it. A link is followed first: what it points to is written, and it stays. What
// is no regular file, such as /dev/stderr or a pipe, is written in place: to rename
// over it would take it away.
func writeFile(path string, text []byte) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		target = path // not there yet, or a link to a pipe that has no path
	}
	if isPlainFile(target) && !strings.HasPrefix(filepath.Clean(path), "/dev/") {
		err = replace(target, text)
	} else {
		err = writeInPlace(path, text)
	}
	var at *os.PathError
	if errors.As(err, &at) {
		err = at.Err // the path in it may be that of a file nobody named
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// isPlainFile is true of a regular file and of what is not there.
func isPlainFile(path string) bool {
	info, err := os.Lstat(path)
	return err != nil || info.Mode().IsRegular()
}

// writeInPlace appends: /dev/stdout may be a file that was written to before.
func writeInPlace(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

func replace(path string, text []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".entente-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(text)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// look gives how text is shown: colour and width only on a terminal.
func (a *app) look(all bool) render.Options {
	o := render.Options{All: all}
	f, ok := a.stdout.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return o
	}
	o.Color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		o.Width = width
	} else if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil {
		o.Width = columns
	}
	return o
}
