// Package combat merges combat reports. A plugin reports its session, summed up
// since the session began; the server keeps each session's last report and, per
// character, the lifetime: the sum over all sessions, of maxima the largest.
//
// Reports are JSON of no fixed shape: objects nest by monster, attack type and
// element, and plugins of other versions nest in other ways. So the merge goes
// by the leaves: numbers are added, numbers named max_… are compared, and of
// everything else the newest stands.
package combat

import (
	"encoding/json"
	"fmt"
	"strings"
)

// maxPrefix begins the names of maxima.
const maxPrefix = "max_"

// Report is a decoded combat report: the inside of "session", or a lifetime.
type Report map[string]any

// Parse reads a report. JSON that is no object is no report: it is kept by its
// session, but adds nothing to a lifetime.
func Parse(text []byte) (Report, error) {
	var r Report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("combat report: %w", err)
	}
	return r, nil
}

// JSON is the report as text, with its keys in order: equal reports are equal
// texts.
func (r Report) JSON() ([]byte, error) { return json.Marshal(r) }

// Replace puts a session's new report in the place of its old one within a
// lifetime, and returns the new lifetime. The arguments stay as they are; nil
// stands for none. It is not exact, and says so, where a maximum fell that may
// have been the lifetime's: then the lifetime must be summed up anew from all
// sessions with Sum.
func Replace(lifetime, before, after Report) (sum Report, exact bool) {
	exact = true
	sum = merge(lifetime, before, after, &exact)
	return sum, exact
}

// Sum is the lifetime of these sessions.
func Sum(sessions ...Report) Report {
	var lifetime Report
	for _, s := range sessions {
		lifetime, _ = Replace(lifetime, nil, s)
	}
	return lifetime
}

func merge(lifetime, before, after Report, exact *bool) Report {
	out := make(Report, max(len(lifetime), len(after)))
	for name, v := range lifetime {
		out[name] = v
	}
	for name, v := range after {
		out[name] = leaf(name, lifetime[name], before[name], v, exact)
	}
	for name, v := range before {
		if _, still := after[name]; !still {
			out[name] = leaf(name, lifetime[name], v, nil, exact)
		}
	}
	return out
}

// leaf merges one member. One that the new report lacks counts as zero, or as
// an object without members.
func leaf(name string, lifetime, before, after any, exact *bool) any {
	if after == nil {
		after = emptyLike(before)
	}
	switch after := after.(type) {
	case map[string]any:
		return map[string]any(merge(object(lifetime), object(before), after, exact))
	case float64:
		if strings.HasPrefix(name, maxPrefix) {
			return largest(number(lifetime), number(before), after, exact)
		}
		return number(lifetime) - number(before) + after
	}
	if after == nil {
		return lifetime
	}
	return after
}

func largest(lifetime, before, after float64, exact *bool) float64 {
	if after < before && before >= lifetime {
		*exact = false
	}
	return max(lifetime, after)
}

func emptyLike(v any) any {
	switch v.(type) {
	case map[string]any:
		return map[string]any{}
	case float64:
		return 0.0
	}
	return nil
}

func object(v any) Report {
	o, _ := v.(map[string]any)
	return o
}

func number(v any) float64 {
	n, _ := v.(float64)
	return n
}
