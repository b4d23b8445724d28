package check_test

import (
	"fmt"
	"strings"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

func TestWays(t *testing.T) {
	t.Parallel()
	const retail, ace, none = solve.ReduceRetail, solve.ReduceACE, solve.ReduceNone
	cases := []struct {
		name            string
		equip, coverage int32
		table           solve.Reduction
		want            string
	}{
		{"a helmet", 0x1, 0x4000, retail, "head/0x4000"},
		{"boots of the old kind", 0x180, 0x10000, retail, "feet/0x10000"},
		{"sleeves", 0x1800, 0x3000, retail, "upper_arms+lower_arms/0x3000 upper_arms/0x1000! lower_arms/0x2000!"},
		{"sleeves that may not be reduced", 0x1800, 0x3000, none, "upper_arms+lower_arms/0x3000"},
		{"leggings", 0x6000, 0x300, ace, "upper_legs+lower_legs/0x300 upper_legs/0x100! lower_legs/0x200!"},
		{"long boots", 0x4100, 0x10200, retail, "lower_legs+feet/0x10200 feet/0x10000!"},
		{"long boots, the larger table", 0x4100, 0x10200, ace, "lower_legs+feet/0x10200 feet/0x10000! lower_legs/0x200!"},
		{"a tasset with cuisses", 0x2400, 0x900, retail, "abdomen+upper_legs/0x900 abdomen/0x800!"},
		{"the same, the larger table", 0x2400, 0x900, ace, "abdomen+upper_legs/0x900 abdomen/0x800! upper_legs/0x100! lower_legs/0x200!"},
		{"breeches", 0x6400, 0xB00, retail, "abdomen+upper_legs+lower_legs/0xb00 abdomen/0x800! upper_legs/0x100! lower_legs/0x200!"},
		{"a coat", 0xE00, 0x1C00, ace, "chest+abdomen+upper_arms/0x1c00 chest/0x400!"},
		{"a breastplate", 0x200, 0x400, ace, "chest/0x400"},
		{"pauldrons", 0x800, 0x1000, retail, "upper_arms/0x1000"},
		{"pauldrons, the larger table", 0x800, 0x1000, ace, "upper_arms/0x1000 lower_arms/0x2000!"},
		{"cuisses, the larger table", 0x2000, 0x100, ace, "upper_legs/0x100 lower_legs/0x200!"},
		{"bracers, which no row knows", 0x1000, 0x2000, ace, "lower_arms/0x2000"},
		{"what no row knows", 0xC00, 0x1800, ace, "abdomen+upper_arms/0x1800"},
		{"a shirt", 0x1E, 0x68, ace, "shirt/0x68"},
		{"pants", 0xC4, 0x16, ace, "pants/0x16"},
		{"a union suit", 0xDE, 0x7E, ace, "shirt+pants/0x7e"},
		{"an abdomen alone", 0x4, 0x10, ace, "pants/0x10"},
		{"a shirt with an abdomen", 0x6, 0x18, ace, "shirt/0x18"},
		{"a ring", 0xC0000, 0, ace, "finger_left/0x0 finger_right/0x0"},
		{"a ring for the right hand", 0x80000, 0, ace, "finger_right/0x0"},
		{"a bracelet", 0x30000, 0, ace, "wrist_left/0x0 wrist_right/0x0"},
		{"a cloak takes no coverage", 0x8000000, 0x20000, ace, "cloak/0x0"},
		{"a shield", 0x200000, 0, ace, "shield/0x0"},
		{"a red sigil", 0x40000000, 0, ace, "sigil_red/0x0"},
		{"a sword", 0x100000, 0, ace, ""},
		{"nothing to wear", 0, 0x8000, ace, ""},
	}
	for _, c := range cases {
		piece := solve.Piece{Equip: c.equip, Coverage: c.coverage, Reducible: true}
		var got []string
		for _, w := range check.Ways(&piece, &solve.Request{Slots: solve.AllSlots, Reduction: c.table}) {
			var names []string
			for _, s := range w.Slots.List() {
				names = append(names, solve.SlotNames[s])
			}
			text := fmt.Sprintf("%s/%#x", strings.Join(names, "+"), w.Coverage)
			if w.Reduced {
				text += "!"
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, strings.Join(got, " "), c.want)
		}
	}
}

func TestWaysStayInTheSlotsAskedFor(t *testing.T) {
	t.Parallel()
	breeches := solve.Piece{Equip: 0x6400, Coverage: 0xB00, Reducible: true}
	ways := check.Ways(&breeches, &solve.Request{Slots: 1<<solve.Abdomen | 1<<solve.UpperLegs})
	if len(ways) != 2 || ways[0].Slots != 1<<solve.Abdomen || ways[1].Slots != 1<<solve.UpperLegs {
		t.Errorf("%+v", ways)
	}
	cloak := solve.Piece{Equip: 0x8000000}
	if ways := check.Ways(&cloak, &solve.Request{}); len(ways) != 0 {
		t.Errorf("a cloak is not among the usual slots: %+v", ways)
	}
}
