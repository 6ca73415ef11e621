package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// mostReviews bounds what is read, in bytes.
const mostReviews = 16 << 20

// ReadReviews reads reviews as GitHub lists them: GET
// /repos/{owner}/{repo}/pulls/{number}/reviews.
func ReadReviews(r io.Reader) ([]Review, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostReviews+1))
	if err != nil {
		return nil, err
	}
	if len(text) > mostReviews {
		return nil, fmt.Errorf("it is larger than %d MiB", mostReviews>>20)
	}
	type listing []struct {
		User struct {
			Login string `json:"login"`
		} `json:"user"`
		State       string    `json:"state"`
		CommitID    string    `json:"commit_id"`
		SubmittedAt time.Time `json:"submitted_at"`
	}
	var listed listing
	for pages := json.NewDecoder(bytes.NewReader(text)); ; { // which are printed one behind the other
		var page listing
		err := pages.Decode(&page)
		if errors.Is(err, io.EOF) && listed != nil {
			break
		}
		if err != nil {
			line := bytes.Count(text[:pages.InputOffset()], []byte("\n")) + 1
			return nil, fmt.Errorf("from line %d on it is no list of reviews as `gh api repos/OWNER/REPO/pulls/NUMBER/reviews --paginate` prints one", line)
		}
		listed = append(append(listing{}, listed...), page...)
	}
	out := make([]Review, 0, len(listed))
	for _, l := range listed {
		if strings.EqualFold(l.State, "pending") {
			continue // still being written
		}
		out = append(out, Review{Login: l.User.Login, State: State(strings.ToLower(l.State)), Commit: l.CommitID, At: l.SubmittedAt})
	}
	return out, nil
}
