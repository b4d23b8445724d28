package query

import (
	"slices"
	"sync"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// trait is a value of is:.
type trait struct {
	name, help string
	kinds      []string // of which it is one of; nil: it is no kind
	holds      func(*Facts) bool
}

func kind(name, help string, kinds ...string) trait {
	return trait{name, help, kinds, func(f *Facts) bool { return f.isKind(kinds...) }}
}

// traits are the kinds and states of items.
var traits = []trait{
	kind("armor", "body armor", item.KindArmor),
	kind("clothing", "shirts, pants and other clothing", item.KindClothing),
	kind("jewelry", "necklaces, bracelets, rings, trinkets", item.KindJewelry),
	kind("weapon", "melee, missile or caster", item.KindMelee, item.KindMissile, item.KindCaster),
	kind("melee", "melee weapons", item.KindMelee),
	kind("missile", "bows, crossbows, thrown weapons and their ammunition", item.KindMissile),
	kind("caster", "wands, staffs and orbs", item.KindCaster),
	kind("shield", "shields", item.KindShield),
	kind("cloak", "cloaks", item.KindCloak),
	kind("aetheria", "aetheria", item.KindAetheria),
	{"trinket", "what is worn in the trinket slot", nil, func(f *Facts) bool { return f.slots.Has(gamedata.Trinket) }},
	kind("salvage", "bags of salvage", item.KindSalvage),
	kind("gem", "gems", item.KindGem),
	{"rare", "rares", nil, func(f *Facts) bool { return value(f.Item.IsRare) }},
	kind("container", "packs and other containers", item.KindContainer),
	kind("component", "spell components", item.KindComponent),
	{"equipped", "worn or wielded now", nil, func(f *Facts) bool { return f.Item.IsWorn() }},
	{"loot", "made of a material: random loot", nil, func(f *Facts) bool { return f.Item.IsLoot() }},
	{"quest", "can be worn or wielded and has no material", nil, func(f *Facts) bool {
		return f.slots != 0 && !f.Item.IsLoot()
	}},
	{"attuned", "cannot be given away", nil, func(f *Facts) bool { return f.Item.IsAttuned() }},
	{"bonded", "stays at death", nil, func(f *Facts) bool { return positive(f.Item.Bonded) }},
	{"unidentified", "never appraised: most of it is unknown", nil, func(f *Facts) bool { return !f.Item.HasIDData }},
	{"imbued", "carries an imbue", nil, func(f *Facts) bool { return f.Item.IsImbued() }},
	{"tinkered", "tinkered at least once", nil, func(f *Facts) bool { return positive(f.Item.Enhancements.Tinks) }},
	{"reducible", "loot armor of several slots that tailoring can make a single one", nil, func(f *Facts) bool { return f.Item.IsReducible() }},
	{"stack", "more than one of it", nil, func(f *Facts) bool { return f.Item.StackSize != nil && *f.Item.StackSize > 1 }},
	{"multislot", "fills several slots at once", nil, func(f *Facts) bool { return f.slots.Filled() > 1 }},
}

// IsKind tells whether is: has a word for a kind of items as they store it
// (item_type).
func IsKind(name string) bool {
	return slices.ContainsFunc(traits, func(t trait) bool { return t.name == name && slices.Equal(t.kinds, []string{name}) })
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
		n.put(nameRow{name: t.name, folded: t.name, help: t.help, id: int64(i)})
	}
	return n
})

var slotNames = sync.OnceValue(func() *names {
	n := &names{whole: true}
	for i, name := range slotFamilies() {
		n.put(nameRow{name: name, folded: FoldValue(name), id: int64(i)})
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
