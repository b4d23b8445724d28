package simulate

// tally is what a session's fights against one kind of monster came to.
type tally struct {
	monster         string
	kills           int64
	given, received int64
	aetheria, cloak int64
	hits, misses    int64 // ours
	crits, critical int64 // how many, and their damage
	best, bestCrit  int64
	taken, evaded   int64 // theirs
	worst           int64
}

// tally adds a kill to its monster's.
func (c *character) tally(monster string) {
	t := c.tallyOf(monster)
	t.kills++
	for left := 900 + c.Int64N(1800); left > 0; {
		if c.oneIn(14) {
			t.misses++
			continue
		}
		damage := 180 + c.Int64N(330)
		if c.oneIn(6) {
			damage *= 2
			t.crits++
			t.critical += damage
			t.bestCrit = max(t.bestCrit, damage)
		} else {
			t.hits++
			t.best = max(t.best, damage)
		}
		t.given += damage
		left -= damage
	}
	for range c.IntN(6) {
		if c.oneIn(4) {
			blow := 15 + c.Int64N(90)
			t.taken++
			t.received += blow
			t.worst = max(t.worst, blow)
		} else {
			t.evaded++
		}
	}
	if c.oneIn(30) {
		t.aetheria++
	}
	if c.oneIn(90) {
		t.cloak++
	}
}

func (c *character) tallyOf(monster string) *tally {
	for i := range c.tallies {
		if c.tallies[i].monster == monster {
			return &c.tallies[i]
		}
	}
	c.tallies = append(c.tallies, tally{monster: monster})
	return &c.tallies[len(c.tallies)-1]
}

// sendCombat reports the session's fights so far. What a plugin counted before
// this run began, it does not remember in detail.
func (c *character) sendCombat() {
	var all tally
	for _, t := range c.tallies {
		all.kills += t.kills
		all.given += t.given
		all.received += t.received
		all.aetheria += t.aetheria
		all.cloak += t.cloak
	}
	c.send("combat_stats", draft{Fact{Session: c.id}, func(f *frame) {
		f.object("session", func() {
			f.integer("duration_seconds", int64((c.now - c.begun).Seconds()))
			f.integer("total_damage_given", all.given)
			f.integer("total_damage_received", all.received)
			f.integer("total_kills", all.kills)
			f.integer("total_aetheria_surges", all.aetheria)
			f.integer("total_cloak_surges", all.cloak)
			f.object("monsters", func() {
				for _, t := range c.tallies {
					t.write(f, c.body.weapon)
				}
			})
		})
	}})
}

func (t tally) write(f *frame, w weapon) {
	f.object(t.monster, func() {
		f.text("name", t.monster)
		f.integer("kill_count", t.kills)
		f.integer("damage_given", t.given)
		f.integer("damage_received", t.received)
		f.integer("aetheria_surges", t.aetheria)
		f.integer("cloak_surges", t.cloak)
		f.object("offense", func() {
			writeAttacks(f, w, attacks{t.hits + t.misses + t.crits, t.misses, t.crits, t.given - t.critical, t.best, t.critical, t.bestCrit})
		})
		f.object("defense", func() {
			writeAttacks(f, weapon{"melee", "slashing"}, attacks{t.taken + t.evaded, t.evaded, 0, t.received, t.worst, 0, 0})
		})
	})
}

// attacks are the figures of one kind of attack with one kind of damage.
type attacks struct{ total, failed, crits, normal, maxNormal, crit, maxCrit int64 }

func writeAttacks(f *frame, w weapon, a attacks) {
	f.object(w.attack, func() {
		f.object(w.damage, func() {
			f.integer("total_attacks", a.total)
			f.integer("failed_attacks", a.failed)
			f.integer("crits", a.crits)
			f.integer("total_normal_damage", a.normal)
			f.integer("max_normal_damage", a.maxNormal)
			f.integer("total_crit_damage", a.crit)
			f.integer("max_crit_damage", a.maxCrit)
		})
	})
}
