package suitbuilder

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"overlord/inventory/gamedata"
	"overlord/suitbuilder/solve"
	"overlord/web/api"
)

func (r *Request) wishes(p *plan) error {
	if len(r.Cantrips) > maxCantrips {
		return invalid("cantrips", "has %d members; %d at most", len(r.Cantrips), maxCantrips)
	}
	for i, w := range r.Cantrips {
		field := fmt.Sprintf("cantrips.%d", i)
		wanted, err := w.understand(field)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(p.Cantrips, func(other solve.Wanted) bool { return other.Family == wanted.Family }); at >= 0 {
			return invalid(field, "asks for %s, and so does cantrips.%d", lineOf(wanted.Family).Name, at)
		}
		p.Cantrips = append(p.Cantrips, wanted)
	}
	return nil
}

func (w WantedCantrip) understand(field string) (solve.Wanted, error) {
	line, err := w.line(field)
	if err != nil {
		return solve.Wanted{}, err
	}
	if line.Name == gamedata.Impenetrability {
		return solve.Wanted{}, invalid(field, "asks for %s, which counts in armor_level", line.Name)
	}
	tier, known := gamedata.ParseTier(w.Tier)
	if !known {
		return solve.Wanted{}, invalid(field+".tier", "is %q; it is one of %s", w.Tier, strings.Join(gamedata.Tiers(), ", "))
	}
	weight := int64(1)
	if w.Weight != nil {
		weight = *w.Weight
	}
	if weight < 1 || weight > maxWeight {
		return solve.Wanted{}, invalid(field+".weight", "is %d; it wants 1 to %d", weight, maxWeight)
	}
	return solve.Wanted{Family: familyOf(line.Index), Tier: solve.Tier(tier), Weight: weight, Required: w.Required}, nil
}

// line finds the line by its name, or by a family that is of one line only.
func (w WantedCantrip) line(field string) (gamedata.Line, error) {
	if w.Name == "" && w.Family == 0 {
		return gamedata.Line{}, invalid(field, "names no cantrip: it wants a name or a family")
	}
	named, known := gamedata.LineOf(w.Name)
	if w.Name != "" && !known {
		return gamedata.Line{}, invalid(field+".name", "is %q; the nearest cantrip is %q", w.Name, api.Nearest(w.Name, lineNames()))
	}
	if w.Family == 0 {
		return gamedata.CantripLine(named), nil
	}
	lines := gamedata.LinesOfFamily(w.Family)
	switch {
	case len(lines) == 0:
		return gamedata.Line{}, invalid(field+".family", "is %d, which is no family of cantrips", w.Family)
	case w.Name != "" && !slices.Contains(lines, named):
		return gamedata.Line{}, invalid(field+".family", "is %d, which is not that of %s", w.Family, gamedata.CantripLine(named).Name)
	case w.Name != "":
		return gamedata.CantripLine(named), nil
	case len(lines) > 1:
		return gamedata.Line{}, invalid(field+".family", "is %d, which is that of %s and of %s: give the name", w.Family, gamedata.CantripLine(lines[0]).Name, gamedata.CantripLine(lines[1]).Name)
	}
	return gamedata.CantripLine(lines[0]), nil
}

func lineNames() []string {
	var names []string
	for _, l := range gamedata.CantripLines() {
		names = append(names, l.Name)
	}
	return names
}

// fixed reads what must and what must not be worn.
func (r *Request) fixed(p *plan) error {
	if len(r.Locked) > maxLocked {
		return invalid("locked", "has %d members; %d at most", len(r.Locked), maxLocked)
	}
	if len(r.Excluded) > maxExcluded {
		return invalid("excluded", "has %d members; %d at most", len(r.Excluded), maxExcluded)
	}
	for i, x := range r.Excluded {
		id, err := itemID(fmt.Sprintf("excluded.%d.item_id", i), x.ItemID)
		if err != nil {
			return err
		}
		if x.Character != "" {
			if err := checkName(fmt.Sprintf("excluded.%d.character", i), x.Character); err != nil {
				return err
			}
		}
		p.Excluded = append(p.Excluded, solve.Exclusion{ItemID: id, Owner: x.Character})
	}
	for i, l := range r.Locked {
		if err := l.understand(p, fmt.Sprintf("locked.%d", i)); err != nil {
			return err
		}
	}
	return nil
}

func (l LockedItem) understand(p *plan, field string) error {
	id, err := itemID(field+".item_id", l.ItemID)
	if err != nil {
		return err
	}
	if err := checkName(field+".character", l.Character); err != nil {
		return err
	}
	lock := solve.Lock{ItemID: id, Owner: l.Character}
	if l.Slot != "" {
		slot, known := slotCalled(l.Slot)
		if !known {
			return invalid(field+".slot", "is %q; the nearest slot is %q", l.Slot, api.Nearest(l.Slot, solve.SlotNames[:]))
		}
		if p.Slots&slot == 0 {
			return invalid(field+".slot", "is %q, which is not among the slots", l.Slot)
		}
		lock.Slots = slot
	}
	for i, other := range p.Locked {
		switch {
		case other.ItemID == id:
			return invalid(field+".item_id", "is %d, which locked.%d is too", l.ItemID, i)
		case other.Slots&lock.Slots != 0:
			return invalid(field+".slot", "is %q, where locked.%d is", l.Slot, i)
		}
	}
	if slices.ContainsFunc(p.Excluded, func(x solve.Exclusion) bool { return x.ItemID == id && (x.Owner == "" || x.Owner == l.Character) }) {
		return invalid(field+".item_id", "is %d, which is excluded", l.ItemID)
	}
	p.Locked = append(p.Locked, lock)
	return nil
}

// itemID takes the game's id, signed or not, as older plugins write it.
func itemID(field string, id int64) (int64, error) {
	if id < 0 && id >= -1<<31 {
		id += 1 << 32
	}
	if id < 1 || id >= 1<<32 {
		return 0, invalid(field, "is %d; it wants the game's number of an item", id)
	}
	return id, nil
}

// least reads the minima; one of 0 asks for nothing.
func (r *Request) least(p *plan) error {
	for _, name := range slices.Sorted(maps.Keys(r.Min)) {
		field := "min." + name
		if !slices.Contains(leasts(), name) {
			return invalid(field, "is nothing that a minimum can be given for; the nearest is %q", api.Nearest(name, leasts()))
		}
		of, _ := criterionCalled(name)
		switch n := r.Min[name]; {
		case n < 0 || n > maxLeast:
			return invalid(field, "is %d; it wants 0 to %d", n, maxLeast)
		case n > 0:
			p.Min = append(p.Min, solve.Minimum{Of: of, Value: n})
		}
	}
	return nil
}

// order reads the criteria.
func (r *Request) order(p *plan) error {
	if len(r.Objective) == 1 && r.Objective[0] == classic {
		p.Objective = slices.Clone(classicCriteria)
		return nil
	}
	for i, name := range r.Objective {
		field := fmt.Sprintf("objective.%d", i)
		of, known := criterionCalled(name)
		switch {
		case name == classic:
			return invalid(field, "is %q, which stands by itself", classic)
		case !known:
			return invalid(field, "is %q; the nearest criterion is %q", name, api.Nearest(name, criterionNames()))
		case slices.Contains(p.Objective, of):
			return invalid(field, "is %q for the second time", name)
		}
		p.Objective = append(p.Objective, of)
	}
	if len(p.Objective) == 0 {
		p.Objective = usualCriteria()
	}
	return nil
}

// filters reads those of the earlier service, and the tailor's table.
func (r *Request) filters(p *plan) error {
	table, known := reductions[r.Reduction]
	if r.Reduction != "" && !known {
		return invalid("reduction", "is %q; it is one of retail, ace, none", r.Reduction)
	}
	p.Reduction = table
	for i, n := range r.AllowedCritDamage {
		if n < 0 || n > 2 {
			return invalid(fmt.Sprintf("allowed_crit_damage.%d", i), "is %d; it is 0, 1 or 2", n)
		}
	}
	for n := range p.ForbidCritDamage {
		p.ForbidCritDamage[n] = len(r.AllowedCritDamage) > 0 && !slices.Contains(r.AllowedCritDamage, n)
	}
	if r.ClothingMinDamageRating < 0 || r.ClothingMinDamageRating > maxLeast {
		return invalid("clothing_min_damage_rating", "is %d; it wants 0 to %d", r.ClothingMinDamageRating, maxLeast)
	}
	p.ClothingMinDamage = r.ClothingMinDamageRating
	return nil
}

// bounds reads how many suits are wanted, and how soon.
func (r *Request) bounds(p *plan) error {
	p.Top, p.limit = usualTop, usualTimeLimit
	if r.Top != nil {
		p.Top = *r.Top
	}
	if p.Top < 1 || p.Top > maxTop {
		return invalid("top", "is %d; it wants 1 to %d", p.Top, maxTop)
	}
	if r.TimeLimitMS == nil {
		return nil
	}
	if ms := *r.TimeLimitMS; ms < leastTimeLimit.Milliseconds() || ms > maxTimeLimit.Milliseconds() {
		return invalid("time_limit_ms", "is %d; it wants %d to %d", ms, leastTimeLimit.Milliseconds(), maxTimeLimit.Milliseconds())
	}
	p.limit = time.Duration(*r.TimeLimitMS) * time.Millisecond
	return nil
}
