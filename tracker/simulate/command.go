package simulate

import (
	"context"
	"io"
	"time"
)

// Command is `overlord simulate`: its flags, and what it does.
type Command struct {
	Clients    int           `default:"60" min:"1" max:"2000" placeholder:"N" help:"How many plugins to play, 1 to 2000; each has a socket of its own, some carry a second character."`
	Rate       time.Duration `default:"2s" help:"Time between a character's telemetry reports, 10ms to 10m. 0 lets life go as fast as the server takes it, and sends only what the tracker stores."`
	Seed       uint64        `default:"1" placeholder:"N" help:"The same seed plays the same lives."`
	URL        string        `name:"url" default:"ws://127.0.0.1:8770/ws/position" help:"The server's plugin socket."`
	OldPlugins float64       `default:"0.25" min:"0" max:"1" placeholder:"SHARE" help:"Share of clients that play old plugins, 0 to 1: signed ids, numbers as text, missing timestamps, reused sessions, two sockets and more."`
	Only       []string      `placeholder:"FAMILY" help:"Send only these event families, such as telemetry,spawn,share_*."`
	Events     int64         `min:"0" placeholder:"N" help:"Stop after so many events."`
	Duration   time.Duration `min:"0s" help:"Stop after so long."`
	KeepTrying bool          `help:"Do not give up when the server is away at the start, or refuses the secret."`
}

// Env is what Command needs of the process around it.
type Env struct {
	SharedSecret string           // SHARED_SECRET, the server's
	Out          io.Writer        // progress and totals, one line each
	Now          func() time.Time // nil: time.Now
}

// Run plays until ctx ends. Its errors are for the user to read.
func (c *Command) Run(ctx context.Context, env Env) error {
	r, err := New(c.options(env))
	if err != nil {
		return err
	}
	return r.Run(ctx)
}

// Validate checks the flags alone, before anything is started.
func (c *Command) Validate() error {
	o := c.options(Env{SharedSecret: "set"})
	if err := o.validate(); err != nil {
		return err
	}
	return o.config().Validate()
}

func (c *Command) options(env Env) Options {
	return Options{
		Clients: c.Clients, Rate: c.Rate, Seed: c.Seed, Old: c.OldPlugins, URL: c.URL, Secret: env.SharedSecret,
		Only: c.Only, Events: c.Events, Duration: c.Duration, KeepTrying: c.KeepTrying, Now: env.Now, Out: env.Out,
	}
}
