package simulate

import (
	"math"

	"overlord/inventory/gamedata"
)

// point is a position in map units (240 m), north and east positive. Inside a
// dungeon it lies west of the map's edge.
type point struct{ ns, ew float64 }

// metresPerUnit is the width of one unit of the game's coordinates.
const metresPerUnit = 240

func (p point) distance(q point) float64 { return math.Hypot(q.ns-p.ns, q.ew-p.ew) }

// toward is the point d units from p on the way to q, and q itself if it is
// nearer than that.
func (p point) toward(q point, d float64) point {
	all := p.distance(q)
	if all <= d {
		return q
	}
	return point{p.ns + (q.ns-p.ns)*d/all, p.ew + (q.ew-p.ew)*d/all}
}

// offset is the point d units away from p; angle 0 is north, clockwise in radians.
func (p point) offset(angle, d float64) point {
	return point{p.ns + math.Cos(angle)*d, p.ew + math.Sin(angle)*d}
}

// headingTo is the direction from p to q in degrees, 0 north, 90 east.
func (p point) headingTo(q point) float64 {
	return math.Mod(math.Atan2(q.ew-p.ew, q.ns-p.ns)*180/math.Pi+360, 360)
}

// dry tells whether p is on land.
func (p point) dry() bool { return gamedata.GroundAt(p.ns, p.ew).IsLand() }

// dryLine tells whether one can run straight from p to q without wet feet. The
// mask's cells are 0.8 units wide; samples each 0.1 leave out no more than a
// corner of one.
func dryLine(p, q point) bool {
	steps := int(math.Ceil(p.distance(q) / 0.1))
	for i := 0; i <= steps; i++ {
		f := 0.0
		if steps > 0 {
			f = float64(i) / float64(steps)
		}
		if !(point{p.ns + (q.ns-p.ns)*f, p.ew + (q.ew-p.ew)*f}).dry() {
			return false
		}
	}
	return true
}

// altitude is the height of the ground in map units. The tables know none; this
// one is made up of gentle hills, so that running changes it smoothly.
func altitude(p point) float64 {
	hills := 2.3 + math.Sin(p.ns/3.1) + math.Cos(p.ew/2.7) + 0.3*math.Sin((p.ns+p.ew)/0.9)
	return 0.005 + hills*0.06
}

// landblock is the landblock of a point, XX<<8|YY, and the cell within it, from
// 1 to 64 outdoors. The map's south-west corner lies at -101.95 on both axes.
func landblock(p point) (block, cell int) {
	x, y := (p.ew+101.95)*10, (p.ns+101.95)*10 // in cells of 24 m
	bx, by := clampInt(int(math.Floor(x/8)), 0, 254), clampInt(int(math.Floor(y/8)), 0, 254)
	cx, cy := clampInt(int(x)-bx*8, 0, 7), clampInt(int(y)-by*8, 0, 7)
	return bx<<8 | by, 1 + cx*8 + cy
}

func clampInt(v, low, high int) int { return min(max(v, low), high) }
