package simulate

import (
	"slices"
	"time"

	"overlord/inventory/item/loot"
)

// tradeEvery is how often something changes hands in a group, on average, and
// marketEvery between any two of all characters; tradePause is longer than a step,
// so that one step sees one trade.
const (
	tradeEvery  = 4 * time.Minute
	marketEvery = time.Minute
	tradePause  = 3 * time.Second
)

// firstGoodID begins the ids of what is traded in groups, goodIDs a group, and
// firstWareID those of the market, on which there are so many wares at most.
const (
	firstGoodID = 0xA0000000
	goodIDs     = 64
	firstWareID = 0xB0000000
	mostWares   = 24
)

// barter is what some characters pass from hand to hand: a group a piece for each
// member, all of them the wares of the market. Each of them follows a copy of its
// own, which the same seed makes the same.
type barter struct {
	c       chance
	every   time.Duration
	next    time.Duration
	slot    int64 // in the main pack, of the first good
	members []int // indexes in the cast
	goods   []loot.Thing
	holder  []int // of each good, index in the cast
}

// trade is one piece that went from one to another.
type trade struct {
	good     int
	from, to int // indexes in the cast
}

// bartersOf are those that a character takes part in: its group's, if it is not
// alone, and the market. seen is the unix time at which the goods were appraised.
func bartersOf(w *World, group int, seen int64) []*barter {
	everybody := make([]int, len(w.cast.everyone))
	for i := range everybody {
		everybody[i] = i
	}
	members := w.cast.groups[group]
	return slices.DeleteFunc([]*barter{
		newBarter(newChance(w.cfg.Seed, "barter", group), members, len(members), loot.New(w.cfg.Seed, firstGoodID+int64(group)*goodIDs, seen), tradeEvery, goodsSlot),
		newBarter(newChance(w.cfg.Seed, "market", 0), everybody, min(len(everybody), mostWares), loot.New(w.cfg.Seed, firstWareID, seen), marketEvery, wareSlot),
	}, func(b *barter) bool { return b == nil })
}

// newBarter is nil for who is alone. The goods are spread over the members.
func newBarter(c chance, members []int, goods int, roller *loot.Roller, every time.Duration, slot int64) *barter {
	if len(members) < 2 {
		return nil
	}
	b := &barter{c: c, members: members, every: every, slot: slot}
	for n := range goods {
		b.goods = append(b.goods, roller.Piece())
		b.holder = append(b.holder, members[n*len(members)/goods])
	}
	b.next = b.c.waiting(every)
	return b
}

// until goes on to a time and returns what changed hands meanwhile.
func (b *barter) until(now time.Duration) []trade {
	var list []trade
	for b.next <= now {
		t := trade{good: b.c.IntN(len(b.goods))}
		t.from = b.holder[t.good]
		at := slices.Index(b.members, t.from)
		t.to = b.members[(at+1+b.c.IntN(len(b.members)-1))%len(b.members)]
		b.holder[t.good] = t.to
		list = append(list, t)
		b.next += tradePause + b.c.waiting(b.every)
	}
	return list
}

// held are the goods that a member has.
func (b *barter) held(member int) []int {
	var list []int
	for good := range b.goods {
		if b.holder[good] == member {
			list = append(list, good)
		}
	}
	return list
}
