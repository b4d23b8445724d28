package event

// Spawn is a creature that came into sight.
type Spawn struct {
	Mob string       // the creature's name; up to MaxNameLength characters
	EW  float64      // degrees, within ±MaxCoordinate
	NS  float64      // degrees, within ±MaxCoordinate
	Z   Opt[float64] // height in the units of the game's map
}

// Rare is a rare item that a character found.
type Rare struct {
	Name      string       // the item's name; up to MaxNameLength characters
	EW        Opt[float64] // degrees, within ±MaxCoordinate
	NS        Opt[float64] // degrees, within ±MaxCoordinate
	Z         Opt[float64] // height in the units of the game's map
	SessionID Opt[string]  // up to MaxNameLength characters
}

// Portal is a portal that came into sight.
type Portal struct {
	PortalName string       // up to MaxNameLength characters
	EW         float64      // degrees, within ±MaxCoordinate
	NS         float64      // degrees, within ±MaxCoordinate
	Z          Opt[float64] // height in the units of the game's map
}
