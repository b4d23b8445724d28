package simulate

import (
	"math"
	"strconv"
	"strings"

	"overlord/inventory/gamedata"
)

// ground is a place where a group hunts.
type ground struct {
	name     string
	at       point   // on land; of a dungeon its entrance
	spot     int     // the spot at its middle
	way      float64 // units to run from the nearest town
	monsters []string
	block    int // landblock of the dungeon behind the entrance; 0: hunted outdoors
}

const (
	huntRadius = 1.1 // map units, within which a group spreads out: 260 m
	nearestWay = 0.8 // map units; hardly anything worth hunting lives closer to a town
	longestWay = 30  // map units: about eleven minutes' run
)

// findGrounds picks the places that are named for what lives there.
func (a *atlas) findGrounds() []ground {
	var grounds []ground
	taken := map[int]bool{}
	for _, p := range gamedata.Places() {
		monsters := dwellers(p.Name)
		if monsters == nil || p.Type != "landmark" && p.Type != "dungeon" {
			continue
		}
		spot, ok := a.spotAt(point{p.NS, p.EW})
		if !ok || taken[spot] || !roomy(a.spots[spot].point) {
			continue
		}
		way := a.home.distance[spot]
		if way < nearestWay || way > longestWay {
			continue
		}
		taken[spot] = true
		grounds = append(grounds, ground{p.Name, a.spots[spot].point, spot, way, monsters, reachableBlock(p)})
	}
	return grounds
}

// roomy tells whether most of the ground around a point can be walked on.
func roomy(at point) bool {
	dry := 0
	for i := range 16 {
		if dryLine(at, at.offset(float64(i)*math.Pi/8, huntRadius)) {
			dry++
		}
	}
	return dry >= 11
}

// lastDungeonColumn is the last landblock column, XX, whose dungeons are entered
// here. Positions in a dungeon are told by the same formula as outdoors; those
// of the first columns end up beyond the map's western edge, and nobody is seen
// to walk across a sea or a field while being below ground.
const lastDungeonColumn = 2

// reachableBlock is the landblock behind an entrance, or 0 where it is unknown
// or not entered here.
func reachableBlock(p gamedata.Place) int {
	block, err := strconv.ParseUint(p.Dungeon, 16, 16)
	if p.Type != "dungeon" || err != nil || block>>8 > lastDungeonColumn {
		return 0
	}
	return int(block)
}

// dwellers are the monsters of a place that is named for them, or nil.
func dwellers(place string) []string {
	for _, d := range denizens {
		for _, word := range strings.Fields(d.words) {
			if strings.Contains(place, word) {
				return d.monsters
			}
		}
	}
	return nil
}
