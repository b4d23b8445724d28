package event

import "math"

// sessionTotals reads the two members of a combat report's session by which a
// stale report is told. Wrong ones are left as they come: the session's inside
// is the plugin's. session is JSON that passed the scanner.
func sessionTotals(session []byte) (seconds Opt[float64], kills Opt[int64]) {
	if session[0] != '{' {
		return seconds, kills
	}
	var ignored Notes
	s := scanner{text: session}
	members, _ := s.index(nil, &ignored)
	hideDoubles(members)
	r := reader{members: members}
	if m := r.find("duration_seconds"); m != nil {
		v, is := r.readFloat(m, math.MaxFloat64)
		seconds = Opt[float64]{V: v, OK: is == good}
	}
	if m := r.find("total_kills"); m != nil {
		v, is := r.readInteger(m, math.MinInt64, math.MaxInt64)
		kills = Opt[int64]{V: v, OK: is == good}
	}
	return seconds, kills
}
