package solve_test

import (
	"context"
	"errors"
	"testing"

	"overlord/suitbuilder/solve"
)

func TestInvalidFieldsAreNamed(t *testing.T) {
	t.Parallel()
	good := func() *solve.Problem {
		return &solve.Problem{
			Pieces: []solve.Piece{{ItemID: 1, Owner: "A"}, {ItemID: 1, Owner: "B"}},
			Request: solve.Request{
				PrimarySet: 14, PrimaryCount: 5, SecondarySet: 21, SecondaryCount: 4,
				Cantrips: []solve.Wanted{{Family: 1, Tier: solve.Epic, Weight: 1}},
				Locked:   []solve.Lock{{ItemID: 1, Owner: "A"}},
				Min:      []solve.Minimum{{Of: solve.ByCritDamage, Value: 3}},
			},
		}
	}
	if err := good().Validate(); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(p *solve.Problem){
		"Pieces[1].ItemID":           func(p *solve.Problem) { p.Pieces[1].ItemID = 0 },
		"Pieces[1].AL":               func(p *solve.Problem) { p.Pieces[1].AL = 1_000_001 },
		"Pieces[0].Ratings[4]":       func(p *solve.Problem) { p.Pieces[0].Ratings[solve.CritDamage] = 1_000_001 },
		"Pieces[1]":                  func(p *solve.Problem) { p.Pieces[1].Owner = "A" },
		"Request.Slots":              func(p *solve.Problem) { p.Request.Slots = 1 << solve.SlotCount },
		"Request.Reduction":          func(p *solve.Problem) { p.Request.Reduction = 3 },
		"Request.Top":                func(p *solve.Problem) { p.Request.Top = 101 },
		"Request.PrimaryCount":       func(p *solve.Problem) { p.Request.PrimaryCount = 10 },
		"Request.PrimarySet":         func(p *solve.Problem) { p.Request.PrimarySet = -1 },
		"Request.SecondarySet":       func(p *solve.Problem) { p.Request.SecondarySet = 14 },
		"Request.SecondaryCount":     func(p *solve.Problem) { p.Request.SecondarySet = 0 },
		"Request.SetMode":            func(p *solve.Problem) { p.Request.SetMode = 3 },
		"Request.Cantrips":           func(p *solve.Problem) { p.Request.Cantrips = make([]solve.Wanted, 65) },
		"Request.Cantrips[1].Family": func(p *solve.Problem) { p.Request.Cantrips = append(p.Request.Cantrips, p.Request.Cantrips[0]) },
		"Request.Cantrips[0].Weight": func(p *solve.Problem) { p.Request.Cantrips[0].Weight = 1001 },
		"Request.Cantrips[0].Tier":   func(p *solve.Problem) { p.Request.Cantrips[0].Tier = 0 },
		"Request.Locked[0].ItemID":   func(p *solve.Problem) { p.Request.Locked[0].ItemID = 0 },
		"Request.Locked[0].Slots":    func(p *solve.Problem) { p.Request.Locked[0].Slots = 1 << 30 },
		"Request.Locked[1]":          func(p *solve.Problem) { p.Request.Locked = append(p.Request.Locked, p.Request.Locked[0]) },
		"Request.Min[0].Of":          func(p *solve.Problem) { p.Request.Min[0].Of = solve.ByCantrips },
		"Request.Min[1].Of":          func(p *solve.Problem) { p.Request.Min = append(p.Request.Min, p.Request.Min[0]) },
		"Request.Min[0].Value":       func(p *solve.Problem) { p.Request.Min[0].Value = -1 },
		"Request.Objective[0]":       func(p *solve.Problem) { p.Request.Objective = []solve.Criterion{0} },
		"Request.Objective[1]":       func(p *solve.Problem) { p.Request.Objective = []solve.Criterion{solve.ByCrit, solve.ByCrit} },
	} {
		p := good()
		spoil(p)
		var invalid *solve.InvalidError
		if _, err := solve.Solve(context.Background(), p, solve.Options{}); !errors.As(err, &invalid) || invalid.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestClassify(t *testing.T) {
	t.Parallel()
	set := func(slots ...solve.Slot) (m solve.SlotMask) {
		for _, s := range slots {
			m |= 1 << s
		}
		return m
	}
	for equip, want := range map[int32]struct {
		kind  solve.Kind
		slots solve.SlotMask
	}{
		0x1:        {solve.KindArmor, set(solve.Head)},
		0x7F00:     {solve.KindArmor, set(solve.Chest, solve.Abdomen, solve.UpperArms, solve.LowerArms, solve.UpperLegs, solve.LowerLegs, solve.Feet)},
		0x180:      {solve.KindArmor, set(solve.Feet)},
		0x20:       {solve.KindArmor, set(solve.Hands)},
		0x1E:       {solve.KindClothing, set(solve.Shirt)},
		0xC4:       {solve.KindClothing, set(solve.Pants)},
		0xDE:       {solve.KindClothing, set(solve.Shirt, solve.Pants)},
		0x4:        {solve.KindClothing, set(solve.Pants)},
		0xC0000:    {solve.KindJewelry, set(solve.FingerLeft, solve.FingerRight)},
		0x20000:    {solve.KindJewelry, set(solve.WristRight)},
		0x200000:   {solve.KindJewelry, set(solve.Shield)},
		0x40000000: {solve.KindJewelry, set(solve.SigilRed)},
		0:          {solve.KindNone, 0},
		0x100000:   {solve.KindNone, 0},
	} {
		if kind, slots := solve.Classify(equip); kind != want.kind || slots != want.slots {
			t.Errorf("%#x: kind %d, slots %v", equip, kind, slots.List())
		}
	}
}

func TestReductionTargets(t *testing.T) {
	t.Parallel()
	slots := func(list []solve.Target) (m solve.SlotMask) {
		for _, x := range list {
			m |= 1 << x.Slot
		}
		return m
	}
	for coverage, want := range map[int32]struct{ retail, ace solve.SlotMask }{
		0x3000:  {1<<solve.UpperArms | 1<<solve.LowerArms, 1<<solve.UpperArms | 1<<solve.LowerArms},
		0x300:   {1<<solve.UpperLegs | 1<<solve.LowerLegs, 1<<solve.UpperLegs | 1<<solve.LowerLegs},
		0x10200: {1 << solve.Feet, 1<<solve.Feet | 1<<solve.LowerLegs},
		0x3C00:  {1 << solve.Chest, 1 << solve.Chest},
		0x900:   {1 << solve.Abdomen, 1<<solve.Abdomen | 1<<solve.UpperLegs | 1<<solve.LowerLegs},
		0xB00:   {1<<solve.Abdomen | 1<<solve.UpperLegs | 1<<solve.LowerLegs, 1<<solve.Abdomen | 1<<solve.UpperLegs | 1<<solve.LowerLegs},
		0x1000:  {0, 1 << solve.LowerArms},
		0x100:   {0, 1 << solve.LowerLegs},
		0x400:   {0, 0},
		0xC000:  {0, 0},
	} {
		if got := slots(solve.ReduceRetail.Targets(coverage)); got != want.retail {
			t.Errorf("%#x, retail: %v", coverage, got.List())
		}
		if got := slots(solve.ReduceACE.Targets(coverage)); got != want.ace {
			t.Errorf("%#x, ace: %v", coverage, got.List())
		}
		if got := solve.ReduceNone.Targets(coverage); got != nil {
			t.Errorf("%#x, none: %v", coverage, got)
		}
	}
}
