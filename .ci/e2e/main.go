// Command e2e runs the action and the workflows of a new repository end to end, with
// parts that entente has not written: act is the runner, emulate is GitHub, and every
// request on the way is held against GitHub's own OpenAPI description.
//
// It owns the repository, the events and the proxy, and what must come of them. It
// skips nothing: a part that is missing is an error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

// parts are the files that e2e works with.
type parts struct {
	root    string // of entente's repository
	entente string // program under test
	act     string
	modules string // node_modules
	example string // documents of the base
	change  string // files of the head, laid over them
	scratch string // is emptied by the caller
	comment string // file for what was posted first; "": none
}

func main() {
	var p parts
	flag.StringVar(&p.root, "root", "", "entente's repository")
	flag.StringVar(&p.entente, "entente", "", "program under test")
	flag.StringVar(&p.act, "act", "", "program act")
	flag.StringVar(&p.modules, "modules", "", "folder node_modules")
	flag.StringVar(&p.example, "example", "", "documents of the base")
	flag.StringVar(&p.change, "change", "", "files of the head")
	flag.StringVar(&p.scratch, "scratch", "", "empty folder to work in")
	flag.StringVar(&p.comment, "comment", "", "file to write the first comment to")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch flag.Arg(0) {
	case "run":
		err = run(ctx, p)
	case "lint":
		err = lint(flag.Arg(1), flag.Args()[2:])
	default:
		err = errors.New("say what to do: run, or lint SCHEMA FILE...")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, p parts) error {
	for _, name := range []string{p.root, p.entente, p.act, p.modules, p.example, p.change, p.scratch} {
		if _, err := os.Stat(name); err != nil {
			return fmt.Errorf("a part is missing: %w", err)
		}
	}
	oracle, err := loadOracle(filepath.Join(p.modules, "@octokit/openapi/generated/api.github.com.json"))
	if err != nil {
		return err
	}
	fmt.Printf("GitHub's description %s: requests are held against %d of its operations\n", oracle.version, oracle.operations)
	hub, err := startHub(ctx, p)
	if err != nil {
		return err
	}
	defer hub.stop()
	t := &trial{parts: p, hub: hub, oracle: oracle}
	return t.all(ctx)
}
