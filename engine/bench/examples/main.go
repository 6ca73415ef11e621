// Command examples writes the repositories in examples/: what lies in base/ and
// in change/ of each, and nothing else there. Documents come from templates in
// archives/, facts from a seeded generator, and figures that the prose quotes
// are added up from those facts, so that text and rows always agree. The same
// program writes the same bytes; it reads no clock.
//
//	go run ./engine/bench/examples examples
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "examples:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("it takes one argument, the folder examples/")
	}
	for _, e := range all {
		files, err := e.build()
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		if err := lay(filepath.Join(args[0], e.name), files); err != nil {
			return err
		}
	}
	return nil
}
