package simulate

import "time"

// sendStats reports the character sheet: what stays the same is made of the
// character's number, what grows is counted.
func (c *character) sendStats() {
	c.send("character_stats", draft{write: func(f *frame) {
		gender := "Male"
		if c.body.female {
			gender = "Female"
		}
		f.integer("level", int64(c.body.level))
		f.integer("total_xp", c.life.xp)
		f.integer("unassigned_xp", c.life.xp%97_000_000)
		f.integer("luminance_earned", c.life.luminance)
		f.integer("luminance_total", 1_500_000)
		f.integer("deaths", int64(c.life.deaths))
		f.text("race", c.heritage)
		f.text("gender", gender)
		f.text("birth", time.Date(2024, 1, 1+c.index%700, c.index%24, c.index*7%60, c.index*13%60, 0, time.UTC).Format(time.DateTime))
		f.integer("current_title", titlesOf(c.index)[0])
		f.array("titles", func() {
			for _, t := range titlesOf(c.index) {
				f.integer("", t)
			}
		})
		f.integer("skill_credits", int64(c.index%6))
		c.writeAbilities(f)
		c.writeAllegiance(f)
		f.object("properties", func() {
			f.integer("390", int64(1+c.index%5)) // enlightenments
			f.integer("307", int64(c.index%24))  // damage rating
			f.integer("308", int64(c.index%19))  // damage resist rating
		})
		f.integer("burden_units", c.burden())
		f.integer("encumbrance_capacity", 30000)
	}})
}

// burden is what it carries, in burden units.
func (c *character) burden() int64 {
	if c.bag == nil {
		return int64(9000 + c.index*37%11000)
	}
	sum := int64(0)
	for _, t := range c.carried() {
		units, _ := t.Int(5)
		sum += units
	}
	return sum
}

func titlesOf(index int) []int64 { return []int64{int64(1 + index%300), int64(77 + index%11), 301} }

// skills that make a difference in a fight; every fifth is specialized.
var skills = []string{
	"melee_defense", "missile_defense", "magic_defense", "missile_weapons", "heavy_weapons", "war_magic", "void_magic", "life_magic",
	"creature_enchantment", "item_enchantment", "arcane_lore", "mana_conversion", "healing", "run", "jump", "recklessness", "summoning",
}

func (c *character) writeAbilities(f *frame) {
	scale := func(n, low, high int) int64 { return int64(low + (c.index*31+n*17)%(high-low)) }
	f.object("attributes", func() {
		for n, name := range []string{"strength", "endurance", "coordination", "quickness", "focus", "self"} {
			f.object(name, func() {
				f.integer("base", scale(n, 200, 300))
				f.integer("creation", int64([]int{10, 100, 60}[(c.index+n)%3]))
			})
		}
	})
	f.object("vitals", func() {
		f.object("health", func() { f.integer("base", int64(c.body.health)) })
		f.object("stamina", func() { f.integer("base", int64(c.body.stamina)) })
		f.object("mana", func() { f.integer("base", int64(c.body.mana)) })
	})
	f.object("skills", func() {
		for n, name := range skills {
			training, low := "Trained", 280
			switch (c.index + n) % 5 {
			case 0:
				training, low = "Specialized", 400
			case 1:
				training, low = "Untrained", 10
			}
			f.object(name, func() {
				f.integer("base", scale(n, low, low+110))
				f.text("training", training)
			})
		}
	})
}

// writeAllegiance puts everybody into one allegiance, under the first of the
// cast. Its members are sworn in the order of the cast, three to a patron.
func (c *character) writeAllegiance(f *frame) {
	all := c.world.cast.everyone
	followers := min(max(len(all)-1-c.index*3, 0), 3)
	f.object("allegiance", func() {
		f.text("name", "The Long Lamp")
		writeSworn(f, "monarch", all[0])
		if c.index > 0 {
			writeSworn(f, "patron", all[(c.index-1)/3])
		}
		f.integer("rank", int64(rankOf(c.index)))
		f.integer("followers", int64(followers))
	})
}

func writeSworn(f *frame, key string, p persona) {
	f.object(key, func() {
		f.text("name", p.name)
		f.integer("race", int64(heritageID(p.heritage)))
		f.integer("rank", int64(rankOf(p.index)))
		f.integer("gender", int64(p.index%2))
	})
}

// rankOf is 10 for the monarch and less by one for each step below.
func rankOf(index int) int {
	rank := 10
	for ; index > 0; index = (index - 1) / 3 {
		rank--
	}
	return max(rank, 1)
}

// heritageID is the game's number of a heritage.
func heritageID(heritage string) int {
	for i, name := range []string{"Aluvian", "Gharu'ndim", "Sho", "Viamontian", "Umbraen", "Gearknight", "Tumerok", "Lugian"} {
		if name == heritage {
			return i + 1
		}
	}
	return 0
}
