// Command validate compares how long entente and kubeconform take for the same
// ten thousand files and the same schemas, each in a process of its own that
// keeps nothing from one run to the next. It prints both commands and what they
// took. It sets no limits, and fails only where the comparison would not be fair.
//
//	go run ./engine/bench/validate
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "validate:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	files, runs int
	keep        string
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("validate", flag.ContinueOnError)
	flags.IntVar(&o.files, "files", 10_000, "files to generate")
	flags.IntVar(&o.runs, "runs", 5, "measured runs of each program, in turns")
	flags.StringVar(&o.keep, "keep", "", "make files and programs in this new or empty folder, and leave them there")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("it takes flags alone, not %q", flags.Arg(0))
	}
	if o.files < leastFiles || o.runs < 1 {
		return o, fmt.Errorf("-files must be %d or more, -runs 1 or more", leastFiles)
	}
	return o, nil
}

func run(ctx context.Context, args []string, w io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	dir, done, err := folder(o.keep)
	if err != nil {
		return err
	}
	defer done()
	c := contest{dir: dir, files: filepath.Join(dir, "files"), runs: o.runs, out: w}
	if c.size, err = generate(c.files, o.files); err != nil {
		return err
	}
	return c.hold(ctx)
}

// folder gives a folder to work in and what to do at the end.
func folder(keep string) (dir string, done func(), err error) {
	if keep == "" {
		dir, err = os.MkdirTemp("", "entente-bench-")
		return dir, func() { os.RemoveAll(dir) }, err
	}
	if dir, err = filepath.Abs(keep); err != nil {
		return "", nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", nil, err
	}
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s is not empty: name a new folder", keep)
	}
	return dir, func() {}, err
}
