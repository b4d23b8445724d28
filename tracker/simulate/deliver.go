package simulate

import (
	"context"
	"time"
)

// answer does what the server asks for.
func (p *player) answer(ctx context.Context, in incoming) error {
	at := p.r.opts.Now()
	if in.Type == "request_dungeon_map" {
		p.r.board.change(func(s *Stats) { s.MapRequests++ })
		return p.deliver(ctx, p.client.Map(in.Landblock, at), at)
	}
	p.r.board.change(func(s *Stats) { s.Commands++ })
	return p.deliver(ctx, p.client.Command(in.PlayerName, in.Command, at), at)
}

// deliver sends events on their wires. What a wire does not take is missed.
func (p *player) deliver(ctx context.Context, events []Event, at time.Time) error {
	events, last := p.r.budget.take(events)
	for _, w := range p.wires {
		own := onWire(events, w.number)
		if len(own) == 0 {
			continue
		}
		err := w.open(ctx, at, own)
		if err == nil {
			err = w.write(ctx, own)
		}
		if err == nil {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p.miss(own)
		p.r.budget.giveBack(own)
		last = false
		if refused(err) && !p.r.opts.KeepTrying {
			return err
		}
	}
	if last {
		return errEnough
	}
	return nil
}

func onWire(events []Event, number int) []Event {
	var own []Event
	for _, e := range events {
		if e.Wire == number {
			own = append(own, e)
		}
	}
	return own
}

func (p *player) miss(events []Event) {
	p.r.board.change(func(s *Stats) { s.Missed += int64(len(events)) })
}
