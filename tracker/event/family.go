package event

import "strings"

// Family is the kind of an event. The list is closed, so that a family may be
// a metric's label: every share_* type is one family.
type Family string

// The families of the contract, in the order of its table.
const (
	FamilyRegister              Family = "register"
	FamilyTelemetry             Family = "telemetry"
	FamilySpawn                 Family = "spawn"
	FamilyRare                  Family = "rare"
	FamilyPortal                Family = "portal"
	FamilyCharacterStats        Family = "character_stats"
	FamilyCombatStats           Family = "combat_stats"
	FamilyVitals                Family = "vitals"
	FamilyChat                  Family = "chat"
	FamilyQuest                 Family = "quest"
	FamilyEquipmentCantripState Family = "equipment_cantrip_state"
	FamilyNearbyObjects         Family = "nearby_objects"
	FamilyDungeonMap            Family = "dungeon_map"
	FamilyShare                 Family = "share_*"
	FamilyFullInventory         Family = "full_inventory"
	FamilyInventoryDelta        Family = "inventory_delta"
)

// Two families that no event has, only refusals.
const (
	FamilyNone    Family = "none"    // the frame does not say what it is
	FamilyUnknown Family = "unknown" // a type that this server does not know
)

// SharePrefix is how the types of FamilyShare begin.
const SharePrefix = "share_"

// Log says which event log a family is appended to before it is applied.
type Log uint8

// The logs; the zero Log is none.
const (
	LogNone  Log = iota // not stored: held in memory or only passed on
	LogWorld            // read by the tracker's recorder
	LogItem             // read by the inventory writer
)

// String is the log's name, such as "world".
func (l Log) String() string { return [...]string{"no", "world", "item"}[l] }

// byType finds the family of every type but the share_* ones. It never changes.
var byType = familiesByType()

func familiesByType() map[string]Family {
	found := map[string]Family{}
	for _, f := range Families() {
		if f != FamilyShare {
			found[string(f)] = f
		}
	}
	return found
}

// Families lists the families of the contract, without none and unknown.
func Families() []Family {
	return []Family{
		FamilyRegister, FamilyTelemetry, FamilySpawn, FamilyRare, FamilyPortal,
		FamilyCharacterStats, FamilyCombatStats, FamilyVitals, FamilyChat, FamilyQuest,
		FamilyEquipmentCantripState, FamilyNearbyObjects, FamilyDungeonMap, FamilyShare,
		FamilyFullInventory, FamilyInventoryDelta,
	}
}

// FamilyOf is the family of a type, FamilyUnknown for one that the contract
// does not have and FamilyNone for "".
func FamilyOf(typ string) Family {
	if f, ok := byType[typ]; ok {
		return f
	}
	switch {
	case typ == "":
		return FamilyNone
	case strings.HasPrefix(typ, SharePrefix):
		return FamilyShare
	}
	return FamilyUnknown
}

// StoredIn is the log that a family's events are appended to.
func (f Family) StoredIn() Log {
	switch f {
	case FamilyTelemetry, FamilySpawn, FamilyRare, FamilyPortal, FamilyCharacterStats, FamilyCombatStats:
		return LogWorld
	case FamilyFullInventory, FamilyInventoryDelta:
		return LogItem
	}
	return LogNone
}
