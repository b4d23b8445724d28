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

func (r *reader) vitals() *Vitals {
	return &Vitals{
		HealthPercentage:  r.float("health_percentage"),
		StaminaPercentage: r.float("stamina_percentage"),
		ManaPercentage:    r.float("mana_percentage"),
		Vitae:             r.float("vitae"),
		HealthCurrent:     r.int64("health_current"),
		HealthMax:         r.int64("health_max"),
		StaminaCurrent:    r.int64("stamina_current"),
		StaminaMax:        r.int64("stamina_max"),
		ManaCurrent:       r.int64("mana_current"),
		ManaMax:           r.int64("mana_max"),
	}
}

func (r *reader) chat() *Chat {
	return &Chat{
		Text:    r.needText("text", 0),
		Color:   r.int64("color"),
		Channel: r.text("channel"),
	}
}

func (r *reader) quest() *Quest {
	return &Quest{
		QuestName: r.text("quest_name"),
		Countdown: r.text("countdown"),
	}
}

func (r *reader) equipmentCantripState() *EquipmentCantripState {
	s := &EquipmentCantripState{}
	r.raw("items", &s.Items)
	return s
}

func (r *reader) nearbyObjects() *NearbyObjects {
	o := &NearbyObjects{}
	r.raw("objects", &o.Objects)
	o.Heading = r.float("heading")
	o.EW = r.coordinate("ew")
	o.NS = r.coordinate("ns")
	o.Z = r.float("z")
	o.Landblock = r.landblock("landblock")
	return o
}

func (r *reader) dungeonMap() *DungeonMap {
	d := &DungeonMap{Landblock: r.landblock("landblock")}
	r.raw("cells", &d.Cells)
	return d
}

func (r *reader) fullInventory() *FullInventory {
	f := &FullInventory{}
	f.Len = r.needArray("items", &f.Items)
	f.ItemCount = r.int32("item_count")
	return f
}

func (r *reader) inventoryDelta() *InventoryDelta {
	d := &InventoryDelta{Action: Action(r.needText("action", 0))}
	switch d.Action {
	case ActionAdd, ActionUpdate:
		r.needObject("item", &d.Item)
		d.ItemID = r.objectID("item_id")
	case ActionRemove:
		r.object("item", &d.Item)
		d.ItemID = r.needObjectID("item_id")
	default:
		r.refuse(ReasonBadValue, "action must be add, update or remove")
	}
	return d
}
