package loot

import (
	"math/rand/v2"
	"slices"
	"sync"

	"overlord/inventory/gamedata"
)

// Roller draws things one after another, with rising ids.
type Roller struct {
	r    *rand.Rand
	next int64
	seen int64 // unix seconds of appraisals
}

// New makes a roller. Ids go up from first; things count as appraised at the unix
// time seen, and in the hours before.
func New(seed uint64, first, seen int64) *Roller {
	return &Roller{rand.New(rand.NewPCG(seed, uint64(first))), first, seen}
}

// typeOf is the game's own type of a class, skillOf the skill that a class of
// weapons asks for.
var (
	typeOf  = [caster + 1]int64{melee: 1, armor: 2, clothing: 4, jewelry: 8, missile: 256, gem: 2048, caster: 32768}
	skillOf = [caster + 1]int64{melee: 44, missile: 47, caster: 34}
)

// metals, cloths and stones are what armor, clothing and jewelry are made of.
var (
	metals = [2]int64{57, 64}
	cloths = [2]int64{4, 8}
	stones = [2]int64{10, 50}
	woods  = [2]int64{73, 77}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (l *Roller) between(low, high int64) int64 { return low + l.r.Int64N(high-low+1) }

// percent tells true in so many per cent of all cases.
func (l *Roller) percent(n float64) bool { return l.r.Float64()*100 < n }

// Piece draws something worth keeping: armor, clothing, jewelry, a weapon.
func (l *Roller) Piece() Thing {
	switch share := l.r.Float64() * 100; {
	case share < 39:
		return l.make(pick(l.r, singles), metals)
	case share < 54:
		return l.make(pick(l.r, multis), metals)
	case share < 58:
		return l.make(pick(l.r, shirts), cloths)
	case share < 62:
		return l.make(pick(l.r, pants), cloths)
	case share < 71:
		return l.make(pick(l.r, rings), stones)
	case share < 78:
		return l.make(pick(l.r, bracelets), stones)
	case share < 82:
		return l.make(pick(l.r, necklaces), stones)
	case share < 83:
		return l.make(pick(l.r, trinkets), stones)
	case share < 85:
		return l.make(pick(l.r, shields), metals)
	case share < 87:
		return l.make(pick(l.r, cloaks), cloths)
	case share < 89:
		return l.make(pick(l.r, aetheria), stones)
	case share < 94:
		return l.make(pick(l.r, meleeArms), metals)
	case share < 97:
		return l.make(pick(l.r, missileArm), woods)
	default:
		return l.make(pick(l.r, casters), woods)
	}
}

// make draws a piece of a shape.
func (l *Roller) make(s shape, material [2]int64) Thing {
	t := Thing{ID: l.id(), Name: pick(l.r, s.names), Class: s.class, Icon: 6000 + l.r.Int64N(3000), Slot: unset, Appraised: l.seen - l.r.Int64N(40*3600), Ints: make([]Property[int64], 0, 32), Doubles: make([]Property[float64], 0, 10)}
	t.add(5, l.between(30, 900))
	t.add(19, l.between(2000, 38000))
	t.add(105, l.between(5, 10))
	t.add(131, l.between(material[0], material[1]))
	t.add(218103808, 2000+l.r.Int64N(40000))
	t.add(218103809, t.Icon)
	t.add(218103822, s.equip)
	t.add(218103830, 33554432+l.r.Int64N(4000))
	t.add(218103834, typeOf[s.class])
	if s.coverage != 0 {
		t.add(218103821, s.coverage)
	}
	l.magic(&t, s)
	l.fighting(&t, s)
	l.requirements(&t, s)
	l.gains(&t, s)
	return t
}

func (l *Roller) id() int64 {
	id := l.next
	l.next++
	return id
}

// magic draws spells and mana.
func (l *Roller) magic(t *Thing, s shape) {
	t.Spells = l.cantrips(s.loot)
	for range l.r.IntN(5) {
		t.Spells = append(t.Spells, pick(l.r, selfSpells()))
	}
	if s.loot == "armor" && l.percent(60) {
		t.Spells = append(t.Spells, pick(l.r, []int64{2108, 4407}))
	}
	slices.Sort(t.Spells)
	t.Spells = slices.Compact(t.Spells)
	most := l.between(600, 1800)
	t.add(106, l.between(250, 400))
	t.add(107, l.between(0, most))
	t.add(108, most)
	t.add(109, l.between(100, 420))
	t.add(218103838, int64(len(t.Spells)))
	t.Doubles = append(t.Doubles, Property[float64]{5, -0.025 - float64(l.r.IntN(5))/120})
}

// fighting draws armor levels, or what a weapon does.
func (l *Roller) fighting(t *Thing, s shape) {
	switch {
	case s.loot == "armor" && s.class == armor:
		tinks := int64(0)
		if l.percent(25) {
			tinks = l.between(1, 10)
			t.add(171, tinks)
		}
		t.add(28, l.between(200, 350)+20*tinks)
		for i, p := range []float64{1, 1, 1, 0.8, 0.8, 0.8, 0.8} {
			t.Doubles = append(t.Doubles, Property[float64]{167772160 + int32(i), p + float64(l.r.IntN(5))/10})
		}
	case s.class == melee:
		t.add(218103842, l.between(38, 74))
		t.add(218103841, 1<<l.r.IntN(7))
		t.add(218103840, l.between(44, 46))
		t.add(353, l.between(1, 7))
		l.weapon(t, 167772171, 0.2+float64(l.r.IntN(40))/100)
	case s.class == missile:
		t.add(204, l.between(5, 28))
		t.add(218103841, 1<<l.r.IntN(7))
		t.add(218103840, 47)
		t.add(353, l.between(8, 10))
		l.weapon(t, 167772174, 1.4+float64(l.r.IntN(12))/10)
	case s.class == caster:
		t.add(218103841, 1<<l.r.IntN(7))
		l.weapon(t, 152, 1.05+float64(l.r.IntN(16))/100)
		t.Doubles = append(t.Doubles, Property[float64]{144, float64(l.r.IntN(12)) / 100})
	}
}

// weapon draws what all weapons have, and one number of its own.
func (l *Roller) weapon(t *Thing, id int32, v float64) {
	t.add(218103839, l.between(0, 60))
	t.Doubles = append(t.Doubles, Property[float64]{id, v},
		Property[float64]{29, 1.05 + float64(l.r.IntN(15))/100}, Property[float64]{167772172, 1 + float64(l.r.IntN(20))/100})
	if l.percent(20) {
		t.add(179, 1<<l.r.IntN(10))
		t.add(171, l.between(1, 10))
	}
}

// requirements draws who may use it.
func (l *Roller) requirements(t *Thing, s shape) {
	if s.class == melee || s.class == missile || s.class == caster {
		t.add(158, 2)
		t.add(159, skillOf[s.class])
		t.add(160, pick(l.r, []int64{325, 350, 370, 385, 400, 420, 430}))
		return
	}
	t.add(158, 7)
	t.add(159, 1)
	t.add(160, pick(l.r, []int64{60, 100, 150, 180, 180, 180}))
}

// gains draws set and ratings, and what makes some pieces what they are.
func (l *Roller) gains(t *Thing, s shape) {
	switch {
	case s.equip == 0x8000000:
		t.add(265, l.between(49, 88))
		t.add(319, l.between(1, 5))
	case s.equip&0x70000000 != 0:
		t.Set(265, l.between(35, 39))
		t.Set(319, l.between(1, 5))
		t.Set(160, map[int64]int64{0x10000000: 75, 0x20000000: 150, 0x40000000: 225}[s.equip])
	case s.class == armor && l.percent(55):
		t.Set(265, l.lootSet())
	}
	if l.percent(25) {
		for range 1 + l.r.IntN(2) {
			t.Set(pick(l.r, []int32{370, 371, 372, 373, 374, 375, 376, 379}), l.between(1, 3))
		}
	}
	if l.percent(6) {
		t.Set(33, 1)
		t.Set(114, l.between(0, 1))
	}
	if l.percent(10) {
		t.Texts = append(t.Texts, Property[string]{7, pick(l.r, []string{"for the second suit", "tinkered by Larsa", "do not sell", "loaned"})})
	}
	t.Bools = append(t.Bools, Property[bool]{100, l.percent(50)})
}

// lootSet favours the sets that people look for.
func (l *Roller) lootSet() int64 {
	if l.percent(60) {
		return pick(l.r, []int64{13, 14, 16, 19, 20, 21})
	}
	return l.between(gamedata.FirstLootSet, gamedata.LastLootSet)
}

// cantrips draws one to four, of the lines that such gear has.
func (l *Roller) cantrips(gear string) []int64 {
	lines := linesOn()[gear]
	if len(lines) == 0 {
		return nil
	}
	n := 1
	switch share := l.r.Float64() * 100; {
	case share >= 99.6:
		n = 4
	case share >= 98:
		n = 3
	case share >= 81:
		n = 2
	}
	var list []int64
	for range n {
		tier := gamedata.Minor
		switch share := l.r.Float64() * 100; {
		case share >= 90:
			tier = gamedata.Legendary
		case share >= 48:
			tier = gamedata.Epic
		case share >= 2:
			tier = gamedata.Major
		}
		list = append(list, int64(pick(l.r, lines).IDs[tier]))
	}
	return list
}

// linesOn are the lines of cantrips by the gear on which loot has them. All have
// the tiers minor, major, epic and legendary.
var linesOn = sync.OnceValue(func() map[string][]gamedata.Line {
	lines := map[string][]gamedata.Line{}
	for _, line := range gamedata.CantripLines() {
		for _, gear := range line.Loot {
			lines[gear] = append(lines[gear], line)
		}
	}
	return lines
})

// selfSpells are spells of levels seven and eight that things cast on who wears
// them.
var selfSpells = sync.OnceValue(func() []int64 {
	var list []int64
	for _, s := range gamedata.Spells() {
		if s.Level >= 7 && s.Amount > 0 && s.Duration != 0 && s.Effect != "" && s.Effect != "ArmorLevel" && s.School != "Void Magic" {
			list = append(list, int64(s.ID))
		}
	}
	return list
})

// Junk draws something that fills a pack.
func (l *Roller) Junk() Thing {
	j := pick(l.r, junk)
	t := Thing{ID: l.id(), Name: j.name, Class: j.class, Icon: 7000 + l.r.Int64N(900), Slot: unset}
	n := int64(1)
	if j.most > 1 {
		n = l.between(1, j.most)
		t.Stack = n
		t.Set(11, j.most)
	}
	t.Set(5, j.burden*n)
	t.Set(19, j.value*n)
	t.Set(218103808, 200+l.r.Int64N(9000))
	t.Set(218103809, t.Icon)
	switch j.class {
	case kit, key:
		most := pick(l.r, []int64{1, 25, 50, 100})
		t.Set(91, most)
		t.Set(92, l.between(1, most))
	case salvage:
		material := l.between(metals[0], metals[1])
		parts := l.between(2, 10)
		t.Name = "Salvage"
		t.Appraised = l.seen
		t.Set(131, material)
		t.Set(105, parts*l.between(5, 9))
		t.Set(170, parts)
		t.Set(91, 100)
		t.Set(92, l.between(10, 100))
	}
	return t
}

// Pack draws a pack that holds other things.
func (l *Roller) Pack() Thing {
	t := Thing{ID: l.id(), Name: pick(l.r, []string{"Pack", "Sack", "Belt Pouch", "Small Belt Pouch"}), Class: pack, Icon: 7400, Slot: unset}
	t.Set(5, 15)
	t.Set(19, 2500)
	t.Set(218103812, 24)
	return t
}

// TaperName is what spells burn.
const TaperName = "Prismatic Taper"

// Tapers is a stack of so many prismatic tapers.
func (l *Roller) Tapers(n int64) Thing {
	t := Thing{ID: l.id(), Name: TaperName, Class: component, Icon: 7040, Slot: unset}
	t.Set(11, 1000)
	t.Set(218103808, 20631)
	t.Set(218103809, t.Icon)
	t.SetStack(n)
	return t
}

// SetStack makes a stack of tapers one of n: burden and value are the stack's.
func (t *Thing) SetStack(n int64) {
	t.Stack = n
	t.Set(5, n)
	t.Set(19, 10*n)
}
