package simulate

import "time"

// Event is what one plugin sends at one moment: a finished frame, and what it
// says, known from its making and not read out of it.
type Event struct {
	Wire  int    // which of the client's sockets: 0, or 1 with TwoSockets
	Frame []byte // one JSON object, or what a garbled plugin takes for one
	Odd   bool   // the server refuses it, or does not know its type
	Fact
}

// Fact is what an event means for the counters, apart from its spelling.
type Fact struct {
	Type      string    // family; "telemetry" although browsers get it without
	Character string    // never empty, but in what a garbled plugin sends
	Session   string    // of telemetry, rare and combat_stats; may be empty
	Time      time.Time // as sent, in milliseconds; zero where the server puts the time of receipt
	Kills     int64     // of telemetry: within the session
	Deaths    int       // of telemetry: within the session; -1: not said
	Name      string    // of rare, spawn and portal: what was found, seen; of inventory_delta: the action
	Items     string    // of full_inventory and inventory_delta: "id/stack/worn" of each item, a blank between; the id alone of one that went
	Torn      bool      // of full_inventory: it says that it has more items than it has
	NS, EW    float64   // of telemetry, rare, spawn and portal
}

// draft writes an event of a character.
type draft struct {
	fact  Fact
	write func(f *frame) // adds the family's members; may be nil
}

// send makes a frame of a draft and queues it, if its family is wanted.
func (c *character) send(kind string, d draft) {
	if !c.world.wanted[kind] {
		return
	}
	d.fact.Type, d.fact.Character = kind, c.name
	if c.quirks.TellsTime() {
		d.fact.Time = c.clock.Truncate(time.Millisecond)
	}
	f := &frame{b: make([]byte, 0, 512), quoted: c.quirks.Has(StringNumbers)}
	f.object("", func() {
		f.text("type", kind)
		f.text("character_name", c.name)
		if d.fact.Session != "" {
			f.text("session_id", d.fact.Session)
		}
		c.writeTime(f)
		if d.write != nil {
			d.write(f)
		}
		if c.quirks.Has(ForeignFields) {
			writeForeign(f, c.index)
		}
	})
	c.queue(Event{Frame: f.b, Fact: d.fact})
}

// queue puts an event on one of the character's wires.
func (c *character) queue(e Event) {
	if c.quirks.Has(TwoSockets) {
		e.Wire = c.IntN(2)
	}
	*c.out = append(*c.out, e)
}

// writeTime adds the timestamp, as well as this plugin can.
func (c *character) writeTime(f *frame) {
	switch at := c.clock; {
	case c.quirks.Has(NoTimestamps) && c.index%2 == 0:
	case c.quirks.Has(NoTimestamps):
		f.text("timestamp", at.Format("02.01.2006 15:04:05"))
	case c.quirks.Has(WrongClock):
		f.text("timestamp", timestamp(at.Add(37*time.Minute)))
	default:
		f.text("timestamp", timestamp(at))
	}
}

// timestamp is a time as plugins write it, to the millisecond.
func timestamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// writeForeign adds members that no contract knows.
func writeForeign(f *frame, n int) {
	f.text("plugin_build", "2019-04-11")
	f.truth("beta", n%2 == 0)
	f.object("guild", func() {
		f.text("name", "The Long Lamp")
		f.array("ranks", func() {
			f.integer("", 1)
			f.integer("", int64(n))
		})
	})
}
