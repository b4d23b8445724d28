package simulate

import (
	"slices"
	"strings"

	"overlord/store/fault"
)

// Families of events that are played: what the server writes to its database,
// what it writes to that of inventories, and what it only keeps in memory.
var (
	storedFamilies = []string{"telemetry", "spawn", "rare", "portal", "character_stats", "combat_stats"}
	itemFamilies   = []string{"full_inventory", "inventory_delta"}
	otherFamilies  = []string{"vitals", "chat", "quest", "equipment_cantrip_state", "nearby_objects", "dungeon_map", "share_vital_update", "share_position_update"}
)

// wantedFamilies are those that a list of names stands for; a name that ends in *
// is a prefix, no names at all are everything. A register is always sent.
func wantedFamilies(only []string) (map[string]bool, error) {
	wanted := map[string]bool{"register": true}
	all := slices.Concat(storedFamilies, itemFamilies, otherFamilies)
	if len(only) == 0 {
		only = []string{"*"}
		wanted[unknownFamily] = true
	}
	for _, name := range only {
		known := false
		prefix, open := strings.CutSuffix(name, "*")
		for _, family := range all {
			if family == name || open && strings.HasPrefix(family, prefix) {
				wanted[family], known = true, true
			}
		}
		if !known {
			return nil, fault.New(fault.Invalid, "only is %q, but must be some of %s", name, strings.Join(all, ", ")).WithField("only")
		}
	}
	return wanted, nil
}
