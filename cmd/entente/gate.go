package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) gate() *cobra.Command {
	var between betweenFlags
	var formats []string
	var reviews, author, opened string
	cmd := &cobra.Command{
		Use:   "gate",
		Short: "Say who must approve a change, and whether they have",
		Long: `Holds the reviews of a pull request against the decision rights that the change
fires. Rights, people and facts are those of the base: a change cannot weaken what
judges it. An approval counts when it is somebody's last word, of the commit that is
proposed or of an earlier one with the same terms, by a person whose role the base
grants, and who did not open the pull request.

Exits with 1 while something is missing, and while what is proposed has errors.`,
		Example: "  entente gate                                  # who would have to approve\n" +
			"  gh api repos/OWNER/REPO/pulls/7/reviews --paginate >reviews.json\n" +
			"  entente gate --base origin/main --head HEAD --reviews reviews.json --author LOGIN",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			chosen, err := parseFormats(formats, []string{"text", "json"})
			if err != nil {
				return err
			}
			what, at, err := between.read(a)
			if err != nil {
				return err
			}
			said, err := heard(reviews, author, opened)
			if err != nil {
				return err
			}
			judged, err := engine.Gate(cmd.Context(), what, at, said)
			if err != nil {
				return broke(err)
			}
			if err := a.emit(chosen, func(w io.Writer, name string) error { return a.writeGate(w, name, gateView(judged)) }); err != nil {
				return err
			}
			if !gateView(judged).IsOpen() {
				return exitError(exitFindings)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	between.register(flags)
	flags.StringVar(&reviews, "reviews", "", "file of reviews, as GitHub's API lists them")
	flags.StringVar(&author, "author", "", "GitHub account that opened the pull request")
	flags.StringVar(&opened, "opened", "", "day on which the pull request was opened, such as 2026-06-20, from which a right's time counts until it escalates")
	between.when.registerDay(flags)
	flags.StringArrayVar(&formats, "format", []string{"text"}, "text or json; NAME=FILE writes a file; may be repeated")
	return cmd
}

// heard reads what a pull request says.
func heard(reviews, author, opened string) (engine.Hearing, error) {
	out := engine.Hearing{Author: strings.TrimPrefix(author, "@")}
	if author != "" && !quantity.IsLogin(strings.TrimSuffix(out.Author, "[bot]")) {
		return out, fmt.Errorf("--author: %q is no GitHub account: write the login of who opened the pull request, such as mona", author)
	}
	if reviews != "" && author == "" {
		return out, fmt.Errorf("--reviews goes with --author, the account that opened the pull request: nobody approves a change of their own")
	}
	if opened != "" {
		day, err := quantity.ParseDate(opened)
		if err != nil {
			return out, fmt.Errorf("--opened: %w", err)
		}
		year, month, date := day.YMD()
		out.Opened = time.Date(year, month, date, hereToo, 0, 0, 0, time.UTC)
	}
	var err error
	out.Reviews, err = readReviews(reviews)
	return out, err
}

// hereToo is an hour of UTC that is on the same day wherever an organization is.
const hereToo = 10

// readReviews reads a file of reviews; none when none is named.
func readReviews(name string) ([]gate.Review, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--reviews: %w", err)
	}
	defer f.Close()
	out, err := gate.ReadReviews(f)
	if err != nil {
		return nil, fmt.Errorf("--reviews: %s: %w", name, err)
	}
	return out, nil
}

func gateView(p engine.Planned) render.GateView {
	return render.GateView{Plan: p.Plan, Errors: p.Head.Findings.Count(diag.Error)}
}

func (a *app) writeGate(w io.Writer, name string, v render.GateView) error {
	if name == "json" {
		return render.GateJSON(w, v)
	}
	return render.Gate(w, v, a.look(false))
}
