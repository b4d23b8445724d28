package gamedata

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Name is a row of a table of names.
type Name struct {
	ID   int64 // or the value of a bit
	Name string
}

// Names is a table of names, looked up both ways. It never changes.
type Names struct {
	rows   []Name // in the order of the table, which is ascending by ID
	folded []string
	byID   map[int64]int
}

func newNames(rows []Name) *Names {
	n := &Names{rows: rows, folded: make([]string, len(rows)), byID: make(map[int64]int, len(rows))}
	for i, r := range rows {
		n.folded[i], n.byID[r.ID] = Fold(r.Name), i
	}
	return n
}

// All returns every row. The slice is the caller's.
func (n *Names) All() []Name { return slices.Clone(n.rows) }

// Name returns the name of an id. Not ok: the table has none.
func (n *Names) Name(id int64) (name string, ok bool) {
	i, ok := n.byID[id]
	if !ok {
		return "", false
	}
	return n.rows[i].Name, true
}

// Text is Name, or the number where the table has no name.
func (n *Names) Text(id int64) string {
	if name, ok := n.Name(id); ok {
		return name
	}
	return strconv.FormatInt(id, 10)
}

// Containing returns the ids whose folded name contains a folded part, ascending.
// Several ids may have one name.
func (n *Names) Containing(part string) []int64 {
	return n.where(part, strings.Contains)
}

// Called returns the ids whose folded name is the folded one, ascending.
func (n *Names) Called(name string) []int64 {
	return n.where(name, func(has, wanted string) bool { return has == wanted })
}

func (n *Names) where(text string, fits func(has, wanted string) bool) []int64 {
	wanted := Fold(text)
	var ids []int64
	for i, has := range n.folded {
		if fits(has, wanted) {
			ids = append(ids, n.rows[i].ID)
		}
	}
	return ids
}

// BitsText names the bits that are set in a mask, ascending, with ", " between;
// bits without a name as numbers. No bit: "".
func (n *Names) BitsText(mask int64) string {
	var parts []string
	for bit := int64(1); bit > 0 && bit <= mask; bit <<= 1 {
		if mask&bit != 0 {
			parts = append(parts, n.Text(bit))
		}
	}
	return strings.Join(parts, ", ")
}

// readNames makes Names of a table's columns; of kind, if any, only the rows
// whose kind column says so.
func readNames(file, id, kind string) *Names {
	t := readTable(file)
	number, name := t.number(id), t.column("name")
	var rows []Name
	for _, r := range t.rows {
		if kind == "" || t.column("kind")(r) == kind {
			rows = append(rows, Name{int64(number(r)), name(r)})
		}
	}
	slices.SortStableFunc(rows, func(a, b Name) int { return int(a.ID - b.ID) })
	return newNames(rows)
}

var (
	sets               = sync.OnceValue(func() *Names { return readNames("item_sets.tsv", "id", "") })
	materials          = sync.OnceValue(func() *Names { return readNames("materials.tsv", "id", "") })
	skills             = sync.OnceValue(func() *Names { return readNames("skills.tsv", "id", "") })
	attributes         = sync.OnceValue(func() *Names { return readNames("attributes.tsv", "id", "attribute") })
	vitals             = sync.OnceValue(func() *Names { return readNames("attributes.tsv", "id", "vital") })
	imbues             = sync.OnceValue(func() *Names { return readNames("imbued_effects.tsv", "value", "") })
	damageTypes        = sync.OnceValue(func() *Names { return readNames("damage_types.tsv", "value", "") })
	wieldRequirements  = sync.OnceValue(func() *Names { return readNames("wield_requirements.tsv", "id", "") })
	heritages          = sync.OnceValue(func() *Names { return readNames("heritage.tsv", "id", "") })
	weaponMasteries    = sync.OnceValue(func() *Names { return readNames("masteries.tsv", "id", "weapon") })
	summoningMasteries = sync.OnceValue(func() *Names { return readNames("masteries.tsv", "id", "summoning") })
	objectClasses      = sync.OnceValue(func() *Names { return readNames("object_classes.tsv", "id", "") })
	itemTypes          = sync.OnceValue(func() *Names { return readNames("item_types.tsv", "value", "") })
	equipMasks         = sync.OnceValue(func() *Names { return readNames("equip_mask.tsv", "value", "") })
	coverageMasks      = sync.OnceValue(func() *Names { return readNames("coverage_mask.tsv", "value", "") })
	bonded             = sync.OnceValue(func() *Names { return readNames("bonded_attuned.tsv", "id", "bonded") })
	attuned            = sync.OnceValue(func() *Names { return readNames("bonded_attuned.tsv", "id", "attuned") })
)

// Sets returns the equipment sets. Cloak weaves share names. Servers add sets of
// their own: an id that is not here is legal.
func Sets() *Names { return sets() }

// Materials returns what loot is made of.
func Materials() *Names { return materials() }

// Skills returns all skills, the retired ones too: old items name them.
func Skills() *Names { return skills() }

// Attributes returns the six attributes; Self is named so.
func Attributes() *Names { return attributes() }

// Vitals returns health, stamina, mana and their maxima.
func Vitals() *Names { return vitals() }

// Imbues returns the imbued effects, by bit.
func Imbues() *Names { return imbues() }

// DamageTypes returns the types of damage, by bit; a weapon may have several.
func DamageTypes() *Names { return damageTypes() }

// WieldRequirements returns the kinds of wield requirements.
func WieldRequirements() *Names { return wieldRequirements() }

// Heritages returns the heritage groups of characters.
func Heritages() *Names { return heritages() }

// WeaponMasteries returns the masteries of weapons (property 353).
func WeaponMasteries() *Names { return weaponMasteries() }

// SummoningMasteries returns the masteries of summoning (property 362).
func SummoningMasteries() *Names { return summoningMasteries() }

// ObjectClasses returns Decal's classes of objects.
func ObjectClasses() *Names { return objectClasses() }

// ItemTypes returns the game's own types of items, by bit.
func ItemTypes() *Names { return itemTypes() }

// EquipMasks returns the places where things are worn, by bit.
func EquipMasks() *Names { return equipMasks() }

// CoverageMasks returns the parts of the body that things cover, by bit.
func CoverageMasks() *Names { return coverageMasks() }

// Bonded returns what bonded (property 33) means.
func Bonded() *Names { return bonded() }

// Attuned returns what attuned (property 114) means.
func Attuned() *Names { return attuned() }
