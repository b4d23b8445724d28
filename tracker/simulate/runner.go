package simulate

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// Runner plays the clients of a World against a server.
type Runner struct {
	opts   Options
	world  *World
	board  *board
	dial   dialFunc
	budget budget
	done   chan struct{}
}

// reportEvery is how often a Runner says how it goes.
const reportEvery = 10 * time.Second

// New prepares a run; it connects to nothing yet. The clock is read once, for
// where the world's time begins.
func New(opts Options) (*Runner, error) {
	if err := opts.validate(); err != nil {
		return nil, err
	}
	world, err := NewWorld(opts.config())
	if err != nil {
		return nil, err
	}
	r := &Runner{opts: opts, world: world, board: newBoard(opts.Out), dial: dialSocket, done: make(chan struct{})}
	r.budget.limit(opts.Events)
	return r, nil
}

// Stats is what happened so far. It may be called at any time.
func (r *Runner) Stats() Stats { return r.board.snapshot() }

// Run plays until ctx ends, or the events or the time are used up; all of these
// are no error. It may be called once. A server that cannot be reached at the
// start, or that refuses the secret at any time, ends it with an error that says
// what to do, unless Options.KeepTrying; a server that goes away later is waited
// for.
func (r *Runner) Run(ctx context.Context) error {
	if !r.opts.KeepTrying {
		if err := r.probe(ctx); err != nil {
			return ended(ctx, err)
		}
	}
	if r.opts.Duration > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, r.opts.Duration)
		defer stop()
	}
	start := r.opts.Now()
	all, playing := errgroup.WithContext(ctx)
	reporting, quiet := context.WithCancel(ctx)
	go r.report(reporting, start)
	for i, client := range r.world.Clients() {
		p := newPlayer(r, client)
		phase := time.Duration(i) * r.world.Tick() / time.Duration(len(r.world.Clients()))
		all.Go(func() error { return p.run(playing, start.Add(phase)) })
	}
	err := all.Wait()
	quiet()
	<-r.done
	r.sum(r.opts.Now().Sub(start))
	return ended(ctx, err)
}

// ended is nil for what ends a run as it was meant to.
func ended(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return nil
	}
	return err
}

// probe tries whether the server takes plugins at all, so that the user reads
// one message instead of one for each client.
func (r *Runner) probe(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, dialTimeout)
	defer stop()
	c, err := r.connect(ctx, false)
	if err != nil {
		return err
	}
	c.Close(normalClosure, "")
	return nil
}

// report says every ten seconds how it goes.
func (r *Runner) report(ctx context.Context, start time.Time) {
	defer close(r.done)
	tick := time.NewTicker(reportEvery)
	defer tick.Stop()
	var before Stats
	for last := start; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now, s := r.opts.Now(), r.Stats()
		r.board.printf("%s", s.line(before, now.Sub(last)))
		before, last = s, now
	}
}

// sum says what all of it came to.
func (r *Runner) sum(passed time.Duration) {
	s := r.Stats()
	r.board.printf("in %v: %s", passed.Round(time.Millisecond), s.line(Stats{}, passed))
	if s.Sent > 0 {
		r.board.printf("sent: %s", s.families())
	}
}
