package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

func (a *app) status() *cobra.Command {
	var at engine.Where
	var when whenFlags
	var formats, kpis []string
	var strict bool
	cmd := &cobra.Command{
		Use:     "status [PARTNER|ADDRESS]",
		Short:   "Show KPIs of every partner, or one partner, goal or assessment in depth",
		Example: "  entente status\n  entente status northwind --period 2026-Q1\n  entente status goal/northwind-2026\n  entente status --format json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, err := parseFormats(formats, []string{"text", "json"})
			if err != nil {
				return err
			}
			moment, err := when.when(a)
			if err != nil {
				return err
			}
			at.Dir = a.dir
			result, err := engine.Status(cmd.Context(), at, moment)
			if err != nil {
				return broke(err)
			}
			defer result.Close()
			if err := knownKPIs(result, kpis); err != nil {
				return err
			}
			view := result.View(kpis)
			one, err := pick(view, args)
			if err != nil {
				return err
			}
			if err := a.emit(chosen, func(w io.Writer, name string) error { return a.writeStatus(w, name, view, one) }); err != nil {
				return err
			}
			return failOn(result.Checked.Findings, strict)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&at.Rev, "rev", "", "look at this revision or folder instead of the working folder")
	flags.StringVar(&at.Facts, "facts", "", "second folder for fact files kept out of git")
	when.register(flags)
	flags.StringSliceVar(&kpis, "kpi", nil, "KPIs to show as columns, by name")
	flags.StringArrayVar(&formats, "format", []string{"text"}, "text or json; NAME=FILE writes a file; may be repeated")
	flags.BoolVar(&strict, "strict", false, "exit with 1 on warnings too")
	return cmd
}

func (a *app) writeStatus(w io.Writer, name string, view render.StatusView, one spec.Address) error {
	switch {
	case name == "json":
		return render.StatusJSON(w, view)
	case one != "":
		return render.StatusOne(w, view, one, a.look(false))
	}
	return render.Status(w, view, a.look(false))
}

// pick narrows a view to one document: a partner, named bare or as partner/NAME,
// or what else has a status, by its address.
func pick(view render.StatusView, args []string) (spec.Address, error) {
	if len(args) == 0 {
		return "", nil
	}
	var partners, all []string
	for _, p := range view.Partners {
		partners, all = append(partners, p.Address.Name()), append(all, string(p.Address))
	}
	for _, other := range view.Others {
		all = append(all, string(other.Address))
	}
	name := args[0]
	isAddress := strings.Contains(name, "/")
	switch {
	case isAddress && slices.Contains(all, name):
		return spec.Address(name), nil
	case slices.Contains(partners, name):
		return spec.NewAddress("Partner", name), nil
	case isAddress:
		return "", notThere(fmt.Sprintf("nothing with a status has the address %q", name), name, all)
	}
	for _, address := range all {
		if spec.Address(address).Name() == name {
			return "", notThere(fmt.Sprintf("there is no partner %q", name), address, all)
		}
	}
	return "", notThere(fmt.Sprintf("there is no partner %q", name), name, partners)
}

func notThere(what, name string, names []string) error {
	if near, ok := diag.Nearest(name, names); ok {
		return fmt.Errorf("%s: did you mean %s?", what, near)
	}
	return fmt.Errorf("%s: `entente status` lists the partners, `--format json` all that have one", what)
}

func knownKPIs(result engine.Evaluated, asked []string) error {
	var names []string
	for _, k := range result.KPIs {
		names = append(names, k.Name)
	}
	for _, name := range asked {
		found := false
		for _, n := range names {
			found = found || n == name
		}
		if !found {
			near, _ := diag.Nearest(name, names)
			if near != "" {
				return fmt.Errorf("--kpi: there is no KPI %q: did you mean %s?", name, near)
			}
			return fmt.Errorf("--kpi: there is no KPI %q: this repository has %s", name, strings.Join(names, ", "))
		}
	}
	return nil
}
