package simulate

import (
	"fmt"
	"math"
	"strings"

	"overlord/inventory/gamedata"
)

// dungeon is what a landblock holds below ground: rooms on a grid of 10 m, as
// the game builds them. The tables know no plans; these are made up, the same
// for everybody who goes there.
type dungeon struct {
	block int // landblock, XX<<8|YY
	name  string
	rooms []room
}

// room is one cell of the plan.
type room struct {
	x, y, z     int // metres within the landblock, as the game counts them
	rotation    int // degrees: 0, 90, 180 or 270
	environment int // which piece of architecture
	doors       []door
}

// door leads from one room to another.
type door struct {
	to   int // index of a room
	side int // 0 north, 1 east, 2 south, 3 west
}

const (
	roomSize  = 10  // metres
	firstCell = 256 // cells below ground are counted from 0x0100
)

// sides are the steps north, east, south and west on the grid.
var sides = [4][2]int{{0, 1}, {1, 0}, {0, -1}, {-1, 0}}

// dungeonAt makes up the plan of a landblock.
func dungeonAt(block int) *dungeon {
	c := newChance(uint64(block), "dungeon", 0)
	d := &dungeon{block: block, name: dungeonName(block)}
	grid := [][2]int{{0, 0}}
	at := map[[2]int]int{{0, 0}: 0}
	d.rooms = []room{{environment: 700 + c.IntN(40)}}
	for want := 24 + c.IntN(30); len(d.rooms) < want; {
		from := len(d.rooms) - 1 // corridors run on, and branch now and then
		if c.oneIn(4) {
			from = c.IntN(len(d.rooms))
		}
		side := c.IntN(4)
		next := [2]int{grid[from][0] + sides[side][0], grid[from][1] + sides[side][1]}
		if i, taken := at[next]; taken {
			if c.oneIn(6) {
				d.join(from, i, side)
			}
			continue
		}
		at[next] = len(d.rooms)
		grid = append(grid, next)
		z := d.rooms[from].z
		if c.oneIn(9) {
			z -= 6
		}
		d.rooms = append(d.rooms, room{z: z, rotation: 90 * c.IntN(4), environment: 700 + c.IntN(40)})
		d.join(from, len(d.rooms)-1, side)
	}
	d.place(grid)
	return d
}

// join makes a door, seen from both rooms, unless there is one.
func (d *dungeon) join(from, to, side int) {
	for _, have := range d.rooms[from].doors {
		if have.to == to {
			return
		}
	}
	d.rooms[from].doors = append(d.rooms[from].doors, door{to, side})
	d.rooms[to].doors = append(d.rooms[to].doors, door{from, (side + 2) % 4})
}

// place turns grid positions into metres. All rooms lie so far west within the
// landblock that they are beyond the map's edge, and south of its middle.
func (d *dungeon) place(grid [][2]int) {
	east, north := math.MinInt, math.MinInt
	for _, g := range grid {
		east, north = max(east, g[0]), max(north, g[1])
	}
	for i, g := range grid {
		d.rooms[i].x = (g[0]-east)*roomSize - (d.block>>8)*192 - 40
		d.rooms[i].y = (g[1]-north)*roomSize - 10
	}
}

// at is where a room is in the game's coordinates.
func (d *dungeon) at(room int) point {
	r := d.rooms[room]
	return point{
		ns: (float64(d.block&0xff)*8 + float64(r.y)/24 - 1019.5) / 10,
		ew: (float64(d.block>>8)*8 + float64(r.x)/24 - 1019.5) / 10,
	}
}

// write adds the members of a dungeon_map.
func (d *dungeon) write(f *frame) {
	f.text("landblock", blockText(d.block))
	f.text("name", d.name)
	f.array("cells", func() {
		for i, r := range d.rooms {
			f.object("", func() {
				f.integer("id", int64(firstCell+i))
				f.integer("x", int64(r.x))
				f.integer("y", int64(r.y))
				f.integer("z", int64(r.z))
				f.integer("rotation", int64(r.rotation))
				f.integer("environment", int64(r.environment))
				f.array("portals", func() {
					for _, door := range r.doors {
						f.object("", func() {
							f.integer("to", int64(firstCell+door.to))
							f.integer("side", int64(door.side))
						})
					}
				})
			})
		}
	})
}

// blockText is a landblock as the contract writes it.
func blockText(block int) string { return fmt.Sprintf("%04X", block) }

func dungeonName(block int) string {
	text := blockText(block)
	for _, d := range gamedata.Dungeons() {
		if strings.EqualFold(d.Landblock, text) {
			return d.Name
		}
	}
	return "Landblock " + text
}
