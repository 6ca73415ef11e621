package github

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/partnership-as-code/entente/engine/render"
)

// Refused is GitHub's no. Its text says what was asked for, which permission is
// missing and how to grant it.
type Refused struct {
	Status     int
	Doing      string // post the comment on pull request 7 of acme/partners
	Permission string // pull-requests: write; "" where none would help
	Said       string // GitHub's own words
	IsLimit    bool   // too many requests; nothing is missing
	Again      time.Time
}

// IsDenied reports whether the token may not do it, or may not see that it could:
// asking again, or later, is of no use.
func IsDenied(err error) bool {
	r := (*Refused)(nil)
	return errors.As(err, &r) && !r.IsLimit && (r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden || r.Status == http.StatusNotFound)
}

// IsUnknown reports whether GitHub does not know the token.
func IsUnknown(err error) bool {
	r := (*Refused)(nil)
	return errors.As(err, &r) && r.Status == http.StatusUnauthorized
}

// refused words an error of the API.
func refused(err error, doing, permission string) error {
	r := &Refused{Doing: doing, Permission: permission}
	var (
		limit     *gh.RateLimitError
		secondary *gh.AbuseRateLimitError
		answer    *gh.ErrorResponse
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &limit):
		r.Status, r.Said, r.IsLimit, r.Again = limit.Response.StatusCode, limit.Message, true, limit.Rate.Reset.Time
	case errors.As(err, &secondary):
		r.Status, r.Said, r.IsLimit = secondary.Response.StatusCode, secondary.Message, true
	case errors.As(err, &answer):
		r.Status, r.Said, r.IsLimit = answer.Response.StatusCode, said(answer), isLimited(answer.Response)
	default:
		return fmt.Errorf("GitHub could not be asked to %s: %w", doing, err)
	}
	if r.IsLimit && r.Again.IsZero() {
		r.Again = again(secondary, answer)
	}
	r.Said = render.OneLine(strings.TrimSpace(r.Said))
	if r.Said == "" {
		r.Said = http.StatusText(r.Status)
	}
	return r
}

// again is when the answer of a limit says to come back, by the server's clock; zero:
// it does not say.
func again(secondary *gh.AbuseRateLimitError, answer *gh.ErrorResponse) time.Time {
	var resp *http.Response
	switch {
	case secondary != nil:
		resp = secondary.Response
	case answer != nil:
		resp = answer.Response
	}
	if resp == nil || resp.Header.Get("Retry-After") == "" {
		return time.Time{}
	}
	if at, err := http.ParseTime(resp.Header.Get("Retry-After")); err == nil {
		return at
	}
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	now, dateErr := http.ParseTime(resp.Header.Get("Date"))
	if err != nil || dateErr != nil {
		return time.Time{}
	}
	return now.Add(time.Duration(seconds) * time.Second)
}

// said joins what GitHub says of each field.
func said(answer *gh.ErrorResponse) string {
	out := answer.Message
	for _, e := range answer.Errors {
		words := strings.TrimSpace(e.Field + " " + e.Code)
		if e.Message != "" {
			words = e.Message
		}
		if words != "" {
			out += "; " + words
		}
	}
	return out
}

func (r *Refused) Error() string {
	said := fmt.Sprintf("(%d: %s)", r.Status, strings.TrimRight(r.Said, "."))
	switch {
	case r.IsLimit:
		text := fmt.Sprintf("GitHub takes no more requests for now, so it did not %s %s.", r.Doing, said)
		if !r.Again.IsZero() {
			text += " Its limit ends at " + r.Again.UTC().Format("2006-01-02 15:04 UTC") + "."
		}
		return text + " Run the job again later."
	case r.Status == http.StatusUnauthorized:
		return fmt.Sprintf("GitHub does not know the token, so it did not %s %s. Pass a token that is valid, in a workflow GITHUB_TOKEN: ${{ github.token }}%s.", r.Doing, said, r.with())
	case r.Status == http.StatusForbidden:
		return fmt.Sprintf("The token may not %s %s.%s", r.Doing, said, r.grant())
	case r.Status == http.StatusNotFound:
		return fmt.Sprintf("GitHub found nothing to %s %s: the repository, the pull request or the commit is named wrongly, or the token may not see it.%s", r.Doing, said, r.grant())
	case r.Status == http.StatusUnprocessableEntity:
		return fmt.Sprintf("GitHub would not %s %s. Look at the commit and the text that it names%s.", r.Doing, said, r.with())
	}
	return fmt.Sprintf("GitHub failed to %s %s. Run the job again.", r.Doing, said)
}

func (r *Refused) with() string {
	if r.Permission == "" {
		return ""
	}
	return ", and that the token has `" + r.Permission + "`"
}

func (r *Refused) grant() string {
	if r.Permission == "" {
		return ""
	}
	text := " It needs `" + r.Permission + "`. Grant it to the job in the workflow:\n\n    permissions:\n      contents: read\n      " + r.Permission + "\n"
	if strings.HasSuffix(r.Permission, "write") {
		text += "\nA pull request from a fork has a token that only reads, whatever the workflow grants."
	}
	return strings.TrimRight(text, "\n")
}
