package simulate

import (
	"slices"
	"time"

	"overlord/inventory/item/loot"
)

// tradeEvery is how often something changes hands in a group, on average;
// tradePause is longer than a step, so that one step sees one trade.
const (
	tradeEvery = 4 * time.Minute
	tradePause = 3 * time.Second
)

// firstGoodID begins the ids of what is traded, goodIDs a group.
const (
	firstGoodID = 0xA0000000
	goodIDs     = 64
)

// barter is what a group passes from hand to hand: a piece for each member. Each
// of them follows a copy of its own, which the same seed makes the same.
type barter struct {
	c       chance
	next    time.Duration
	members []int // indexes in the cast
	goods   []loot.Thing
	holder  []int // of each good, index in the cast
}

// trade is one piece that went from one to another.
type trade struct {
	good     int
	from, to int // indexes in the cast
}

// newBarter is nil for who is alone. seen is the unix time at which the goods were
// appraised.
func newBarter(w *World, group int, seen int64) *barter {
	members := w.cast.groups[group]
	if len(members) < 2 {
		return nil
	}
	b := &barter{c: newChance(w.cfg.Seed, "barter", group), members: members}
	roller := loot.New(w.cfg.Seed, firstGoodID+int64(group)*goodIDs, seen)
	for _, m := range members {
		b.goods = append(b.goods, roller.Piece())
		b.holder = append(b.holder, m)
	}
	b.next = b.c.waiting(tradeEvery)
	return b
}

// until goes on to a time and returns what changed hands meanwhile.
func (b *barter) until(now time.Duration) []trade {
	var list []trade
	for b != nil && b.next <= now {
		t := trade{good: b.c.IntN(len(b.goods))}
		t.from = b.holder[t.good]
		at := slices.Index(b.members, t.from)
		t.to = b.members[(at+1+b.c.IntN(len(b.members)-1))%len(b.members)]
		b.holder[t.good] = t.to
		list = append(list, t)
		b.next += tradePause + b.c.waiting(tradeEvery)
	}
	return list
}

// held are the goods that a member has.
func (b *barter) held(member int) []int {
	var list []int
	for good := range b.goodsOf() {
		if b.holder[good] == member {
			list = append(list, good)
		}
	}
	return list
}

func (b *barter) goodsOf() []loot.Thing {
	if b == nil {
		return nil
	}
	return b.goods
}
