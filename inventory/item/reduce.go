package item

import "overlord/inventory/gamedata"

// PropertyRetained is the bool property of what cannot be salvaged, tinkered or
// tailored.
const PropertyRetained = 91

// Properties of a character that hold its rank in the three societies: what asks
// for one is society armor.
const (
	firstSociety = 287
	lastSociety  = 289
)

// Reductions returns the slots of which tailoring may make it fill one. Only
// looted pieces of armor can be tailored, not those of quests and societies, and
// not retained ones. Which slots is a matter of the servers' rules.
func (i *Item) Reductions(rules gamedata.Rules) gamedata.SlotSet {
	if !i.IsLoot() || i.isSociety() || i.Raw.BoolValues[PropertyRetained] || i.ValidLocations == nil || *i.ValidLocations&gamedata.EquipArmor == 0 {
		return 0
	}
	return gamedata.Reductions(i.Slots(), rules)
}

// IsReducible tells whether a piece that covers several slots may be tailored to
// one of them by the rules of the retail servers.
func (i *Item) IsReducible() bool { return i.Slots().Len() > 1 && i.Reductions(gamedata.Retail) != 0 }

func (i *Item) isSociety() bool {
	for _, r := range i.Requirements.List() {
		if r.Kind == RequiresProperty && r.Of >= firstSociety && r.Of <= lastSociety {
			return true
		}
	}
	return false
}
