package simulate

import (
	"math"
	"strconv"
	"time"
)

// pluginVersion is what today's plugin calls itself.
const pluginVersion = "4.0.1.7"

func (c *character) register() {
	c.send("register", draft{Fact{Session: c.id}, func(f *frame) {
		if c.quirks == 0 {
			f.text("plugin_version", pluginVersion)
		}
	}})
}

// where adds the position to a frame, to a ten-thousandth of a unit (2.4 cm).
func (c *character) where(f *frame, p point) {
	f.number("ew", p.ew, 4)
	f.number("ns", p.ns, 4)
	f.number("z", c.z, 3)
}

// factAt is a fact at a position as where writes it.
func factAt(p point) Fact { return Fact{NS: rounded(p.ns, 4), EW: rounded(p.ew, 4)} }

func (c *character) sendTelemetry() {
	fact := factAt(c.at)
	fact.Session, fact.Kills, fact.Deaths = c.id, c.kills-c.hidden, c.deaths
	c.send("telemetry", draft{fact, func(f *frame) {
		if c.tag != "" {
			f.text("char_tag", c.tag)
		}
		c.where(f, c.at)
		c.writeKills(f, fact.Kills)
		f.text("onlinetime", onlineTime(c.now-c.started))
		f.text("deaths", strconv.Itoa(c.deaths))
		f.text("total_deaths", c.counted(int64(c.life.deaths)))
		f.integer("rares_found", int64(c.rares))
		f.text("prismatic_taper_count", c.counted(int64(c.life.tapers)))
		f.text("vt_state", c.doing)
		c.writeMachine(f)
	}})
}

// writeKills adds the kills and what they come to in an hour.
func (c *character) writeKills(f *frame, kills int64) {
	hours := math.Max((c.now - c.started).Hours(), 1.0/60)
	hourly := float64(kills) / hours
	if !c.quirks.Has(LocalNumbers) {
		f.integer("kills", kills)
		f.text("kills_per_hour", decimal(hourly, ",", "."))
		return
	}
	style := numberStyles[c.index%len(numberStyles)]
	f.text("kills", grouped(kills, style.whole))
	f.text("kills_per_hour", decimal(hourly, style.thousands, style.mark))
}

// numberStyles are how numbers are written in some countries. A full stop
// between thousands is kept out of whole numbers: alone, it is a decimal mark.
var numberStyles = []struct{ thousands, mark, whole string }{
	{".", ",", ""},
	{"\u202f", ",", "\u202f"}, // narrow space that does not break
	{"'", ".", "'"},
	{"\u00a0", ",", "\u00a0"}, // space that does not break
	{",", ".", ","},
}

// counted is a count as text: with commas in old plugins of some countries.
func (c *character) counted(v int64) string {
	if c.quirks.Has(LocalNumbers) {
		return grouped(v, ",")
	}
	return strconv.FormatInt(v, 10)
}

// writeMachine adds how the game client is doing.
func (c *character) writeMachine(f *frame) {
	f.number("mem_mb", 380+40*math.Sin(c.now.Hours()+float64(c.index))+c.Float64()*4, 1)
	f.number("cpu_pct", 5+c.Float64()*6, 1)
	f.integer("mem_handles", 1400+int64(c.index%200)+c.Int64N(12))
	f.number("latency_ms", 45+float64(c.index%30)+c.ExpFloat64()*6, 1)
}

func (c *character) sendVitals() {
	v, b := c.vitals, c.body
	c.send("vitals", draft{write: func(f *frame) {
		for _, part := range []struct {
			name  string
			share float64
			full  int
		}{{"health", v.health, b.health}, {"stamina", v.stamina, b.stamina}, {"mana", v.mana, b.mana}} {
			f.integer(part.name+"_current", int64(part.share*float64(part.full)))
			f.integer(part.name+"_max", int64(part.full))
			f.number(part.name+"_percentage", part.share*100, 1)
		}
		f.integer("vitae", int64(v.vitae))
	}})
}

func (c *character) seeMonster(monster string) {
	at := c.around(c.at, 0.05)
	fact := factAt(at)
	fact.Name = monster
	c.send("spawn", draft{fact, func(f *frame) {
		f.text("mob", monster)
		c.where(f, at)
	}})
}

// seePortal reports a portal. Its place is read off the screen, a little
// different each time.
func (c *character) seePortal(s spot) {
	at := c.around(s.point, 0.02)
	fact := factAt(at)
	fact.Name = s.name
	if s.town {
		fact.Name = "Portal to Town Network"
	}
	c.send("portal", draft{fact, func(f *frame) {
		f.text("portal_name", fact.Name)
		c.where(f, at)
	}})
}

// findRare reports a rare, and the line that the game shows everybody near.
func (c *character) findRare() {
	fact := factAt(c.at)
	fact.Name = someRare(c.chance)
	if !c.quirks.Has(NoSession) {
		fact.Session = c.id
	}
	c.rares++
	c.send("rare", draft{fact, func(f *frame) {
		f.text("name", fact.Name)
		c.where(f, c.at)
	}})
	if c.quirks.Has(Repeats) && c.world.wanted["rare"] {
		c.plugin.again = append(c.plugin.again, (*c.out)[len(*c.out)-1])
	}
	c.hear(line{broadcast, c.name + " has discovered the " + fact.Name + "!"})
}

// quests are timers that players wait for.
var quests = []string{
	"Stipend Collection Timer", "Olthoi Swarm Kill Task", "Tusker Guard Kill Task", "Mukkir Wing Turn-in", "Deru Seedling Timer",
	"Burun Slayer Contract", "Facility Hub Daily", "Lost Lore Turn-in", "Society Armor Timer", "Colosseum Ticket",
}

func (c *character) sendQuests() {
	for i := range 2 + c.index%3 {
		left := c.waiting(20 * time.Hour)
		c.send("quest", draft{write: func(f *frame) {
			f.text("quest_name", quests[(c.index+i*3)%len(quests)])
			f.text("countdown", countdown(left))
		}})
	}
}

// countdown is a length of time as the quest list shows it.
func countdown(d time.Duration) string {
	minutes := int(d / time.Minute)
	if minutes == 0 {
		return "ready"
	}
	text := strconv.Itoa(minutes%60) + "m"
	if hours := minutes / 60; hours > 0 {
		text = strconv.Itoa(hours%24) + "h " + text
	}
	if days := minutes / 1440; days > 0 {
		text = strconv.Itoa(days) + "d " + text
	}
	return text
}
