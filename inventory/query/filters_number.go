package query

// numberOf is a row of the table of filters of numbers.
func numberOf(name, example, help string, mistaken []string, columns ...string) Filter {
	return Filter{Name: name, Form: FormNumber, Help: help, Example: example, mistaken: mistaken, columns: columns}
}

// withLike makes the query of an item ask for at least what it has.
func withLike(f Filter) Filter {
	f.like = func(facts *Facts) []string {
		c, _ := ColumnOf(f.columns[0])
		if v, ok := c.Number(facts); ok && v > 0 {
			return []string{f.Name + ":>=" + shortest(v)}
		}
		return nil
	}
	return f
}

func numberFilters() []Filter {
	list := []Filter{
		numberOf("cantrips", "cantrips:>=3", "How many cantrips; a line counts once.", nil, "cantrip_count"),
		numberOf("legendaries", "legendaries:>=2", "How many legendary cantrips; a line counts once.", []string{"legendary", "legs"}, "legendary_count"),
		numberOf("epics", "epics:>=2", "How many cantrips whose highest tier is epic.", []string{"epic"}, "epic_count"),
		numberOf("spells", "spells:>=5", "How many spells.", []string{"spell_count"}, "spell_count"),
		withLike(numberOf("al", "al:>=600", "Armor level as it is now.", []string{"armor", "armour", "armor_level", "ac"}, "armor_level")),
		numberOf("base_al", "base_al:>=300", "Armor level without tinkering and the spells in force.", []string{"base_armor", "basearmor", "base_armor_level", "baseal"}, "base_armor_level"),
		numberOf("work", "work:>=8", "Workmanship.", []string{"workmanship", "quality"}, "work"),
		numberOf("tinks", "tinks:0", "How often it was tinkered.", []string{"tinkers", "tinkered"}, "tinks"),
		numberOf("tinks_left", "tinks_left:>=5", "How often it can still be tinkered.", []string{"tinkers_left", "tinksleft"}, "tinks_left"),
		numberOf("value", "value:>=50000", "Value in pyreals.", []string{"price", "worth", "pyreals"}, "value"),
		numberOf("burden", "burden:<=500", "Burden of the whole stack.", []string{"weight", "bu"}, "burden"),
		numberOf("stack", "stack:>1", "How many are in the stack.", []string{"count", "quantity", "stack_size", "amount"}, "stack_size"),
		numberOf("spellcraft", "spellcraft:>=300", "Spellcraft.", nil, "spellcraft"),
		numberOf("mana", "mana:<100", "Mana left in it.", nil, "mana"),
		numberOf("max_mana", "max_mana:>=1000", "Mana that fits into it.", []string{"maxmana"}, "max_mana"),
	}
	list = append(list, weaponFilters()...)
	list = append(list, ratingFilters()...)
	return append(list,
		numberOf("wield", "wield:<=400", "The value of any of the four wield requirements.", []string{"wield_value", "wieldreq", "req", "requirement"},
			"wield_value_1", "wield_value_2", "wield_value_3", "wield_value_4"),
		numberOf("level", "level:<=180", "The character level that it requires.", []string{"lvl", "wield_level", "min_level"}, "wield_level"),
		Filter{Name: "arcane", Aliases: []string{"lore"}, Form: FormNumber, Help: "The arcane lore that its spells require.", Example: "arcane:<=300",
			mistaken: []string{"arcane_lore", "difficulty", "lore_requirement"}, columns: []string{"lore_requirement"}},
	)
}

func weaponFilters() []Filter {
	return []Filter{
		withLike(numberOf("dmg", "dmg:>=60", "The most damage of a hit.", []string{"max_damage", "dam", "maxdmg"}, "max_damage")),
		numberOf("variance", "variance:<=30", "Variance of the damage in percent: the least hit is that much below the most.", []string{"var"}, "variance_percent"),
		numberOf("attack", "attack:>=15", "Attack bonus in percent.", []string{"attack_bonus", "att"}, "attack_percent"),
		withLike(numberOf("mdef", "mdef:>=15", "Melee defense bonus in percent.", []string{"melee_defense", "md", "meleed"}, "melee_defense_percent")),
		numberOf("misdef", "misdef:>=3", "Missile defense bonus in percent.", []string{"missile_defense"}, "missile_defense_percent"),
		numberOf("magdef", "magdef:>=3", "Magic defense bonus in percent.", []string{"magic_defense", "magicd"}, "magic_defense_percent"),
		numberOf("elem", "elem:>=16", "Elemental damage: of a caster the bonus against monsters in percent, of a missile weapon the damage that is added.",
			[]string{"elemental", "elemental_damage", "vs_monsters", "pvm"}, "elemental_percent", "elemental_damage_bonus"),
		numberOf("manac", "manac:>=10", "Mana conversion bonus in percent.", []string{"mana_conversion", "mc", "manacon"}, "mana_conversion_percent"),
		numberOf("speed", "speed:<=30", "Weapon time: 0 is the fastest.", []string{"weapon_time", "weapon_speed"}, "weapon_time"),
	}
}

func ratingFilters() []Filter {
	list := []Filter{
		numberOf("dr", "dr:>0", "Damage rating.", []string{"damage_rating"}, "damage_rating"),
		numberOf("drr", "drr:>0", "Damage resist rating.", []string{"damage_resist", "damage_resist_rating"}, "damage_resist_rating"),
		numberOf("cr", "cr:>0", "Crit rating.", []string{"crit", "crit_rating"}, "crit_rating"),
		numberOf("crr", "crr:>0", "Crit resist rating.", []string{"crit_resist", "crit_resist_rating"}, "crit_resist_rating"),
		numberOf("cdr", "cdr:>0", "Crit damage rating.", []string{"crit_damage", "cd", "crit_damage_rating"}, "crit_damage_rating"),
		numberOf("cdrr", "cdrr:>0", "Crit damage resist rating.", []string{"crit_damage_resist", "crit_damage_resist_rating"}, "crit_damage_resist_rating"),
		numberOf("heal", "heal:>0", "Heal boost rating.", []string{"heal_boost", "healing", "hb", "heal_boost_rating"}, "heal_boost_rating"),
		numberOf("vit", "vit:>0", "Vitality rating.", []string{"vitality", "health", "max_health", "vitality_rating"}, "vitality_rating"),
		numberOf("rating", "rating:>=5", "Sum of the ratings.", []string{"ratings", "total_rating"}, "total_rating"),
	}
	for i := range list[:len(list)-1] {
		list[i] = withLike(list[i])
	}
	return list
}
