package main

import (
	"bytes"
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

// writeFile writes beside the target and renames.
func writeFile(path string, text []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".entente-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(text); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Chmod(0o644); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
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
