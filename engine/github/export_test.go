package github

import (
	"sync"
	"time"
)

// SkipWaits makes a client wait for nothing and tells what it would have waited.
func (c *Client) SkipWaits() func() []time.Duration {
	var mu sync.Mutex
	var waits []time.Duration
	c.nap = func(d time.Duration) time.Duration {
		mu.Lock()
		defer mu.Unlock()
		waits = append(waits, d)
		return 0
	}
	return func() []time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return waits
	}
}
