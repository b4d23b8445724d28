package simulate

import (
	"io"
	"net/url"
	"slices"
	"time"

	"overlord/store/fault"
)

// Options of a Runner.
type Options struct {
	Clients    int           // 1 to MaxClients; each has a socket of its own
	Rate       time.Duration // between a character's reports; 0: as fast as the server takes them
	Seed       uint64
	Old        float64          // share of clients with an old plugin, 0 to 1
	URL        string           // the plugin socket: ws, wss, http or https
	Secret     string           // sent as X-Plugin-Secret
	Only       []string         // families to send; a trailing * is a prefix; none: all of them, with Rate 0 the stored ones
	Events     int64            // stop after so many events, registers not counted; 0: go on
	Duration   time.Duration    // stop after so long; 0: go on
	KeepTrying bool             // a server that refuses or is away is no reason to give up
	Now        func() time.Time // nil: time.Now
	Out        io.Writer        // gets a line every ten seconds, and the totals; nil: nobody does
	Sent       func(Event)      // is told of every event that was sent, each client's in order, those of several clients concurrently; may be nil
}

// config is what the options say about the world.
func (o *Options) config() Config {
	return Config{Clients: o.Clients, Rate: o.Rate, Seed: o.Seed, Old: o.Old, Only: o.Only, Start: o.Now()}
}

// validate checks what Config does not, and fills in what was left out.
func (o *Options) validate() error {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || !slices.Contains([]string{"ws", "wss", "http", "https"}, u.Scheme) {
		return fault.New(fault.Invalid, "url is %q, but must be like ws://127.0.0.1:8770/ws/position", o.URL).WithField("url")
	}
	if o.Secret == "" {
		return fault.New(fault.Invalid, "there is no plugin secret: set SHARED_SECRET to the one that the server has").WithField("shared_secret")
	}
	if o.Events < 0 || o.Duration < 0 {
		return fault.New(fault.Invalid, "events and duration must not be negative")
	}
	if len(o.Only) == 0 && o.Rate == 0 {
		o.Only = storedFamilies
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	return nil
}
