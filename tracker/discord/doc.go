// Package discord speaks with Discord. It knows the wire and nothing of what is
// said: the webhook's requests, answers and rate limits, and how text is written
// so that names stay names.
package discord
