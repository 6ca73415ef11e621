// Package github keeps one comment, one status and one check per unit of a pull
// request as they should be: it reads what is there, then creates, replaces or
// keeps it. It reads reviews, writes the job's summary and outputs, and is the only
// package that knows the API.
//
// It refuses to touch what somebody else wrote, to put an older run's words over a
// newer one's, and to send again what may have arrived. It reads no environment and
// no clock: addresses, token and paths are given to it, and the time is the server's.
package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v60/github"
	"github.com/hashicorp/go-retryablehttp"
)

const (
	publicAPI   = "https://api.github.com/"
	perPage     = 100 // the most that GitHub gives
	mostRetries = 4   // of one request
	mostWaiting = 2 * time.Minute
	oneAttempt  = 30 * time.Second
	actionsBot  = "github-actions[bot]"
)

// Config says where GitHub is and who asks.
type Config struct {
	APIURL    string        // GITHUB_API_URL: of a server of one's own, https://HOST/api/v3; "": github.com
	Token     string        // GITHUB_TOKEN
	Login     string        // whom the token belongs to, for apps of one's own: my-app[bot]; "": found out
	UserAgent string        // entente/0.3.0
	Wait      time.Duration // how long to wait for rate limits and failures, together; 0: two minutes
}

// Client talks to one GitHub as one user. Use it from one goroutine at a time.
type Client struct {
	api   *gh.Client
	known string // whom the token belongs to; "" before it was asked

	waiting sync.Mutex
	left    time.Duration                     // of waiting
	nap     func(time.Duration) time.Duration // what is waited instead, in tests
}

// New makes no request yet.
func New(c Config) (*Client, error) {
	base, err := baseURL(c.APIURL)
	if err != nil {
		return nil, err
	}
	if c.Token == "" {
		return nil, errors.New("no token for GitHub: pass GITHUB_TOKEN, in a workflow as ${{ github.token }}")
	}
	out := &Client{known: c.Login, left: c.Wait, nap: func(d time.Duration) time.Duration { return d }}
	if out.left == 0 {
		out.left = mostWaiting
	}
	retry := retryablehttp.NewClient()
	retry.Logger = nil
	retry.RetryMax = mostRetries
	retry.CheckRetry = out.isToBeRepeated
	retry.Backoff = out.wait
	retry.ErrorHandler = retryablehttp.PassthroughErrorHandler
	retry.HTTPClient = &http.Client{Timeout: oneAttempt, Transport: signer{host: base.Host, token: c.Token, next: http.DefaultTransport}}
	out.api = gh.NewClient(&http.Client{Transport: forgetful{retry.StandardClient().Transport}})
	out.api.BaseURL = base
	out.api.UserAgent = c.UserAgent
	return out, nil
}

func baseURL(raw string) (*url.URL, error) {
	if raw == "" {
		raw = publicAPI
	}
	base, err := url.Parse(strings.TrimRight(raw, "/") + "/")
	if err != nil || base.Scheme != "https" && base.Scheme != "http" || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, fmt.Errorf("GITHUB_API_URL is %q, which is no address of an API: write https://api.github.com, or https://HOST/api/v3 for a server of your own", raw)
	}
	return base, nil
}

// signer gives the token to its own host and to none that a redirect leads to.
type signer struct {
	host, token string
	next        http.RoundTripper
}

func (s signer) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == s.host {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	return s.next.RoundTrip(r)
}

// forgetful hides from go-github that an answer was the last one before a limit:
// it would refuse the next request by itself, where this package waits.
type forgetful struct{ next http.RoundTripper }

func (f forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := f.next.RoundTrip(r)
	if err == nil && resp.StatusCode < http.StatusBadRequest {
		resp.Header.Del("X-Ratelimit-Reset")
	}
	return resp, err
}

// login says whom the token belongs to. Tokens of workflows and of apps may not ask
// for their user, but for the viewer of the other API; where that fails, too, the
// token is taken for a workflow's until something is posted.
func (c *Client) login(ctx context.Context) (string, error) {
	if c.known != "" {
		return c.known, nil
	}
	user, resp, err := c.api.Users.Get(ctx, "")
	isApp := resp != nil && (resp.StatusCode == http.StatusForbidden || resp.StatusCode == http.StatusNotFound) && !isLimit(err)
	switch {
	case err == nil:
		c.known = user.GetLogin()
	case !isApp:
		return "", refused(err, "say whom the token belongs to", "")
	default:
		c.known = c.viewer(ctx)
	}
	if c.known == "" {
		return actionsBot, nil
	}
	return c.known, nil
}

// viewer asks GraphQL, which is beside v3 on a server of one's own; "" for no answer.
func (c *Client) viewer(ctx context.Context) string {
	address := strings.TrimSuffix(c.api.BaseURL.String(), "v3/") + "graphql"
	request, err := c.api.NewRequest(http.MethodPost, address, map[string]string{"query": "{viewer{login}}"})
	if err != nil {
		return ""
	}
	var answer struct {
		Data struct {
			Viewer struct{ Login string }
		}
	}
	if _, err := c.api.Do(ctx, request, &answer); err != nil {
		return ""
	}
	return answer.Data.Viewer.Login
}

// learn takes the author from what was posted.
func (c *Client) learn(user *gh.User) {
	if login := user.GetLogin(); login != "" {
		c.known = login
	}
}

// pages calls for page after page until there is no next one.
func pages(list func(gh.ListOptions) (*gh.Response, error)) error {
	for at := 1; at != 0; {
		resp, err := list(gh.ListOptions{Page: at, PerPage: perPage})
		if err != nil {
			return err
		}
		at = resp.NextPage
	}
	return nil
}
