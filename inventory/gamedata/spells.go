package gamedata

import (
	"slices"
	"sync"
)

// Spell is a spell of the game (spells.tsv).
type Spell struct {
	ID         int32
	Name       string
	School     string
	Tier       Tier  // of a cantrip; NoTier otherwise
	Level      int   // 1 to 8; 0 of cantrips and of set, portal, quest and monster spells
	Family     int32 // spells of one family do not stack
	FamilyName string
	Difficulty int
	Duration   int     // seconds, -1 without; on a worn item it lasts while that is worn
	Effect     string  // attribute, vital, skill or property that it changes; "" for damage, portals and the like
	EffectMode string  // "add" or "mul"
	Amount     float64 // what is added, or the factor
}

// spellTable is the spells by id, and their names for looking them up.
type spellTable struct {
	list  []Spell // ascending by ID
	byID  map[int32]int
	names *Names
}

var spells = sync.OnceValue(readSpells)

// SpellByID returns a spell. Not ok: nobody knows it; servers have spells of their
// own.
func SpellByID(id int32) (Spell, bool) {
	s := spells()
	i, ok := s.byID[id]
	if !ok {
		return Spell{}, false
	}
	return s.list[i], true
}

// Spells returns all spells, by id. The slice is the caller's.
func Spells() []Spell { return slices.Clone(spells().list) }

// SpellNames returns the spells' names by id. Names repeat.
func SpellNames() *Names { return spells().names }

func readSpells() spellTable {
	t := readTable("spells.tsv")
	id, name, school, tier := t.number("id"), t.column("name"), t.column("school"), t.column("tier")
	level, family, familyName, difficulty := t.number("level"), t.number("family"), t.column("family_name"), t.number("difficulty")
	duration, effect, mode, amount := t.number("duration_s"), t.column("effect"), t.column("effect_mode"), t.number("effect_value")
	s := spellTable{list: make([]Spell, len(t.rows)), byID: make(map[int32]int, len(t.rows))}
	for i, r := range t.rows {
		tier, _ := ParseTier(tier(r))
		s.list[i] = Spell{
			ID: int32(id(r)), Name: name(r), School: school(r), Tier: tier, Level: int(level(r)), Family: int32(family(r)),
			FamilyName: familyName(r), Difficulty: int(difficulty(r)), Duration: int(duration(r)),
			Effect: effect(r), EffectMode: mode(r), Amount: amount(r),
		}
	}
	slices.SortFunc(s.list, func(a, b Spell) int { return int(a.ID) - int(b.ID) })
	rows := make([]Name, len(s.list))
	for i, spell := range s.list {
		s.byID[spell.ID], rows[i] = i, Name{int64(spell.ID), spell.Name}
	}
	s.names = newNames(rows)
	return s
}
