package github

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"
	"github.com/hashicorp/go-retryablehttp"
)

const (
	unstated   = "60" // seconds: GitHub's own advice where it states no time
	mostPeeked = 64 << 10
)

// isToBeRepeated says whether the same request goes out again. What a limit
// refused was not done; a POST that failed otherwise may have been.
func (c *Client) isToBeRepeated(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err == nil && isLimited(resp) {
		return c.stated(resp) <= c.remaining(), nil
	}
	if isPost(resp, err) || c.remaining() <= 0 {
		return false, err
	}
	if err == nil && c.stated(resp) > c.remaining() {
		return false, nil
	}
	return retryablehttp.DefaultRetryPolicy(ctx, resp, err)
}

func isPost(resp *http.Response, err error) bool {
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		return strings.EqualFold(failed.Op, http.MethodPost)
	}
	return resp != nil && resp.Request != nil && resp.Request.Method == http.MethodPost
}

// isLimited tells a rate limit from a missing permission, which is 403, too.
func isLimited(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		if resp.Header.Get("Retry-After") == "" && resp.Header.Get("X-Ratelimit-Remaining") != "0" && isSecondary(resp) {
			resp.Header.Set("Retry-After", unstated) // the body is gone when the wait is worked out
		}
		return resp.Header.Get("Retry-After") != "" || resp.Header.Get("X-Ratelimit-Remaining") == "0"
	}
	return false
}

// isSecondary reads the answer and puts it back.
func isSecondary(resp *http.Response) bool {
	start, err := io.ReadAll(io.LimitReader(resp.Body, mostPeeked))
	rest := io.Reader(resp.Body)
	if err != nil {
		rest = strings.NewReader("")
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(start), rest), resp.Body}
	return bytes.Contains(bytes.ToLower(start), []byte("secondary rate limit")) || bytes.Contains(start, []byte("secondary-rate-limits"))
}

// stated is how long the answer asks to wait, by the server's clock; 0: it does not.
func (c *Client) stated(resp *http.Response) time.Duration {
	if resp == nil {
		return 0
	}
	now, dateErr := http.ParseTime(resp.Header.Get("Date"))
	if after := resp.Header.Get("Retry-After"); after != "" {
		if seconds, err := strconv.Atoi(after); err == nil && seconds >= 0 {
			return max(time.Duration(seconds)*time.Second, time.Second)
		}
		if at, err := http.ParseTime(after); err == nil && dateErr == nil {
			return max(at.Sub(now), time.Second)
		}
		return time.Minute
	}
	if !isLimited(resp) {
		return 0
	}
	reset, err := strconv.ParseInt(resp.Header.Get("X-Ratelimit-Reset"), 10, 64)
	if resp.Header.Get("X-Ratelimit-Remaining") == "0" && err == nil && dateErr == nil {
		return max(time.Unix(reset, 0).Sub(now)+time.Second, time.Second)
	}
	return time.Minute
}

// wait is what the answer asks for, else one second, two, four.
func (c *Client) wait(_, _ time.Duration, attempt int, resp *http.Response) time.Duration {
	d := c.stated(resp)
	if d == 0 {
		d = time.Second << attempt
	}
	return c.spend(d)
}

func (c *Client) remaining() time.Duration {
	c.waiting.Lock()
	defer c.waiting.Unlock()
	return c.left
}

// spend takes a wait from what is left of waiting.
func (c *Client) spend(d time.Duration) time.Duration {
	c.waiting.Lock()
	defer c.waiting.Unlock()
	d = max(min(d, c.left), 0)
	c.left -= d
	return c.nap(d)
}

// pause waits before something is looked at again.
func (c *Client) pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(c.spend(d))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// isUnsure is true of a failure after which a request may have been done.
func isUnsure(ctx context.Context, err error) bool {
	if err == nil || ctx.Err() != nil || isLimit(err) {
		return false
	}
	if answer := (*gh.ErrorResponse)(nil); errors.As(err, &answer) {
		return answer.Response.StatusCode >= http.StatusInternalServerError
	}
	return true
}

// isGone is true when what was to be changed is not there any more.
func isGone(err error) bool {
	answer := (*gh.ErrorResponse)(nil)
	return errors.As(err, &answer) && (answer.Response.StatusCode == http.StatusNotFound || answer.Response.StatusCode == http.StatusGone)
}

func isLimit(err error) bool {
	first, second := (*gh.RateLimitError)(nil), (*gh.AbuseRateLimitError)(nil)
	if errors.As(err, &first) || errors.As(err, &second) {
		return true
	}
	answer := (*gh.ErrorResponse)(nil)
	return errors.As(err, &answer) && isLimited(answer.Response)
}
