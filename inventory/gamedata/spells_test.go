package gamedata

import (
	"slices"
	"strings"
	"testing"
)

func TestSpellByID(t *testing.T) {
	t.Parallel()
	s, ok := SpellByID(6107)
	if !ok || s.Name != "Legendary Strength" || s.Tier != Legendary || s.School != "Creature Enchantment" || s.Amount != 35 {
		t.Errorf("%+v, %v", s, ok)
	}
	if s, ok := SpellByID(2108); !ok || s.Level != 7 || s.Tier != NoTier || s.Effect != "ArmorLevel" {
		t.Errorf("%+v, %v", s, ok)
	}
	if s, ok := SpellByID(999999); ok {
		t.Errorf("%+v", s)
	}
	if n := len(Spells()); n != 6266 {
		t.Errorf("%d spells", n)
	}
}

// All 353 spells that the game calls cantrips have a line and the tier that
// their own name says.
func TestEveryCantripHasALine(t *testing.T) {
	t.Parallel()
	source := readTable("spells.tsv")
	id, name, is, tier := source.number("id"), source.column("name"), source.column("is_cantrip"), source.column("tier")
	n := 0
	for _, r := range source.rows {
		c, ok := CantripOf(int32(id(r)))
		if ok != (is(r) == "1") {
			t.Errorf("%s: is a cantrip: %v", name(r), ok)
		}
		if !ok {
			continue
		}
		n++
		if c.Tier.String() != strings.ToLower(tier(r)) || !strings.HasPrefix(strings.ToLower(name(r)), c.Tier.String()+" ") {
			t.Errorf("%s has tier %s", name(r), c.Tier)
		}
	}
	if n != 353 {
		t.Errorf("%d cantrips, want 353", n)
	}
	if c, ok := CantripOf(0); ok {
		t.Errorf("no spell is %+v", c)
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	lines := CantripLines()
	if len(lines) != 69 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, l := range lines {
		if l.Index != i || CantripLine(i).Name != l.Name {
			t.Errorf("%s: index %d, want %d", l.Name, l.Index, i)
		}
		if at, ok := LineOf(strings.ToUpper(l.Name)); !ok || at != i {
			t.Errorf("%s is line %d, %v", l.Name, at, ok)
		}
		if !slices.Contains(LinesOfFamily(l.Family), i) {
			t.Errorf("%s is not in its family", l.Name)
		}
		for tier, spell := range l.IDs {
			if c, ok := CantripOf(spell); spell != 0 && (!ok || c.Line != i || c.Tier != Tier(tier)) {
				t.Errorf("spell %d of %s is %+v", spell, l.Name, c)
			}
		}
		for _, spell := range l.AltIDs {
			if c, ok := CantripOf(spell); !ok || c.Line != i || c.Tier == NoTier {
				t.Errorf("spell %d of %s is %+v", spell, l.Name, c)
			}
		}
	}
	if got := len(LinesOfFamily(323)); got != 2 {
		t.Errorf("family 323 has %d lines: Blood Thirst and Spirit Thirst share it", got)
	}
	if _, ok := LineOf(Impenetrability); !ok {
		t.Error("Impenetrability is no line")
	}
	if _, ok := LineOf("nothing"); ok {
		t.Error("nothing is a line")
	}
}

// Ids left over from merged skills are worth as much as the tier they are named
// for.
func TestAlternativeIDsAreEqual(t *testing.T) {
	t.Parallel()
	a, _ := CantripOf(3957)
	b, ok := CantripOf(4678)
	if !ok || a != b || a.Tier != Epic || CantripLine(a.Line).Name != "Slashing Ward" {
		t.Errorf("%+v and %+v", a, b)
	}
}

func TestTiers(t *testing.T) {
	t.Parallel()
	for want, name := range Tiers() {
		if tier, ok := ParseTier(strings.ToTitle(name)); !ok || int(tier) != want+1 || tier.String() != name {
			t.Errorf("%s is %v, %v", name, tier, ok)
		}
	}
	for _, name := range []string{"", "mythic"} {
		if tier, ok := ParseTier(name); ok {
			t.Errorf("%q is %v", name, tier)
		}
	}
	if Minor >= Epic || Epic >= Legendary {
		t.Error("tiers do not compare")
	}
}
