package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

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
of them. It asks nothing and overwrites nothing: a README.md that is there stays.

In a folder of a git repository the workflows and the forms go to the root of that,
where GitHub looks for them, and work on the folder.`,
		Example: "  entente init\n  entente init partnerships",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := a.dir
			if len(args) == 1 {
				dir = a.below(args[0])
			}
			begun, err := a.initialize(cmd.Context(), dir)
			if err != nil {
				return err
			}
			return broke(a.begun(dir, begun))
		},
	}
}

func (a *app) initialize(ctx context.Context, dir string) (scaffold.Begun, error) {
	out, err := scaffold.Init(ctx, dir, quantity.DateOf(a.now))
	return out, a.refused(err)
}

// begun lists what was written and left, and says what to do with it.
func (a *app) begun(dir string, begun scaffold.Begun) error {
	var b strings.Builder
	for _, f := range begun.Files {
		fmt.Fprintf(&b, "  %s\n", f.Path)
	}
	if !slices.ContainsFunc(begun.Files, func(f scaffold.File) bool { return f.Path == "README.md" }) {
		b.WriteString("\nREADME.md was there already: it stays as it is.\n")
	}
	if len(begun.AtRoot) > 0 {
		b.WriteString("\nAt the root of the git repository, where GitHub looks for them:\n\n")
	}
	for _, f := range begun.AtRoot {
		fmt.Fprintf(&b, "  %s\n", f.Path)
	}
	if len(begun.Left) > 0 {
		fmt.Fprintf(&b, "\nThese were there already, and stay as they are:\n\n  %s\n\nA workflow among them needs a step of its own for this folder, with `folder: %s`.\n", strings.Join(begun.Left, "\n  "), begun.Unit)
	}
	option := optionC(dir)
	fmt.Fprintf(&b, `
%d files written. Next:

  entente validate%s
  entente status%s
  %s

Once it is committed, entente plan%s shows what a change does.
`, len(begun.Files)+len(begun.AtRoot), option, option, committing(dir, begun), option)
	_, err := io.WriteString(a.stdout, b.String())
	return err
}

// committing is the command that commits what was written, and makes a repository
// where there is none.
func committing(dir string, begun scaffold.Begun) string {
	git, what := gitIn(dir), "-A"
	if begun.Root != "" {
		git, what = gitIn(begun.RelativeRoot(dir)), begun.Unit
		if len(begun.AtRoot) > 0 {
			what += " .github"
		}
	}
	out := fmt.Sprintf(`%s add %s && %s commit -m "Partner program"`, git, what, git)
	if !begun.IsInGit {
		return git + " init -b main && " + out
	}
	return out
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
