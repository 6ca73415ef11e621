package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) due() *cobra.Command {
	var at engine.Where
	var when whenFlags
	var within, owner, partner string
	var formats []string
	var failOverdue bool
	cmd := &cobra.Command{
		Use:   "due",
		Short: "List what is due and what is overdue, with who has to do it",
		Long: `Lists reviews, check-ins, notices, renewals, open decisions, looks back on
decisions, concerns and actions until a day. The calendar format can be
subscribed to.`,
		Example: "  entente due\n  entente due --within 2 quarters --owner partner-manager\n  entente due --within 1 year --format ics=partners.ics",
		Args:    cobra.MaximumNArgs(2), // the rest of an unquoted --within 5 business days
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && !cmd.Flags().Changed("within") {
				return fmt.Errorf("unexpected %q: name a person or a team with --owner, a partner with --partner", args[0])
			}
			within = strings.Join(append([]string{within}, args...), " ")
			chosen, err := parseFormats(formats, []string{"text", "json", "ics"})
			if err != nil {
				return err
			}
			ahead, err := quantity.ParseDuration(within)
			if err != nil {
				return fmt.Errorf("--within: %w", err)
			}
			agenda, err := a.agenda(cmd, at, when)
			if err != nil {
				return err
			}
			defer agenda.Close()
			if owner, err = named("person, team or side", strings.TrimPrefix(strings.TrimPrefix(owner, "person/"), "team/"), agenda.HasOwner); err != nil {
				return err
			}
			if partner, err = named("partner", partner, agenda.HasPartner); err != nil {
				return err
			}
			view := agenda.Due(ahead, owner, partner)
			if err := a.emit(chosen, func(w io.Writer, name string) error { return a.writeDue(w, name, view) }); err != nil {
				return err
			}
			if failOverdue && engine.IsLate(view) {
				return exitError(exitFindings)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&at.Rev, "rev", "", "look at this revision or folder instead of the working folder")
	when.registerDay(flags)
	flags.StringVar(&within, "within", "30 days", "how far to look ahead, such as 2 quarters")
	flags.StringVar(&owner, "owner", "", "only what this person, team or side (vendor, partner) has to do")
	flags.StringVar(&partner, "partner", "", "only what is about this partner")
	flags.StringArrayVar(&formats, "format", []string{"text"}, "text, json or ics; NAME=FILE writes a file; may be repeated")
	flags.BoolVar(&failOverdue, "fail-overdue", false, "exit with 1 when something is overdue")
	return cmd
}

// agenda reads the revision that a verb is asked for, on its day.
func (a *app) agenda(cmd *cobra.Command, at engine.Where, when whenFlags) (*engine.Agenda, error) {
	moment, err := when.when(a)
	if err != nil {
		return nil, err
	}
	at.Dir = a.dir
	agenda, err := engine.ReadAgenda(cmd.Context(), at, moment)
	return agenda, broke(err)
}

func (a *app) writeDue(w io.Writer, name string, view render.DueView) error {
	switch name {
	case "json":
		return render.DueJSON(w, view)
	case "ics":
		return render.DueICS(w, view)
	}
	return render.Due(w, view, a.look(false))
}

// named takes a name bare or as kind/name, and says what may have been meant when
// there is none. An empty one stays so.
func named(kind, name string, has func(string) ([]string, bool)) (string, error) {
	name = strings.TrimPrefix(name, kind+"/")
	if name == "" {
		return "", nil
	}
	names, ok := has(name)
	if ok {
		return name, nil
	}
	if near, found := diag.Nearest(name, names); found {
		return "", fmt.Errorf("there is no %s %q: did you mean %s?", kind, name, near)
	}
	return "", fmt.Errorf("there is no %s %q: this repository has %s", kind, name, strings.Join(names, ", "))
}
