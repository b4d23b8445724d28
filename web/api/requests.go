package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"overlord/store/fault"
)

// idLength of a request id: 60 random bits, enough to find one line in a log.
const idLength = 12

// record is what is known of one request. Only the request's own goroutine
// touches it.
type record struct {
	id    string
	cause error      // why it failed, with its causes; nil if it went well
	code  fault.Code // of the failure
}

type recordKey struct{}

// Observer is told of a request that is over.
type Observer func(r *http.Request, status int, took time.Duration)

// Requests is the outermost middleware: it gives each request an id (X-Request-Id
// in the answer), writes its line to the log when it is over, and turns a panic
// into an internal failure.
//
// Reads that go well are logged at debug level, all else at info; 503 is a
// warning and 500 an error, with its cause. Observers are told of every request
// when it is over: its status and how long it took.
func Requests(logger *slog.Logger, now func() time.Time, observers ...Observer) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := now()
			rec := &record{id: rand.Text()[:idLength]}
			r = r.WithContext(context.WithValue(r.Context(), recordKey{}, rec))
			a := tracked(w)
			a.Header().Set("X-Request-Id", rec.id)
			defer func() {
				aborted := settle(a, r, recover())
				took := now().Sub(start)
				logRequest(logger, a, r, rec, took)
				for _, observe := range observers {
					observe(r, a.finalStatus(), took)
				}
				if aborted {
					panic(http.ErrAbortHandler)
				}
			}()
			next.ServeHTTP(a, r)
		})
	}
}

// settle answers a request that panicked, and tells whether its connection must
// be cut because an answer was under way.
func settle(a *answer, r *http.Request, panicked any) (aborted bool) {
	switch {
	case panicked == nil:
		return false
	case panicked == http.ErrAbortHandler:
		return true
	}
	err := fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
	f := fault.Wrap(err, fault.Internal, "something went wrong on the server")
	note(r, f, err)
	if a.status != 0 {
		return true
	}
	writeFault(a, r, f, http.StatusInternalServerError)
	return false
}

// note keeps a failure for the request's line in the log. A handler that runs
// without Requests still has its internal failures logged.
func note(r *http.Request, f *fault.Error, err error) {
	if rec, ok := r.Context().Value(recordKey{}).(*record); ok {
		rec.cause, rec.code = err, f.Code
	} else if f.Code == fault.Internal {
		slog.Default().Error("request failed", "method", r.Method, "path", maskedPath(r), "error", err)
	}
}

// RequestID is the id of the request that a context belongs to, or "".
func RequestID(ctx context.Context) string {
	if rec, ok := ctx.Value(recordKey{}).(*record); ok {
		return rec.id
	}
	return ""
}

// ClientIP is the address that a request came from: the one that a declared
// proxy told, else the peer's. It is for logs and throttles, never for trust.
func ClientIP(r *http.Request) netip.Addr {
	if ip := middleware.GetClientIPAddr(r.Context()); ip.IsValid() {
		return ip
	}
	peer, _ := netip.ParseAddrPort(r.RemoteAddr)
	return peer.Addr().Unmap().WithZone("")
}
