package inventory

import (
	"time"

	"overlord/store/eventlog"
	"overlord/tracker/event"
)

// work is a stretch of the item log that is brought into the database in one
// transaction; logged is one of its records.
type (
	work   = eventlog.Work[event.Event]
	logged = eventlog.Entry[event.Event]
)

// newWork decodes a batch of the log.
func newWork(batch eventlog.Batch, now time.Time) work {
	return eventlog.NewWork(batch, now, func(r eventlog.Record) (*event.Event, error) {
		return event.Reread(r.Payload, r.ReceivedAt, event.LogItem)
	})
}
