package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"overlord/store/fault"
)

// How long a caller is told to wait when the failure itself does not say.
const (
	retryUnavailable = 5 * time.Second  // a restart of the database takes about that long
	retryThrottled   = 30 * time.Second // throttles count by the minute
	retryReadOnly    = time.Minute      // read-only lasts until somebody restarts the server
)

// errorBody is the contract's form of a failure.
type errorBody struct {
	Error errorDetail `json:"error"`
}

type errorDetail struct {
	Code      fault.Code `json:"code"`
	Message   string     `json:"message"`
	Field     string     `json:"field,omitzero"`
	RequestID string     `json:"request_id,omitzero"` // internal failures only: what to look for in the log
}

// Status is the HTTP status of a code. An unknown code is 500.
func Status(code fault.Code) int {
	switch code {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Denied:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Throttled:
		return http.StatusTooManyRequests
	case fault.Unavailable, fault.ReadOnly, fault.Overloaded:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// WriteError answers with a failure. Handlers return their errors instead;
// middleware, which cannot, calls this.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	f := classify(err)
	note(r, f, err)
	a := tracked(w)
	switch {
	case a.status == 0:
		writeFault(a, r, f, Status(f.Code))
	case a.status >= http.StatusOK && a.status < http.StatusBadRequest:
		panic(http.ErrAbortHandler)
	}
}

// classify gives errors of the standard library the code that they deserve.
func classify(err error) *fault.Error {
	var tooLarge *http.MaxBytesError
	switch {
	case fault.CodeOf(err) != fault.Internal:
		return fault.Of(err)
	case errors.As(err, &tooLarge):
		return fault.Wrap(err, fault.TooLarge, "the body is larger than %d bytes", tooLarge.Limit)
	case errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(err, fault.Unavailable, "this took too long; try again later")
	case fault.IsCancelled(err):
		return fault.Wrap(err, fault.Unavailable, "the server is stopping; try again in a moment")
	}
	return fault.Wrap(err, fault.Internal, "something went wrong on the server")
}

// writeFault writes the body of a failure and the headers that belong to it, and
// takes back those of the answer that was meant.
func writeFault(w http.ResponseWriter, r *http.Request, f *fault.Error, status int) {
	h := w.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Content-Disposition", "Content-Encoding", "Content-Length"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	if wait := retryAfter(f); wait > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	detail := errorDetail{Code: f.Code, Message: f.Message, Field: f.Field}
	if f.Code == fault.Internal {
		detail.RequestID = RequestID(r.Context())
	}
	if err := WriteJSON(w, r, status, errorBody{detail}); err != nil {
		w.WriteHeader(status)
	}
}

// retryAfter is when to try again; 0 where that would not help.
func retryAfter(f *fault.Error) time.Duration {
	if f.RetryAfter > 0 {
		return f.RetryAfter
	}
	switch f.Code {
	case fault.Unavailable, fault.Overloaded:
		return retryUnavailable
	case fault.Throttled:
		return retryThrottled
	case fault.ReadOnly:
		return retryReadOnly
	}
	return 0
}
