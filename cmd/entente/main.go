// Command entente checks partner agreements kept as YAML, evaluates them against
// deal data, and plans what a change does. This package only wires: flags,
// environment, files and exit codes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"time"
	_ "time/tzdata" // calendar days need time zones on machines without them

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/render"
)

// version is set by the release build.
var version = "0.1.0-dev"

// Exit codes.
const (
	exitOK       = 0
	exitFindings = 1 // findings, or a closed gate
	exitUsage    = 2
	exitBreakage = 3
	exitChanges  = 4 // plan --detailed-exitcode: there are changes
)

func main() {
	debug.SetGCPercent(200) // a run is short and parses much: fewer collections for a little more memory
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program but for the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now()}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	verb, err := root.ExecuteContextC(ctx)
	var exit exitError
	var broken breakage
	var unclear *engine.Ambiguous
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return int(exit)
	case errors.As(err, &broken) && errors.As(broken.error, &unclear):
		return a.unclear(verb, unclear.Findings, broken)
	case errors.As(err, &broken):
		fmt.Fprintln(stderr, "entente:", broken.error)
		return exitBreakage
	}
	fmt.Fprintln(stderr, "entente:", err)
	fmt.Fprintln(stderr, "See `entente --help`.")
	return exitUsage
}

// unclear shows the findings that keep a verb from its numbers, in the place of a
// text that it would have printed; never in that of a document for machines.
func (a *app) unclear(verb *cobra.Command, findings diag.List, why error) int {
	w := a.stderr
	if formats, err := verb.Flags().GetStringArray("format"); err == nil && slices.Contains(formats, "text") {
		w = a.stdout
	}
	if err := render.Findings(w, findings, a.look(false)); err != nil {
		fmt.Fprintln(a.stderr, "entente:", err)
		return exitBreakage
	}
	fmt.Fprintln(a.stderr, "entente:", why)
	return exitFindings
}

// app carries what every verb needs.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            time.Time
	dir            string
}

// exitError ends a verb that has already said why.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// breakage is an error that is nobody's mistake in a document or on the command
// line: a folder that is not there, git that cannot be read.
type breakage struct{ error }

// A revision that git does not know is a slip of whoever named it.
func broke(err error) error {
	if unknown := (*git.RevisionError)(nil); err == nil || errors.As(err, &unknown) && !unknown.IsShallow {
		return err
	}
	return breakage{err}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "entente",
		Short: "Partner agreements as code: check, evaluate and plan them",
		Long: `Entente keeps partner programs as YAML in git: partners, agreements, goals,
scorecards and commission plans. It checks them, works out KPIs from real deal
data, and shows on a pull request what a change does, commercially and for whom.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version,
		Args:          cobra.NoArgs,
		RunE:          func(*cobra.Command, []string) error { return a.next() },
	}
	root.SetVersionTemplate("entente {{.Version}}\n")
	root.PersistentFlags().StringVarP(&a.dir, "directory", "C", ".", "folder of the repository")
	root.AddCommand(a.validate(), a.status(), a.due(), a.owners(), a.gaps(), a.plan(), a.gate(), a.codeowners(), a.comment(), a.statement(), a.why(), a.payouts(), a.explain(), a.rules(), a.schema(), a.demo(), a.starter(), a.importer())
	root.AddCommand(a.redline(), a.intake())
	return root
}
