package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) owners() *cobra.Command {
	var at engine.Where
	var when whenFlags
	var formats []string
	cmd := &cobra.Command{
		Use:   "owners [PERSON]",
		Short: "Show who owns what: partners, activities, goals, rights, actions, decisions",
		Long: `Shows for every person, or one in depth, the partners they manage, the
activities and goals they own, what they may decide or approve, their open actions
and their decisions. What a team or a side owns is shown with each of its people.`,
		Example: "  entente owners\n  entente owners partner-manager\n  entente owners --format json",
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
			person, err := named("person", first(args), agenda.HasPerson)
			if err != nil {
				return err
			}
			view := agenda.Owners(person)
			return a.emit(chosen, func(w io.Writer, name string) error { return a.writeOwners(w, name, view, person) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&at.Rev, "rev", "", "look at this revision or folder instead of the working folder")
	when.registerDay(flags)
	flags.StringArrayVar(&formats, "format", []string{"text"}, "text or json; NAME=FILE writes a file; may be repeated")
	return cmd
}

func (a *app) writeOwners(w io.Writer, name string, view render.OwnersView, person string) error {
	switch {
	case name == "json":
		return render.OwnersJSON(w, view)
	case person != "":
		return render.OwnersOne(w, view, person, a.look(false))
	}
	return render.Owners(w, view, a.look(false))
}

// first gives the one argument of a verb, "" without one.
func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}
