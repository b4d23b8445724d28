package query

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"overlord/inventory/gamedata"
)

func spellFilters() []Filter {
	return []Filter{
		{Name: "spell", Form: FormName, Help: "A spell on the item, by name or id.", Example: `spell:"legendary strength"`, names: spellNames,
			mistaken: []string{"spells_contain", "has_spell", "buff", "enchantment"}, ids: spellIDs},
		{Name: "cantrip", Form: FormCantrip, Help: "A cantrip by tier, by line, or both; >= for at least that tier.", Example: "cantrip:>=epic.strength",
			names: cantripNames, mistaken: []string{"ward", "bane", "tier"}, ids: spellIDs, like: likeCantrip},
	}
}

func spellIDs(f *Facts, emit func(int64)) {
	for _, s := range f.Item.Spells {
		emit(int64(s.ID))
	}
}

// cantripNames are the tiers and the lines, for completion; ids are of no meaning.
var cantripNames = sync.OnceValue(func() *names {
	n := &names{}
	for _, tier := range gamedata.Tiers() {
		n.rows = append(n.rows, nameRow{name: tier, folded: tier, help: "exactly this tier; >=" + tier + " for at least it"})
	}
	for _, l := range gamedata.CantripLines() {
		n.rows = append(n.rows, nameRow{name: l.Name, folded: Fold(l.Name), help: "a line of cantrips"})
	}
	return n
})

// resolveCantrip finds the spells that a tier, a line, or both stand for. A line's
// name may be a part, unless a line has exactly that name.
func (l *Leaf) resolveCantrip(text string, v rawValue, t rawTerm) *trouble {
	tierName, lineName, both := strings.Cut(text, ".")
	tierName, lineName = strings.TrimSpace(tierName), strings.TrimSpace(lineName)
	tier, isTier := gamedata.ParseTier(tierName)
	if !isTier {
		if both {
			return unknownCantrip(tierName, t)
		}
		if l.Op != "" {
			if len(linesNamed(tierName)) > 0 {
				return l.Filter.wrongForm(v)
			}
			return unknownCantrip(tierName, t)
		}
		lineName = tierName
	}
	lines := linesNamed(lineName)
	if len(lines) == 0 {
		return unknownCantrip(lineName, t)
	}
	if both {
		l.Terms = []string{tierName + "." + lineName}
	}
	low, high := tier, tier
	switch {
	case !isTier:
		low, high = gamedata.Feeble, gamedata.Legendary
	case l.Op == ">=":
		high = gamedata.Legendary
	}
	l.addIDs(cantripSpells(lines, low, high))
	return nil
}

func unknownCantrip(name string, t rawTerm) *trouble {
	return &trouble{t.start, t.end, UnknownValue, fmt.Sprintf("there is no tier or line %q of cantrips", name), cantripNames().suggest(name)}
}

// linesNamed returns the lines of a name or a part of it; of "" all.
func linesNamed(name string) []int64 {
	if lines := gamedata.CantripNames().Called(name); len(lines) > 0 {
		return lines
	}
	return gamedata.CantripNames().Containing(name)
}

// cantripSpells returns the spells of lines whose tier is within bounds.
func cantripSpells(lines []int64, low, high gamedata.Tier) []int64 {
	var ids []int64
	for _, index := range lines {
		line := gamedata.CantripLine(int(index))
		for _, id := range append(line.IDs[:], line.AltIDs...) {
			if c, ok := gamedata.CantripOf(id); ok && c.Tier >= low && c.Tier <= high {
				ids = append(ids, int64(id))
			}
		}
	}
	return ids
}

// addIDs joins the ids of a further term.
func (l *Leaf) addIDs(ids []int64) {
	l.ids = append(l.ids, ids...)
	slices.Sort(l.ids)
	l.ids = slices.Compact(l.ids)
}

// likeCantrip asks for the item's best cantrips at their tier or above.
func likeCantrip(f *Facts) []string {
	var list []string
	for _, c := range f.cantrips {
		if c.Tier >= gamedata.Epic {
			list = append(list, "cantrip:>="+Written(c.Tier.String()+"."+gamedata.CantripLine(c.Line).Name))
		}
	}
	return list
}
