package tracker

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The values of a file that people and other programs wrote: read as what they
// may mean, and left out where they mean nothing.

// member is the first of some members that is there.
func member(members map[string]any, names ...string) any {
	for _, name := range names {
		if v, ok := members[name]; ok && v != nil {
			return v
		}
	}
	return nil
}

// byID are the values of an object in the order of their names, numbers by size.
// One that does not tell its id gets its name for one.
func byID(object map[string]any) []any {
	names := slices.SortedFunc(maps.Keys(object), func(a, b string) int {
		return cmp.Or(cmp.Compare(wholeNumber(json.Number(a)), wholeNumber(json.Number(b))), strings.Compare(a, b))
	})
	values := make([]any, len(names))
	for i, name := range names {
		values[i] = object[name]
		if entry, is := object[name].(map[string]any); is && entry["id"] == nil {
			entry["id"] = name
		}
	}
	return values
}

// text is a value as a text of at most so many characters that a database stores.
func text(value any, most int) string {
	var s string
	switch v := value.(type) {
	case string:
		s = v
	case json.Number:
		s = v.String()
	case []any:
		parts := make([]string, 0, len(v))
		for _, part := range v {
			parts = append(parts, text(part, most))
		}
		s = strings.Join(parts, ", ")
	}
	return firstRunes(strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\ufffd")), most)
}

// wholeNumber is a value as a positive whole number, else 0.
func wholeNumber(value any) int64 {
	n, err := strconv.ParseInt(text(value, maxIssueTitle), 10, 64)
	if err != nil || n < 0 || n > math.MaxInt32 { // leaves room for the numbers to come
		return 0
	}
	return n
}

// statusOf knows the states by their usual names; anything unknown is open.
func statusOf(status, resolved any) string {
	switch word := strings.ToLower(strings.NewReplacer("_", " ", "-", " ").Replace(text(status, maxIssueTitle))); word {
	case "in progress", "inprogress", "working", "started", "wip", "doing":
		return issueInProgress
	case "resolved", "closed", "done", "fixed", "complete", "completed":
		return issueResolved
	case "":
		if is, _ := resolved.(bool); is {
			return issueResolved
		}
	}
	return issueOpen
}

// momentForms are how times are written in such files, in UTC where none is told.
var momentForms = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"}

// moment reads a time, or seconds or milliseconds since 1970; zero where it is none.
func moment(value any) time.Time {
	word := text(value, maxIssueTitle)
	if seconds, err := strconv.ParseFloat(word, 64); err == nil {
		if seconds > 1e11 { // the year 5138 in seconds, 1973 in milliseconds
			seconds /= 1000
		}
		if !(seconds > 1e8 && seconds < 1e11) { // smaller ones are no times, but years and the like
			return time.Time{}
		}
		return time.UnixMilli(int64(seconds * 1000)).UTC()
	}
	for _, form := range momentForms {
		if t, err := time.Parse(form, word); err == nil && t.Year() > 0 && t.Year() < 10_000 {
			return t.UTC()
		}
	}
	return time.Time{}
}
