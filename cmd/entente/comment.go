package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/render"
)

func (a *app) comment() *cobra.Command {
	var between betweenFlags
	var how postFlags
	cmd := &cobra.Command{
		Use:   "comment",
		Short: "In a workflow: post the plan on its pull request, and judge the gate",
		Long: `Plans the pull request of the event that started the workflow, holds its reviews
against the decision rights, and says so in one comment, which later runs keep up to
date, in the status entente/gate of its head, in the job's summary and in outputs.
It reads the environment of GitHub Actions; the clone needs fetch-depth: 0.

A status belongs to a commit, whatever pull request it was worked out for. That of a
pull request into another branch than the default one, or one that --protected
names, has the branch in its name: entente/gate → BRANCH.

Of a merge group, which only pull requests with a green status get into, it checks
the documents, and gives its commit the status.

Without GITHUB_TOKEN, with one that may not write, and on a pull request of a fork
the summary and annotations are all it writes; a token that may not read the
reviews has none of them counted. The exit code is the gate's: 1 while an approval
is missing or there are errors.`,
		Example: "  entente comment                               # on pull_request and pull_request_review\n" +
			"  entente comment --pull 7                      # on workflow_run, whose run must be of that head",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			what, at, err := between.read(a)
			if err != nil {
				return err
			}
			post, err := how.posting()
			if err != nil {
				return err
			}
			if post.Event.Group != nil {
				return a.grouped(cmd.Context(), engine.Where{Dir: a.dir, Facts: what.Facts, ToolVersion: version}, post)
			}
			return a.post(cmd.Context(), what, at, post, how.keep)
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&how.pull, "pull", 0, "number of the pull request, where the event does not say")
	flags.StringVar(&how.keep, "keep", "", "folder to leave the whole plan in, as plan.json and plan.md, for an artifact")
	flags.StringSliceVar(&how.protected, "protected", nil, "branches beside the default one that the status entente/gate is required for")
	flags.StringVar(&how.report, "report", "status", "how the gate is shown: status, or check, a check run with annotations, which needs checks: write")
	between.register(flags)
	flags.Lookup("base").Usage = "revision to compare with; the pull request's base branch when left out"
	flags.Lookup("head").Usage = "revision that is proposed; the pull request's head when left out"
	between.when.registerDay(flags)
	return cmd
}

// postFlags say what is posted, and where.
type postFlags struct {
	pull      int
	protected []string
	report    string
	keep      string
}

func (f postFlags) posting() (engine.Posting, error) {
	out, err := posting(f.pull)
	if err != nil {
		return out, err
	}
	if out.IsCheck = f.report == "check"; !out.IsCheck && f.report != "status" {
		return out, fmt.Errorf("--report is %q: choose from status and check", f.report)
	}
	for _, branch := range f.protected {
		out.Protected = append(out.Protected, strings.TrimSpace(branch))
	}
	return out, nil
}

// post judges a pull request and says so.
func (a *app) post(ctx context.Context, what engine.Between, at engine.When, post engine.Posting, keep string) error {
	if post.Event.Action == "closed" {
		fmt.Fprintln(a.stdout, "The pull request is closed: what was posted stands.")
		return nil
	}
	posted, err := engine.Comment(ctx, what, at, post)
	if errors.Is(err, engine.ErrNoPullRequest) {
		return fmt.Errorf("%w: run it on pull_request, pull_request_review, or with --pull", err)
	}
	if err != nil {
		return broke(err)
	}
	if posted.Idle != "" {
		fmt.Fprintln(a.stdout, posted.Idle)
		return nil
	}
	if err := a.kept(keep, posted.Plan); err != nil {
		return err
	}
	return a.told(posted)
}

// kept leaves the whole plan in a folder; "" for none.
func (a *app) kept(folder string, p plan.Plan) error {
	if folder == "" {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return broke(err)
	}
	formats := []format{{"json", filepath.Join(folder, "plan.json")}, {"markdown", filepath.Join(folder, "plan.md")}}
	return a.emit(formats, func(w io.Writer, name string) error {
		if name == "json" {
			return render.PlanJSON(w, p)
		}
		return render.WholePlanMarkdown(w, p)
	})
}

// posting reads the environment of a workflow.
func posting(pull int) (engine.Posting, error) {
	out := engine.Posting{Number: pull, Repository: os.Getenv("GITHUB_REPOSITORY"), Server: os.Getenv("GITHUB_SERVER_URL"),
		API:     github.Config{APIURL: os.Getenv("GITHUB_API_URL"), Token: os.Getenv("GITHUB_TOKEN"), UserAgent: "entente/" + version},
		Summary: os.Getenv("GITHUB_STEP_SUMMARY"), Outputs: os.Getenv("GITHUB_OUTPUT")}
	out.Run.ID, _ = strconv.ParseInt(os.Getenv("GITHUB_RUN_ID"), 10, 64) // 0 outside of a workflow
	out.Run.Number, _ = strconv.Atoi(os.Getenv("GITHUB_RUN_NUMBER"))
	out.Run.Attempt, _ = strconv.Atoi(os.Getenv("GITHUB_RUN_ATTEMPT"))
	name := os.Getenv("GITHUB_EVENT_PATH")
	if name == "" {
		if pull == 0 {
			return out, errors.New("GITHUB_EVENT_PATH is not set: this verb is for workflows; elsewhere, `entente plan` and `entente gate` show the same")
		}
		return out, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return out, broke(err)
	}
	defer f.Close()
	if out.Event, err = github.ReadEvent(f); err != nil {
		return out, broke(fmt.Errorf("GITHUB_EVENT_PATH: %w", err))
	}
	return out, nil
}

// grouped answers a merge queue, which asks for the status and for nothing else.
func (a *app) grouped(ctx context.Context, at engine.Where, post engine.Posting) error {
	out, err := engine.MergeGroup(ctx, at, post)
	if err != nil {
		return broke(err)
	}
	for _, w := range out.Warnings {
		fmt.Fprintln(a.stdout, render.Warning(w))
	}
	if err := render.GitHub(a.stdout, out.Findings, out.Unit); err != nil {
		return broke(err)
	}
	if out.Status.Did != "" {
		fmt.Fprintf(a.stdout, "%s %s\n", render.Defuse(out.Context), out.Status.Did)
	}
	return failOn(out.Findings, false)
}

// told prints annotations and what was posted, and ends with the gate's word. A step
// shows only ten annotations of a level: what could not be posted comes first.
func (a *app) told(posted engine.Posted) error {
	for _, w := range posted.Warnings {
		fmt.Fprintln(a.stdout, render.Warning(w))
	}
	for _, n := range posted.Notices {
		fmt.Fprintln(a.stdout, render.Notice(n))
	}
	if !posted.IsAnnotated {
		if err := render.GitHub(a.stdout, newOf(posted), posted.Head.Unit); err != nil {
			return broke(err)
		}
	}
	judged := gateView(posted.Planned)
	if err := render.Gate(a.stdout, judged, a.look(false)); err != nil {
		return broke(err)
	}
	if did := posted.Comment.Did; did != "" {
		fmt.Fprintf(a.stdout, "comment %s\n", did)
	}
	if did := posted.Status.Did; did != "" {
		fmt.Fprintf(a.stdout, "%s %s\n", render.Defuse(posted.Context), did)
	}
	if !judged.IsOpen() {
		return exitError(exitFindings)
	}
	return nil
}

// newOf leaves the findings that the change brings.
func newOf(p engine.Posted) diag.List {
	isNew := map[string]bool{}
	for _, f := range p.Plan.Findings.New {
		isNew[f.Fingerprint] = true
	}
	var out diag.List
	for _, f := range p.Head.Findings {
		if isNew[plan.FindingOf(f).Fingerprint] {
			out = append(out, f)
		}
	}
	return out
}
