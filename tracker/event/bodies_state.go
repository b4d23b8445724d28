package event

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
