package query

import (
	"slices"
	"sync"

	"overlord/inventory/gamedata"
)

// trait is a value of is:.
type trait struct {
	name, help string
	holds      func(*Facts) bool
}

func kind(name, help string, kinds ...string) trait {
	return trait{name, help, func(f *Facts) bool { return f.isKind(kinds...) }}
}

// propertyRetained is the bool property of loot that cannot be salvaged or
// tailored.
const propertyRetained = 91

// traits are the kinds and states of items.
var traits = []trait{
	kind("armor", "body armor", "armor"),
	kind("clothing", "shirts, pants and other clothing", "clothing"),
	kind("jewelry", "necklaces, bracelets, rings, trinkets", "jewelry"),
	kind("weapon", "melee, missile or caster", "melee", "missile", "caster"),
	kind("melee", "melee weapons", "melee"),
	kind("missile", "bows, crossbows, thrown weapons and their ammunition", "missile"),
	kind("caster", "wands, staffs and orbs", "caster"),
	kind("shield", "shields", "shield"),
	kind("cloak", "cloaks", "cloak"),
	kind("aetheria", "aetheria", "aetheria"),
	{"trinket", "what is worn in the trinket slot", func(f *Facts) bool { return f.equip()&gamedata.EquipTrinket != 0 }},
	kind("salvage", "bags of salvage", "salvage"),
	kind("gem", "gems", "gem"),
	{"rare", "rares", func(f *Facts) bool { return value(f.Item.IsRare) }},
	kind("container", "packs and other containers", "container"),
	kind("component", "spell components", "component"),
	{"equipped", "worn or wielded now", (*Facts).isEquipped},
	{"loot", "made of a material: random loot", (*Facts).hasMaterial},
	{"quest", "can be worn or wielded and has no material", func(f *Facts) bool {
		return f.equip()&^gamedata.EquipAmmo != 0 && !f.hasMaterial()
	}},
	{"attuned", "cannot be given away", func(f *Facts) bool { return positive(f.Item.Attuned) }},
	{"bonded", "stays at death", func(f *Facts) bool { return positive(f.Item.Bonded) }},
	{"unidentified", "never appraised: most of it is unknown", func(f *Facts) bool { return !f.Item.HasIDData }},
	{"imbued", "carries an imbue", func(f *Facts) bool { return value(f.Item.Enhancements.Imbue) != 0 }},
	{"tinkered", "tinkered at least once", func(f *Facts) bool { return positive(f.Item.Enhancements.Tinks) }},
	{"reducible", "loot armor of several slots that tailoring can make a single one", isReducible},
	{"stack", "more than one of it", func(f *Facts) bool { return f.Item.StackSize != nil && *f.Item.StackSize > 1 }},
	{"multislot", "fills several slots at once", func(f *Facts) bool { return f.slots.Filled() > 1 }},
}

func isReducible(f *Facts) bool {
	return f.hasMaterial() && !f.Item.Raw.BoolValues[propertyRetained] && f.equip()&gamedata.EquipArmor != 0 &&
		f.slots.Filled() > 1 && gamedata.Reductions(f.slots, gamedata.Retail) != 0
}

// slotFamilies are the values of slot:, in the order of the slots.
var slotFamilies = sync.OnceValue(func() []string {
	var list []string
	for s := gamedata.Head; s <= gamedata.Weapon; s++ {
		if !slices.Contains(list, s.Family()) {
			list = append(list, s.Family())
		}
	}
	return list
})

// familyOf is the place in slotFamilies of each slot.
var familyOf = sync.OnceValue(func() map[gamedata.Slot]int64 {
	of := map[gamedata.Slot]int64{}
	for s := gamedata.Head; s <= gamedata.Weapon; s++ {
		of[s] = int64(slices.Index(slotFamilies(), s.Family()))
	}
	return of
})

var traitNames = sync.OnceValue(func() *names {
	n := &names{whole: true}
	for i, t := range traits {
		n.rows = append(n.rows, nameRow{name: t.name, folded: t.name, help: t.help, id: int64(i)})
	}
	return n
})

var slotNames = sync.OnceValue(func() *names {
	n := &names{whole: true}
	for i, name := range slotFamilies() {
		n.rows = append(n.rows, nameRow{name: name, folded: Fold(spaced(name)), id: int64(i)})
	}
	return n
})

func kindFilters() []Filter {
	return []Filter{
		{Name: "is", Form: FormChoice, Help: "Kinds and states of items.", Example: "is:armor+shield",
			mistaken: []string{"type", "kind", "class", "item_type", "state"}, names: traitNames,
			ids: func(f *Facts, emit func(int64)) {
				for i, t := range traits {
					if t.holds(f) {
						emit(int64(i))
					}
				}
			},
			like: likeKind},
		{Name: "slot", Form: FormChoice, Help: "Where it is worn; a piece may cover several slots.", Example: "slot:chest+upper_arms",
			mistaken: []string{"covers", "coverage", "wear", "worn"}, names: slotNames,
			ids: func(f *Facts, emit func(int64)) {
				for _, s := range f.slots.Slots() {
					emit(familyOf()[s])
				}
			},
			like: likeSlot},
		{Name: "type", Form: FormTerm, Help: "The kind of item as it is stored.", Example: "is:armor", place: PlaceType, hidden: true},
	}
}

// likeKind names the one kind that says most.
func likeKind(f *Facts) []string {
	for _, t := range traits {
		if t.name != "weapon" && t.holds(f) {
			return []string{"is:" + t.name}
		}
	}
	return nil
}

// likeSlot asks for all slots of the piece: for one of its kind.
func likeSlot(f *Facts) []string {
	var list []string
	for _, s := range f.slots.Slots() {
		if text := "slot:" + s.Family(); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}
