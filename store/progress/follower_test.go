package progress

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"overlord/store/fault"
)

// A database that is away is asked again, soon at first and then seldom; once
// something was stored, soon again.
func TestAFollowerWaitsForItsDatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		begin := time.Now()
		var tries []time.Duration
		var said bytes.Buffer
		away := errors.New("connection refused")
		failed, drained := 0, 0
		err := Follower{
			Follow: func(context.Context) (bool, error) {
				tries = append(tries, time.Since(begin).Round(100*time.Millisecond))
				if len(tries) == 10 {
					cancel()
				}
				return len(tries) == 8, away
			},
			Drain:  func(ctx context.Context) error { drained++; return errors.Join(ctx.Err(), away) },
			Failed: func(err error) { failed++ },
			Away:   "it is away", Left: "something is left", Logger: slog.New(slog.NewTextHandler(&said, nil)),
		}.Run(ctx)
		if err != nil || drained != 1 || failed != 9 {
			t.Errorf("%v, drained %d times, failed %d times", err, drained, failed)
		}
		var waits []time.Duration
		for i := range tries[1:] {
			waits = append(waits, tries[i+1]-tries[i])
		}
		second := time.Second
		want := []time.Duration{second * 3 / 10, second * 5 / 10, second, second * 2, second * 4, second * 5, second * 5, second * 3 / 10, second * 5 / 10}
		for i := range want { // each with a little grace
			if d := waits[i] - want[i]; d < -100*time.Millisecond || d > 200*time.Millisecond {
				t.Fatalf("waited %v, want about %v", waits, want)
			}
		}
		if text := said.String(); strings.Count(text, "it is away") != 9 || strings.Count(text, "something is left") != 1 {
			t.Errorf("it said %s", text)
		}
	})
}

// What cannot be mended by waiting ends it, and nothing is drained.
func TestAFollowerEndsWhereItMustNotGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		conflict := fault.New(fault.Conflict, "the log is older than the database")
		var steps []string
		err := Follower{
			Follow: func(context.Context) (bool, error) { steps = append(steps, "follow"); return false, conflict },
			Drain:  func(context.Context) error { steps = append(steps, "drain"); return nil },
			Failed: func(error) { steps = append(steps, "failed") },
			Logger: slog.New(slog.DiscardHandler),
		}.Run(t.Context())
		if !errors.Is(err, conflict) || !slices.Equal(steps, []string{"follow"}) {
			t.Errorf("%v after %v", err, steps)
		}
	})
}

// At a stop the rest has some time, though the context has ended.
func TestAFollowerDrainsAtAStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		drained := false
		err := Follower{
			Follow: func(ctx context.Context) (bool, error) { return false, ctx.Err() },
			Drain: func(ctx context.Context) error {
				deadline, bounded := ctx.Deadline()
				drained = ctx.Err() == nil && bounded && time.Until(deadline) == drainTime
				return nil
			},
			Failed: func(error) {}, Logger: slog.New(slog.DiscardHandler),
		}.Run(ctx)
		if err != nil || !drained {
			t.Errorf("%v, drained %t", err, drained)
		}
	})
}
