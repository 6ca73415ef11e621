package main

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) validate() *cobra.Command {
	var at engine.Where
	var formats []string
	var strict, all, rows bool
	cmd := &cobra.Command{
		Use:   "validate",
		Short: "Check every document against the schema and the rules",
		Long: `Checks every YAML document of the repository: its shape, its references, its
rules. Of fact files only the headers are read; --rows reads all rows as well.`,
		Example: "  entente validate\n  entente validate -C examples/reseller --format sarif=entente.sarif --format text\n  entente validate --rev main",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			chosen, err := parseFormats(formats, findingFormats)
			if err != nil {
				return err
			}
			at.Dir = a.dir
			checked, err := a.check(cmd.Context(), at, rows || at.Facts != "")
			if err != nil {
				return broke(err)
			}
			if err := a.emit(chosen, func(w io.Writer, name string) error { return a.findings(w, name, checked, all) }); err != nil {
				return err
			}
			return failOn(checked.Findings, strict)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&at.Rev, "rev", "", "check this revision or folder instead of the working folder")
	flags.StringVar(&at.Facts, "facts", "", "second folder for fact files kept out of git; reads their rows")
	flags.BoolVar(&rows, "rows", false, "read every row of the fact files too")
	flags.StringArrayVar(&formats, "format", []string{"text"}, "text, json, sarif, junit, github or checkstyle; NAME=FILE writes a file; may be repeated")
	flags.BoolVar(&strict, "strict", false, "exit with 1 on warnings too")
	flags.BoolVar(&all, "all", false, "list every finding of a code")
	return cmd
}

var findingFormats = []string{"text", "json", "sarif", "junit", "github", "checkstyle"}

func (a *app) check(ctx context.Context, at engine.Where, rows bool) (engine.Checked, error) {
	if rows {
		return engine.CheckRows(ctx, at, engine.When{Now: a.now})
	}
	return engine.Check(ctx, at)
}

// findings writes what validate found in one format.
func (a *app) findings(w io.Writer, name string, c engine.Checked, all bool) error {
	stats := statsOf(c)
	switch name {
	case "json":
		return render.FindingsJSON(w, c.Findings, stats)
	case "sarif":
		return render.SARIF(w, c.Findings, c.Unit, version, ruleInfos())
	case "junit":
		return render.JUnit(w, c.Findings)
	case "github":
		return render.GitHub(w, c.Findings, c.Unit)
	case "checkstyle":
		return render.Checkstyle(w, c.Findings)
	}
	if err := render.Findings(w, c.Findings, a.look(all)); err != nil {
		return err
	}
	return render.Checked(w, stats)
}

func statsOf(c engine.Checked) render.Stats {
	return render.Stats{Documents: c.Documents, Files: c.Files, Rules: c.Rules,
		Errors: c.Findings.Count(diag.Error), Warnings: c.Findings.Count(diag.Warning), Elapsed: time.Duration(0)}
}

func ruleInfos() []render.RuleInfo {
	var out []render.RuleInfo
	for _, r := range check.Rules() {
		out = append(out, render.RuleInfo{Code: r.Code, Severity: r.Severity, Summary: r.Summary, Why: r.Text})
	}
	return out
}

// failOn turns findings into the exit code: warnings alone are fine unless
// strict.
func failOn(list diag.List, strict bool) error {
	if list.HasErrors() || strict && len(list) > 0 {
		return exitError(exitFindings)
	}
	return nil
}
