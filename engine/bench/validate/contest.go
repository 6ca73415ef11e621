package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

const (
	kubeconformModule = "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0"
	exampleRuns       = 20
)

// contest is one comparison; everything is made below dir.
type contest struct {
	dir, files string
	size       size
	runs       int
	out        io.Writer
}

// hold builds both programs, makes sure that they do the same work, and measures
// them in turns, so that a busy machine slows both.
func (c contest) hold(ctx context.Context) error {
	root, err := output(ctx, "", nil, "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return fmt.Errorf("where is the module? %w", err)
	}
	ours, theirs, err := c.programs(ctx, strings.TrimSpace(root))
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%d files of one document, %d lines each on average, %.1f MB in all\n\n%s\n%s\n\n", c.size.files,
		c.size.lines/c.size.files, float64(c.size.bytes)/1e6, ours.command(), theirs.command())
	if err := c.isFair(ctx, ours, theirs); err != nil {
		return err
	}
	var mine, other []sample
	for range c.runs {
		for _, turn := range []struct {
			program program
			samples *[]sample
		}{{ours, &mine}, {theirs, &other}} {
			s, err := turn.program.check(ctx, c.size.files)
			if err != nil {
				return err
			}
			*turn.samples = append(*turn.samples, s)
		}
	}
	example, err := measureExample(ctx, ours, filepath.Join(strings.TrimSpace(root), "engine", "testdata", "example"))
	if err != nil {
		return err
	}
	return c.report(medianOf(mine), medianOf(other), example)
}

// programs builds both into the contest's folder.
func (c contest) programs(ctx context.Context, root string) (ours, theirs program, err error) {
	bin := filepath.Join(c.dir, "bin")
	ours = program{path: filepath.Join(bin, "entente"), args: []string{"validate", "-C", c.files}, counts: countEntente}
	theirs = program{path: filepath.Join(bin, "kubeconform"), counts: countKubeconform, args: []string{"-n", strconv.Itoa(runtime.NumCPU()), "-summary",
		"-schema-location", filepath.Join(root, "schema", "{{.ResourceKind}}.schema.json"), c.files}}
	if _, err := output(ctx, root, nil, "go", "build", "-o", ours.path, "./cmd/entente"); err != nil {
		return ours, theirs, fmt.Errorf("entente does not build: %w", err)
	}
	if _, err := output(ctx, c.dir, []string{"GOBIN=" + bin}, "go", "install", kubeconformModule); err != nil {
		return ours, theirs, fmt.Errorf("kubeconform cannot be installed, so there is nothing to compare with; its module is fetched through GOPROXY, or taken from the module cache: %w", err)
	}
	return ours, theirs, nil
}

// isFair runs both on one broken file among the others, which both must find, and
// so brings all files into memory before anything is measured.
func (c contest) isFair(ctx context.Context, programs ...program) error {
	broken := filepath.Join(c.files, "policy.yaml")
	sound, err := os.ReadFile(broken)
	if err != nil {
		return err
	}
	defer os.WriteFile(broken, sound, 0o644)
	if err := os.WriteFile(broken, []byte(strings.Replace(string(sound), "message:", "massage:", 1)), 0o644); err != nil {
		return err
	}
	for _, p := range programs {
		if _, err := p.check(ctx, c.size.files); err == nil {
			return fmt.Errorf("%s finds no fault in a broken file: it does not check what it should", p.command())
		}
	}
	return os.WriteFile(broken, sound, 0o644)
}

// measureExample takes the example repository, each time in a new process.
func measureExample(ctx context.Context, ours program, dir string) (sample, error) {
	ours.args = []string{"validate", "-C", dir}
	var samples []sample
	for range exampleRuns {
		s, err := ours.run(ctx)
		if err != nil {
			return sample{}, err
		}
		samples = append(samples, s)
	}
	return medianOf(samples), nil
}

func (c contest) report(ours, theirs, example sample) error {
	t := tabwriter.NewWriter(c.out, 0, 0, 3, ' ', tabwriter.AlignRight)
	row := func(name string, s sample) {
		fmt.Fprintf(t, "%s\t%.2f s\t%.2f s\t%d MB\t%d\t\n", name, s.wall.Seconds(), s.cpu.Seconds(), s.peak>>20, c.size.files)
	}
	fmt.Fprintf(t, "median of %d\ttime\tprocessor\tmost memory\tdocuments\t\n", c.runs)
	row("entente", ours)
	row("kubeconform", theirs)
	fmt.Fprintf(t, "ratio\t%.2f\t%.2f\t\t\t\n", ours.wall.Seconds()/theirs.wall.Seconds(), ours.cpu.Seconds()/theirs.cpu.Seconds())
	if err := t.Flush(); err != nil {
		return err
	}
	milliseconds := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }
	_, err := fmt.Fprintf(c.out, "\nentente validate -C engine/testdata/example: %.1f ms in one process, %.1f ms of processor (median of %d)\n",
		milliseconds(example.wall), milliseconds(example.cpu), exampleRuns)
	return err
}
