package gamedata

import (
	"slices"
	"strings"
	"sync"
)

// Town is a settlement with vendors, or an outpost of one (towns.tsv).
type Town struct {
	Name    string
	NS, EW  float64 // map units
	Type    string  // "town" or "outpost"
	Culture string  // "Aluvian", "Gharu'ndim", "Sho", "Viamontian", "Independent" or unknown
	Note    string  // "Capital", "Starter", "Destroyed", several with ", " between
}

// Place is a point of interest of the atlas, accurate to a decimal (pois.tsv).
type Place struct {
	Name    string
	NS, EW  float64 // map units; of a dungeon its entrance
	Type    string  // dungeon, settlement, landmark, lifestone, portal_hub, allegiance_hall, bindstone or other
	Dungeon string  // landblock behind an entrance, four upper-case hex digits; may be unknown
}

// Dungeon is a named place indoors (dungeons.tsv). It has no map coordinates;
// its entrance has, where it is outdoors and the only one.
type Dungeon struct {
	Landblock              string // four upper-case hex digits, such as "01D9"
	Name                   string
	OtherNames             []string // of further places in the same landblock
	HasEntrance            bool
	EntranceNS, EntranceEW float64 // map units; 0 without HasEntrance
}

var (
	towns    = sync.OnceValue(readTowns)
	places   = sync.OnceValue(readPlaces)
	dungeons = sync.OnceValue(readDungeons)
)

// Towns returns all towns and outposts, by name within each type. Names may
// repeat. The slice is the caller's.
func Towns() []Town { return slices.Clone(towns()) }

// Places returns all points of interest. Names repeat often. The slice is the
// caller's.
func Places() []Place { return slices.Clone(places()) }

// Dungeons returns all dungeons whose name is known, by landblock. The slice is
// the caller's.
func Dungeons() []Dungeon { return slices.Clone(dungeons()) }

func readTowns() []Town {
	t := readTable("towns.tsv")
	name, ns, ew := t.column("name"), t.number("ns"), t.number("ew")
	kind, culture, note := t.column("type"), t.column("culture"), t.column("note")
	list := make([]Town, len(t.rows))
	for i, r := range t.rows {
		list[i] = Town{Name: name(r), NS: ns(r), EW: ew(r), Type: kind(r), Culture: culture(r), Note: note(r)}
	}
	return list
}

func readPlaces() []Place {
	t := readTable("pois.tsv")
	name, ns, ew := t.column("name"), t.number("ns"), t.number("ew")
	kind, block := t.column("type"), t.column("dungeon_landblock")
	list := make([]Place, len(t.rows))
	for i, r := range t.rows {
		list[i] = Place{Name: name(r), NS: ns(r), EW: ew(r), Type: kind(r), Dungeon: block(r)}
	}
	return list
}

func readDungeons() []Dungeon {
	t := readTable("dungeons.tsv")
	block, name, others := t.column("landblock"), t.column("name"), t.column("other_names")
	known, ns, ew := t.column("entrance_ns"), t.number("entrance_ns"), t.number("entrance_ew")
	list := make([]Dungeon, len(t.rows))
	for i, r := range t.rows {
		list[i] = Dungeon{Landblock: block(r), Name: name(r), HasEntrance: known(r) != "", EntranceNS: ns(r), EntranceEW: ew(r)}
		if o := others(r); o != "" {
			list[i].OtherNames = strings.Split(o, "|")
		}
	}
	return list
}
