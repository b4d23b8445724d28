package tracker

import (
	"testing"

	"overlord/store/eventlog"
	"overlord/tracker/event"
)

func TestFreshEventsAreTakenOnceAndForgottenWhenOld(t *testing.T) {
	var f fresh
	one, other := &event.Event{CharacterName: "A"}, &event.Event{CharacterName: "B"}
	if f.take(0) != nil || f.take(7) != nil {
		t.Error("an empty store gives events")
	}
	f.put(7, one)
	if f.take(8) != nil {
		t.Error("an event was given for another position")
	}
	if f.take(7) != one || f.take(7) != nil {
		t.Error("an event is given once")
	}
	f.put(7, one)
	f.put(7+freshSlots, other)
	if f.take(7) != nil || f.take(7+freshSlots) != other {
		t.Error("the newer event stands in the place of the older")
	}
}

// Work is the same whether its events were held or are decoded from the log.
func TestFreshEventsAreWhatTheLogHolds(t *testing.T) {
	ev, _, err := event.Redecode([]byte(`{"type":"telemetry","character_name":"A","session_id":"s","ew":1,"ns":2,"kills":"1,234","odd":[1,2]}`), epoch)
	if err != nil {
		t.Fatal(err)
	}
	var f fresh
	f.put(3, ev)
	batch := eventlog.Batch{Records: []eventlog.Record{{Position: 3, ReceivedAt: epoch, Kind: "telemetry", CharacterName: "A", Payload: ev.Payload}}, Through: 3}
	held, read := newWork(batch, &f).Entries[0], newWork(batch, &f).Entries[0]
	if held.Event != ev || read.Event == ev || read.Event == nil {
		t.Fatalf("held %p, read %p, want %p and another", held.Event, read.Event, ev)
	}
	if string(held.Event.Payload) != string(read.Event.Payload) || *held.Event.Body.(*event.Telemetry) != *read.Event.Body.(*event.Telemetry) ||
		!held.Event.Timestamp.Equal(read.Event.Timestamp) || !held.Event.ReceivedAt.Equal(read.Event.ReceivedAt) {
		t.Errorf("held %+v\nread %+v", held.Event, read.Event)
	}
}
