package check_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// wardrobe is a problem with some of everything, and a suit of it that is valid.
func wardrobe() (*solve.Problem, *solve.Suit) {
	p := &solve.Problem{
		Pieces: []solve.Piece{
			{ItemID: 10, Owner: "A", Equip: 0x200, Coverage: 0x400, AL: 300, Set: 14, Ratings: [8]int32{solve.CritDamage: 1}},
			{ItemID: 11, Owner: "A", Equip: 0x6400, Coverage: 0xB00, AL: 200, Set: 21, Reducible: true, Cantrips: []solve.Cantrip{{Family: 1, Tier: solve.Epic}}},
			{ItemID: 12, Owner: "B", Equip: 0x1E, Coverage: 0x68, Ratings: [8]int32{solve.Damage: 2}},
			{ItemID: 13, Owner: "B", Equip: 0xC0000, Cantrips: []solve.Cantrip{{Family: 2, Tier: solve.Legendary}, {Family: 2, Tier: solve.Minor}}},
			{ItemID: 14, Owner: "B", Equip: 0xC4, Coverage: 0x36, Ratings: [8]int32{solve.Damage: 1}},
			{ItemID: 13, Owner: "C", Equip: 0xC0000, Cantrips: []solve.Cantrip{{Family: 2, Tier: solve.Legendary}}},
			{ItemID: 15, Owner: "C", Equip: 0x2400, Coverage: 0x900, AL: 100, Set: 14, Reducible: true},
			{ItemID: 16, Owner: "C", Equip: 0x8000},
		},
		Request: solve.Request{
			Target: "A", PrimarySet: 14, PrimaryCount: 2, SecondarySet: 21, SecondaryCount: 1,
			Cantrips: []solve.Wanted{{Family: 1, Tier: solve.Major, Weight: 3}, {Family: 2, Tier: solve.Epic, Weight: 4}},
		},
	}
	s := &solve.Suit{
		Worn: []solve.Worn{
			{Piece: 0, ItemID: 10, Owner: "A", Slots: 1 << solve.Chest},
			{Piece: 1, ItemID: 11, Owner: "A", Slots: 1 << solve.LowerLegs, Reduced: true},
			{Piece: 2, ItemID: 12, Owner: "B", Slots: 1 << solve.Shirt},
			{Piece: 3, ItemID: 13, Owner: "B", Slots: 1 << solve.FingerRight},
			{Piece: 6, ItemID: 15, Owner: "C", Slots: 1<<solve.Abdomen | 1<<solve.UpperLegs},
		},
		//            cantrips, sets, crit damage, damage, total, armor level, owners, reductions
		Score: []int64{7, 3, 1, 2, 3, 300 + 200 + 2*100, 2, 1},
	}
	return p, s
}

func TestAValidSuit(t *testing.T) {
	t.Parallel()
	p, s := wardrobe()
	if err := check.Suit(p, s); err != nil {
		t.Fatal(err)
	}
}

func TestEveryRuleIsChecked(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		breaks func(*solve.Problem, *solve.Suit)
		want   string
	}{
		{"a piece that is not there", func(_ *solve.Problem, s *solve.Suit) { s.Worn[0].Piece = 8 }, `item 10 of "A" is piece 8 of 8`},
		{"a negative piece", func(_ *solve.Problem, s *solve.Suit) { s.Worn[0].Piece = -1 }, `is piece -1 of 8`},
		{"another item's id", func(_ *solve.Problem, s *solve.Suit) { s.Worn[0].Piece = 1 }, `item 10 of "A" is not piece 1, which is item 11 of "A"`},
		{"another owner", func(_ *solve.Problem, s *solve.Suit) { s.Worn[0].Owner = "B" }, `item 10 of "B" is not piece 0`},
		{"one item twice", func(_ *solve.Problem, s *solve.Suit) {
			s.Worn = slices.Insert(s.Worn, 4, solve.Worn{Piece: 5, ItemID: 13, Owner: "C", Slots: 1 << solve.FingerLeft})
		}, "item 13 is worn twice"},
		{"not in order", func(_ *solve.Problem, s *solve.Suit) { s.Worn[0], s.Worn[1] = s.Worn[1], s.Worn[0] }, `item 10 of "A" stands after item 11`},
		{"a slot that it does not have", func(_ *solve.Problem, s *solve.Suit) { s.Worn[0].Slots = 1 << solve.Head }, "cannot be worn as it is on head"},
		{"no slot", func(_ *solve.Problem, s *solve.Suit) { s.Worn[0].Slots = 0 }, "cannot be worn as it is on no slot"},
		{"both hands", func(_ *solve.Problem, s *solve.Suit) { s.Worn[3].Slots |= 1 << solve.FingerLeft }, "cannot be worn as it is on finger_left, finger_right"},
		{"reduced to what no table has", func(_ *solve.Problem, s *solve.Suit) { s.Worn[1].Slots = 1 << solve.Feet }, "cannot be worn reduced to feet"},
		{"a slot not asked for", func(p *solve.Problem, _ *solve.Suit) { p.Request.Slots = solve.DefaultSlots &^ (1 << solve.Shirt) }, `item 12 of "B" cannot be worn`},
		{"reduced though nothing may be", func(p *solve.Problem, _ *solve.Suit) { p.Request.Reduction = solve.ReduceNone }, "cannot be worn reduced to lower_legs"},
		{"a quest piece reduced", func(p *solve.Problem, _ *solve.Suit) { p.Pieces[1].Reducible = false }, "cannot be worn reduced to lower_legs"},
		{"the emulator's table for the game's", func(p *solve.Problem, s *solve.Suit) {
			s.Worn[4] = solve.Worn{Piece: 6, ItemID: 15, Owner: "C", Slots: 1 << solve.UpperLegs, Reduced: true}
		}, "cannot be worn reduced to upper_legs"},
		{"a slot twice", func(_ *solve.Problem, s *solve.Suit) { s.Worn[1].Slots = 1 << solve.UpperLegs }, `item 15 of "C" fills upper_legs, which another piece fills`},
		{"a coverage bit twice", func(_ *solve.Problem, s *solve.Suit) {
			s.Worn = slices.Insert(s.Worn, 4, solve.Worn{Piece: 4, ItemID: 14, Owner: "B", Slots: 1 << solve.Pants})
		}, `item 14 of "B" covers 0x20, which another piece covers`},
		{"attuned", func(p *solve.Problem, _ *solve.Suit) { p.Pieces[2].Bar = solve.BarAttuned }, `item 12 of "B" is attuned to its owner`},
		{"too strong", func(p *solve.Problem, _ *solve.Suit) { p.Pieces[2].Bar = solve.BarWield }, "wield requirements"},
		{"excluded", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.Excluded = []solve.Exclusion{{ItemID: 12, Owner: "B"}}
		}, `item 12 of "B" is excluded`},
		{"excluded, whoever holds it", func(p *solve.Problem, _ *solve.Suit) { p.Request.Excluded = []solve.Exclusion{{ItemID: 12}} }, `item 12 of "B" is excluded`},
		{"a third set", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.SetMode, p.Pieces[0].Set = solve.Strict, 19
		}, `item 10 of "A" is armor of set 19`},
		{"crit damage not allowed", func(p *solve.Problem, _ *solve.Suit) { p.Request.ForbidCritDamage[1] = true }, "crit damage rating 1, which is not allowed"},
		{"clothing too weak", func(p *solve.Problem, _ *solve.Suit) { p.Request.ClothingMinDamage = 3 }, "less damage rating than 3"},
		{"a lock that is not worn", func(p *solve.Problem, _ *solve.Suit) { p.Request.Locked = []solve.Lock{{ItemID: 14, Owner: "B"}} }, `item 14 of "B" is locked but not worn`},
		{"another record than the locked", func(p *solve.Problem, _ *solve.Suit) { p.Request.Locked = []solve.Lock{{ItemID: 13, Owner: "C"}} }, `item 13 of "C" is locked but not worn`},
		{"a lock on another hand", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.Locked = []solve.Lock{{ItemID: 13, Owner: "B", Slots: 1 << solve.FingerLeft}}
		}, "is locked to finger_left but worn on finger_right"},
		{"a required cantrip", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.Cantrips = append(p.Request.Cantrips, solve.Wanted{Family: 3, Tier: solve.Feeble, Weight: 1, Required: true})
		}, "family 3 is required but not reached"},
		{"a cantrip of too low a tier", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.Cantrips[0] = solve.Wanted{Family: 1, Tier: solve.Legendary, Weight: 1, Required: true}
		}, "family 1 is required but not reached"},
		{"a required set", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.SetMode, p.Request.SecondaryCount = solve.Require, 2
		}, "2 pieces of set 21 are required, and there are 1"},
		{"a minimum", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.Min = []solve.Minimum{{Of: solve.ByArmorLevel, Value: 701}}
		}, "criterion 12 is 700, and 701 is the least"},
		{"a wrong score", func(_ *solve.Problem, s *solve.Suit) { s.Score[5]++ }, "its score is [7 3 1 2 3 700 2 1], not [7 3 1 2 3 701 2 1]"},
		{"a score that is too short", func(_ *solve.Problem, s *solve.Suit) { s.Score = s.Score[:7] }, "its score is"},
		{"a piece for nothing", func(_ *solve.Problem, s *solve.Suit) {
			s.Worn = append(s.Worn, solve.Worn{Piece: 7, ItemID: 16, Owner: "C", Slots: 1 << solve.Neck})
		}, `item 16 of "C" improves nothing`},
	}
	for _, c := range cases {
		p, s := wardrobe()
		c.breaks(p, s)
		var wrong *check.Error
		if err := check.Suit(p, s); !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestWhatIsNoReason(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		makes func(*solve.Problem, *solve.Suit)
	}{
		{"a locked piece for nothing", func(p *solve.Problem, s *solve.Suit) {
			s.Worn = append(s.Worn, solve.Worn{Piece: 7, ItemID: 16, Owner: "C", Slots: 1 << solve.Neck})
			p.Request.Locked = []solve.Lock{{ItemID: 16, Owner: "C"}}
		}},
		{"a lock on one of two slots", func(p *solve.Problem, s *solve.Suit) {
			p.Request.Locked = []solve.Lock{{ItemID: 15, Owner: "C", Slots: 1 << solve.UpperLegs}}
		}},
		{"a piece for a minimum", func(p *solve.Problem, s *solve.Suit) {
			p.Request.Objective = []solve.Criterion{solve.ByCantrips, solve.BySetPieces, solve.ByCritDamage, solve.ByDamage}
			p.Request.Min = []solve.Minimum{{Of: solve.ByTotalRating, Value: 3}}
			s.Score = s.Score[:4]
		}},
		{"another record excluded", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.Excluded = []solve.Exclusion{{ItemID: 13, Owner: "C"}}
		}},
		{"strict, and a piece of no set", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.SetMode = solve.Strict
		}},
		{"strict, and clothing of a third set", func(p *solve.Problem, _ *solve.Suit) {
			p.Request.SetMode, p.Pieces[2].Set = solve.Strict, 31
		}},
		{"a broken piece that is not worn", func(p *solve.Problem, _ *solve.Suit) { p.Pieces[4].Bar = solve.BarWield }},
		{"a negative rating", func(p *solve.Problem, _ *solve.Suit) { p.Pieces[0].Ratings[solve.Crit] = -7 }},
	}
	for _, c := range cases {
		p, s := wardrobe()
		c.makes(p, s)
		if err := check.Suit(p, s); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestTheEmptySuit(t *testing.T) {
	t.Parallel()
	p, _ := wardrobe()
	if err := check.Suit(p, &solve.Suit{Score: make([]int64, 8)}); err != nil {
		t.Error(err)
	}
	p.Request.SetMode = solve.Require
	if check.Suit(p, &solve.Suit{Score: make([]int64, 8)}) == nil {
		t.Error("sets are required, and there is nothing")
	}
}

func TestRanking(t *testing.T) {
	t.Parallel()
	p, first := wardrobe()
	second := &solve.Suit{Worn: slices.Clone(first.Worn[:4]), Score: []int64{7, 2, 1, 2, 3, 300 + 200, 1, 1}}
	whole := &solve.Suit{Worn: slices.Clone(second.Worn), Score: []int64{7, 2, 1, 2, 3, 300 + 600, 1, 0}}
	whole.Worn[1] = solve.Worn{Piece: 1, ItemID: 11, Owner: "A", Slots: 1<<solve.Abdomen | 1<<solve.UpperLegs | 1<<solve.LowerLegs}
	cases := []struct {
		name  string
		suits []solve.Suit
		want  string
	}{
		{"in order", []solve.Suit{*first, *whole}, ""},
		{"none", nil, ""},
		{"the wrong way round", []solve.Suit{*whole, *first}, "suit 2 stands behind suit 1 but is better"},
		{"the same items worn otherwise", []solve.Suit{*whole, *second}, "suit 2 has the same items as suit 1"},
		{"one of them invalid", []solve.Suit{*first, {Worn: whole.Worn, Score: second.Score}}, "suit 2: no valid suit"},
	}
	for _, c := range cases {
		err := check.Ranking(p, c.suits)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
