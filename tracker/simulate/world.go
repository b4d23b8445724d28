package simulate

import (
	"fmt"
	"math"
	"time"

	"overlord/store/fault"
)

// MaxClients is how many clients a World may have. Names are unique up to here.
const MaxClients = 2000

// Config is all that a World's events depend on, but for the times that are
// handed to Step.
type Config struct {
	Clients int           // 1 to MaxClients
	Rate    time.Duration // between a character's telemetry reports; 0: one in each step of two seconds
	Seed    uint64
	Old     float64   // share of clients with an old plugin, 0 to 1
	Only    []string  // families of events; a name that ends in * is a prefix; none: all
	Start   time.Time // only tells the sessions of two runs apart
}

// Validate tells what is wrong with the configuration.
func (c Config) Validate() error {
	switch {
	case c.Clients < 1 || c.Clients > MaxClients:
		return fault.New(fault.Invalid, "clients is %d, but must be 1 to %d", c.Clients, MaxClients).WithField("clients")
	case c.Rate < 0 || c.Rate > 0 && c.Rate < minRate || c.Rate > maxRate:
		return fault.New(fault.Invalid, "rate is %v, but must be 0 or %v to %v", c.Rate, minRate, maxRate).WithField("rate")
	case math.IsNaN(c.Old) || c.Old < 0 || c.Old > 1:
		return fault.New(fault.Invalid, "old is %v, but must be 0 to 1", c.Old).WithField("old")
	}
	_, err := wantedFamilies(c.Only)
	return err
}

const (
	minRate   = 10 * time.Millisecond
	maxRate   = 10 * time.Minute
	plainRate = 2 * time.Second // what real plugins do; also the length of a step without a rate
	longStep  = time.Second     // at most, with a rate: what happens between reports stays lively
)

// World is everybody who plays. Its clients share nothing that changes and may
// be stepped by different goroutines.
type World struct {
	cfg     Config
	tick    time.Duration
	cast    *cast
	atlas   *atlas
	wanted  map[string]bool // families
	clients []*Client
}

// NewWorld makes up a world. The same configuration makes the same one.
func NewWorld(cfg Config) (*World, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	w := &World{cfg: cfg, tick: stepLength(cfg.Rate), atlas: theAtlas()}
	w.wanted, _ = wantedFamilies(cfg.Only)
	w.cast = newCast(cfg.Seed, cfg.Clients, cfg.Old)
	for i, members := range w.cast.clients {
		client := &Client{index: i, world: w}
		for _, m := range members {
			client.characters = append(client.characters, newCharacter(w, w.cast.everyone[m], &client.out))
		}
		w.clients = append(w.clients, client)
	}
	return w, nil
}

// stepLength divides the interval between reports into steps of a second at most.
func stepLength(rate time.Duration) time.Duration {
	if rate == 0 {
		return plainRate
	}
	return rate / ((rate + longStep - 1) / longStep)
}

// Tick is how much life a step lets go by.
func (w *World) Tick() time.Duration { return w.tick }

// Clients are all clients. The slice must not be changed.
func (w *World) Clients() []*Client { return w.clients }

// Step steps every client once, in order.
func (w *World) Step(at time.Time) []Event {
	var all []Event
	for _, c := range w.clients {
		all = append(all, c.Step(at)...)
	}
	return all
}

// Client is what stands behind one socket: one character or a few. It is for
// one goroutine.
type Client struct {
	index      int
	world      *World
	characters []*character
	elapsed    time.Duration
	out        []Event
}

// Step lets Tick of life go by and returns what was sent meanwhile, stamped with
// the time at. The first event after a login is a register.
func (c *Client) Step(at time.Time) []Event {
	c.elapsed += c.world.tick
	c.out = nil
	for _, ch := range c.characters {
		ch.live(c.elapsed, at)
	}
	return c.out
}

// Online tells whether any of its characters is logged in.
func (c *Client) Online() bool {
	for _, ch := range c.characters {
		if ch.online {
			return true
		}
	}
	return false
}

// Wires is how many sockets the client uses: 1 or 2.
func (c *Client) Wires() int {
	for _, ch := range c.characters {
		if ch.quirks.Has(TwoSockets) {
			return 2
		}
	}
	return 1
}

// Register is what a plugin says first on a new socket, for each of its
// characters that are logged in.
func (c *Client) Register(wire int, at time.Time) []Event {
	c.out = nil
	for _, ch := range c.characters {
		if ch.online {
			ch.clock = at
			ch.register()
		}
	}
	for i := range c.out {
		c.out[i].Wire = wire
	}
	return c.out
}

// String names the client and its characters, for logs.
func (c *Client) String() string {
	names := ""
	for i, ch := range c.characters {
		if i > 0 {
			names += ", "
		}
		names += ch.name
	}
	return fmt.Sprintf("client %d (%s)", c.index, names)
}
