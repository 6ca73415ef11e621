package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) payouts() *cobra.Command {
	var at engine.Where
	var when whenFlags
	var formats []string
	cmd := &cobra.Command{
		Use:   "payouts [PERIOD]",
		Short: "List what finance pays for a period, as CSV",
		Long: `Lists every partner with a statement for the period: who is paid, how much, by
when, and what is held or carried. Without PERIOD it lists the periods that there
are, as text or JSON.`,
		Example: "  entente payouts\n  entente payouts 2026-Q2\n  entente payouts 2026-Q2 --format csv=payouts.csv --format text",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			paid, err := a.accounted(cmd, engine.Where{}, whenFlags{})
			if err != nil || len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			defer paid.Close()
			return paid.PayoutPeriods(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, err := parseFormats(formats, []string{"csv", "text", "json"})
			if err != nil {
				return err
			}
			paid, err := a.accounted(cmd, at, when)
			if err != nil {
				return err
			}
			defer paid.Close()
			if len(args) == 0 {
				return a.listPayouts(paid, chosen, cmd.Flags().Changed("format"))
			}
			days, err := paid.PayoutPeriod(args[0])
			if err != nil {
				return cmp.Or(a.unrated(paid, "", quantity.Range{}), err)
			}
			if err := a.unrated(paid, "", days); err != nil {
				return err
			}
			view := paid.Payouts(days)
			if err := a.emit(chosen, func(w io.Writer, name string) error { return a.writePayouts(w, name, view) }); err != nil {
				return err
			}
			if slices.ContainsFunc(chosen, func(f format) bool { return f.name == "csv" }) {
				if err := render.PayoutsElsewhere(a.stderr, view); err != nil {
					return broke(err)
				}
			}
			return a.faulted(paid)
		},
	}
	a.accountFlags(cmd, &at, &when)
	cmd.Flags().StringArrayVar(&formats, "format", []string{"csv"}, "csv, text or json; NAME=FILE writes a file; may be repeated")
	return cmd
}

// listPayouts prints the periods that there are: as text, unless a format is chosen.
func (a *app) listPayouts(paid engine.Accounted, chosen []format, isChosen bool) error {
	if !isChosen {
		chosen = []format{{name: "text"}}
	}
	for _, f := range chosen {
		if f.name == "csv" {
			return fmt.Errorf("--format csv shows one period: name it, such as %s", cmp.Or(strings.Join(paid.PayoutPeriods(), ", "), "2026-Q2"))
		}
	}
	if err := a.unrated(paid, "", quantity.Range{}); err != nil {
		return err
	}
	view := paid.AllPayouts()
	write := func(w io.Writer, name string) error {
		if name == "json" {
			return render.PayoutPeriodsJSON(w, view)
		}
		return render.PayoutPeriods(w, view, a.look(false))
	}
	if err := a.emit(chosen, write); err != nil {
		return err
	}
	return a.faulted(paid)
}

func (a *app) writePayouts(w io.Writer, name string, v render.PayoutsView) error {
	switch name {
	case "json":
		return render.PayoutsJSON(w, v)
	case "text":
		return render.Payouts(w, v, a.look(false))
	}
	return render.PayoutsCSV(w, v)
}
