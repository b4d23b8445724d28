package simulate

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRoadsAreDry(t *testing.T) {
	t.Parallel()
	a := theAtlas()
	if len(a.spots) < 1000 || len(a.lifestones) < 100 {
		t.Fatalf("%d spots, %d lifestones", len(a.spots), len(a.lifestones))
	}
	roads := 0
	for from, list := range a.roads {
		for _, r := range list {
			roads++
			p, q := a.spots[from].point, a.spots[r.to].point
			if !dryLine(p, q) || r.length > roadLimit || math.Abs(p.distance(q)-r.length) > 1e-9 {
				t.Errorf("from %s to %s: %.2f units", a.spots[from].name, a.spots[r.to].name, r.length)
			}
			if !slices.ContainsFunc(a.roads[r.to], func(x road) bool { return x.to == from }) {
				t.Errorf("no road back from %s to %s", a.spots[r.to].name, a.spots[from].name)
			}
		}
	}
	if roads < 5000 {
		t.Errorf("only %d roads", roads)
	}
}

func TestTheWayHome(t *testing.T) {
	t.Parallel()
	a := theAtlas()
	for _, g := range a.grounds {
		path := a.pathTo(g.spot)
		home := a.spots[a.townOf(g.spot)]
		if !home.town || path[0] != home.point || path[len(path)-1] != g.at {
			t.Errorf("the way to %s leads from %v to %v", g.name, path[0], path[len(path)-1])
		}
		if math.Abs(pathLength(path)-g.way) > 1e-6 || g.way < nearestWay || g.way > longestWay {
			t.Errorf("%s is %.2f units from %s, its path %.2f", g.name, g.way, home.name, pathLength(path))
		}
		for i := 1; i < len(path); i++ {
			if !dryLine(path[i-1], path[i]) {
				t.Errorf("the way to %s leads through water", g.name)
			}
		}
	}
}

func TestTownsAround(t *testing.T) {
	t.Parallel()
	a := theAtlas()
	holtburg := slices.IndexFunc(a.spots, func(s spot) bool { return s.name == "Holtburg" })
	towns, paths := a.townsAround(holtburg, 45)
	if len(towns) < 5 {
		t.Fatalf("%d towns around Holtburg", len(towns))
	}
	before := 0.0
	for i, town := range towns {
		length := pathLength(paths[i])
		if paths[i][0] != a.spots[holtburg].point || paths[i][len(paths[i])-1] != a.spots[town].point || length > 45 || length < before {
			t.Errorf("to %s: %.1f units, %v", a.spots[town].name, length, paths[i])
		}
		before = length
	}
}

func TestGrounds(t *testing.T) {
	t.Parallel()
	grounds := theAtlas().grounds
	delves := 0
	for _, g := range grounds {
		if len(g.monsters) < 3 || !g.at.dry() || !roomy(g.at) {
			t.Errorf("%+v", g)
		}
		if g.block != 0 {
			delves++
		}
	}
	if len(grounds) < 100 || delves < 20 {
		t.Errorf("%d grounds, %d with a dungeon", len(grounds), delves)
	}
	for _, d := range denizens {
		for _, word := range strings.Fields(d.words) {
			if got := dwellers("Old " + word); len(got) < 3 {
				t.Errorf("%q is the home of %v", word, got)
			}
		}
	}
	if dwellers("Aluvian Casino") != nil {
		t.Error("monsters live in the casino")
	}
}

func TestNeighbouringGroupsHuntApart(t *testing.T) {
	t.Parallel()
	a := theAtlas()
	first := map[int]bool{}
	for group := range 20 {
		first[newItinerary(1, a, group, hunter).grounds[0].spot] = true
	}
	if len(first) < 18 {
		t.Errorf("20 groups have %d first grounds", len(first))
	}
}

func TestAlong(t *testing.T) {
	t.Parallel()
	path := []point{{0, 0}, {3, 0}, {3, 4}}
	for d, want := range map[float64]struct {
		at   point
		next int
	}{0: {point{0, 0}, 1}, 1: {point{1, 0}, 1}, 3: {point{3, 0}, 2}, 5: {point{3, 2}, 2}, 7: {point{3, 4}, 3}, 99: {point{3, 4}, 3}} {
		if at, next := along(path, d); at != want.at || next != want.next {
			t.Errorf("%v along: %v, %d", d, at, next)
		}
	}
}

func TestDirections(t *testing.T) {
	t.Parallel()
	home := point{10, 20}
	for heading, to := range map[float64]point{0: {11, 20}, 90: {10, 21}, 180: {9, 20}, 270: {10, 19}} {
		if got := home.headingTo(to); math.Abs(got-heading) > 1e-9 {
			t.Errorf("heading to %v is %v, want %v", to, got, heading)
		}
		if got := home.offset(heading*math.Pi/180, 1); got.distance(to) > 1e-9 {
			t.Errorf("one unit at %v degrees is %v, want %v", heading, got, to)
		}
	}
	if got := home.toward(point{10, 30}, 4); got != (point{10, 24}) {
		t.Errorf("toward: %v", got)
	}
	if got := home.toward(point{10, 21}, 4); got != (point{10, 21}) {
		t.Errorf("toward goes too far: %v", got)
	}
}

// The README of the tables gives the formula from a landblock to coordinates;
// landblock is its inverse.
func TestLandblock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		xx, yy := rapid.IntRange(0, 254).Draw(rt, "xx"), rapid.IntRange(0, 254).Draw(rt, "yy")
		cx, cy := rapid.IntRange(0, 7).Draw(rt, "cx"), rapid.IntRange(0, 7).Draw(rt, "cy")
		in := func(name string, c int) float64 { return float64(c)*24 + rapid.Float64Range(1, 23).Draw(rt, name) }
		x, y := in("x", cx), in("y", cy)
		p := point{ns: (float64(yy)*8 + y/24 - 1019.5) / 10, ew: (float64(xx)*8 + x/24 - 1019.5) / 10}
		if block, cell := landblock(p); block != xx<<8|yy || cell != 1+cx*8+cy {
			rt.Fatalf("%v: %04X %d, want %02X%02X %d", p, block, cell, xx, yy, 1+cx*8+cy)
		}
	})
	for _, p := range []point{{-500, -500}, {500, 500}} {
		if block, cell := landblock(p); block < 0 || block > 0xFEFE || cell < 1 || cell > 64 {
			t.Errorf("beyond the map: %X %d", block, cell)
		}
	}
}

func TestDungeons(t *testing.T) {
	t.Parallel()
	for _, block := range []int{0x0003, 0x01D9, 0x02EF, 0xFFFF} {
		d := dungeonAt(block)
		if len(d.rooms) < 24 || d.name == "" {
			t.Errorf("%04X: %q with %d rooms", block, d.name, len(d.rooms))
		}
		reached := map[int]bool{0: true}
		for open := []int{0}; len(open) > 0; open = open[1:] {
			for _, door := range d.rooms[open[0]].doors {
				step := d.at(open[0]).distance(d.at(door.to)) * metresPerUnit
				if math.Abs(step-roomSize) > 1e-6 {
					t.Errorf("%04X: a door leads %.1f m far", block, step)
				}
				if !reached[door.to] {
					reached[door.to] = true
					open = append(open, door.to)
				}
			}
		}
		if len(reached) != len(d.rooms) {
			t.Errorf("%04X: %d of %d rooms can be reached", block, len(reached), len(d.rooms))
		}
		var one, two frame
		one.object("", func() { d.write(&one) })
		two.object("", func() { dungeonAt(block).write(&two) })
		if string(one.b) != string(two.b) {
			t.Errorf("%04X looks different the second time", block)
		}
	}
	if name := dungeonAt(0x01D9).name; name == "Landblock 01D9" {
		t.Error("01D9 has a name in the tables")
	}
}

// The ids of what hunters wear are the game's.
func TestLegendariesAreReal(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "inventory", "gamedata", "tables", "spells.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "\t")
		names[cells[0]] = cells[1]
	}
	for _, s := range legendaries {
		if got := names[strconv.FormatInt(s.id, 10)]; got != s.name {
			t.Errorf("%d is %q, not %q", s.id, got, s.name)
		}
	}
}

func TestRaresOfEveryTier(t *testing.T) {
	t.Parallel()
	c, found := newChance(1, "rares", 0), map[string]bool{}
	for range 3000 {
		found[someRare(c)] = true
	}
	for tier, names := range raresByTier() {
		if !slices.ContainsFunc(names, func(n string) bool { return found[n] }) {
			t.Errorf("none of tier %d in 3,000", tier+1)
		}
	}
}
