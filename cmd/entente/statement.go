package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) statement() *cobra.Command {
	var at engine.Where
	var when whenFlags
	var formats []string
	var books bookFlags
	cmd := &cobra.Command{
		Use:   "statement PARTNER [PERIOD]",
		Short: "Show what a partner earned and is paid in a period, line by line",
		Long: `Shows every event that earned, the step and rate it was paid by, what was held,
cut, released and carried, and what is payable. Without PERIOD it lists the
periods that have a statement.

--lock writes a statement of a period that is over to a file such as
statements/northwind/2026-q2.yaml, with everything that computing it again takes.
Periods are locked in their order; with --opening a partner's first one may leave
earlier ones out that were settled elsewhere. What is locked does not change: later
facts become corrections in the first statement that is not locked, and --reconcile
shows them, of one partner or of all. --verify computes locked statements again,
compares every byte, and tells when one between them is missing.`,
		Example: "  entente statement northwind\n  entente statement northwind 2026-Q2\n  entente statement northwind 2026-Q2 --format html=northwind.html\n" +
			"  entente statement northwind 2026-Q2 --lock\n  entente statement northwind --reconcile\n  entente statement --reconcile\n  entente statement --verify",
		Args:              func(_ *cobra.Command, args []string) error { return books.args(args) },
		ValidArgsFunction: a.completeAccount,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case books.lock:
				return a.lockStatements(cmd, at, when, books, formats, args)
			case books.verify:
				return a.verifyStatements(cmd, at, formats, args)
			case books.reconcile:
				return a.reconcileStatements(cmd, at, when, formats, args)
			}
			return a.showStatement(cmd, at, when, formats, args)
		},
	}
	a.accountFlags(cmd, &at, &when)
	books.register(cmd)
	cmd.Flags().StringArrayVar(&formats, "format", []string{"text"}, "text, json, csv, markdown or html; NAME=FILE writes a file; may be repeated")
	return cmd
}

// showStatement prints one statement, or without a period the list of them.
func (a *app) showStatement(cmd *cobra.Command, at engine.Where, when whenFlags, formats, args []string) error {
	chosen, err := parseFormats(formats, []string{"text", "json", "csv", "markdown", "html"})
	if err != nil {
		return err
	}
	paid, err := a.accounted(cmd, at, when)
	if err != nil {
		return err
	}
	defer paid.Close()
	partner, err := partnerOf(paid, args[0])
	if err != nil {
		return err
	}
	write := func(w io.Writer, name string) error { return a.writePeriods(w, name, paid.Periods(partner)) }
	if len(args) == 1 {
		if err := a.unrated(paid, partner, quantity.Range{}); err != nil {
			return err
		}
		if err := onlyListed(chosen, paid, partner); err != nil {
			return err
		}
		if err := a.emit(chosen, write); err != nil {
			return err
		}
		return a.faulted(paid)
	}
	days, err := a.periodOf(paid, partner, args[1])
	if err != nil {
		return err
	}
	if err := a.unrated(paid, partner, days); err != nil {
		return err
	}
	view, err := paid.Statement(cmd.Context(), partner, days)
	if err != nil {
		return broke(err)
	}
	if err := a.emit(chosen, func(w io.Writer, name string) error { return a.writeStatement(w, name, view) }); err != nil {
		return err
	}
	if slices.ContainsFunc(chosen, func(f format) bool { return f.name == "csv" }) {
		if err := render.Warnings(a.stderr, view); err != nil {
			return broke(err)
		}
	}
	return a.faulted(paid)
}

func (a *app) accountFlags(cmd *cobra.Command, at *engine.Where, when *whenFlags) {
	flags := cmd.Flags()
	flags.StringVar(&at.Rev, "rev", "", "look at this revision or folder instead of the working folder")
	flags.StringVar(&at.Facts, "facts", "", "second folder for fact files kept out of git")
	when.registerDay(flags)
}

// accounted works out the statements of the revision that a verb is asked for.
func (a *app) accounted(cmd *cobra.Command, at engine.Where, when whenFlags) (engine.Accounted, error) {
	moment, err := when.when(a)
	if err != nil {
		return engine.Accounted{}, err
	}
	at.Dir, at.ToolVersion = a.dir, version
	paid, err := engine.Statements(cmd.Context(), at, moment)
	if err != nil {
		return engine.Accounted{}, broke(err)
	}
	return paid, nil
}

// faulted shows the errors that make amounts doubtful, and fails for them: a plan
// that cannot be read pays nothing, and so does an event without its exchange rate.
func (a *app) faulted(paid engine.Accounted) error {
	return a.faultedFor(paid, "amounts may be wrong or missing until the errors are mended.")
}

// faultedFor is faulted with what that means for a verb.
func (a *app) faultedFor(paid engine.Accounted, means string) error {
	var list diag.List
	for _, f := range paid.Checked.Findings {
		if f.Severity == diag.Error {
			list.Add(f)
		}
	}
	if len(list) == 0 {
		return nil
	}
	const shown = 3
	if err := render.Findings(a.stderr, list[:min(shown, len(list))], render.Options{}); err != nil {
		return broke(err)
	}
	if len(list) > shown {
		fmt.Fprintf(a.stderr, "… and %d more errors: `entente validate --rows` shows them all.\n", len(list)-shown)
	}
	fmt.Fprintln(a.stderr, "entente: "+means)
	return exitError(exitFindings)
}

// unrated fails, with nothing shown, when the figures of a partner, or of all for "",
// would leave out what has no exchange rate.
func (a *app) unrated(paid engine.Accounted, partner string, days quantity.Range) error {
	missing := paid.Unrated(partner, days)
	if len(missing) == 0 {
		return nil
	}
	if err := render.Findings(a.stderr, missing, render.Options{}); err != nil {
		return broke(err)
	}
	fmt.Fprintln(a.stderr, "entente: nothing is shown: the figures would leave out what has no exchange rate.")
	return exitError(exitFindings)
}

func partnerOf(paid engine.Accounted, name string) (string, error) {
	partner, err := named("partner", name, paid.HasPartner)
	if err == nil && partner == "" {
		err = fmt.Errorf("name a partner: `entente status` lists them")
	}
	return partner, err
}

// periodOf reads a payout period. A plan that cannot be read has none: its fault
// is shown in place of that.
func (a *app) periodOf(paid engine.Accounted, partner, text string) (quantity.Range, error) {
	days, err := namedPeriod(paid, partner, text)
	if err != nil {
		return days, cmp.Or(a.unrated(paid, partner, quantity.Range{}), a.faulted(paid), err)
	}
	return days, nil
}

// namedPeriod reads a payout period. The error names the command to type.
func namedPeriod(paid engine.Accounted, partner, text string) (quantity.Range, error) {
	days, err := paid.Period(partner, text)
	switch {
	case err == nil:
		return days, nil
	case len(paid.Periods(partner).Periods) == 0:
		return days, fmt.Errorf("%w; `entente status %s` shows where it stands", err, partner)
	}
	return days, fmt.Errorf("%w; `entente statement %s` lists its statements", err, partner)
}

// onlyListed refuses formats that show one statement.
func onlyListed(chosen []format, paid engine.Accounted, partner string) error {
	for _, f := range chosen {
		if f.name != "text" && f.name != "json" {
			return fmt.Errorf("--format %s shows one statement: name its period, such as %s", f.name, strings.Join(periodNames(paid, partner), ", "))
		}
	}
	return nil
}

func periodNames(paid engine.Accounted, partner string) []string {
	var out []string
	for _, p := range paid.Periods(partner).Periods {
		if !slices.Contains(out, p.Period) {
			out = append(out, p.Period)
		}
	}
	return out
}

func (a *app) writePeriods(w io.Writer, name string, v render.PeriodsView) error {
	if name == "json" {
		return render.PeriodsJSON(w, v)
	}
	return render.Periods(w, v, a.look(false))
}

func (a *app) writeStatement(w io.Writer, name string, v render.StatementView) error {
	switch name {
	case "json":
		return render.StatementJSON(w, v)
	case "csv":
		return render.StatementCSV(w, v)
	case "markdown":
		return render.StatementMarkdown(w, v)
	case "html":
		return render.StatementHTML(w, v)
	}
	return render.Statement(w, v, a.look(false))
}

// completeAccount completes a partner, its periods, and the events of one.
func (a *app) completeAccount(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		agenda, err := a.agenda(cmd, engine.Where{}, whenFlags{})
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		defer agenda.Close()
		names, _ := agenda.HasPartner("")
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	paid, err := a.accounted(cmd, engine.Where{}, whenFlags{})
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	defer paid.Close()
	switch {
	case len(args) == 1:
		return periodNames(paid, args[0]), cobra.ShellCompDirectiveNoFileComp
	case len(args) == 2 && cmd.Name() == "why":
		if days, err := paid.Period(args[0], args[1]); err == nil {
			return paid.EventsOf(args[0], days), cobra.ShellCompDirectiveNoFileComp
		}
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}
