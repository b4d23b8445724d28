package event

import "encoding/json"

// Register binds a character to the socket it comes on.
type Register struct {
	SessionID     Opt[string] // up to MaxNameLength characters
	PluginVersion Opt[string] // "4.0.1.7"
}

// Vitals are a character's health, stamina and mana of the moment.
type Vitals struct {
	HealthPercentage  Opt[float64] // 0 to 100
	StaminaPercentage Opt[float64] // 0 to 100
	ManaPercentage    Opt[float64] // 0 to 100
	Vitae             Opt[float64] // penalty of recent deaths, in percent

	HealthCurrent  Opt[int64] // points
	HealthMax      Opt[int64] // points
	StaminaCurrent Opt[int64] // points
	StaminaMax     Opt[int64] // points
	ManaCurrent    Opt[int64] // points
	ManaMax        Opt[int64] // points
}

// Chat is one line of a character's chat window.
type Chat struct {
	Text    string      // of any length
	Color   Opt[int64]  // the game's chat colour number
	Channel Opt[string] // "Allegiance", "Fellowship", …
}

// Quest is a quest's timer.
type Quest struct {
	QuestName Opt[string]
	Countdown Opt[string] // what is left, as the game says it: "3d 4h 12m"
}

// EquipmentCantripState says which spells of the worn items are in force.
type EquipmentCantripState struct {
	Items json.RawMessage // any JSON; an array of items. nil: not set
}

// NearbyObjects is what a character's radar shows.
type NearbyObjects struct {
	Objects   json.RawMessage // any JSON; an array of objects. nil: not set
	Heading   Opt[float64]    // degrees clockwise from north
	EW        Opt[float64]    // degrees, within ±MaxCoordinate
	NS        Opt[float64]    // degrees, within ±MaxCoordinate
	Z         Opt[float64]    // height in the units of the game's map
	Landblock Landblock       // where the character is; "" where not said
}

// DungeonMap is the floor plan of one landblock.
type DungeonMap struct {
	Landblock Landblock       // which; "" where it could not be read
	Cells     json.RawMessage // any JSON; an array of cells. nil: not set
}

// Share is what plugins tell each other. It is free JSON: the payload is all.
type Share struct {
	Suffix string // what follows "share_" in the type
}
