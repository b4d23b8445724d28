package simulate

import (
	"sync"

	"overlord/inventory/gamedata"
)

// tierShares say how often a rare is of tier 1 to 6. The game's own shares are
// steeper; these let a demo of an evening show every kind.
var tierShares = [6]float64{0.70, 0.82, 0.87, 0.93, 0.97, 1}

// raresByTier are the names of each tier, tier 1 first.
var raresByTier = sync.OnceValue(func() (tiers [6][]string) {
	for _, r := range gamedata.Rares() {
		if r.Tier > 0 {
			tiers[r.Tier-1] = append(tiers[r.Tier-1], r.Name)
		}
	}
	return tiers
})

func someRare(c chance) string {
	share, tier := c.Float64(), 0
	for share >= tierShares[tier] {
		tier++
	}
	return pick(c, raresByTier()[tier])
}

// spell is a cantrip by its id in the game.
type spell struct {
	id   int64
	name string
}

// legendaries are what hunters like to wear.
var legendaries = []spell{
	{6044, "Legendary Missile Weapon Aptitude"}, {6055, "Legendary Invulnerability"}, {6060, "Legendary Life Magic Aptitude"},
	{6063, "Legendary Magic Resistance"}, {6072, "Legendary Heavy Weapon Aptitude"}, {6075, "Legendary War Magic Aptitude"},
	{6079, "Legendary Storm Ward"}, {6082, "Legendary Flame Ward"}, {6089, "Legendary Blood Thirst"}, {6095, "Legendary Impenetrability"},
	{6102, "Legendary Armor"}, {6103, "Legendary Coordination"}, {6104, "Legendary Endurance"}, {6105, "Legendary Focus"},
	{6106, "Legendary Quickness"}, {6107, "Legendary Strength"},
}
