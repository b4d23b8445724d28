package query

import "overlord/inventory/gamedata"

// Worn is a piece that a character wears.
type Worn struct {
	ItemID int64            // the game's
	Slots  gamedata.SlotSet // where it is worn now
	Merit  Merit
}

// Merit is what pieces are compared by; unknown counts 0.
type Merit struct {
	BaseArmor   float64
	Rating      float64 // total
	Legendaries float64 // legendary cantrips
	Damage      float64 // the most of a hit
}

// Beats tells whether a piece is nowhere lower and somewhere higher.
func (m Merit) Beats(other Merit) bool {
	return m.BaseArmor >= other.BaseArmor && m.Rating >= other.Rating && m.Legendaries >= other.Legendaries && m.Damage >= other.Damage && m != other
}

// Merit is what the item is compared by.
func (f *Facts) Merit() Merit {
	legendaries, _ := tierCount(gamedata.Legendary)(f)
	return Merit{
		BaseArmor: float64(value(f.Item.Combat.BaseArmorLevel)), Rating: float64(value(f.Item.Ratings.TotalRating)),
		Legendaries: legendaries, Damage: float64(value(f.Item.Combat.MaxDamage)),
	}
}

// Slots are the slots that the item fills, or may fill.
func (f *Facts) Slots() gamedata.SlotSet { return f.slots }

// Worn is the item as it is worn. Not ok: it is not worn.
func (f *Facts) Worn() (Worn, bool) {
	if !f.Item.IsWorn() {
		return Worn{}, false
	}
	return Worn{f.Item.ItemID, gamedata.SlotsOfEquip(value(f.Item.CurrentWieldedLocation)), f.Merit()}, true
}

func isBetter(f *Facts, character string, env *Env) bool {
	if env.Worn == nil || f.Item.IsAttuned() && FoldValue(f.Owner.Name) != character {
		return false
	}
	worn, ok := env.Worn(character)
	return ok && IsBetter(f.Item.ItemID, f.slots, f.Merit(), worn)
}

// IsBetter tells whether a piece that fits some slots is better than what is worn
// in one of them; in an empty slot everything is.
func IsBetter(itemID int64, fits gamedata.SlotSet, merit Merit, worn []Worn) bool {
	var full gamedata.SlotSet
	for _, w := range worn {
		full |= w.Slots
		if w.Slots&fits != 0 && w.ItemID != itemID && merit.Beats(w.Merit) {
			return true
		}
	}
	return fits&^full != 0
}
