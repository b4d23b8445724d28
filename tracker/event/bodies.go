package event

import "strings"

// body reads what the family carries. In each of these functions the calls
// stand in the order of the contract's table, which is that of the payload: Go
// evaluates them from top to bottom.
func (r *reader) body() any {
	switch r.family {
	case FamilyRegister:
		return r.register()
	case FamilyTelemetry:
		return r.telemetry()
	case FamilySpawn:
		return r.spawn()
	case FamilyRare:
		return r.rare()
	case FamilyPortal:
		return r.portal()
	case FamilyCharacterStats:
		return r.characterStats()
	case FamilyCombatStats:
		return r.combatStats()
	case FamilyVitals:
		return r.vitals()
	case FamilyChat:
		return r.chat()
	case FamilyQuest:
		return r.quest()
	case FamilyEquipmentCantripState:
		return r.equipmentCantripState()
	case FamilyNearbyObjects:
		return r.nearbyObjects()
	case FamilyDungeonMap:
		return r.dungeonMap()
	case FamilyFullInventory:
		return r.fullInventory()
	case FamilyInventoryDelta:
		return r.inventoryDelta()
	}
	return &Share{Suffix: strings.TrimPrefix(r.typ, SharePrefix)}
}

func (r *reader) register() *Register {
	return &Register{
		SessionID:     r.shortText("session_id", MaxNameLength),
		PluginVersion: r.text("plugin_version"),
	}
}

func (r *reader) telemetry() *Telemetry {
	return &Telemetry{
		SessionID:           r.needText("session_id", MaxNameLength),
		EW:                  r.needCoordinate("ew"),
		NS:                  r.needCoordinate("ns"),
		Kills:               r.needCount("kills", MaxKills),
		Z:                   r.float("z"),
		VTState:             r.text("vt_state"),
		CharTag:             r.text("char_tag"),
		KillsPerHour:        r.float("kills_per_hour"),
		OnlineTime:          r.text("onlinetime"),
		Deaths:              r.int32("deaths"),
		TotalDeaths:         r.int32("total_deaths"),
		RaresFound:          r.int32("rares_found"),
		PrismaticTaperCount: r.int32("prismatic_taper_count"),
		MemMB:               r.float("mem_mb"),
		CPUPct:              r.float("cpu_pct"),
		MemHandles:          r.int32("mem_handles"),
		LatencyMS:           r.float("latency_ms"),
	}
}

func (r *reader) spawn() *Spawn {
	return &Spawn{
		Mob: r.needText("mob", MaxNameLength),
		EW:  r.needCoordinate("ew"),
		NS:  r.needCoordinate("ns"),
		Z:   r.float("z"),
	}
}

func (r *reader) rare() *Rare {
	return &Rare{
		Name:      r.needText("name", MaxNameLength),
		EW:        r.coordinate("ew"),
		NS:        r.coordinate("ns"),
		Z:         r.float("z"),
		SessionID: r.shortText("session_id", MaxNameLength),
	}
}

func (r *reader) portal() *Portal {
	return &Portal{
		PortalName: r.needText("portal_name", MaxNameLength),
		EW:         r.needCoordinate("ew"),
		NS:         r.needCoordinate("ns"),
		Z:          r.float("z"),
	}
}
