package api

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// ParseDuration reads a span of time as Go does (1h30m), with whole or broken
// days in front or alone: 90d, 1.5d, 7d12h. A day is 24 hours.
func ParseDuration(s string) (time.Duration, error) {
	days, rest, found := strings.Cut(s, "d")
	if !found {
		return time.ParseDuration(s)
	}
	n, err := strconv.ParseFloat(days, 64)
	if err != nil || math.Abs(n*float64(day)) >= math.MaxInt64 || math.IsNaN(n) {
		return 0, fmt.Errorf("%q is no duration", s)
	}
	d := time.Duration(n * float64(day))
	if rest == "" {
		return d, nil
	}
	tail, err := time.ParseDuration(rest)
	if err != nil || tail < 0 || d < 0 || tail > math.MaxInt64-d || rest[0] == '+' {
		return 0, fmt.Errorf("%q is no duration", s)
	}
	return d + tail, nil
}

// FormatDuration writes a duration the short way that ParseDuration reads: 7d,
// 1d12h, 5m, 250ms.
func FormatDuration(d time.Duration) string {
	if d < 0 {
		return d.String()
	}
	days, rest := d/day, d%day
	text := rest.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	switch {
	case days == 0:
		return text
	case rest == 0:
		return fmt.Sprintf("%dd", days)
	}
	return fmt.Sprintf("%dd%s", days, text)
}
