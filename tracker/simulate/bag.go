package simulate

import (
	"slices"
	"strconv"
	"time"

	"overlord/inventory/item/loot"
)

// bag is what a character carries, as its plugin knows it. It is made up at the
// first login, with a chance of its own: whether inventories are played changes
// nothing else in a life.
type bag struct {
	chance
	roller  *loot.Roller
	things  []loot.Thing
	barters []*barter
	told    bool // everything in it was sent once
	tapers  rhythm
	bare    []int64 // ids of what was picked up and not appraised yet
	loot    []int64 // ids of what was picked up, the oldest first
}

const (
	fewestPieces = 60 // worth keeping, in a bag; and as much junk
	mostPieces   = 150
	manyBags     = 300 // from so many characters on, each carries less, so that all of them fit into memory

	killsPerLoot = 80.0            // for a piece that is picked up
	mostLoot     = 12              // of it that is carried before it is sold
	tapersEvery  = 2 * time.Minute // between counts of the tapers that are left
	tapersAStack = 1000

	firstThingID = 0x80800000 // things of the characters; thingIDs for each
	thingIDs     = 4096
	goodsSlot    = 90  // where traded goods lie in the main pack
	lootSlot     = 100 // and what was picked up
	wareSlot     = 150 // and what came from the market

	tornOneIn = 15.0 // uploads, of which one has lost items on the way
	mostTorn  = 5
)

// packBag makes up what a character owns.
func (c *character) packBag() *bag {
	w := c.world
	seen := max(c.clock.Unix(), 1)
	b := &bag{chance: newChance(w.cfg.Seed, "bag", c.index), tapers: rhythm{every: tapersEvery}}
	b.roller = loot.New(w.cfg.Seed, firstThingID+int64(c.index)*thingIDs, seen)
	pieces := fewestPieces + b.IntN(mostPieces-fewestPieces+1)
	if n := len(w.cast.everyone); n > manyBags {
		pieces = max(pieces*manyBags/n, 5)
	}
	tapers := b.roller.Tapers(c.stackOfTapers())
	tapers.Container, tapers.Slot = c.body.id, 0
	b.things = append(b.roller.Outfit(c.body.id, c.calling != mule, pieces).Things, tapers)
	b.barters = bartersOf(w, c.group, seen)
	return b
}

func (c *character) stackOfTapers() int64 { return int64(max(c.life.tapers%tapersAStack, 1)) }

// find returns a thing of the bag, or nil.
func (b *bag) find(id int64) *loot.Thing {
	for i := range b.things {
		if b.things[i].ID == id {
			return &b.things[i]
		}
	}
	return nil
}

// wantsItems tells whether inventories are played at all.
func (w *World) wantsItems() bool { return w.wanted["full_inventory"] || w.wanted["inventory_delta"] }

// openBag sends all that the character carries, as at every login.
func (c *character) openBag() {
	if !c.world.wantsItems() {
		return
	}
	if c.bag == nil {
		c.bag = c.packBag()
	}
	traded := 0
	for _, b := range c.bag.barters {
		for _, t := range b.until(c.now) {
			if t.from == c.index || t.to == c.index {
				traded++
			}
		}
	}
	c.bag.tapers.next = c.now + c.bag.span(0, tapersEvery)
	things := c.carried()
	count := len(things)
	// What is lost must be known to the server from before.
	if torn := c.bag.oneIn(tornOneIn); torn && c.bag.told && traded == 0 {
		things = c.bag.tear(things)
	}
	c.bag.told = true
	c.send("full_inventory", draft{Fact{Items: itemsText(things), Torn: len(things) != count}, func(f *frame) {
		f.integer("item_count", int64(count))
		f.array("items", func() {
			for i := range things {
				f.raw("", things[i].JSON(c.itemStyle()))
			}
		})
	}})
}

// tear leaves a few things out, of those that nothing has happened to.
func (b *bag) tear(things []loot.Thing) []loot.Thing {
	from := b.IntN(max(len(things)-mostTorn, 1))
	lost := 0
	return slices.DeleteFunc(things, func(t loot.Thing) bool {
		from--
		if from >= 0 || lost == mostTorn || t.Name == loot.TaperName {
			return false
		}
		lost++
		return true
	})
}

// carried is the bag, and what barters have brought.
func (c *character) carried() []loot.Thing {
	things := append([]loot.Thing(nil), c.bag.things...)
	for _, b := range c.bag.barters {
		for _, good := range b.held(c.index) {
			things = append(things, c.good(b, good))
		}
	}
	return things
}

func (c *character) good(b *barter, n int) loot.Thing {
	t := b.goods[n]
	t.Container, t.Slot = c.body.id, b.slot+int64(n)
	return t
}

// itemStyle is how this plugin writes items.
func (c *character) itemStyle() loot.Style {
	return loot.Style{Signed: c.quirks.Has(SignedIDs), Old: c.quirks.Has(SignedIDs)}
}

// reportItems sends what came, went or changed.
func (c *character) reportItems() {
	b := c.bag
	if b == nil {
		return
	}
	for _, barter := range b.barters {
		for _, t := range barter.until(c.now) {
			switch good := c.good(barter, t.good); c.index {
			case t.from:
				c.sendGone(good.ID)
			case t.to:
				c.sendThing("add", good)
			}
		}
	}
	for _, id := range b.bare {
		if t := b.find(id); t != nil {
			t.Appraised = max(c.clock.Unix(), 1)
			c.sendThing("update", *t)
		}
	}
	b.bare = nil
	if b.tapers.due(c.now) {
		c.countTapers()
	}
}

// countTapers tells how many tapers are left, without an appraisal.
func (c *character) countTapers() {
	for i := range c.bag.things {
		if t := &c.bag.things[i]; t.Name == loot.TaperName && t.Container == c.body.id {
			t.SetStack(c.stackOfTapers())
			c.sendThing("update", *t)
			return
		}
	}
}

// pickUp is what a kill brings now and then. Half of it is appraised a moment
// later only. What is too much is sold, the oldest first.
func (c *character) pickUp() {
	b := c.bag
	if b == nil || !b.oneIn(killsPerLoot) {
		return
	}
	t := b.roller.Piece()
	t.Appraised = max(c.clock.Unix(), 1)
	t.Container, t.Slot = c.body.id, lootSlot+int64(len(b.loot))
	if b.oneIn(2) {
		t.Appraised = 0
		b.bare = append(b.bare, t.ID)
	}
	b.things, b.loot = append(b.things, t), append(b.loot, t.ID)
	c.sendThing("add", t)
	if len(b.loot) > mostLoot {
		c.sell(b.loot[0])
	}
}

func (c *character) sell(id int64) {
	b := c.bag
	b.loot = b.loot[1:]
	for i := range b.things {
		if b.things[i].ID == id {
			b.things = append(b.things[:i:i], b.things[i+1:]...)
			break
		}
	}
	c.sendGone(id)
}

func (c *character) sendThing(action string, t loot.Thing) {
	c.send("inventory_delta", draft{Fact{Name: action, Items: itemsText([]loot.Thing{t})}, func(f *frame) {
		f.text("action", action)
		f.raw("item", t.JSON(c.itemStyle()))
	}})
}

func (c *character) sendGone(id int64) {
	c.send("inventory_delta", draft{Fact{Name: "remove", Items: strconv.FormatInt(id, 10)}, func(f *frame) {
		f.text("action", "remove")
		f.integer("item_id", c.objectID(id))
	}})
}

// itemsText is what a fact says of items: id, stack and where it is worn of each,
// as "id/stack/worn", with a blank between items.
func itemsText(things []loot.Thing) string {
	var b []byte
	for _, t := range things {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = appendItem(b, t.ID, t.Stack, t.Worn)
	}
	return string(b)
}

func appendItem(b []byte, id, stack, worn int64) []byte {
	b = strconv.AppendInt(b, id, 10)
	b = strconv.AppendInt(append(b, '/'), stack, 10)
	return strconv.AppendInt(append(b, '/'), worn, 10)
}
