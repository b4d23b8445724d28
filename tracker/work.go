package tracker

import (
	"time"

	"overlord/store/eventlog"
	"overlord/tracker/event"
)

// work is a stretch of the world log that is brought into the database in one
// transaction; item is one of its records.
type (
	work = eventlog.Work[event.Event]
	item = eventlog.Entry[event.Event]
)

// newWork decodes a batch of the log, but for events that are still held.
func newWork(batch eventlog.Batch, held *fresh) work {
	return eventlog.NewWork(batch, time.Now(), func(r eventlog.Record) (*event.Event, error) {
		if held != nil {
			if ev := held.take(r.Position); ev != nil {
				return ev, nil
			}
		}
		return event.Reread(r.Payload, r.ReceivedAt, event.LogWorld)
	})
}
