package fault

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestCodeOf(t *testing.T) {
	plain := errors.New("disk on fire")
	cases := []struct {
		name string
		err  error
		want Code
	}{
		{"nil has no code", nil, ""},
		{"an error without a code is ours", plain, Internal},
		{"its own code", New(NotFound, "no such character"), NotFound},
		{"found behind wrapping", fmt.Errorf("load: %w", New(Conflict, "taken")), Conflict},
		{"the outermost code wins", Wrap(New(NotFound, "inner"), Unavailable, "outer"), Unavailable},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := CodeOf(c.err); got != c.want {
				t.Errorf("CodeOf = %q, want %q", got, c.want)
			}
		})
	}
}

func TestErrorKeepsItsCause(t *testing.T) {
	cause := errors.New("connection refused")
	err := Wrap(cause, Unavailable, "the database is away")
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	if got, want := err.Error(), "the database is away: connection refused"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got := New(Invalid, "limit is %d at most", 5).Error(); got != "limit is 5 at most" {
		t.Errorf("Error() = %q", got)
	}
}

func TestWithReturnsCopies(t *testing.T) {
	base := New(Invalid, "is no number")
	full := base.WithField("limit").WithRetryAfter(time.Second)
	if base.Field != "" || base.RetryAfter != 0 {
		t.Errorf("the original changed: %+v", base)
	}
	if full.Field != "limit" || full.RetryAfter != time.Second || full.Code != Invalid {
		t.Errorf("the copy is %+v", full)
	}
}

func TestOf(t *testing.T) {
	known := New(Denied, "needs the edit permission")
	if got := Of(fmt.Errorf("handler: %w", known)); got != known {
		t.Errorf("Of lost the error: %+v", got)
	}
	unknown := errors.New("pq: secret detail")
	got := Of(unknown)
	if got.Code != Internal || !errors.Is(got, unknown) {
		t.Errorf("Of(unknown) = %+v", got)
	}
	if got.Message == unknown.Error() {
		t.Error("an internal detail became the user's message")
	}
}

func TestIsCancelled(t *testing.T) {
	if !IsCancelled(fmt.Errorf("query: %w", context.Canceled)) {
		t.Error("a cancelled query is cancelled")
	}
	if IsCancelled(context.DeadlineExceeded) {
		t.Error("a deadline is a failure that somebody wants to hear of")
	}
}
