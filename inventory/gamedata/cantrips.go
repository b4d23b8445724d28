package gamedata

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Tier is how strong a cantrip is; tiers compare with <.
type Tier int8

// The tiers from the weakest; NoTier is no cantrip.
const (
	NoTier Tier = iota
	Feeble
	Minor
	Moderate
	Major
	Epic
	Legendary
)

var tierNames = [...]string{"", "feeble", "minor", "moderate", "major", "epic", "legendary"}

// Tiers returns the tiers' names in lower case, from the weakest.
func Tiers() []string { return slices.Clone(tierNames[1:]) }

// String returns the name in lower case; "" of NoTier.
func (t Tier) String() string {
	if t < NoTier || t > Legendary {
		return "tier " + strconv.Itoa(int(t))
	}
	return tierNames[t]
}

// ParseTier reads a tier's name in any case. Not ok: there is no such tier.
func ParseTier(name string) (Tier, bool) {
	i := slices.Index(tierNames[:], strings.ToLower(name))
	if i <= 0 {
		return NoTier, false
	}
	return Tier(i), true
}

// Line is a line of cantrips: the same effect in rising tiers (cantrips.tsv).
// Within a line only the highest counts. It is known by its name.
type Line struct {
	Index      int    // place in CantripLines, from 0: fits a bit mask of 128
	Name       string // such as "Strength"; what the game displays as Self is Willpower
	Family     int32  // the game's; two lines share one, and two have a tier in another
	School     string
	Effect     string // see Spell.Effect
	EffectMode string
	IDs        [Legendary + 1]int32 // spell of each tier; 0 where the line has none
	AltIDs     []int32              // further spells of the same name and tier as one of IDs
	Loot       []string             // gear on which loot has it: armor, jewelry, melee, missile, caster; none: quest items only
}

// Cantrip is a spell's place among the cantrips.
type Cantrip struct {
	Line int // index in CantripLines
	Tier Tier
}

// Impenetrability is the line that counts in armor level and nowhere else.
const Impenetrability = "Impenetrability"

type cantripTable struct {
	lines   []Line
	bySpell map[int32]Cantrip
	names   *Names // by Index
}

var cantrips = sync.OnceValue(readCantrips)

// CantripLines returns all lines. The slice is the caller's, what the lines hold
// is not.
func CantripLines() []Line { return slices.Clone(cantrips().lines) }

// CantripOf tells the line and tier of a spell. Not ok: it is no cantrip.
func CantripOf(spell int32) (Cantrip, bool) {
	c, ok := cantrips().bySpell[spell]
	return c, ok
}

// CantripLine returns a line by its index.
func CantripLine(index int) Line { return cantrips().lines[index] }

// CantripNames returns the lines' names, by index.
func CantripNames() *Names { return cantrips().names }

// LinesOfFamily returns the indexes of the lines that have a family number: one
// as a rule.
func LinesOfFamily(family int32) []int {
	var list []int
	for _, l := range cantrips().lines {
		if l.Family == family {
			list = append(list, l.Index)
		}
	}
	return list
}

// LineOf returns the index of the line with a name, in any case.
func LineOf(name string) (index int, ok bool) {
	ids := cantrips().names.Called(name)
	if len(ids) != 1 {
		return 0, false
	}
	return int(ids[0]), true
}

func readCantrips() cantripTable {
	t := readTable("cantrips.tsv")
	family, name, school, effect := t.number("family"), t.column("name"), t.column("school"), t.column("effect")
	mode, loot, alt := t.column("effect_mode"), t.column("loot_on"), t.column("alt_ids")
	c := cantripTable{bySpell: map[int32]Cantrip{}}
	for i, r := range t.rows {
		line := Line{Index: i, Name: name(r), Family: int32(family(r)), School: school(r), Effect: effect(r), EffectMode: mode(r), Loot: split(loot(r))}
		for tier := Feeble; tier <= Legendary; tier++ {
			line.IDs[tier] = int32(t.number(tier.String())(r))
			c.add(line.IDs[tier], i, tier)
		}
		for _, id := range split(alt(r)) {
			n, err := strconv.ParseInt(id, 10, 32)
			if err != nil {
				panic("cantrips.tsv: " + err.Error())
			}
			line.AltIDs = append(line.AltIDs, int32(n))
			spell, _ := SpellByID(int32(n))
			c.add(int32(n), i, spell.Tier)
		}
		c.lines = append(c.lines, line)
	}
	rows := make([]Name, len(c.lines))
	for i, l := range c.lines {
		rows[i] = Name{int64(i), l.Name}
	}
	c.names = newNames(rows)
	return c
}

func (c *cantripTable) add(spell int32, line int, tier Tier) {
	if spell != 0 {
		c.bySpell[spell] = Cantrip{line, tier}
	}
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
