package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) plan() *cobra.Command {
	var between betweenFlags
	var formats []string
	var detailed, strict bool
	var previous string
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Show what a change does, commercially and for whom",
		Long: `Compares two revisions of the repository: what is declared otherwise, which KPIs
move on the facts of the base, which findings come and go. Two commits are
compared from where head left base.

With --previous, an earlier plan as --format json printed it, it says besides
what the difference comes from: the terms, the data, another version of entente
or the exchange rates.`,
		Example: "  entente plan                                  # the main branch against the working folder\n" +
			"  entente plan --base main --head my-branch\n  entente plan --base ../before --head .\n" +
			"  entente plan --previous plan.json             # what is otherwise than last time",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			chosen, err := parseFormats(formats, []string{"text", "markdown", "json"})
			if err != nil {
				return err
			}
			what, at, err := between.read(a)
			if err != nil {
				return err
			}
			if what.Previous, err = readPlan(previous); err != nil {
				return broke(err)
			}
			planned, err := engine.Plan(cmd.Context(), what, at)
			if err != nil {
				return broke(err)
			}
			if err := a.emit(chosen, func(w io.Writer, name string) error { return a.writePlan(w, name, planned.Plan) }); err != nil {
				return err
			}
			if err := failOn(planned.Head.Findings, strict); err != nil {
				return err
			}
			if detailed && planned.Plan.HasChanges() {
				return exitError(exitChanges)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	between.register(flags)
	flags.StringVar(&previous, "previous", "", "an earlier plan, as --format json printed it, to split the difference by what it comes from")
	between.when.register(flags)
	flags.StringArrayVar(&formats, "format", []string{"text"}, "text, markdown or json; NAME=FILE writes a file; may be repeated")
	flags.BoolVar(&detailed, "detailed-exitcode", false, "exit with 4 when there are changes")
	flags.BoolVar(&strict, "strict", false, "exit with 1 on warnings too")
	return cmd
}

// readPlan reads an earlier plan; nil when none is named.
func readPlan(name string) (*plan.Plan, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p, err := plan.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &p, nil
}

func (a *app) writePlan(w io.Writer, name string, p plan.Plan) error {
	switch name {
	case "json":
		return render.PlanJSON(w, p)
	case "markdown":
		return render.PlanMarkdown(w, p)
	}
	return render.Plan(w, p, a.look(false))
}
