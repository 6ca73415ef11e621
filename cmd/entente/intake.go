package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/scaffold"
)

func (a *app) intake() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "intake --issue FILE",
		Short: "Turn a filled issue form into YAML",
		Long: `Reads the JSON of a GitHub issue that was filled in as one of the forms that init
writes, and makes of it what it asks for: a partner as a prospect, an amendment
of an agreement, or a concern about a partner. Only what stays valid is written,
and only in the working folder: the rest is a pull request as any other.

FILE is what gh issue view NUMBER --json number,title,body,author,createdAt
prints, or the event of a workflow; - is standard input.`,
		Example: "  gh issue view 12 --json number,title,body,author,createdAt | entente intake --issue -\n" +
			`  entente intake --issue "$GITHUB_EVENT_PATH"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if file == "" {
				return errors.New("which issue? Say --issue FILE, or --issue - for standard input")
			}
			out, err := a.takeIn(cmd.Context(), file)
			if err != nil {
				return a.refusedSafely(err)
			}
			_, err = fmt.Fprintf(a.stdout, "%s: %s, %s\nNext: entente validate%s\n", out.File.Path, out.Address, out.What, optionC(a.dir))
			return broke(err)
		},
	}
	cmd.Flags().StringVar(&file, "issue", "", "JSON of the issue, or of an event that holds it; - for standard input")
	return cmd
}

// takeIn reads an issue, and writes what it becomes.
func (a *app) takeIn(ctx context.Context, file string) (out scaffold.Intaken, err error) {
	from := a.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return out, err
		}
		defer f.Close()
		from = f
	}
	issue, err := scaffold.ReadIssue(from)
	if err != nil {
		return out, err
	}
	repo, err := git.Dir(a.dir)
	if err != nil {
		return out, err
	}
	defer repo.Close()
	if out, err = scaffold.Intake(ctx, repo, issue); err != nil {
		return out, err
	}
	if out.IsNew {
		return out, scaffold.Add(a.dir, []scaffold.File{out.File})
	}
	return out, scaffold.Write(a.dir, []scaffold.File{out.File})
}

// refusedSafely is refused for what strangers wrote: no part of it is a command of
// the runner that shows it.
func (a *app) refusedSafely(err error) error {
	var refusal *scaffold.Refusal
	if errors.As(err, &refusal) {
		text := strings.ReplaceAll(strings.ReplaceAll(refusal.Error(), "##[", `##\[`), "\n::", "\n\\::")
		_, err := io.WriteString(a.stderr, "entente: "+text+"\n")
		return errors.Join(err, exitError(exitFindings))
	}
	return broke(err)
}
