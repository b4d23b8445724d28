package gamedata

import (
	"slices"
	"sync"
)

// Rare is an item of the rare drop list (rares.tsv).
type Rare struct {
	Name string
	Tier int    // 1 (common) to 6; 0 where the drop list has none
	Kind string // item type, such as "Gem" or "Melee Weapon"
}

var (
	rares     = sync.OnceValue(readRares)
	rareTiers = sync.OnceValue(readRareTiers)
)

// Rares returns every rare once, in the order of the game's class ids. The
// slice is the caller's.
func Rares() []Rare { return slices.Clone(rares()) }

// RareTier tells a rare's tier by its exact name. No name stands in two tiers.
// Not ok: no rare has this name, or its tier is unknown.
func RareTier(name string) (tier int, ok bool) {
	tier, ok = rareTiers()[name]
	return tier, ok
}

// readRares keeps the first of several class ids with one name: they are older
// definitions of the same item.
func readRares() []Rare {
	t := readTable("rares.tsv")
	name, tier, kind := t.column("name"), t.number("tier"), t.column("kind")
	var list []Rare
	seen := map[string]bool{}
	for _, r := range t.rows {
		if n := name(r); !seen[n] {
			seen[n] = true
			list = append(list, Rare{Name: n, Tier: int(tier(r)), Kind: kind(r)})
		}
	}
	return list
}

func readRareTiers() map[string]int {
	tiers := map[string]int{}
	for _, r := range rares() {
		if r.Tier > 0 {
			tiers[r.Name] = r.Tier
		}
	}
	return tiers
}

// mostCommonTier is the last of the tiers that drop often.
const mostCommonTier = 2

// IsGreatRare tells the rares that players want to hear of from the common ones:
// tiers 3 to 6, and every name that is not in the drop list, which may be newer
// than the list. Tiers 1 and 2 are common.
func IsGreatRare(name string) bool {
	tier, known := RareTier(name)
	return !known || tier > mostCommonTier
}

// IsRare tells whether the drop list has a rare of this exact name.
func IsRare(name string) bool {
	_, known := rareNames()[name]
	return known
}

var rareNames = sync.OnceValue(func() map[string]struct{} {
	names := map[string]struct{}{}
	for _, r := range rares() {
		names[r.Name] = struct{}{}
	}
	return names
})
