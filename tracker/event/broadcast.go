package event

import (
	"encoding/json"
	"iter"
	"strconv"
)

// telemetryStart is how every payload of a telemetry begins.
const telemetryStart = `{"type":"telemetry",`

// Broadcast is what browsers get of the event: its payload; of a telemetry the
// payload with received_at, the event's ReceivedAt at the time of the call, in
// the place of its type. It is nil for register, which is not broadcast, and
// for full_inventory, of which browsers get InventoryUpdated once it is stored.
func (e *Event) Broadcast() []byte {
	switch e.Family {
	case FamilyRegister, FamilyFullInventory:
		return nil
	case FamilyTelemetry:
		return e.withReceivedAt()
	}
	return e.Payload
}

func (e *Event) withReceivedAt() []byte {
	const start = `{"received_at":`
	out := make([]byte, 0, len(e.Payload)+len(start)+len(timestampFormat))
	out = append(out, start...)
	out = appendTimestamp(out, toPrecision(e.ReceivedAt))
	out = append(out, ',')
	return append(out, e.Payload[len(telemetryStart):]...)
}

// WithMember is the payload with one member more at its end: the lifetime that
// the server adds to combat_stats. Name is plain ASCII, value is JSON.
func (e *Event) WithMember(name string, value json.RawMessage) []byte {
	out := make([]byte, 0, len(e.Payload)+len(name)+len(value)+len(`,"":`))
	out = append(out, e.Payload[:len(e.Payload)-1]...)
	out = append(out, ',')
	out = appendQuoted(out, name)
	out = append(out, ':')
	out = append(out, value...)
	return append(out, '}')
}

// InventoryUpdated is what browsers get once a full inventory is stored:
// itemCount items now, of which changed were written or removed.
func InventoryUpdated(characterName string, itemCount, changed int) []byte {
	out := append([]byte(nil), `{"type":"inventory_updated","character_name":`...)
	out = appendQuoted(out, characterName)
	out = append(out, `,"item_count":`...)
	out = strconv.AppendInt(out, int64(itemCount), 10)
	out = append(out, `,"changed":`...)
	out = strconv.AppendInt(out, int64(changed), 10)
	return append(out, '}')
}

// Elements gives the items with their index, in order.
func (f *FullInventory) Elements() iter.Seq2[int, json.RawMessage] {
	return func(yield func(int, json.RawMessage) bool) {
		i := 0
		for m := range elements(f.Items) {
			if !yield(i, json.RawMessage(m.raw)) {
				return
			}
			i++
		}
	}
}
