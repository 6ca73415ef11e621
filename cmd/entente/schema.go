package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	published "github.com/partnership-as-code/entente/schema"
)

func (a *app) schema() *cobra.Command {
	return &cobra.Command{
		Use:     "schema [KIND]",
		Short:   "Print the JSON Schema of a kind, or list the kinds",
		Example: "  entente schema\n  entente schema Partner > partner.schema.json",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return kindNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listKinds()
			}
			return a.printSchema(args[0])
		},
	}
}

func (a *app) listKinds() error {
	for _, k := range spec.Kinds {
		if _, err := fmt.Fprintf(a.stdout, "%-15s %s\n", k.Name, k.Doc); err != nil {
			return broke(err)
		}
	}
	return nil
}

// printSchema finds a kind whatever its case; "document" is the schema that
// chooses by kind.
func (a *app) printSchema(name string) error {
	file := "document.schema.json"
	if !strings.EqualFold(name, "document") {
		k := spec.KindByLower(strings.ToLower(name))
		if k == nil {
			near, _ := diag.Nearest(name, kindNames())
			if near != "" {
				return fmt.Errorf("there is no kind %q: did you mean %s?", name, near)
			}
			return fmt.Errorf("there is no kind %q: the kinds are %s", name, strings.Join(kindNames(), ", "))
		}
		file = spec.SchemaFile(k)
	}
	text, err := published.Files.ReadFile(file)
	if err != nil {
		return broke(err)
	}
	_, err = a.stdout.Write(text)
	return broke(err)
}

func kindNames() []string {
	var out []string
	for _, k := range spec.Kinds {
		out = append(out, k.Name)
	}
	return out
}
