package suitbuilder

// Preset is a list of cantrips that a kind of character wants, to begin with.
type Preset struct {
	Name     string   `json:"name"`
	Text     string   `json:"text"`
	Cantrips []string `json:"cantrips"` // names of lines
}

// What everybody who fights wants: not to be hit, and to suffer less.
var (
	body   = []string{"Endurance", "Coordination", "Quickness", "Focus", "Willpower"}
	wards  = []string{"Acid Ward", "Flame Ward", "Frost Ward", "Storm Ward", "Bludgeoning Ward", "Slashing Ward", "Piercing Ward"}
	evades = []string{"Invulnerability", "Magic Resistance"}
)

func joined(lists ...[]string) (all []string) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// fighter is a preset of those who fight with a kind of weapon.
func fighter(name, text string, skills ...string) Preset {
	return Preset{name, text, joined([]string{"Strength"}, body, skills, evades, wards)}
}

// Presets are the lists that the form offers. War has sixteen families, the number
// that the solver is measured with.
func Presets() []Preset {
	return []Preset{
		{"War", "War magic: attributes, mana, defenses, all wards", joined(body, []string{"War Magic Aptitude", "Mana Conversion Prowess"}, evades, wards)},
		{"Void", "Void magic", joined(body, []string{"Void Magic Aptitude", "Mana Conversion Prowess"}, evades, wards)},
		fighter("Missile", "Bows, crossbows and thrown weapons", "Missile Weapon Aptitude"),
		fighter("Heavy", "Heavy weapons", "Heavy Weapon Aptitude"),
		fighter("Light", "Light weapons", "Light Weapon Aptitude"),
		fighter("Finesse", "Finesse weapons", "Finesse Weapon Aptitude"),
		fighter("Two-handed", "Two-handed weapons", "Two Handed Combat Aptitude"),
		{"Tinker", "Tinkering and salvaging", []string{
			"Strength", "Endurance", "Coordination", "Focus", "Willpower", "Armor Tinkering Expertise", "Item Tinkering Expertise",
			"Magic Item Tinkering Expertise", "Weapon Tinkering Expertise", "Salvaging Aptitude",
		}},
	}
}
