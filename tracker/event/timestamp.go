package event

import (
	"bytes"
	"time"
)

// MaxClockSkew is how far a plugin's clock may be from the server's before its
// timestamps are not believed.
const MaxClockSkew = 10 * time.Minute

// precision is that of PostgreSQL's timestamptz.
const precision = time.Microsecond

// timestampFormat is RFC 3339 with as many decimals as there are: up to
// microseconds, since events hold no more.
const timestampFormat = time.RFC3339Nano

// parseTimestamp reads an RFC 3339 time of the years 1 to 9999 in UTC.
func parseTimestamp(text []byte) (time.Time, bool) {
	var t time.Time
	if t.UnmarshalText(bytes.TrimSpace(text)) != nil && t.UnmarshalText(bytes.ToUpper(bytes.TrimSpace(text))) != nil {
		return time.Time{}, false
	}
	t = toPrecision(t)
	return t, t.Year() >= 1 && t.Year() <= 9999
}

// toPrecision is t as events hold it.
func toPrecision(t time.Time) time.Time { return t.UTC().Truncate(precision) }

// isSkewed tells whether a plugin's time is too far from the time of receipt.
func isSkewed(t, receivedAt time.Time) bool {
	return t.Sub(receivedAt).Abs() > MaxClockSkew
}

// appendTimestamp appends t as a JSON string.
func appendTimestamp(dst []byte, t time.Time) []byte {
	dst = append(dst, '"')
	dst = t.UTC().AppendFormat(dst, timestampFormat)
	return append(dst, '"')
}
