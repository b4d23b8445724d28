package simulate

import (
	"context"
	"errors"
	"sync"
	"time"
)

// player steps one client in time and sends what it says.
type player struct {
	r       *Runner
	client  *Client
	wires   []*wire
	inbox   chan incoming
	readers sync.WaitGroup
}

const (
	patience  = 5 * time.Second // behind its time by more, a client lets what it missed be missed
	burstSize = 24              // events that are sent together when there is no rate
	inboxSize = 16              // requests that wait
)

func newPlayer(r *Runner, client *Client) *player {
	p := &player{r: r, client: client, inbox: make(chan incoming, inboxSize)}
	for n := range client.Wires() {
		p.wires = append(p.wires, &wire{
			number: n, r: r, client: client, readers: &p.readers, inbox: p.inbox,
			jitter: newChance(r.opts.Seed, "wire", client.index*2+n),
		})
	}
	return p
}

// run plays until ctx ends, the events are used up, or the server refuses the
// secret; only the last is an error of its own.
func (p *player) run(ctx context.Context, start time.Time) error {
	defer p.readers.Wait()
	defer p.hangUp()
	play := func() error { return p.pace(ctx, start) }
	if p.r.opts.Rate == 0 {
		play = func() error { return p.rush(ctx) }
	}
	if err := play(); !errors.Is(err, errEnough) {
		return err
	}
	return nil // and the others send the rest
}

func (p *player) hangUp() {
	for _, w := range p.wires {
		w.hangUp()
	}
}

// pace steps the client at the times that its steps are stamped with.
func (p *player) pace(ctx context.Context, start time.Time) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for at := start.Add(p.r.world.Tick()); ; at = at.Add(p.r.world.Tick()) {
		if err := p.wait(ctx, timer, at); err != nil {
			return err
		}
		events := p.client.Step(at)
		if p.r.opts.Now().Sub(at) > patience {
			p.miss(events)
			continue
		}
		if err := p.deliver(ctx, events, at); err != nil {
			return err
		}
		if !p.client.Online() {
			p.hangUp()
		}
	}
}

// wait answers requests until it is time.
func (p *player) wait(ctx context.Context, timer *time.Timer, until time.Time) error {
	timer.Reset(until.Sub(p.r.opts.Now()))
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case in := <-p.inbox:
			if err := p.answer(ctx, in); err != nil {
				return err
			}
		case <-timer.C:
			return nil
		}
	}
}

// rush steps the client as fast as its events are taken.
func (p *player) rush(ctx context.Context) error {
	for {
		var events []Event
		at := p.r.opts.Now()
		for len(events) < burstSize {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			events = append(events, p.client.Step(at)...)
		}
		if err := p.comeBack(ctx); err != nil {
			return err
		}
		if err := p.deliver(ctx, events, at); err != nil {
			return err
		}
		select {
		case in := <-p.inbox:
			if err := p.answer(ctx, in); err != nil {
				return err
			}
		default:
		}
	}
}

// comeBack waits until every wire may try to connect again: without a rate, life
// stands still while the server is away.
func (p *player) comeBack(ctx context.Context) error {
	for _, w := range p.wires {
		pause := w.retryAt.Sub(p.r.opts.Now())
		if w.conn != nil || pause <= 0 {
			continue
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
	return nil
}
