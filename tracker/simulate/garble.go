package simulate

// garble sends something that no server can take: each kind in turn. All but
// the last are refused; the last is of a type that nobody knows.
func (c *character) garble() {
	n := c.plugin.garbled
	c.plugin.garbled++
	bad := garbledFrames[n%len(garbledFrames)]
	if !c.world.wanted[bad.kind] {
		return
	}
	f := &frame{b: make([]byte, 0, 128)}
	f.object("", func() {
		f.text("type", bad.kind)
		if !bad.nameless {
			f.text("character_name", c.name)
		}
		bad.write(f)
	})
	if bad.cut {
		f.b = f.b[:len(f.b)/2]
	}
	fact := Fact{Type: bad.kind}
	if !bad.nameless {
		fact.Character = c.name
	}
	c.queue(Event{Frame: f.b, Fact: fact, Odd: true})
}

// unknownFamily is a type of a plugin that is newer than every server.
const unknownFamily = "plugin_heartbeat"

var garbledFrames = []struct {
	kind     string
	nameless bool
	cut      bool // half a frame: no JSON
	write    func(f *frame)
}{
	{kind: "telemetry", write: func(f *frame) {
		f.text("session_id", "s")
		f.number("ew", 1, 0)
		f.number("ns", 1, 0)
		f.text("kills", "many")
	}},
	{kind: "spawn", write: func(f *frame) {
		f.number("ew", 1, 0)
		f.number("ns", 1, 0)
	}},
	{kind: "spawn", nameless: true, write: func(f *frame) { f.text("mob", "Drudge Robber") }},
	{kind: "telemetry", cut: true, write: func(f *frame) { f.text("session_id", "s") }},
	{kind: "portal", write: func(f *frame) {
		f.text("portal_name", "Portal to Nowhere")
		f.number("ew", 20_000, 0)
		f.number("ns", 1, 0)
	}},
	{kind: unknownFamily, write: func(f *frame) { f.integer("uptime", 12) }},
}
