package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/scaffold"
)

func (a *app) codeowners() *cobra.Command {
	var when whenFlags
	var check, write bool
	cmd := &cobra.Command{
		Use:   "codeowners",
		Short: "Write CODEOWNERS from the decision rights",
		Long: `Prints who may decide or approve changes of each file, in the form in which GitHub
asks for reviews by it. It only asks: the gate decides whether reviews suffice.

With --check it exits with 1 and shows the difference when the CODEOWNERS that GitHub
reads says something else; with --write it writes .github/CODEOWNERS, or the file
that is there. GitHub reads one alone: .github/CODEOWNERS, else CODEOWNERS, else
docs/CODEOWNERS. One that was written by hand is neither replaced nor hidden.`,
		Example: "  entente codeowners\n  entente codeowners --write\n  entente codeowners --check",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			at, err := when.when(a)
			if err != nil {
				return err
			}
			owners, err := engine.Codeowners(cmd.Context(), a.dir, at)
			if err != nil {
				return broke(err)
			}
			for _, w := range owners.Warnings {
				fmt.Fprintln(a.stderr, "entente:", w)
			}
			switch {
			case check:
				return a.checkOwners(owners)
			case write:
				return a.writeCodeowners(owners)
			}
			_, err = io.WriteString(a.stdout, owners.Text)
			return broke(err)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&check, "check", false, "exit with 1 when the file that GitHub reads says something else")
	flags.BoolVar(&write, "write", false, "write "+engine.CodeownersFile)
	cmd.MarkFlagsMutuallyExclusive("check", "write")
	when.registerDay(flags)
	return cmd
}

func (a *app) checkOwners(owners engine.Ownership) error {
	if string(owners.Now) == owners.Text {
		return nil
	}
	fmt.Fprintf(a.stdout, "%s says something else than the decision rights: `entente codeowners --write` mends it.\n\n", owners.File)
	for _, line := range lineDiff(lines(string(owners.Now)), lines(owners.Text)) {
		fmt.Fprintln(a.stdout, line)
	}
	return exitError(exitFindings)
}

func (a *app) writeCodeowners(owners engine.Ownership) error {
	header, _, _ := strings.Cut(owners.Text, "\n")
	was, _, _ := strings.Cut(string(owners.Now), "\n")
	was = strings.Replace(was, ` of "."`, "", 1) // as it was written once
	switch {
	case len(owners.Now) > 0 && !gate.IsGenerated(owners.Now):
		return fmt.Errorf("%s was written by hand, and GitHub reads one file alone: move it away first, or add what `entente codeowners` prints to it", owners.File)
	case len(owners.Now) > 0 && was != header:
		return fmt.Errorf("%s was generated for another folder of this repository: GitHub reads one file for all, so put what `entente codeowners` prints for each together by hand", owners.File)
	case string(owners.Now) == owners.Text:
		fmt.Fprintf(a.stdout, "%s is up to date.\n", owners.File)
		return nil
	}
	if err := scaffold.Write(owners.Root, []scaffold.File{{Path: owners.File, Text: []byte(owners.Text)}}); err != nil {
		return broke(err)
	}
	fmt.Fprintf(a.stdout, "Wrote %s.\n", owners.File)
	return nil
}

func lines(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(s string) bool { return s == "" })
}

// lineDiff marks the lines that go with - and those that come with +. The lines
// are in no order that matters but of themselves.
func lineDiff(was, now []string) []string {
	out := []string{}
	for _, side := range []struct {
		sign          string
		lines, others []string
	}{{"- ", was, now}, {"+ ", now, was}} {
		others := map[string]bool{}
		for _, l := range side.others {
			others[l] = true
		}
		for _, l := range side.lines {
			if !others[l] {
				out = append(out, side.sign+l)
			}
		}
	}
	if len(out) == 0 {
		return []string{"The lines are in another order, or there are blank ones."}
	}
	return out
}
