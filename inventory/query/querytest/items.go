package querytest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// Character is the name of the n-th character, from 0: "Mule 0".
func Character(n int) string { return fmt.Sprintf("Mule %d", n) }

// firstItemID is beyond what fits a signed number of 32 bits, as in the game.
const firstItemID = 0x80000000

// itemsPerCharacter is how far apart the item ids of two characters begin.
const itemsPerCharacter = 100_000

// Items makes the inventory of the n-th character: armor, clothing, jewelry,
// weapons, salvage, gems, components and things, worn pieces and unappraised ones
// among them. At most 100,000.
func Items(seed uint64, n, count int) []*item.Item {
	m := &maker{rand.New(rand.NewPCG(seed, uint64(n))), 0}
	list := make([]*item.Item, count)
	for i := range list {
		list[i] = m.item(int64(firstItemID + n*itemsPerCharacter + i))
	}
	return list
}

type maker struct {
	*rand.Rand
	worn gamedata.SlotSet
}

func (m *maker) pick(list string) string {
	words := strings.Split(list, ",")
	return words[m.IntN(len(words))]
}

func (m *maker) chance(percent int) bool { return m.IntN(100) < percent }

func (m *maker) between(low, high int) *int32 { return ptr(int32(low + m.IntN(high-low+1))) }

func ptr[T any](v T) *T { return &v }

func (m *maker) item(id int64) *item.Item {
	it := &item.Item{
		ItemID: id, HasIDData: true, Icon: m.between(1000, 9000), Burden: m.between(1, 1500), Value: ptr(int64(m.IntN(60000))),
		ContainerID: ptr(int64(0x50000000 + m.IntN(1000))), Slot: m.between(0, 100), CurrentWieldedLocation: ptr(int64(0)),
		Bonded: ptr(int32(0)), Attuned: ptr(int32(0)), IsUnique: ptr(false), IsRare: ptr(m.chance(1)), ObjectClass: ptr(int32(8)),
	}
	switch n := m.IntN(100); {
	case n < 45:
		m.armor(it)
	case n < 55:
		m.clothing(it)
	case n < 70:
		m.jewelry(it)
	case n < 88:
		m.weapon(it)
	default:
		m.thing(it)
	}
	if m.chance(5) {
		it.Attuned, it.Bonded = ptr(int32(1)), ptr(int32(1))
	}
	if m.chance(2) {
		it.Raw.StringValues = map[int32]string{7: fmt.Sprintf("For %s, number %d", m.pick(people), m.IntN(500)), 16: "A relic of the " + m.pick(places)}
	}
	m.wear(it)
	if m.chance(8) {
		m.forget(it)
	}
	return it
}

const (
	people = "Asheron,Elysa,Borelean,Kresovus,Gaerlan,Nuhmudira,Martine"
	places = "Frozen Fortress,Lost City,Green Mire,Direlands,Halls of Metos,Obsidian Plains"
	styles = "Covenant,Amuli,Celdon,Koujia,Yoroi,Scalemail,Platemail,Olthoi Amuli,Sedgemail,Tenassa,Chiran,Nariyid,Haebrean,Knorr,Diforsa,Alduressa,Lorica,O-Yoroi"
)

// armorPieces are the equip and coverage masks of pieces of armor.
var armorPieces = []struct {
	name            string
	equip, coverage int64
}{
	{"Helm", 0x1, 0x4000}, {"Breastplate", 0x200, 0x400}, {"Girth", 0x400, 0x800}, {"Pauldrons", 0x800, 0x1000}, {"Bracers", 0x1000, 0x2000},
	{"Gauntlets", 0x20, 0x8000}, {"Tassets", 0x2000, 0x100}, {"Greaves", 0x4000, 0x200}, {"Sollerets", 0x100, 0x10000},
	{"Coat", 0x1A00, 0x3400}, {"Leggings", 0x6400, 0xB00}, {"Sleeves", 0x1800, 0x3000}, {"Boots", 0x4100, 0x10200},
}

func (m *maker) armor(it *item.Item) {
	if m.chance(6) {
		it.Name, it.ItemType, it.ObjectClass = ptr(m.pick("Kite Shield,Large Shield,Round Shield,Olthoi Shield")), ptr("shield"), ptr(int32(2))
		m.fits(it, gamedata.EquipShield, 0)
	} else {
		p := armorPieces[m.IntN(len(armorPieces))]
		it.Name, it.ItemType, it.ObjectClass = ptr(m.pick(styles)+" "+p.name), ptr("armor"), ptr(int32(2))
		m.fits(it, p.equip, p.coverage)
	}
	it.Combat.ArmorLevel = m.between(100, 720)
	it.Combat.BaseArmorLevel = m.between(60, 400)
	it.Combat.Protections = []*float32{ptr(float32(1.1)), ptr(float32(0.9)), ptr(float32(1)), ptr(float32(0.7)), ptr(float32(0.6)), ptr(float32(0.8)), ptr(float32(1.2))}
	m.loot(it)
	if m.chance(60) {
		set := int32(gamedata.FirstLootSet + m.IntN(gamedata.LastLootSet-gamedata.FirstLootSet+1))
		it.Enhancements.ItemSet, it.Enhancements.ItemSetName = ptr(set), ptr(gamedata.Sets().Text(int64(set)))
	}
	m.ratings(it, 35)
	m.spells(it, "armor", 6)
	it.Requirements.WieldRequirement1, it.Requirements.WieldSkill1, it.Requirements.WieldValue1 = ptr(int32(7)), ptr(int32(1)), ptr(int32(150))
	it.Requirements.WieldLevel = ptr([]int32{60, 100, 125, 150, 180, 225}[m.IntN(6)])
}

func (m *maker) clothing(it *item.Item) {
	it.Name, it.ItemType, it.ObjectClass = ptr(m.pick("Shirt,Tunic,Smock,Pants,Breeches,Pantaloons,Robe,Cloak")), ptr("clothing"), ptr(int32(3))
	switch *it.Name {
	case "Pants", "Breeches", "Pantaloons":
		m.fits(it, 0xC4, 0x16)
	case "Cloak":
		it.ItemType = ptr("cloak")
		m.fits(it, gamedata.EquipCloak, 0x20000)
	default:
		m.fits(it, 0x1A, 0x28)
	}
	m.loot(it)
	m.ratings(it, 30)
	m.spells(it, "jewelry", 4)
}

func (m *maker) jewelry(it *item.Item) {
	it.Name, it.ItemType, it.ObjectClass = ptr(m.pick("Ring,Bracelet,Heavy Bracelet,Necklace,Amulet,Gorget,Crown,Puzzle Box,Scarab Pocket Watch")), ptr("jewelry"), ptr(int32(4))
	switch *it.Name {
	case "Ring":
		m.fits(it, 0xC0000, 0)
	case "Bracelet", "Heavy Bracelet":
		m.fits(it, 0x30000, 0)
	case "Puzzle Box", "Scarab Pocket Watch":
		m.fits(it, gamedata.EquipTrinket, 0)
	default:
		m.fits(it, 0x8000, 0)
	}
	m.loot(it)
	m.ratings(it, 40)
	m.spells(it, "jewelry", 5)
}

func (m *maker) weapon(it *item.Item) {
	kind := m.pick("melee,melee,missile,caster")
	it.ItemType = ptr(kind)
	c := &it.Combat
	switch kind {
	case "melee":
		it.Name, it.ObjectClass = ptr(m.pick("Flaming,Frost,Acid,Electric,Plain")+" "+m.pick("Sword,Axe,Mace,Spear,Dagger,Staff,Claw,Greataxe,Nodachi,Flamberge,Tachi,Kaskara")), ptr(int32(1))
		m.fits(it, 0x100000, 0)
		c.MaxDamage, c.Variance, c.WeaponSkill = m.between(15, 75), ptr(float64(m.IntN(90))/100), ptr([]int32{41, 44, 45, 46}[m.IntN(4)])
		c.AttackBonus, c.MeleeDefenseBonus = ptr(1+float64(m.IntN(25))/100), ptr(1+float64(m.IntN(25))/100)
	case "missile":
		it.Name, it.ObjectClass = ptr(m.pick("Longbow,Yumi,Crossbow,Arbalest,Atlatl,Slashing Bow,War Bow")), ptr(int32(9))
		m.fits(it, 0x400000, 0)
		c.MaxDamage, c.DamageBonus, c.ElementalDamageBonus = m.between(0, 40), ptr(1+float64(m.IntN(180))/100), m.between(0, 22)
		c.AttackBonus, c.MeleeDefenseBonus, c.WeaponSkill = ptr(1+float64(m.IntN(15))/100), ptr(1+float64(m.IntN(25))/100), ptr(int32(47))
	default:
		it.Name, it.ObjectClass = ptr(m.pick("Orb,Sceptre,Baton,Staff,Wand,Black Orb,Slashing Baton")), ptr(int32(31))
		m.fits(it, 0x1000000, 0)
		c.ElementalDamageVsMonsters, c.ManaConversionBonus = ptr(1+float64(m.IntN(24))/100), ptr(float64(m.IntN(20))/100)
		c.MeleeDefenseBonus, c.WeaponSkill = ptr(1+float64(m.IntN(25))/100), ptr(int32(34))
	}
	c.DamageType, c.WeaponTime = ptr(int32(1)<<m.IntN(7)), m.between(0, 60)
	r := &it.Requirements
	r.WieldRequirement1, r.WieldSkill1, r.WieldValue1 = ptr(int32(2)), c.WeaponSkill, ptr([]int32{250, 325, 370, 400, 420, 430}[m.IntN(6)])
	r.Mastery = m.between(1, 12)
	m.loot(it)
	m.spells(it, kind, 5)
	if m.chance(25) {
		bit := int64(1) << m.IntN(10)
		it.Enhancements.Imbue, it.Enhancements.ImbueName = ptr(bit), ptr(gamedata.Imbues().Text(bit))
	}
}

func (m *maker) thing(it *item.Item) {
	switch m.IntN(4) {
	case 0:
		it.Name, it.ItemType, it.ObjectClass = ptr("Salvage"), ptr("salvage"), ptr(int32(39))
		m.loot(it)
		it.Enhancements.SalvageWorkmanship = ptr(float64(10+m.IntN(90)) / 10)
	case 1:
		it.Name, it.ItemType, it.ObjectClass = ptr(m.pick("Ruby,Sapphire,Black Opal,Coalesced Aetheria")), ptr("gem"), ptr(int32(11))
	case 2:
		it.Name, it.ItemType, it.ObjectClass = ptr(m.pick("Prismatic Taper,Lead Scarab,Platinum Scarab,Pyreal Scarab")), ptr("component"), ptr(int32(12))
		it.StackSize, it.MaxStackSize = m.between(1, 100), ptr(int32(100))
	default:
		it.Name, it.ItemType = ptr(fmt.Sprintf("%s of the %s", m.pick("Key,Note,Token,Map,Gem,Idol"), m.pick(places))), ptr("misc")
	}
}

// fits sets where a piece can be worn.
func (m *maker) fits(it *item.Item, equip, coverage int64) {
	it.ValidLocations, it.CoverageMask = ptr(equip), ptr(coverage)
	it.SlotNames = gamedata.SlotsOfEquip(equip).Names()
}

// wear puts on a piece now and then, if its place is free.
func (m *maker) wear(it *item.Item) {
	if it.ValidLocations == nil || !m.chance(10) {
		return
	}
	for _, mask := range []int64{*it.ValidLocations &^ 0x50000, *it.ValidLocations &^ 0xA0000} {
		if slots := gamedata.SlotsOfEquip(mask); slots != 0 && slots&m.worn == 0 {
			m.worn |= slots
			it.CurrentWieldedLocation = ptr(mask)
			return
		}
	}
}

// loot makes an item of a material.
func (m *maker) loot(it *item.Item) {
	e := &it.Enhancements
	e.Spellcraft, e.Mana, e.MaxMana = m.between(100, 450), m.between(0, 2000), ptr(int32(2000))
	it.Requirements.LoreRequirement = m.between(50, 430)
	if m.chance(15) { // a quest piece
		return
	}
	all := gamedata.Materials().All()
	material := all[m.IntN(len(all))]
	e.Material, e.MaterialName = ptr(int32(material.ID)), ptr(material.Name)
	e.Workmanship, e.Tinks = m.between(1, 10), ptr(int32(0))
	if m.chance(20) {
		e.Tinks = m.between(1, 10)
	}
}

func (m *maker) ratings(it *item.Item, percent int) {
	if !m.chance(percent) {
		return
	}
	r := &it.Ratings
	r.DamageRating, r.CritDamageRating, r.TotalRating = m.between(0, 3), m.between(0, 2), ptr(int32(0))
	if m.chance(30) {
		r.HealBoostRating, r.VitalityRating = m.between(1, 3), m.between(0, 5)
	}
	for _, p := range []*int32{r.DamageRating, r.CritDamageRating, r.HealBoostRating, r.VitalityRating} {
		if p != nil {
			*r.TotalRating += *p
		}
	}
}

// lootLines are the lines of cantrips by the gear that has them.
func lootLines(gear string) []gamedata.Line {
	return slices.DeleteFunc(gamedata.CantripLines(), func(l gamedata.Line) bool { return !slices.Contains(l.Loot, gear) })
}

func (m *maker) spells(it *item.Item, gear string, most int) {
	lines := lootLines(gear)
	it.Spells = []item.Spell{}
	has := func(id int32) bool {
		return slices.ContainsFunc(it.Spells, func(s item.Spell) bool { return s.ID == id })
	}
	for range m.IntN(most + 1) {
		line := lines[m.IntN(len(lines))]
		tiers := []gamedata.Tier{gamedata.Minor, gamedata.Major, gamedata.Major, gamedata.Epic, gamedata.Epic, gamedata.Legendary}
		if id := line.IDs[tiers[m.IntN(len(tiers))]]; id != 0 && !has(id) {
			it.Spells = append(it.Spells, item.Spell{ID: id})
		}
	}
	for _, id := range []int32{1486, 2108, 4407, 2098, 4397} {
		if m.chance(20) && !has(id) {
			it.Spells = append(it.Spells, item.Spell{ID: id, Active: m.chance(50)})
		}
	}
	slices.SortFunc(it.Spells, func(a, b item.Spell) int { return int(a.ID - b.ID) })
}

// forget makes an item one that was never appraised.
func (m *maker) forget(it *item.Item) {
	it.HasIDData, it.Spells = false, nil
	it.Combat, it.Requirements, it.Ratings = item.Combat{}, item.Requirements{}, item.Ratings{}
	it.Enhancements = item.Enhancements{Material: it.Enhancements.Material, MaterialName: it.Enhancements.MaterialName, Workmanship: it.Enhancements.Workmanship}
	it.Raw, it.Bonded, it.Attuned = item.Raw{}, nil, nil
}
