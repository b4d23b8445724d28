package loot

// shape is a kind of thing to wear: where, what it covers, and what it may be
// called.
type shape struct {
	equip, coverage int64
	class           int64
	loot            string // how cantrips.tsv calls such gear; "" has no cantrips
	names           []string
}

// Decal's object classes.
const (
	melee = 1 + iota
	armor
	clothing
	jewelry
	food      = 6
	misc      = 8
	missile   = 9
	pack      = 10
	gem       = 11
	component = 12
	key       = 13
	note      = 15
	manaStone = 16
	kit       = 29
	caster    = 31
	salvage   = 39
	scroll    = 42
)

// singles are pieces of armor of one slot, multis of several.
var (
	singles = []shape{
		{0x1, 0x4000, armor, "armor", []string{"Covenant Helm", "Armet", "Horned Helm", "Diforsa Helm", "Olthoi Helm", "Haebrean Helm"}},
		{0x200, 0x400, armor, "armor", []string{"Covenant Breastplate", "Celdon Breastplate", "Scalemail Breastplate", "Olthoi Celdon Breastplate", "Koujia Breastplate"}},
		{0x400, 0x800, armor, "armor", []string{"Covenant Girth", "Celdon Girth", "Haebrean Girth", "Knorr Academy Girth", "Scalemail Girth"}},
		{0x800, 0x1000, armor, "armor", []string{"Covenant Pauldrons", "Haebrean Pauldrons", "Knorr Academy Pauldrons", "Olthoi Pauldrons"}},
		{0x1000, 0x2000, armor, "armor", []string{"Covenant Bracers", "Chainmail Bracers", "Haebrean Vambraces", "Sedgemail Leather Bracers"}},
		{0x20, 0x8000, armor, "armor", []string{"Covenant Gauntlets", "Diforsa Gauntlets", "Chainmail Gauntlets", "Tenassa Gloves"}},
		{0x2000, 0x100, armor, "armor", []string{"Covenant Tassets", "Haebrean Tassets", "Knorr Academy Tassets", "Platemail Tassets"}},
		{0x4000, 0x200, armor, "armor", []string{"Covenant Greaves", "Haebrean Greaves", "Scalemail Greaves", "Olthoi Greaves"}},
		{0x180, 0x10000, armor, "armor", []string{"Covenant Sollerets", "Steel Toed Boots", "Haebrean Boots", "Lorica Boots", "Viamontian Laced Boots"}},
	}
	multis = []shape{
		{0x1800, 0x3000, armor, "armor", []string{"Amuli Sleeves", "Celdon Sleeves", "Koujia Sleeves", "Chiran Sleeves"}},
		{0x6000, 0x300, armor, "armor", []string{"Celdon Leggings", "Yoroi Leggings", "Lorica Leggings"}},
		{0x6400, 0xB00, armor, "armor", []string{"Amuli Leggings", "Koujia Leggings", "Tenassa Leggings", "Chiran Leggings"}},
		{0x1A00, 0x3400, armor, "armor", []string{"Amuli Coat", "Chainmail Coat", "Chiran Coat"}},
		{0x1E00, 0x3C00, armor, "armor", []string{"Scalemail Hauberk", "Platemail Hauberk", "Chainmail Hauberk"}},
		{0xE00, 0x1C00, armor, "armor", []string{"Studded Leather Shirt", "Scalemail Shirt"}},
		{0x600, 0xC00, armor, "armor", []string{"Yoroi Cuirass", "Platemail Cuirass"}},
	}
	shirts     = []shape{{0x1E, 0x68, clothing, "armor", []string{"Smock", "Loose Shirt", "Puffy Tunic", "Doublet", "Baggy Shirt"}}}
	pants      = []shape{{0xC4, 0x16, clothing, "armor", []string{"Pants", "Breeches", "Flared Pants", "Baggy Breeches"}}}
	rings      = []shape{{0xC0000, 0, jewelry, "jewelry", []string{"Ring", "Heavy Ring", "Signet"}}}
	bracelets  = []shape{{0x30000, 0, jewelry, "jewelry", []string{"Bracelet", "Heavy Bracelet"}}}
	necklaces  = []shape{{0x8000, 0, jewelry, "jewelry", []string{"Necklace", "Amulet", "Heavy Necklace", "Gorget"}}}
	trinkets   = []shape{{0x4000000, 0, jewelry, "jewelry", []string{"Pocket Watch", "Compass", "Goggles", "Puzzle Box", "Scarab of Focus"}}}
	shields    = []shape{{0x200000, 0, armor, "armor", []string{"Covenant Shield", "Kite Shield", "Olthoi Shield", "Large Kite Shield"}}}
	cloaks     = []shape{{0x8000000, 0x20000, clothing, "", []string{"Cloak", "Chevron Cloak", "Bordered Cloak", "Quartered Cloak"}}}
	aetheria   = []shape{{0x10000000, 0, gem, "", []string{"Aetheria"}}, {0x20000000, 0, gem, "", []string{"Aetheria"}}, {0x40000000, 0, gem, "", []string{"Aetheria"}}}
	meleeArms  = []shape{{0x100000, 0, melee, "melee", []string{"Katar", "Flamberge", "Tachi", "Jitte", "Partizan", "Battle Axe", "Dirk", "Morning Star"}}, {0x2000000, 0, melee, "melee", []string{"Nodachi", "Spadone", "Greataxe", "Assagai"}}}
	missileArm = []shape{{0x400000, 0, missile, "missile", []string{"Yumi", "War Bow", "Compound Bow", "Heavy Crossbow", "Compound Crossbow", "Atlatl", "Slingshot"}}}
	casters    = []shape{{0x1000000, 0, caster, "caster", []string{"Orb", "Wand", "Staff", "Baton", "Sceptre"}}}
)

// junk is what fills packs.
var junk = []struct {
	name         string
	class        int64
	burden, most int64 // of one; how many stack
	value        int64 // of one
}{
	{"Prismatic Taper", component, 1, 1000, 10}, {"Blue Pea", component, 5, 100, 50}, {"Gold Pea", component, 5, 100, 250},
	{"Pyreal Pea", component, 5, 100, 1000}, {"Massive Mana Charge", manaStone, 50, 1, 10000}, {"Eternal Mana Charge", manaStone, 50, 1, 1},
	{"Peerless Healing Kit", kit, 30, 1, 6000}, {"Treated Healing Kit", kit, 30, 1, 2000}, {"Sturdy Steel Key", key, 10, 1, 100},
	{"Legendary Key", key, 10, 25, 1}, {"Trade Note (250,000)", note, 1, 100, 250000}, {"Trade Note (100,000)", note, 1, 100, 100000},
	{"Fish Chowder", food, 20, 100, 30}, {"Elaborate Stuffed Turkey", food, 40, 100, 60}, {"Stipend", misc, 5, 100, 1}, {"Ancient Mhoire Coin", misc, 1, 100, 1},
	{"Small Olthoi Venom Sac", misc, 15, 25, 1}, {"Glyph of Alchemy", misc, 5, 100, 1}, {"Scroll of Incantation of Blade Volley", scroll, 5, 1, 500},
	{"Diamond", gem, 10, 1, 4500}, {"Emerald", gem, 10, 1, 3100}, {"Black Opal", gem, 10, 1, 3800}, {"Aetheria Powder", misc, 1, 100, 1}, {"Salvaged Steel", salvage, 100, 1, 900},
}
