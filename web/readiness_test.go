package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"overlord/store/fault"
)

func fails(err error) Check { return func(context.Context) error { return err } }

func TestReadinessSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	c := testConfig()
	c.Checks = map[string]Check{
		"log":                fails(nil),
		"database dereth":    fails(fmt.Errorf("ping: %w", fault.New(fault.Unavailable, "the database is away"))),
		"database inventory": fails(errors.New("dial postgres://bob:hunter2@db")),
	}
	resp, body := MustDo(t, MustServe(t, c), "GET", "/readyz")
	if resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" || errorCode(resp, body) != "unavailable" {
		t.Errorf("%d %v %s", resp.StatusCode, resp.Header, body)
	}
	var got struct{ Reasons map[string]string }
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"database dereth": "the database is away", "database inventory": "fails; the log says why"}
	if !maps.Equal(got.Reasons, want) {
		t.Errorf("reasons %v, want %v", got.Reasons, want)
	}
}

func TestAChecksAnswerIsKeptAMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		r := newReadiness(map[string]Check{"part": func(context.Context) error {
			asked.Add(1)
			time.Sleep(100 * time.Millisecond)
			return nil
		}}, time.Now, slog.New(slog.DiscardHandler))
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { r.reasons(t.Context()) })
		}
		all.Wait()
		r.reasons(t.Context())
		if n := asked.Load(); n != 1 {
			t.Errorf("asked %d times at once", n)
		}
		time.Sleep(checkKept)
		r.reasons(t.Context())
		if n := asked.Load(); n != 2 {
			t.Errorf("asked %d times after a while", n)
		}
	})
}

func TestACheckThatHangsIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		r := newReadiness(map[string]Check{"stubborn": func(context.Context) error { // does not even look at its context
			<-release
			return nil
		}, "obedient": func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}}, time.Now, slog.New(slog.DiscardHandler))
		start := time.Now()
		got := r.reasons(t.Context())
		if took := time.Since(start); took > checkTimeout {
			t.Errorf("waited %s", took)
		}
		if want := map[string]string{"stubborn": "does not answer", "obedient": "does not answer"}; !maps.Equal(got, want) {
			t.Errorf("reasons %v", got)
		}
		close(release)
		synctest.Wait()
		if got := r.reasons(t.Context()); got["stubborn"] != "" {
			t.Errorf("reasons %v after it answered", got)
		}
	})
}

func TestACallerWhoLeavesDoesNotSpoilTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReadiness(map[string]Check{"part": func(ctx context.Context) error {
			time.Sleep(time.Second)
			return ctx.Err()
		}}, time.Now, slog.New(slog.DiscardHandler))
		ctx, leave := context.WithCancel(t.Context())
		go r.reasons(ctx)
		synctest.Wait()
		leave()
		if got := r.reasons(t.Context()); len(got) != 0 {
			t.Errorf("reasons %v", got)
		}
	})
}

func TestOnlyTheTurnsAreLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		n := 0
		r := newReadiness(map[string]Check{"lag": func(context.Context) error {
			if n++; n > 1 && n < 5 {
				return fault.New(fault.Unavailable, "%d s behind", 60+n)
			}
			return nil
		}}, time.Now, slog.New(slog.NewTextHandler(&log, nil)))
		for range 6 {
			w := httptest.NewRecorder()
			_ = r.serve(w, httptest.NewRequest("GET", "/readyz", nil))
			time.Sleep(checkKept)
		}
		if text := log.String(); strings.Count(text, "\n") != 2 || !strings.Contains(text, "62 s behind") || !strings.Contains(text, "ready again") {
			t.Errorf("log:\n%s", text)
		}
	})
}
