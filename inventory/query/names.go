package query

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"overlord/inventory/gamedata"
)

// names are the values of a filter that has ids: folded names, of which a part
// may be asked for, and what else people call them.
type names struct {
	rows   []nameRow
	byID   map[int64]string
	whole  bool // only whole names: of a fixed list
	number func(n int64) []int64
}

type nameRow struct {
	name, folded string
	short        string // another spelling, folded; or ""
	help         string
	id           int64
}

// find resolves a folded term. A number is an id, and always legal where numbers
// are.
func (n *names) find(term string, whole bool) []int64 {
	if id, err := strconv.ParseInt(term, 10, 64); err == nil && n.number != nil {
		return n.number(id)
	}
	var ids []int64
	for _, r := range n.rows {
		if r.folded == term || r.short == term || !whole && !n.whole && strings.Contains(r.folded, term) {
			ids = append(ids, r.id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (n *names) text(id int64) string {
	if name, ok := n.byID[id]; ok {
		return name
	}
	return strconv.FormatInt(id, 10)
}

func (n *names) put(row nameRow) {
	if n.byID == nil {
		n.byID = map[int64]string{}
	}
	n.byID[row.id] = row.name
	n.rows = append(n.rows, row)
}

// choices lists each name once.
func (n *names) choices() []Choice {
	list := make([]Choice, 0, len(n.rows))
	seen := make(map[string]bool, len(n.rows))
	for _, r := range n.rows {
		if !seen[r.folded] {
			seen[r.folded] = true
			list = append(list, Choice{r.name, r.help})
		}
	}
	return list
}

// suggest names the values that were probably meant.
func (n *names) suggest(term string) string {
	var near nearest
	for _, r := range n.rows {
		near.tryName(term, r.folded, Written(r.name))
	}
	return strings.Join(near.best(3), " or ")
}

func sameNumber(n int64) []int64 { return []int64{n} }

// bitsOf splits a mask into its bits, ascending.
func bitsOf(mask int64) []int64 {
	var list []int64
	for bit := int64(1); bit > 0 && bit <= mask; bit <<= 1 {
		if mask&bit != 0 {
			list = append(list, bit)
		}
	}
	return list
}

// tableNames are the names of a table of the game, made when first asked for.
func tableNames(table func() *gamedata.Names, number func(int64) []int64, shorts map[int64]string) func() *names {
	return sync.OnceValue(func() *names {
		n := &names{number: number}
		n.add(table(), 0, shorts)
		return n
	})
}

func (n *names) add(table *gamedata.Names, offset int64, shorts map[int64]string) {
	for _, row := range table.All() {
		n.put(nameRow{row.Name, Fold(row.Name), Fold(shorts[row.ID]), "", row.ID + offset})
	}
}

// imbueShorts is how players call the imbues, by bit (imbued_effects.tsv).
var imbueShorts = map[int64]string{
	0x1: "CS", 0x2: "CB", 0x4: "AR", 0x8: "SlashRend", 0x10: "PierceRend", 0x20: "BludgeRend", 0x40: "AcidRend", 0x80: "FrostRend",
	0x100: "LightRend", 0x200: "FireRend", 0x400: "MeleeImbue", 0x800: "MissileImbue", 0x1000: "MagicImbue", 0x2000: "Hematited",
	0x4000: "NetherRend", 0x20000000: "MagicAbsorb",
}

// summoningOffset keeps the ids of summoning masteries apart from those of
// weapons, which begin at 1 as well.
const summoningOffset = 100

var masteryNames = sync.OnceValue(func() *names {
	n := &names{number: func(id int64) []int64 { return []int64{id, id + summoningOffset} }}
	n.add(gamedata.WeaponMasteries(), 0, nil)
	n.add(gamedata.SummoningMasteries(), summoningOffset, nil)
	return n
})

var (
	setNames      = tableNames(gamedata.Sets, sameNumber, nil)
	materialNames = tableNames(gamedata.Materials, sameNumber, nil)
	imbueNames    = tableNames(gamedata.Imbues, bitsOf, imbueShorts)
	skillNames    = tableNames(gamedata.Skills, sameNumber, nil)
	damageNames   = tableNames(gamedata.DamageTypes, bitsOf, nil)
	heritageNames = tableNames(gamedata.Heritages, sameNumber, nil)
	spellNames    = tableNames(gamedata.SpellNames, sameNumber, nil)
)
