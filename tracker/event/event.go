package event

import "time"

// Event is one accepted event of a plugin. Nothing in it may be changed but
// ReceivedAt, by whoever still holds it alone.
type Event struct {
	Type          string    // as sent: "telemetry", "share_vital_update"
	Family        Family    // what Type belongs to; fit for a metric's label
	CharacterName string    // 1 to 64 characters, trimmed, no control characters
	Timestamp     time.Time // when it happened, UTC, whole microseconds, years 1 to 9999
	ReceivedAt    time.Time // when the server got it, UTC, whole microseconds

	// Body is what the family carries, always one of *Register, *Telemetry,
	// *Spawn, *Rare, *Portal, *CharacterStats, *CombatStats, *Vitals, *Chat,
	// *Quest, *EquipmentCantripState, *NearbyObjects, *DungeonMap, *Share,
	// *FullInventory, *InventoryDelta.
	Body any

	// Payload is the whole event as normalised JSON; see the package's text.
	Payload []byte
}
