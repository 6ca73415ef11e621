// Command commission prices generated deals twice, by a loop written by hand for
// these very deals and by entente, each in a process of its own, and prints what
// they took beside each other. It sets no limits, and fails only where they
// do not give every partner's quarters to the same cent.
//
//	go run ./engine/bench/commission -rows 10000000
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
		fmt.Fprintln(os.Stderr, "commission:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	rows, runs int
	keep, path string // path: of the deals, given to a process that measures itself
	way        string
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("commission", flag.ContinueOnError)
	flags.IntVar(&o.rows, "rows", 10_000_000, "deals to generate")
	flags.IntVar(&o.runs, "runs", 3, "measured runs of each way, in turns")
	flags.StringVar(&o.keep, "keep", "", "leave the deals in this folder, and take them from there when they are there")
	flags.StringVar(&o.way, "way", "", "go one way over the deals at -path and print what came out")
	flags.StringVar(&o.path, "path", "", "the deals of -way")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || o.rows < 1 || o.runs < 1 {
		return o, fmt.Errorf("it takes flags alone, and -rows and -runs of 1 or more")
	}
	return o, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	if o.way != "" {
		return goOneWay(ctx, o, out)
	}
	dir := o.keep
	if dir == "" {
		if dir, err = os.MkdirTemp("", "commission-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	return contest(ctx, o, dir, out)
}

// contest measures the ways in turns and compares them.
func contest(ctx context.Context, o options, dir string, out io.Writer) error {
	small := max(1, o.rows/10)
	paths := map[int]string{}
	for _, rows := range []int{o.rows, small} {
		paths[rows] = filepath.Join(dir, fmt.Sprintf("deals-%d.csv", rows))
		if err := generate(paths[rows], rows); err != nil {
			return err
		}
	}
	var full scores
	for range o.runs {
		for _, w := range ways {
			if err := full.measure(ctx, w.name, paths[o.rows]); err != nil {
				return err
			}
		}
	}
	var tenth scores
	for range o.runs {
		if err := tenth.measure(ctx, entente, paths[small]); err != nil {
			return err
		}
	}
	return full.report(out, o.rows, small, tenth)
}
