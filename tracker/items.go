package tracker

import (
	"context"
	"encoding/json"
	"time"

	"overlord/store/books"
	"overlord/store/eventlog"
	"overlord/tracker/event"
)

// Items is where the events of inventories go: the inventory module.
type Items interface {
	// Accept hands an event over to the item log. done is called once, in log order,
	// from a goroutine that must not be held up: with the event's position, or with
	// why the log did not take it. When Accept itself fails, done is never called.
	Accept(ctx context.Context, ev *event.Event, done func(position uint64, receivedAt time.Time, err error)) error

	// Accounts are the item log and the books of its events, for /metrics and
	// /server-state.
	Accounts() (*eventlog.Log, *books.Books)

	// Healthy says why nothing reaches the inventory's database, or nil.
	Healthy() error
}

// itemLogName is the item log's name in metrics and in /server-state.
const itemLogName = "items"

// submitItems hands an event to the item log. One that the log does not take is
// refused by itself: the socket carries the world's events, too, and stays.
func (in *ingest) submitItems(ctx context.Context, p *plugin, ev *event.Event) error {
	if in.items == nil {
		in.tallies.passed(ev.Family)
		in.lately.accept(p.address, ev, 0)
		in.publish(in.world.Note(ev))
		return nil
	}
	err := in.items.Accept(ctx, ev, func(position uint64, receivedAt time.Time, err error) {
		if err != nil {
			in.refuseItems(p, ev, err)
			return
		}
		ev.ReceivedAt = receivedAt
		in.lately.accept(p.address, ev, position)
		in.publish(in.world.Note(ev))
	})
	if err != nil {
		in.refuseItems(p, ev, err)
	}
	return ctx.Err()
}

// refuseItems tells a plugin that an event was not taken, and which.
func (in *ingest) refuseItems(p *plugin, ev *event.Event, err error) {
	in.lately.overload(p.address, ev)
	in.logger.Warn("the item log refuses an event", "type", ev.Type, "character_name", ev.CharacterName, "address", p.address, "error", err)
	answer, err := json.Marshal(map[string]string{
		"type": "error", "code": "overloaded", "event_type": ev.Type, "character_name": ev.CharacterName,
		"message": "the server cannot take inventories now; send it again later",
	})
	if err != nil {
		in.logger.Error("an answer could not be written", "error", err)
		return
	}
	p.send(answer)
}

// allBooks are the books of both logs.
func (m *Module) allBooks() []*books.Books {
	if m.items == nil {
		return []*books.Books{m.books}
	}
	_, account := m.items.Accounts()
	return []*books.Books{m.books, account}
}

// allLogs are the logs by their names.
func (m *Module) allLogs() map[string]*eventlog.Log {
	logs := map[string]*eventlog.Log{worldLogName: m.log}
	if m.items != nil {
		logs[itemLogName], _ = m.items.Accounts()
	}
	return logs
}
