package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

// The ways over the deals.
const (
	byHand  = "hand"
	lean    = "lean"
	entente = "entente"
	twofold = "base+head"
)

var ways = []struct {
	name, what string
	run        func(ctx context.Context, path string) (checksum, error)
}{
	{byHand, "a loop by hand", func(_ context.Context, path string) (checksum, error) { return loopByHand(path, false) }},
	{lean, "the same, asking first", func(_ context.Context, path string) (checksum, error) { return loopByHand(path, true) }},
	{entente, "entente", func(ctx context.Context, path string) (checksum, error) { return evaluated(ctx, path, "15%") }},
	{twofold, "entente, base and head", func(ctx context.Context, path string) (checksum, error) { return evaluated(ctx, path, "15%", "14%") }},
}

// goOneWay is what the measured processes do.
func goOneWay(ctx context.Context, o options, out io.Writer) error {
	for _, w := range ways {
		if w.name != o.way {
			continue
		}
		sum, err := w.run(ctx, o.path)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%d %d %016x", sum.sums, sum.cents, sum.hash)
		return err
	}
	return fmt.Errorf("there is no way %q", o.way)
}

// score is one run of one way.
type score struct {
	way    string
	took   time.Duration
	cpu    time.Duration
	memory int64
	answer string
}

type scores []score

// measure goes one way in a process of its own.
func (s *scores) measure(ctx context.Context, way, path string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var answer bytes.Buffer
	child := exec.CommandContext(ctx, self, "-way", way, "-path", path)
	child.Stdout, child.Stderr = &answer, os.Stderr
	start := time.Now()
	if err := child.Run(); err != nil {
		return fmt.Errorf("%s: %w", way, err)
	}
	*s = append(*s, score{way, time.Since(start), child.ProcessState.UserTime() + child.ProcessState.SystemTime(),
		peakMemory(child.ProcessState), answer.String()})
	return nil
}

// best is the fastest run of a way, with the most memory that any of them had:
// what else the machine does only makes runs slower.
func (s scores) best(way string) score {
	var out score
	for _, one := range s {
		if one.way != way {
			continue
		}
		memory := max(out.memory, one.memory)
		if out.took == 0 || one.took < out.took {
			out = one
		}
		out.memory = memory
	}
	return out
}

func (s scores) report(out io.Writer, rows, small int, tenth scores) error {
	hand := s.best(byHand)
	for _, w := range ways {
		b := s.best(w.name)
		fmt.Fprintf(out, "%-24s %9d deals %7.2f s %5.2f × %7.2f s of processor %6.0f MiB  %s\n", w.what, rows,
			b.took.Seconds(), b.took.Seconds()/hand.took.Seconds(), b.cpu.Seconds(), float64(b.memory)/(1<<20), b.answer)
	}
	one, ten := tenth.best(entente), s.best(entente)
	fmt.Fprintf(out, "%-24s %9d deals %7.2f s %33s %6.0f MiB  %s\n", "entente", small, one.took.Seconds(), "", float64(one.memory)/(1<<20), one.answer)
	fmt.Fprintf(out, "base and head / base %.2f; a deal of %d costs %.2f of a deal of %d\n",
		s.best(twofold).took.Seconds()/ten.took.Seconds(), rows,
		ten.took.Seconds()/float64(rows)/(one.took.Seconds()/float64(small)), small)
	if slices.ContainsFunc(s, func(one score) bool { return one.answer != hand.answer }) {
		return fmt.Errorf("the ways do not give the same sums")
	}
	return nil
}
