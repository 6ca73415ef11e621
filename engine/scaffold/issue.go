package scaffold

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// mostIssue bounds the JSON of an issue, in bytes: GitHub keeps 65,536 characters of
// its text, and an event holds more besides.
const mostIssue = 2 << 20

// Issue is what is taken of a GitHub issue. All of its text is hostile.
type Issue struct {
	Number int
	Body   string
	Author string        // login
	Opened quantity.Date // 0 when it is not said
}

// issueJSON is an issue in the forms that GitHub has: its API and its events, where
// the issue lies within, say user and created_at, `gh issue view --json` author and
// createdAt.
type issueJSON struct {
	Number    int        `json:"number"`
	Body      *string    `json:"body"`
	User      *login     `json:"user"`
	Author    *login     `json:"author"`
	CreatedAt string     `json:"created_at"`
	CreatedOn string     `json:"createdAt"`
	Issue     *issueJSON `json:"issue"`
}

type login struct {
	Login string `json:"login"`
}

// ReadIssue reads the JSON of an issue or of an event that holds one. The error is a
// *Refusal, or a breakage; it repeats nothing of the text.
func ReadIssue(r io.Reader) (Issue, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostIssue+1))
	if err != nil {
		return Issue{}, err
	}
	const fix = "Give what `gh issue view NUMBER --json number,title,body,author,createdAt` prints, or the file of the event of a workflow."
	if len(text) > mostIssue {
		return Issue{}, refuse(fmt.Sprintf("Nothing was written: the issue is larger than %d MiB.", mostIssue>>20), fix)
	}
	var j issueJSON
	if err := json.Unmarshal(text, &j); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return Issue{}, refuse("Nothing was written: "+wrong.Field+" is no "+wrong.Type.String()+".", fix)
		}
		return Issue{}, refuse("Nothing was written: that is no JSON of an issue.", fix)
	}
	if j.Issue != nil {
		j = *j.Issue
	}
	if j.Body == nil {
		return Issue{}, refuse("Nothing was written: the issue has no body.", fix)
	}
	out := Issue{Number: j.Number, Body: strings.ReplaceAll(*j.Body, "\r\n", "\n")}
	if by := cmp.Or(j.User, j.Author); by != nil {
		out.Author = by.Login
	}
	if day, _, ok := strings.Cut(cmp.Or(j.CreatedAt, j.CreatedOn), "T"); ok {
		out.Opened, _ = quantity.ParseDate(day) // what is no day is not said
	}
	return out, nil
}
