package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) gaps() *cobra.Command {
	var at engine.Where
	var when whenFlags
	var formats []string
	cmd := &cobra.Command{
		Use:   "gaps [PARTNER]",
		Short: "List what the documents of each partner do not say yet",
		Long: `Lists what is missing, partner by partner: clauses of agreements after what they
inherit, agreements, goals and what they need, reviews and the evidence of ratings,
contact, manager, payee. Nothing of it is an error: entente validate tells errors.`,
		Example: "  entente gaps\n  entente gaps northwind\n  entente gaps --format json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, err := parseFormats(formats, []string{"text", "json"})
			if err != nil {
				return err
			}
			agenda, err := a.agenda(cmd, at, when)
			if err != nil {
				return err
			}
			defer agenda.Close()
			partner, err := named("partner", first(args), agenda.HasPartner)
			if err != nil {
				return err
			}
			view := agenda.Gaps(partner)
			return a.emit(chosen, func(w io.Writer, name string) error { return a.writeGaps(w, name, view) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&at.Rev, "rev", "", "look at this revision or folder instead of the working folder")
	when.registerDay(flags)
	flags.StringArrayVar(&formats, "format", []string{"text"}, "text or json; NAME=FILE writes a file; may be repeated")
	return cmd
}

func (a *app) writeGaps(w io.Writer, name string, view render.GapsView) error {
	if name == "json" {
		return render.GapsJSON(w, view)
	}
	return render.Gaps(w, view, a.look(false))
}
