package suitbuilder

import (
	"slices"

	"overlord/suitbuilder/solve"
)

// criterion is one of the numbers that suits are judged by, and its name in
// requests and answers.
type criterion struct {
	name string
	of   solve.Criterion
}

var criteria = []criterion{
	{"cantrips", solve.ByCantrips}, {"set_pieces", solve.BySetPieces},
	{"crit_damage_rating", solve.ByCritDamage}, {"damage_rating", solve.ByDamage}, {"total_rating", solve.ByTotalRating},
	{"armor_level", solve.ByArmorLevel}, {"fewest_owners", solve.ByFewestOwners}, {"fewest_reductions", solve.ByFewestReductions},
	{"damage_resist_rating", solve.ByDamageResist}, {"crit_rating", solve.ByCrit}, {"crit_resist_rating", solve.ByCritResist},
	{"crit_damage_resist_rating", solve.ByCritDamageResist}, {"heal_boost_rating", solve.ByHealBoost}, {"vitality_rating", solve.ByVitality},
}

// classic is the objective of the service before this one, a word by itself.
const classic = "classic"

// classicCriteria are what its score is followed by.
var classicCriteria = []solve.Criterion{solve.ByClassic, solve.ByArmorLevel, solve.ByFewestOwners, solve.ByFewestReductions}

// usualCriteria are the order of a request that gives none: the first eight.
func usualCriteria() []solve.Criterion {
	var list []solve.Criterion
	for _, c := range criteria[:8] {
		list = append(list, c.of)
	}
	return list
}

func criterionNames() []string {
	var names []string
	for _, c := range criteria {
		names = append(names, c.name)
	}
	return names
}

func criterionCalled(name string) (solve.Criterion, bool) {
	i := slices.IndexFunc(criteria, func(c criterion) bool { return c.name == name })
	if i < 0 {
		return 0, false
	}
	return criteria[i].of, true
}

func nameOfCriterion(of solve.Criterion) string {
	i := slices.IndexFunc(criteria, func(c criterion) bool { return c.of == of })
	if i < 0 {
		return classic
	}
	return criteria[i].name
}

// ratingNames are the names of the ratings in the order of solve.Rating.
var ratingNames = [solve.RatingCount]string{
	"damage_rating", "damage_resist_rating", "crit_rating", "crit_resist_rating", "crit_damage_rating", "crit_damage_resist_rating",
	"heal_boost_rating", "vitality_rating",
}

// leasts are what a request may give a minimum for.
func leasts() []string { return append(slices.Clone(ratingNames[:]), "total_rating", "armor_level") }

var setModes = map[string]solve.SetMode{"prefer": solve.Prefer, "require": solve.Require, "strict": solve.Strict}

var reductions = map[string]solve.Reduction{"retail": solve.ReduceRetail, "ace": solve.ReduceACE, "none": solve.ReduceNone}

// slotCalled is the slot of a name.
func slotCalled(name string) (solve.SlotMask, bool) {
	i := slices.Index(solve.SlotNames[:], name)
	if i < 0 {
		return 0, false
	}
	return 1 << i, true
}

// slotNames are the names of slots, in their order.
func slotNames(m solve.SlotMask) []string {
	names := []string{}
	for _, s := range m.List() {
		names = append(names, solve.SlotNames[s])
	}
	return names
}
