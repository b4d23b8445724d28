package item

import (
	"math"

	"overlord/inventory/gamedata"
)

// derived fills the columns that follow from others.
func (d *decoder) derived() {
	i := d.item
	if i.Icon != nil && *i.Icon>>24 == iconFile {
		*i.Icon &= 1<<24 - 1
	}
	equip := int64(0)
	if i.ValidLocations != nil {
		equip = *i.ValidLocations
		i.SlotNames = gamedata.SlotsOfEquip(equip).Names()
		if bits := gamedata.AetheriaBits(equip); bits != 0 {
			i.Enhancements.AetheriaBits = &bits
		}
	}
	if i.ObjectClass != nil {
		i.ItemType = new(kind(*i.ObjectClass, equip))
	}
	d.rare()
	d.names()
	d.armor(equip)
	i.Ratings.TotalRating = i.Ratings.total()
	i.Requirements.WieldLevel = i.Requirements.level()
	if n, ok := d.whole(levelSource); ok && i.Requirements.WieldLevel == nil {
		i.Requirements.WieldLevel = small(n)
	}
	d.salvage()
}

// iconFile is the type of drawings in the game's data files: the upper byte of
// an icon's number where a plugin leaves it in.
const iconFile = 0x06

// rare knows a rare by its id, and one that was not appraised by its name.
func (d *decoder) rare() {
	i := d.item
	if n, ok := d.whole(rareSource); ok {
		i.IsRare = new(n > 0)
		return
	}
	if i.Name != nil && gamedata.IsRare(*i.Name) {
		i.IsRare = new(true)
	}
}

// names finds the names of set, material and imbue; ids that nobody knows stay
// visible as numbers. 0 is none of them.
func (d *decoder) names() {
	e := &d.item.Enhancements
	if positive(e.Material) {
		e.MaterialName = new(gamedata.Materials().Text(int64(*e.Material)))
	}
	if positive(e.ItemSet) {
		e.ItemSetName = new(gamedata.Sets().Text(int64(*e.ItemSet)))
	}
	if positive(e.Imbue) {
		e.ImbueName = new(gamedata.Imbues().BitsText(*e.Imbue))
	}
}

func (d *decoder) armor(equip int64) {
	c := &d.item.Combat
	if c.ArmorLevel == nil {
		return
	}
	c.BaseArmorLevel = small(d.item.baseArmor(d.active))
	if c.ShieldValue == nil && equip&gamedata.EquipShield != 0 {
		c.ShieldValue = new(*c.ArmorLevel)
	}
}

// Armor levels of the spells that change it: in force, and while they are on a
// piece and will come into force when it is worn.
var armorSpells = map[int32]struct{ inForce, own int64 }{
	1486: {200, 0}, 2108: {220, 0}, 4407: {240, 0}, // Impenetrability VI to VIII
	2604: {20, 20}, 2592: {40, 40}, 4667: {60, 60}, 6095: {80, 80}, // cantrips: minor, major, epic, legendary
}

// Armor levels that tinkering adds: each time, but an imbue adds none; a quest
// piece cannot be enchanted, and is compared with loot that can.
const (
	armorPerTink = 20
	questArmor   = 200
)

// baseArmor is the armor level by which pieces compare: without tinkering and the
// spells in force now, with what the piece's own spells will add. 0 where the
// armor level is not known.
func (i *Item) baseArmor(active []int32) int64 {
	if i.Combat.ArmorLevel == nil {
		return 0
	}
	base := int64(*i.Combat.ArmorLevel) - i.tinkeredArmor()
	for _, id := range active {
		base -= armorSpells[id].inForce
	}
	for _, s := range i.Spells {
		base += armorSpells[s.ID].own
	}
	return max(base, 0)
}

func (i *Item) tinkeredArmor() int64 {
	if !i.IsLoot() {
		return questArmor
	}
	if !positive(i.Enhancements.Tinks) {
		return 0
	}
	tinks := int64(*i.Enhancements.Tinks)
	if i.IsImbued() {
		tinks--
	}
	return armorPerTink * tinks
}

// total is the sum of the eight ratings that count, of those above zero; nil if
// none of them is known.
func (r *Ratings) total() *int32 {
	sum, known := int64(0), false
	for _, rating := range []*int32{
		r.DamageRating, r.DamageResistRating, r.CritRating, r.CritResistRating,
		r.CritDamageRating, r.CritDamageResistRating, r.HealBoostRating, r.VitalityRating,
	} {
		if rating != nil {
			sum, known = sum+max(0, int64(*rating)), true
		}
	}
	if !known {
		return nil
	}
	return small(sum)
}

// salvagedItems is the property with the number of items in a bag of salvage,
// whose workmanship is the sum of theirs.
const salvagedItems = 170

// salvage works out the workmanship of a bag that does not tell it.
func (d *decoder) salvage() {
	e := &d.item.Enhancements
	if e.SalvageWorkmanship != nil || d.item.ObjectClass == nil || *d.item.ObjectClass != classSalvage || e.Workmanship == nil {
		return
	}
	if n := d.item.Raw.IntValues[salvagedItems]; n > 0 {
		e.SalvageWorkmanship = new(float64(*e.Workmanship) / float64(n))
	}
}

// small is a number of an integer column: what is beyond is the most it holds.
func small(n int64) *int32 {
	return new(int32(min(max(n, math.MinInt32), math.MaxInt32)))
}

// MostTinks is how often an item can be tinkered.
const MostTinks = 10

// TinksLeft tells how often it can still be tinkered. Not ok: it cannot be, or
// that is not known. Loot with workmanship can; salvage, and what says that it
// is retained, cannot.
func (i *Item) TinksLeft() (n int, ok bool) {
	e := &i.Enhancements
	if !i.IsLoot() || !positive(e.Workmanship) || i.hasKind(KindSalvage) || i.Raw.BoolValues[PropertyRetained] {
		return 0, false
	}
	if e.Tinks == nil && !i.HasIDData {
		return 0, false
	}
	if e.Tinks == nil {
		return MostTinks, true
	}
	return min(max(MostTinks-int(*e.Tinks), 0), MostTinks), true
}
