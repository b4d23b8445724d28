package simulate

import (
	"fmt"
	"math"

	"overlord/inventory/gamedata"
)

// objectID is a game object's id as this plugin writes it: unsigned, or as the
// signed number that old plugins take it for.
func (c *character) objectID(id int64) int64 {
	if c.quirks.Has(SignedIDs) {
		return int64(int32(uint32(id)))
	}
	return id
}

// The first ids of monsters, portals and of what is worn; all above 2^31.
const (
	firstMonsterID = 0xC8000000
	firstPortalID  = 0x91000000
	firstItemID    = 0x80700000
)

// Object classes, as Decal numbers them.
const (
	classMonster = 5
	classPortal  = 14
	classPlayer  = 24
)

func (c *character) landcell() (block, cell int) {
	if c.hall != nil {
		return c.hall.block, firstCell + c.room
	}
	return landblock(c.at)
}

// sendNearby is the radar: monsters where there is a fight, some of the group,
// and a portal at times.
func (c *character) sendNearby() {
	c.send("nearby_objects", draft{write: func(f *frame) {
		block, _ := c.landcell()
		f.number("heading", c.heading, 1)
		c.where(f, c.at)
		f.text("landblock", blockText(block))
		f.array("objects", func() {
			if l := &c.plan.leg; l.ground != nil && c.doing == fighting {
				for range 1 + c.IntN(5) {
					c.writeObject(f, firstMonsterID+c.Int64N(1<<16), pick(c.chance, l.ground.monsters), classMonster, c.between(0.1, 1)*100)
				}
			}
			for _, i := range c.world.cast.groups[c.group] {
				if p := c.world.cast.everyone[i]; i != c.index && c.oneIn(3) {
					c.writeObject(f, firstPlayerID+int64(i)*37, p.name, classPlayer, 0)
				}
			}
			if c.oneIn(4) {
				c.writeObject(f, firstPortalID+int64(block), "Portal to Town Network", classPortal, 0)
			}
		})
	}})
}

// radarReach is how far the game's radar sees, in map units: 75 m.
const radarReach = 75.0 / metresPerUnit

func (c *character) writeObject(f *frame, id int64, name string, class int64, health float64) {
	at := c.around(c.at, radarReach)
	f.object("", func() {
		f.integer("id", c.objectID(id))
		f.text("name", name)
		f.integer("object_class", class)
		c.where(f, at)
		f.number("distance", at.distance(c.at)*metresPerUnit, 1)
		if class == classMonster {
			f.number("health_percentage", math.Round(health), 0)
		}
	})
}

// shareVitals and sharePosition are for the other plugins.
func (c *character) shareVitals() {
	v, b := c.vitals, c.body
	c.send("share_vital_update", draft{write: func(f *frame) {
		f.integer("id", c.objectID(b.id))
		f.integer("health", int64(v.health*float64(b.health)))
		f.integer("max_health", int64(b.health))
		f.integer("stamina", int64(v.stamina*float64(b.stamina)))
		f.integer("max_stamina", int64(b.stamina))
		f.integer("mana", int64(v.mana*float64(b.mana)))
		f.integer("max_mana", int64(b.mana))
		f.array("tags", func() {
			if c.tag != "" {
				f.text("", c.tag)
			}
		})
	}})
}

func (c *character) sharePosition() {
	block, cell := c.landcell()
	c.send("share_position_update", draft{write: func(f *frame) {
		f.integer("id", c.objectID(c.body.id))
		f.text("landcell", fmt.Sprintf("0x%04X%04X", block, cell))
		c.where(f, c.at)
		f.number("heading", c.heading, 1)
	}})
}

// sendDungeonMap shows a dungeon's plan.
func (c *character) sendDungeonMap(d *dungeon) {
	c.send("dungeon_map", draft{write: d.write})
}

// worn are pieces that a hunter may have on, with where.
var worn = []struct{ name, slot string }{
	{"Covenant Helm", "Head"}, {"Olthoi Celdon Breastplate", "Chest"}, {"Haebrean Girth", "Abdomen"}, {"Knorr Academy Pauldrons", "Upper Arms"},
	{"Sedgemail Leather Bracers", "Lower Arms"}, {"Over-robe Gauntlets", "Hands"}, {"Tenassa Leggings", "Upper Legs"}, {"Steel Sollerets", "Feet"},
	{"Gold Ring", "Left Ring"}, {"Silver Bracelet", "Right Bracelet"}, {"Jade Necklace", "Neck"},
}

// sendCantrips says which cantrips of the worn pieces are at work: of those in the
// bag, or of some made up where no inventories are played.
func (c *character) sendCantrips() {
	c.send("equipment_cantrip_state", draft{write: func(f *frame) {
		f.array("items", func() {
			if c.bag != nil {
				c.writeWornCantrips(f)
				return
			}
			for i := range 3 + c.index%5 {
				piece := worn[(c.index+i)%len(worn)]
				var spells []spell
				for j := range 1 + (c.index+i)%3 {
					spells = append(spells, legendaries[(c.index*7+i*3+j)%len(legendaries)])
				}
				c.writePiece(f, firstItemID+int64(c.index*32+i), piece.name, piece.slot, spells)
			}
		})
	}})
}

func (c *character) writeWornCantrips(f *frame) {
	for _, t := range c.bag.things {
		if t.Worn == 0 {
			continue
		}
		var spells []spell
		for _, id := range t.Spells {
			if _, ok := gamedata.CantripOf(int32(id)); ok {
				s, _ := gamedata.SpellByID(int32(id))
				spells = append(spells, spell{id, s.Name})
			}
		}
		if slot, ok := gamedata.EquipMasks().Name(t.Worn); ok && len(spells) > 0 {
			c.writePiece(f, t.ID, t.Name, slot, spells)
		}
	}
}

// outOfMana is how often a cantrip is not at work: once in so many reports.
const outOfMana = 20

func (c *character) writePiece(f *frame, id int64, name, slot string, spells []spell) {
	f.object("", func() {
		f.integer("item_id", c.objectID(id))
		f.text("name", name)
		f.text("slot", slot)
		f.array("spells", func() {
			for n, s := range spells {
				resting := (int(id)+n+int(c.now/cantripsEvery))%outOfMana == 0
				writeCantrip(f, s, !resting)
			}
		})
	})
}

func writeCantrip(f *frame, s spell, active bool) {
	f.object("", func() {
		f.integer("id", s.id)
		f.text("name", s.name)
		f.truth("active", active)
	})
}
