// Package fault holds the few error codes that every part of the server
// speaks. An error gets its code where its cause is known, is wrapped with %w on
// the way up, and becomes an HTTP status or a socket answer once, at the edge.
package fault

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Code says what kind of failure an error is. Its text is the "code" of the
// contract's error bodies.
type Code string

// The codes of the HTTP contract, and Overloaded of the plugin socket.
const (
	Invalid         Code = "invalid"         // the caller's input is wrong
	Unauthenticated Code = "unauthenticated" // nobody is signed in
	Denied          Code = "denied"          // signed in, but not allowed
	NotFound        Code = "not_found"       // the thing asked for does not exist
	Conflict        Code = "conflict"        // the state of the thing forbids it
	TooLarge        Code = "too_large"       // the input is over a bound
	Throttled       Code = "throttled"       // too often; try again later
	Unavailable     Code = "unavailable"     // a part of the server is away for now
	ReadOnly        Code = "read_only"       // the server takes no writes
	Overloaded      Code = "overloaded"      // a log is full
	Internal        Code = "internal"        // ours: everything without a code
)

// Error is a failure with a code and a message that its user may read.
type Error struct {
	Code       Code
	Message    string        // a sentence for the user; never a secret, never SQL
	Field      string        // the parameter or member at fault, where there is one
	RetryAfter time.Duration // when trying again makes sense; 0: not said
	Err        error         // the cause, for the log only; may be nil
}

// New makes an error with a code and a message for the user.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap gives a cause a code and a message for the user.
func Wrap(err error, code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: err}
}

// WithField returns a copy that names the parameter at fault.
func (e *Error) WithField(name string) *Error {
	c := *e
	c.Field = name
	return &c
}

// WithRetryAfter returns a copy that says when to try again.
func (e *Error) WithRetryAfter(d time.Duration) *Error {
	c := *e
	c.RetryAfter = d
	return &c
}

// Error is the message, with the cause behind it.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of the outermost *Error in err's chain. An error that was
// never given one is Internal; nil has the empty code.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// Of is the outermost *Error in err's chain, or an Internal one around err.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Wrap(err, Internal, "something went wrong on the server")
}

// IsCancelled tells whether err is only the end of its context: the caller
// went away or the server stops, and nobody needs to be told.
func IsCancelled(err error) bool { return errors.Is(err, context.Canceled) }
