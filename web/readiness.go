package web

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"overlord/store/fault"
	"overlord/web/api"
)

const (
	checkTimeout = 2 * time.Second // a database that does not answer within it is away
	checkKept    = time.Second     // so that nobody can make the checks work without end
)

// Check tells whether a part of the server does its work: nil, or why not. The
// message of a *fault.Error is shown to everybody; other errors only to the log.
// It should end with its context.
type Check func(context.Context) error

// readiness asks all checks at once.
type readiness struct {
	checks map[string]*check
}

func newReadiness(checks map[string]Check, now func() time.Time, logger *slog.Logger) *readiness {
	r := &readiness{checks: map[string]*check{}}
	for name, ask := range checks {
		r.checks[name] = &check{name: name, ask: ask, now: now, logger: logger}
	}
	return r
}

// notReady is the body of a /readyz that is red: the contract's error body and
// beside it what is wrong, by the name of the part.
type notReady struct {
	Error struct {
		Code    fault.Code `json:"code"`
		Message string     `json:"message"`
	} `json:"error"`
	Reasons map[string]string `json:"reasons"`
}

// serve is GET /readyz.
func (r *readiness) serve(w http.ResponseWriter, req *http.Request) error {
	reasons := r.reasons(req.Context())
	if len(reasons) == 0 {
		return api.WriteJSON(w, req, http.StatusOK, map[string]string{"status": "ready"})
	}
	body := notReady{Reasons: reasons}
	body.Error.Code = fault.Unavailable
	body.Error.Message = "not ready: " + strings.Join(slices.Sorted(maps.Keys(reasons)), ", ")
	w.Header().Set("Retry-After", "5")
	return api.WriteJSON(w, req, http.StatusServiceUnavailable, body)
}

// reasons asks every check and returns what the failing ones say.
func (r *readiness) reasons(ctx context.Context) map[string]string {
	var (
		mu      sync.Mutex
		all     sync.WaitGroup
		reasons = map[string]string{}
	)
	for name, c := range r.checks {
		all.Go(func() {
			if reason := c.reason(ctx); reason != "" {
				mu.Lock()
				defer mu.Unlock()
				reasons[name] = reason
			}
		})
	}
	all.Wait()
	return reasons
}

// check is one part's check with its last answer.
type check struct {
	name   string
	ask    Check
	now    func() time.Time
	logger *slog.Logger

	mu      sync.Mutex
	asked   time.Time     // when the last answer came; zero: never
	last    string        // its reason; "" is good
	pending chan struct{} // closed when the answer that is being waited for is there; nil: none is
}

// reason is why the part does not do its work, or "". Callers who come while it is
// being asked wait for the same answer; one who waits too long is told so.
func (c *check) reason(ctx context.Context) string {
	c.mu.Lock()
	if c.pending == nil && !c.asked.IsZero() && c.now().Sub(c.asked) < checkKept {
		defer c.mu.Unlock()
		return c.last
	}
	if c.pending == nil {
		c.pending = make(chan struct{})
		go c.update(context.WithoutCancel(ctx), c.pending)
	}
	pending := c.pending
	c.mu.Unlock()

	timeout := time.NewTimer(checkTimeout)
	defer timeout.Stop()
	select {
	case <-pending:
	case <-timeout.C:
		return "does not answer"
	case <-ctx.Done():
		return "was not asked to the end"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// update asks once and keeps the answer, whoever waits for it.
func (c *check) update(ctx context.Context, done chan struct{}) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	err := c.ask(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.last
	c.asked, c.last, c.pending = c.now(), told(err), nil
	close(done)
	switch {
	case was == "" && err != nil:
		c.logger.Warn("not ready", "part", c.name, "error", err)
	case was != "" && err == nil:
		c.logger.Info("ready again", "part", c.name)
	}
}

// told is what strangers may know of an error.
func told(err error) string {
	switch {
	case err == nil:
		return ""
	case fault.CodeOf(err) != fault.Internal:
		return fault.Of(err).Message
	case errors.Is(err, context.DeadlineExceeded):
		return "does not answer"
	}
	return "fails; the log says why"
}
