package gamedata

import (
	"math"
	"strings"
	"sync"
)

// Ground is what covers most of a landblock: a letter of landmask.txt.
type Ground byte

// The kinds of ground. The kinds of land are a rough guess by colour, good for
// drawing and for little else.
const (
	Sea    Ground = '~'
	Inland Ground = 'w' // lakes and rivers
	Green  Ground = 'g'
	Barren Ground = 'b'
	Sand   Ground = 'd'
	Snow   Ground = 's'
	Stone  Ground = 'o' // dark stone
)

// IsLand tells whether at least half of the landblock is dry.
func (g Ground) IsLand() bool { return g != Sea && g != Inland }

// Landblocks along each axis of the map; the mask's first line is the northernmost.
const blocks = 255

// Map units: south-west corner of the map, and the width of a landblock.
const (
	mapEdge    = -101.95
	blockWidth = 0.8
)

var landmask = sync.OnceValue(readLandmask)

// GroundAt tells what the landblock at a coordinate is made of; Sea beyond the
// map. Shores are as coarse as a landblock, 0.8 units.
func GroundAt(ns, ew float64) Ground {
	x, y := math.Floor((ew-mapEdge)/blockWidth), math.Floor((ns-mapEdge)/blockWidth)
	if !(x >= 0 && x < blocks && y >= 0 && y < blocks) {
		return Sea
	}
	return Ground(landmask()[blocks-1-int(y)][int(x)])
}

func readLandmask() []string {
	text, err := files.ReadFile("tables/landmask.txt")
	if err != nil {
		panic(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}
