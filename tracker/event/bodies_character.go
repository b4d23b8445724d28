package event

import "math"

func (r *reader) characterStats() *CharacterStats {
	s := &CharacterStats{
		Level:           r.int32("level"),
		TotalXP:         r.int64("total_xp"),
		UnassignedXP:    r.int64("unassigned_xp"),
		LuminanceEarned: r.int64("luminance_earned"),
		LuminanceTotal:  r.int64("luminance_total"),
		Deaths:          r.int32("deaths"),
		Race:            r.text("race"),
		Gender:          r.text("gender"),
		Birth:           r.text("birth"),
	}
	r.raw("attributes", &s.Attributes)
	r.raw("vitals", &s.Vitals)
	r.raw("skills", &s.Skills)
	r.raw("allegiance", &s.Allegiance)
	r.raw("titles", &s.Titles)
	r.raw("properties", &s.Properties)
	s.BurdenUnits = r.int64("burden_units")
	s.EncumbranceCapacity = r.int64("encumbrance_capacity")
	return s
}

func (r *reader) combatStats() *CombatStats {
	c := &CombatStats{SessionID: r.needText("session_id", MaxNameLength)}
	r.raw("session", &c.Session)
	for _, written := range r.raws {
		c.DurationSeconds, c.TotalKills = sessionTotals(r.out[written.start:written.end])
	}
	return c
}

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
