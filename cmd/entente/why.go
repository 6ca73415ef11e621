package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) why() *cobra.Command {
	var at engine.Where
	var when whenFlags
	var formats []string
	cmd := &cobra.Command{
		Use:   "why PARTNER PERIOD EVENT",
		Short: "Say in plain sentences how an event came to what it earned",
		Long: `Says which rule pays an event and why the others do not, what was counted before,
every multiplication, floor, cap, share, hold, rounding and exchange rate, and where
the terms come from, each with the file and line that says so.`,
		Example:           "  entente why northwind 2026-Q2 D-105",
		Args:              cobra.ExactArgs(3),
		ValidArgsFunction: a.completeAccount,
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, err := parseFormats(formats, []string{"text"})
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
			days, err := a.periodOf(paid, partner, args[1])
			if err != nil {
				return err
			}
			view, err := paid.Why(cmd.Context(), partner, days, args[2])
			if err != nil {
				return err
			}
			if len(view.Answers) > 0 {
				if err := a.unrated(paid, partner, days); err != nil {
					return err
				}
			}
			if err := a.emit(chosen, func(w io.Writer, _ string) error { return render.Why(w, view, a.look(false)) }); err != nil {
				return err
			}
			return a.faulted(paid)
		},
	}
	a.accountFlags(cmd, &at, &when)
	cmd.Flags().StringArrayVar(&formats, "format", []string{"text"}, "text; text=FILE writes a file")
	return cmd
}
