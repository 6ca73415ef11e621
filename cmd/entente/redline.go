package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) redline() *cobra.Command {
	var between betweenFlags
	var formats []string
	cmd := &cobra.Command{
		Use:   "redline",
		Short: "Show changed terms as counsel reads them: struck through and put in",
		Long: `Compares two revisions as plan does, and writes what changes in the wording of a
redline: by document and clause, what is taken out and what is put in, from which
day on it holds and for what, and which notice is promised to whom. The page that
--format html writes prints on paper.`,
		Example: "  entente redline                               # the main branch against the working folder\n" +
			"  entente redline --base main --head my-branch --format html=redline.html",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			chosen, err := parseFormats(formats, []string{"markdown", "html"})
			if err != nil {
				return err
			}
			what, at, err := between.read(a)
			if err != nil {
				return err
			}
			planned, err := engine.Plan(cmd.Context(), what, at)
			if err != nil {
				return broke(err)
			}
			if err := a.emit(chosen, func(w io.Writer, name string) error { return writeRedline(w, name, planned.Redlined()) }); err != nil {
				return err
			}
			if planned.Head.Findings.HasErrors() {
				fmt.Fprintf(a.stderr, "entente: what is proposed has errors (%d): see `entente validate`, and mend them before anybody signs.\n", planned.Head.Findings.Count(diag.Error))
			}
			return failOn(planned.Head.Findings, false)
		},
	}
	flags := cmd.Flags()
	between.register(flags)
	between.when.registerDay(flags)
	flags.StringArrayVar(&formats, "format", []string{"markdown"}, "markdown or html; NAME=FILE writes a file; may be repeated")
	return cmd
}

func writeRedline(w io.Writer, name string, p plan.Plan) error {
	if name == "html" {
		return render.RedlineHTML(w, p)
	}
	return render.RedlineMarkdown(w, p)
}
