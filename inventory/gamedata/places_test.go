package gamedata

import (
	"math"
	"regexp"
	"slices"
	"testing"
)

// onMap are the map's edges in units.
func onMap(ns, ew float64) bool {
	return math.Abs(ns) <= 102.05 && math.Abs(ew) <= 102.05 && !(ns == 0 && ew == 0)
}

func TestTowns(t *testing.T) {
	t.Parallel()
	i := slices.IndexFunc(Towns(), func(x Town) bool { return x.Name == "Holtburg" })
	if i < 0 {
		t.Fatal("no Holtburg")
	}
	want := Town{Name: "Holtburg", NS: 42.1, EW: 33.6, Type: "town", Culture: "Aluvian", Note: "Starter"}
	if got := Towns()[i]; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, town := range Towns() {
		if !onMap(town.NS, town.EW) {
			t.Errorf("%s is off the map", town.Name)
		}
		if town.Type != "town" && town.Type != "outpost" {
			t.Errorf("%s is a %q", town.Name, town.Type)
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	types := []string{"dungeon", "settlement", "landmark", "lifestone", "portal_hub", "allegiance_hall", "bindstone", "other"}
	block := regexp.MustCompile(`^([0-9A-F]{4})?$`)
	for _, p := range Places() {
		if !onMap(p.NS, p.EW) || !slices.Contains(types, p.Type) || !block.MatchString(p.Dungeon) {
			t.Errorf("%+v", p)
		}
	}
}

func TestDungeons(t *testing.T) {
	t.Parallel()
	block := regexp.MustCompile(`^[0-9A-F]{4}$`)
	list := Dungeons()
	for _, d := range list {
		if !block.MatchString(d.Landblock) || d.Name == "" || slices.Contains(d.OtherNames, "") {
			t.Errorf("%+v", d)
		}
		if d.HasEntrance != onMap(d.EntranceNS, d.EntranceEW) {
			t.Errorf("%s: entrance %v %v", d.Name, d.EntranceNS, d.EntranceEW)
		}
	}
	i := slices.IndexFunc(list, func(d Dungeon) bool { return d.Landblock == "002D" })
	if i < 0 || list[i].Name != "Dark Design" || !slices.Equal(list[i].OtherNames, []string{"Augmentation Realm"}) {
		t.Errorf("002D is %+v", list[i])
	}
}

func TestListsAreTheCallersOwn(t *testing.T) {
	t.Parallel()
	Towns()[0].Name = "Changed"
	Places()[0].Name = "Changed"
	Dungeons()[0].Name = "Changed"
	Rares()[0].Name = "Changed"
	if Towns()[0].Name == "Changed" || Places()[0].Name == "Changed" || Dungeons()[0].Name == "Changed" || Rares()[0].Name == "Changed" {
		t.Error("a caller changed the table for everybody")
	}
}

func TestRares(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rares() {
		if seen[r.Name] || r.Tier < 0 || r.Tier > 6 || r.Kind == "" {
			t.Errorf("%+v", r)
		}
		seen[r.Name] = true
		if tier, ok := RareTier(r.Name); tier != r.Tier || ok != (r.Tier > 0) {
			t.Errorf("RareTier(%q) = %d, %v", r.Name, tier, ok)
		}
	}
	for name, want := range map[string]int{"Hunter's Crystal": 1, "Infinite Deadly Acid Arrowheads": 5} {
		if tier, ok := RareTier(name); tier != want || !ok {
			t.Errorf("RareTier(%q) = %d, %v, want %d", name, tier, ok, want)
		}
	}
	if _, ok := RareTier("Pyreal Scarab"); ok {
		t.Error("a scarab is no rare")
	}
}

// No name stands in two tiers, else RareTier would lie.
func TestRareNamesHaveOneTier(t *testing.T) {
	t.Parallel()
	tab := readTable("rares.tsv")
	name, tier := tab.column("name"), tab.column("tier")
	tiers := map[string]string{}
	for _, r := range tab.rows {
		if old, ok := tiers[name(r)]; ok && old != tier(r) {
			t.Errorf("%s has tiers %s and %s", name(r), old, tier(r))
		}
		tiers[name(r)] = tier(r)
	}
}

func TestGroundAt(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		ns, ew float64
		land   bool
	}{
		{"Holtburg", 42.1, 33.6, true},
		{"Cragstone", 26.0, 48.4, true},
		{"Ayan Baqur", -60.0, -88.0, true},
		{"the inner sea", 5, -25, false},
		{"the north-west corner", 101.9, -101.9, false},
		{"beyond the map", 300, 0, false},
		{"no number", math.NaN(), 0, false},
		{"infinite", 0, math.Inf(1), false},
	}
	for _, c := range cases {
		if got := GroundAt(c.ns, c.ew); got.IsLand() != c.land {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestLandmaskShape(t *testing.T) {
	t.Parallel()
	if len(landmask()) != blocks {
		t.Fatalf("%d lines, want %d", len(landmask()), blocks)
	}
	kinds := []Ground{Sea, Inland, Green, Barren, Sand, Snow, Stone}
	for i, line := range landmask() {
		if len(line) != blocks {
			t.Errorf("line %d has %d letters, want %d", i+1, len(line), blocks)
		}
		for _, c := range []byte(line) {
			if !slices.Contains(kinds, Ground(c)) {
				t.Fatalf("line %d: unknown ground %q", i+1, c)
			}
		}
	}
}

// Nearly all settlements stand on land: the mask is neither turned nor shifted.
func TestSettlementsStandOnLand(t *testing.T) {
	t.Parallel()
	wet, all := 0, 0
	for _, p := range Places() {
		if p.Type != "settlement" {
			continue
		}
		all++
		if !GroundAt(p.NS, p.EW).IsLand() {
			wet++
		}
	}
	if wet*50 > all {
		t.Errorf("%d of %d settlements stand in the water", wet, all)
	}
}
