package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine/check"
)

func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use:     "explain CODE",
		Short:   "Say why a rule exists, with a wrong and a right example",
		Example: "  entente explain band-order",
		Args:    cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var codes []string
			for _, r := range check.Rules() {
				codes = append(codes, r.Code)
			}
			return codes, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			rule, near, ok := check.Explain(args[0])
			if !ok && len(near) > 0 {
				return fmt.Errorf("there is no rule %q: did you mean %s?", args[0], strings.Join(near, " or "))
			}
			if !ok {
				return fmt.Errorf("there is no rule %q: `entente rules` lists them", args[0])
			}
			_, err := fmt.Fprintln(a.stdout, pageWithBase(rule.Text))
			return broke(err)
		},
	}
}

// pageWithBase is a page with what its examples rely on in front of them.
func pageWithBase(page string) string {
	const examples = "\n## Wrong\n"
	return strings.TrimSpace(strings.Replace(page, examples, "\n"+check.ExampleBase+"\n"+examples, 1))
}

func (a *app) rules() *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List every rule with its code",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, r := range check.Rules() {
				if _, err := fmt.Fprintf(a.stdout, "%-22s %-8s %s\n", r.Code, r.Severity, r.Summary); err != nil {
					return broke(err)
				}
			}
			return nil
		},
	}
}
