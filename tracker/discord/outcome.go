package discord

import (
	"fmt"
	"time"
)

// What became of a message that was not confirmed. Each says whether it may be
// there all the same, which is what decides if the next try is a repeat.

// Later says that Discord did not take the message now: too many, or it is not
// well. It was not posted.
type Later struct {
	After  time.Duration // as Discord asks; 0: it does not say
	Reason string
}

// Error is the reason.
func (e *Later) Error() string { return e.Reason }

// Gone says that the webhook does not exist or must not be used: nothing can be
// sent until the setting is changed.
type Gone struct{ Status int }

// Error says what to do.
func (e *Gone) Error() string {
	return fmt.Sprintf("Discord answers %d: the webhook was deleted or its address is wrong; make a new one and set DISCORD_ACLOG_WEBHOOK", e.Status)
}

// Refused says that Discord does not take this very message.
type Refused struct {
	Status int
	Reason string // in Discord's words
}

// Error is Discord's answer.
func (e *Refused) Error() string {
	return fmt.Sprintf("Discord refuses the message with %d: %s", e.Status, e.Reason)
}

// Unsure says that the message went out and no answer came back.
type Unsure struct{ Err error }

// Error is what broke the connection.
func (e *Unsure) Error() string { return "no answer from Discord: " + e.Err.Error() }

// Unwrap is what broke the connection.
func (e *Unsure) Unwrap() error { return e.Err }
