package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine/scaffold"
)

func (a *app) demo() *cobra.Command {
	var keep string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show validate, status and plan on a small repository made for it",
		Long: `Makes a small git repository with a reseller program and a branch that proposes
other terms, and shows on it what entente says. Nothing is left behind unless
--keep names a folder.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, done, err := demoFolder(keep)
			if err != nil {
				return broke(err)
			}
			defer done()
			if err := scaffold.Demo(dir); err != nil {
				return broke(err)
			}
			if err := a.show(cmd.Context(), dir); err != nil {
				return err
			}
			if keep != "" {
				fmt.Fprintf(a.stdout, "\nThe repository is in %s: change a file there and run `entente plan -C %s`.\n", keep, keep)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&keep, "keep", "", "make the repository in this new or empty folder, and leave it there")
	return cmd
}

// demoFolder gives the folder to work in and what to do at the end.
func demoFolder(keep string) (string, func(), error) {
	if keep == "" {
		dir, err := os.MkdirTemp("", "entente-demo-")
		return dir, func() { os.RemoveAll(dir) }, err
	}
	if err := os.MkdirAll(keep, 0o755); err != nil {
		return "", nil, err
	}
	entries, err := os.ReadDir(keep)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s is not empty: name a new folder", keep)
	}
	return keep, func() {}, err
}

// show runs the verbs as a user would. Warnings are part of the show; the
// demonstration has no errors.
func (a *app) show(ctx context.Context, dir string) error {
	for i, args := range [][]string{
		{"validate", "--rev", "change"},
		{"status", "--rev", "main", "--as-of", scaffold.DemoAsOf},
		{"statement", "northwind", "2026-Q2", "--rev", "main", "--as-of", scaffold.DemoAsOf},
		{"why", "northwind", "2026-Q2", "D-4", "--rev", "main", "--as-of", scaffold.DemoAsOf},
		{"plan", "--base", "main", "--head", "change", "--as-of", scaffold.DemoAsOf},
	} {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		fmt.Fprintf(a.stdout, "$ entente %s\n", strings.Join(args, " "))
		root := a.root()
		root.SetArgs(append(args, "-C", dir))
		if err := root.ExecuteContext(ctx); err != nil {
			return err
		}
	}
	return nil
}
