package tracker

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"overlord/store/books"
	"overlord/store/eventlog"
	"overlord/store/fault"
	"overlord/tracker/combat"
	"overlord/tracker/event"
	"overlord/tracker/live"
)

// Feed is where everything goes that happens in the world. Publish never
// blocks; the order of its calls is the order for every reader.
type Feed interface {
	Publish(live.Message)
}

// Close codes of a plugin's socket; RFC 6455, section 7.4.1, and IANA's registry.
const (
	closeGoingAway     = 1001
	closeTryAgainLater = 1013
)

// ingest takes the frames of plugin sockets: decode, accept into the log, apply
// to the live state, broadcast. Nothing is broadcast before it is accepted.
type ingest struct {
	log     *eventlog.Log
	world   *World
	feed    Feed
	items   Items // nil: inventories are counted, and go nowhere
	books   *books.Books
	fresh   *fresh
	tallies *tallies
	plugins *plugins
	memory  *Memory
	maps    *mapRequests
	rates   *rates
	game    *gameServer
	lately  *Lately
	now     func() time.Time
	logger  *slog.Logger
}

// frame takes one frame. What is wrong with a frame never ends the socket; an
// error means that the server stops or the socket is gone.
func (in *ingest) frame(ctx context.Context, p *plugin, raw []byte) error {
	received := in.now()
	ev, notes, err := event.Decode(raw, received)
	if err != nil {
		in.refuse(p, err, len(raw), received)
		return nil
	}
	in.tallies.mended(notes)
	in.rates.count(ev.Family, received)
	in.game.note(ev)
	in.plugins.bind(ev.CharacterName, p)
	switch ev.Family.StoredIn() {
	case event.LogWorld:
		return in.submit(ctx, p, ev)
	case event.LogItem:
		return in.submitItems(ctx, p, ev)
	}
	if notes.Any() { // what was mended could end the socket of whoever gets it
		raw = ev.Payload
	}
	in.pass(p, ev, raw)
	return nil
}

// submit hands an event to the log. The log calls back, in log order, once the
// event is accepted or refused.
func (in *ingest) submit(ctx context.Context, p *plugin, ev *event.Event) error {
	family := string(ev.Family)
	in.books.Receive(family)
	record := eventlog.Record{ReceivedAt: ev.ReceivedAt, Kind: ev.Type, CharacterName: ev.CharacterName, Payload: ev.Payload}
	err := in.log.Submit(ctx, record, func(r eventlog.Record, err error) {
		if err != nil {
			in.overloaded(p, ev, err)
			return
		}
		ev.ReceivedAt = r.ReceivedAt
		in.lately.accept(p.address, ev, r.Position)
		in.accept(ev, r.Position)
	})
	if err != nil {
		in.overloaded(p, ev, err)
		return err
	}
	return nil
}

// accept makes an event that is in the log known to the world.
func (in *ingest) accept(ev *event.Event, position uint64) {
	in.fresh.put(position, ev)
	in.books.Accept(string(ev.Family), position, ev.ReceivedAt)
	out := in.world.Apply(ev, position)
	body := ev.Broadcast()
	if ev.Family == event.FamilyCombatStats {
		body = in.withLifetime(ev, out.Lifetime)
	}
	in.broadcast(ev, body)
	in.publish(out.Derived)
}

// withLifetime adds a character's lifetime to its combat statistics; null where
// it is not known.
func (in *ingest) withLifetime(ev *event.Event, lifetime combat.Report) []byte {
	text, err := lifetime.JSON()
	if err != nil {
		in.logger.Error("a combat lifetime could not be written", "character_name", ev.CharacterName, "error", err)
		text = []byte("null")
	}
	return ev.WithMember("lifetime", text)
}

// overloaded answers an event that the log did not take: the plugin is asked to
// come back later, and nothing that it sends is dropped silently.
func (in *ingest) overloaded(p *plugin, ev *event.Event, err error) {
	in.books.Refuse(string(ev.Family))
	in.lately.overload(p.address, ev)
	if fault.CodeOf(err) == fault.Unavailable {
		p.end(closeGoingAway, "the server stops")
		return
	}
	in.logger.Warn("the event log refuses events; plugins are asked to try again later", "error", err, "address", p.address)
	p.end(closeTryAgainLater, "try again later")
}

// pass handles the families that are not stored.
func (in *ingest) pass(p *plugin, ev *event.Event, raw []byte) {
	in.tallies.passed(ev.Family)
	derived := in.world.Note(ev)
	in.lately.accept(p.address, ev, 0)
	in.memory.Remember(ev)
	if plan, is := ev.Body.(*event.DungeonMap); is {
		in.maps.deliver(plan.Landblock, ev.Payload)
	}
	if ev.Family == event.FamilyShare {
		in.memory.forget("waiting share", in.plugins.relay(p, ev.Type+"\x00"+ev.CharacterName, raw))
	}
	in.broadcast(ev, ev.Broadcast())
	in.publish(derived)
}

// broadcast sends an event to the browsers; one without a body is not for them.
func (in *ingest) broadcast(ev *event.Event, body []byte) {
	if body == nil {
		return
	}
	in.feed.Publish(live.Message{Topic: ev.Type, CharacterName: ev.CharacterName, Body: body, State: isState(ev.Family)})
}

// isState tells whether only the newest message of a character matters.
func isState(f event.Family) bool {
	switch f {
	case event.FamilyTelemetry, event.FamilyVitals, event.FamilyNearbyObjects, event.FamilyShare:
		return true
	}
	return false
}

// publish sends transitions to the browsers.
func (in *ingest) publish(derived []Derived) {
	for _, d := range derived {
		body, err := json.Marshal(d)
		if err != nil {
			in.logger.Error("a transition could not be written", "type", d.Type, "character_name", d.CharacterName, "error", err)
			continue
		}
		in.feed.Publish(live.Message{Topic: d.Type, CharacterName: d.CharacterName, Body: body})
	}
}

// refuse counts an invalid event and tells its plugin, at most once a second.
func (in *ingest) refuse(p *plugin, err error, bytes int, now time.Time) {
	var refusal *event.Refusal
	if !errors.As(err, &refusal) {
		in.logger.Error("an event could not be decoded", "error", err)
		return
	}
	in.tallies.refused(refusal)
	in.lately.refuse(p.address, refusal, bytes, now)
	if !refusal.Answered() || !p.mayComplain(now) {
		return
	}
	answer, err := json.Marshal(struct {
		Type      string  `json:"type"`
		Code      string  `json:"code"`
		EventType *string `json:"event_type"`
		Message   string  `json:"message"`
	}{"error", "invalid_event", nonEmpty(refusal.Type), refusal.Message})
	if err != nil {
		in.logger.Error("an answer could not be written", "error", err)
		return
	}
	p.send(answer)
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
