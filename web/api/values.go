package api

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// String is a text parameter.
func (q Query) String(name, def string) string {
	if v := q.one(name); v != "" {
		return v
	}
	return def
}

// Enum is a parameter that is one of some words, in capitals or not.
func (q Query) Enum(name, def string, words ...string) string {
	v := q.one(name)
	if v == "" {
		return def
	}
	if i := slices.IndexFunc(words, func(word string) bool { return strings.EqualFold(word, v) }); i >= 0 {
		return words[i]
	}
	q.bad(name, "is %q; it wants one of %s (the nearest is %q)", shorten(v, maxNameText), strings.Join(words, ", "), Nearest(v, words))
	return def
}

// Int is a whole number from least to most.
func (q Query) Int(name string, def, least, most int) int {
	v := q.one(name)
	if v == "" {
		return def
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		q.bad(name, "is %q; it wants a whole number from %d to %d", shorten(v, maxNameText), least, most)
		return def
	}
	return n
}

// Float is a finite number from least to most.
func (q Query) Float(name string, def, least, most float64) float64 {
	v := q.one(name)
	if v == "" {
		return def
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsNaN(f) || f < least || f > most {
		q.bad(name, "is %q; it wants a number from %g to %g", shorten(v, maxNameText), least, most)
		return def
	}
	return f
}

// Bool is a switch: 1, true, yes, on or 0, false, no, off.
func (q Query) Bool(name string, def bool) bool {
	v := q.one(name)
	switch strings.ToLower(v) {
	case "":
		return def
	case "1", "true", "yes", "on":
		return true
	case "0", "false", "no", "off":
		return false
	}
	q.bad(name, "is %q; it wants true or false", shorten(v, maxNameText))
	return def
}

// Time is an RFC 3339 time, returned in UTC. A plus sign that was not encoded,
// and so arrives as a space, is understood.
func (q Query) Time(name string, def time.Time) time.Time {
	v := q.one(name)
	if v == "" {
		return def
	}
	t, err := time.Parse(time.RFC3339Nano, strings.Replace(v, " ", "+", 1))
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		q.bad(name, "is %q; it wants a time such as 2026-01-31T18:00:00Z", shorten(v, maxNameText))
		return def
	}
	return t.UTC()
}

// Duration is a span of time from least to most, such as 30s, 5m, 24h or 7d.
func (q Query) Duration(name string, def, least, most time.Duration) time.Duration {
	v := q.one(name)
	if v == "" {
		return def
	}
	d, err := ParseDuration(v)
	if err != nil || d < least || d > most {
		q.bad(name, "is %q; it wants a duration from %s to %s, such as 30s, 5m, 24h or 7d",
			shorten(v, maxNameText), FormatDuration(least), FormatDuration(most))
		return def
	}
	return d
}
