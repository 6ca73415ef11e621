package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// program is a command that checks files and says how many documents were sound.
type program struct {
	path   string
	args   []string
	counts func(output string) (documents, faults int)
}

// command spells it as a user would type it.
func (p program) command() string {
	words := []string{filepath.Base(p.path)}
	for _, arg := range p.args {
		if strings.ContainsAny(arg, " {}") {
			arg = "'" + arg + "'"
		}
		words = append(words, arg)
	}
	return strings.Join(words, " ")
}

// sample is what one run took.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // bytes of memory at the most; 0 when the system does not say

	output string
}

// run starts the program once. That it finds faults is no error.
func (p program) run(ctx context.Context) (sample, error) {
	cmd := exec.CommandContext(ctx, p.path, p.args...)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	s := sample{wall: time.Since(began), output: string(out)}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return s, err
	}
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	s.peak = peakMemory(cmd.ProcessState)
	return s, nil
}

// check runs it, and is content when it found the documents and no fault.
func (p program) check(ctx context.Context, documents int) (sample, error) {
	s, err := p.run(ctx)
	if err != nil {
		return s, err
	}
	if found, faults := p.counts(s.output); found != documents || faults > 0 {
		return s, fmt.Errorf("%s: %d documents and %d faults, not %d and none:\n%s", p.command(), found, faults, documents, lastLines(s.output))
	}
	return s, nil
}

var (
	ententeLine     = regexp.MustCompile(`Checked ([0-9,]+) documents? .*: ([0-9,]+) errors?, `)
	kubeconformLine = regexp.MustCompile(`Summary: ([0-9]+) resources? .* Invalid: ([0-9]+), Errors: ([0-9]+), Skipped: ([0-9]+)`)
)

// Warnings are no faults: kubeconform has none.
func countEntente(output string) (documents, faults int)     { return count(ententeLine, output) }
func countKubeconform(output string) (documents, faults int) { return count(kubeconformLine, output) }

// count reads the first number as documents, and adds up the others.
func count(line *regexp.Regexp, output string) (documents, faults int) {
	for i, number := range line.FindStringSubmatch(output) {
		n, _ := strconv.Atoi(strings.ReplaceAll(number, ",", ""))
		switch i {
		case 0: // the whole line
		case 1:
			documents = n
		default:
			faults += n
		}
	}
	return documents, faults
}

// medianOf gives the middle of each figure on its own.
func medianOf(samples []sample) sample {
	return sample{
		wall: middle(samples, func(s sample) time.Duration { return s.wall }),
		cpu:  middle(samples, func(s sample) time.Duration { return s.cpu }),
		peak: middle(samples, func(s sample) int64 { return s.peak }),
	}
}

func middle[N cmp.Ordered](samples []sample, figure func(sample) N) N {
	var all []N
	for _, s := range samples {
		all = append(all, figure(s))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// output runs a tool and gives what it prints; the error says what it complained of.
func output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, lastLines(complaint.String()))
	}
	return string(out), err
}

// lastLines keeps a long complaint readable.
func lastLines(text string) string {
	const most = 10
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}
