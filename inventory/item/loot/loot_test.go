package loot

import (
	"bytes"
	"testing"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

const evening = 1_777_918_867

func TestTheSameSeedMakesTheSameThings(t *testing.T) {
	t.Parallel()
	write := func(seed uint64) []byte {
		var b []byte
		for th := range Things(seed, 1, 500) {
			b = th.AppendJSON(b, Style{})
		}
		return b
	}
	if !bytes.Equal(write(5), write(5)) {
		t.Error("the same seed made other things")
	}
	if bytes.Equal(write(5), write(6)) {
		t.Error("another seed made the same things")
	}
}

// Every way of writing a thing says the same of it, but for what older plugins
// leave out.
func TestEveryStyleSaysTheSame(t *testing.T) {
	t.Parallel()
	for th := range Things(2, 0x80000000, 400) {
		th.Container = 0x90000001
		today := th.Item()
		for _, style := range []Style{{Signed: true}, {Old: true}, {Signed: true, Old: true}} {
			i, err := item.Decode(th.JSON(style))
			if err != nil {
				t.Fatal(err)
			}
			if i.ItemID != th.ID || *i.Name != th.Name || *i.ContainerID != th.Container || len(i.Spells) != len(today.Spells) || i.HasIDData != today.HasIDData {
				t.Errorf("%+v: %s", style, i.Raw.OriginalJSON)
			}
			if (i.Combat.ArmorLevel == nil) != (today.Combat.ArmorLevel == nil) || *i.ItemType != *today.ItemType || *i.Value != *today.Value {
				t.Errorf("%+v: %s", style, i.Raw.OriginalJSON)
			}
		}
	}
}

// share is how many per cent n is of all.
func share(n, all int) float64 { return 100 * float64(n) / float64(max(all, 1)) }

// The pieces are like those that players keep.
func TestPiecesAreBelievable(t *testing.T) {
	t.Parallel()
	l := New(1, 1, evening)
	var pieces, armorPieces, several, sets, clothes, jewels, ratings, properties, withCantrips int
	tiers, counts := map[gamedata.Tier]int{}, map[int]int{}
	const n = 3000
	for range n {
		th := l.Piece()
		i := th.Item()
		if i.SlotNames == nil || !i.HasIDData || i.Requirements.WieldLevel == nil && len(i.Requirements.List()) == 0 {
			t.Fatalf("%s", i.Raw.OriginalJSON)
		}
		pieces++
		properties += len(i.Raw.IntValues) + len(i.Raw.DoubleValues) + len(i.Raw.BoolValues) + len(i.Raw.StringValues)
		switch {
		case i.Combat.ArmorLevel != nil && *i.ItemType == item.KindArmor:
			armorPieces++
			if i.Slots().Len() > 1 {
				several++
			}
			if i.Enhancements.ItemSet != nil {
				sets++
			}
			if base := *i.Combat.BaseArmorLevel; base < 200 || base > 430 {
				t.Errorf("base armor %d: %s", base, i.Raw.OriginalJSON)
			}
		case *i.ItemType == item.KindClothing:
			clothes++
		case *i.ItemType == item.KindJewelry:
			jewels++
		}
		if i.Ratings.TotalRating != nil {
			ratings++
		}
		if c := i.Cantrips(); len(c) > 0 {
			withCantrips++
			counts[len(c)]++
			for _, one := range c {
				tiers[one.Tier]++
			}
		}
	}
	all := tiers[gamedata.Minor] + tiers[gamedata.Major] + tiers[gamedata.Epic] + tiers[gamedata.Legendary]
	for _, c := range []struct {
		what      string
		got       float64
		low, high float64
	}{
		{"armor of several slots", share(several, armorPieces), 24, 31},
		{"armor in a set", share(sets, armorPieces), 52, 58},
		{"shirts and pants", share(clothes, pieces), 7, 9},
		{"jewelry", share(jewels, pieces), 19, 23},
		{"ratings", share(ratings, pieces), 23, 27},
		{"one cantrip", share(counts[1], withCantrips), 78, 85},
		{"two cantrips", share(counts[2], withCantrips), 14, 20},
		{"minor", share(tiers[gamedata.Minor], all), 1, 3},
		{"major", share(tiers[gamedata.Major], all), 44, 48},
		{"epic", share(tiers[gamedata.Epic], all), 40, 44},
		{"legendary", share(tiers[gamedata.Legendary], all), 9, 11},
		{"properties a piece", float64(properties) / float64(pieces), 25, 35},
	} {
		if c.got < c.low || c.got > c.high {
			t.Errorf("%s: %.1f, want %v to %v", c.what, c.got, c.low, c.high)
		}
	}
}

// Whoever fights wears something everywhere, once; everything else lies in packs,
// each place once.
func TestOutfits(t *testing.T) {
	t.Parallel()
	const owner = 0x50000001
	l := New(4, 0x80000000, evening)
	s := l.Outfit(owner, true, 70)
	worn := gamedata.SlotSet(0)
	packs, places, ids := map[int64]bool{owner: true}, map[[2]int64]bool{}, map[int64]bool{}
	pieces := 0
	for _, th := range s.Things {
		i := th.Item()
		if ids[i.ItemID] {
			t.Errorf("id %d twice", i.ItemID)
		}
		ids[i.ItemID] = true
		if !packs[th.Container] {
			t.Errorf("%s is in nothing", th.Name)
		}
		if *i.ItemType == item.KindContainer {
			packs[th.ID] = true
		}
		if th.Worn != 0 {
			slots := gamedata.SlotsOfEquip(*i.CurrentWieldedLocation)
			if worn&slots != 0 || slots&^i.Slots() != 0 {
				t.Errorf("%s is worn on %v", th.Name, slots.Names())
			}
			worn |= slots
			continue
		}
		if at := [2]int64{th.Container, th.Slot}; places[at] {
			t.Errorf("two things in %v", at)
		} else {
			places[at] = true
		}
		if i.SlotNames != nil {
			pieces++
		}
	}
	if worn.Len() < 18 || pieces != 70 || len(s.Things) < 160 {
		t.Errorf("worn on %v, %d pieces of %d things", worn.Names(), pieces, len(s.Things))
	}
	if s := l.Outfit(owner, false, 3); len(s.Things) != 7 || s.Things[0].Worn != 0 {
		t.Errorf("a mule carries %+v", s.Things)
	}
	for range 20 {
		if n := len(l.Hoard(owner).Things); n < 120 || n > 340 {
			t.Errorf("a hoard of %d", n)
		}
	}
}

// A thing that nobody appraised tells only what the game shows unasked.
func TestAGlance(t *testing.T) {
	t.Parallel()
	l := New(9, 1, evening)
	for range 200 {
		th := l.Piece()
		th.Appraised = 0
		i := th.Item()
		if i.HasIDData || i.Spells != nil || i.Combat.ArmorLevel != nil || i.Enhancements.ItemSet != nil || i.ValidLocations == nil || i.Value == nil {
			t.Fatalf("%s", i.Raw.OriginalJSON)
		}
	}
}

func BenchmarkThings(b *testing.B) {
	n := 0
	for th := range Things(1, 1, b.N) {
		n += len(th.JSON(Style{}))
	}
	b.SetBytes(int64(n / max(b.N, 1)))
}
