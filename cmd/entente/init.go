package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/scaffold"
)

func (a *app) starter() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Make a small repository to start from",
		Long: `Writes a small, valid repository: an organization, a reseller program with every
clause, a commission plan, a scorecard, one made-up partner with its agreement,
goal and deals, decision rights, the workflows that say on a pull request what it
changes and who must approve it, and issue forms with one that makes pull requests
of them. It asks nothing and overwrites nothing: a README.md that is there stays.`,
		Example: "  entente init\n  entente init partnerships",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := a.dir
			if len(args) == 1 {
				dir = a.below(args[0])
			}
			files, err := a.initialize(cmd.Context(), dir)
			if err != nil {
				return err
			}
			for _, f := range files {
				fmt.Fprintf(a.stdout, "  %s\n", f.Path)
			}
			if !slices.ContainsFunc(files, func(f scaffold.File) bool { return f.Path == "README.md" }) {
				fmt.Fprint(a.stdout, "\nREADME.md was there already: it stays as it is.\n")
			}
			git, option := gitIn(dir), optionC(dir)
			_, err = fmt.Fprintf(a.stdout, `
%d files written. Next:

  entente validate%s
  entente status%s
  %s init -b main && %s add -A && %s commit -m "Partner program"

Once it is committed, entente plan%s shows what a change does.
`, len(files), option, option, git, git, git, option)
			return broke(err)
		},
	}
}

func (a *app) initialize(ctx context.Context, dir string) ([]scaffold.File, error) {
	files, err := scaffold.Init(ctx, dir, quantity.DateOf(a.now))
	return files, a.refused(err)
}

// refused prints why something was not done; it is the user's to mend.
func (a *app) refused(err error) error {
	var refusal *scaffold.Refusal
	if errors.As(err, &refusal) {
		fmt.Fprintln(a.stderr, "entente:", refusal)
		return exitError(exitUsage)
	}
	return broke(err)
}

// below gives a path that is relative to the repository's folder.
func (a *app) below(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(a.dir, path)
}

// optionC is how a command that is shown names its folder.
func optionC(dir string) string {
	if filepath.Clean(dir) == "." {
		return ""
	}
	return " -C " + dir
}

func gitIn(dir string) string { return "git" + optionC(dir) }
