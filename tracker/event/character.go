package event

import "encoding/json"

// CharacterStats is a character's sheet, sent at login and every 10 minutes.
type CharacterStats struct {
	Level           Opt[int32] // 1 to 275 in the game
	TotalXP         Opt[int64] // experience points
	UnassignedXP    Opt[int64] // experience points
	LuminanceEarned Opt[int64] // luminance points
	LuminanceTotal  Opt[int64] // luminance points that can be held
	Deaths          Opt[int32] // of the character's life
	Race            Opt[string]
	Gender          Opt[string]
	Birth           Opt[string] // as the game shows it; in no fixed format

	Attributes json.RawMessage // any JSON; an object by name. nil: not set
	Vitals     json.RawMessage // any JSON; an object by name. nil: not set
	Skills     json.RawMessage // any JSON; an object by name. nil: not set
	Allegiance json.RawMessage // any JSON; an object. nil: not set
	Titles     json.RawMessage // any JSON; an array of title ids. nil: not set
	Properties json.RawMessage // any JSON; property id to value. nil: not set

	BurdenUnits         Opt[int64] // carried, in the game's burden units
	EncumbranceCapacity Opt[int64] // what can be carried, in burden units

	// Data is the whole event, the payload itself: fit for stats_data.
	Data json.RawMessage
}

// CombatStats is what a session's fights came to so far. It is cumulative: a
// later one replaces an earlier one of the same session.
type CombatStats struct {
	SessionID string // up to MaxNameLength characters

	// Session is the report as it came, any JSON, an object in all plugins that
	// are known. nil: not set.
	Session json.RawMessage

	// These two are read from inside Session, where it is an object that has
	// them: a report with less than an earlier one is stale.
	DurationSeconds Opt[float64] // since the session began, in s
	TotalKills      Opt[int64]   // of this session
}
