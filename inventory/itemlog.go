package inventory

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"overlord/store/books"
	"overlord/store/eventlog"
	"overlord/tracker/event"
)

// logName is the item log's folder in DATA_DIR.
const logName = "items"

// itemLog accepts events of inventories into a durable log of their own, and
// accounts for them. What is in it reaches the database in this order.
type itemLog struct {
	log   *eventlog.Log
	books *books.Books
}

// LogSettings bound the item log, as the tracker's settings bound each log.
type LogSettings struct {
	MaxBytes int64         // on disk
	Sync     time.Duration // how far its sync may be behind an event
}

// openLog opens the item log in DATA_DIR. It starts nothing.
func openLog(dataDir string, s LogSettings, logger *slog.Logger, now func() time.Time) (*itemLog, error) {
	log, err := eventlog.Open(eventlog.Options{
		Dir: filepath.Join(dataDir, "eventlog", logName), MaxBytes: s.MaxBytes, Sync: s.Sync, Logger: logger.With("log", logName), Now: now,
	})
	if err != nil {
		return nil, fmt.Errorf("open the item log: %w", err)
	}
	first, _ := log.Bounds()
	l := &itemLog{log, books.New(first - 1)}
	return l, l.books.CarryLog(log, now)
}

// Accounts are the item log and the books of its events.
func (l *itemLog) Accounts() (*eventlog.Log, *books.Books) { return l.log, l.books }

// Accept hands an event over to the log. done is called once, in log order, from
// a goroutine that must not be held up: with the event's position, or with why
// the log did not take it. When Accept itself fails, done is never called.
func (l *itemLog) Accept(ctx context.Context, ev *event.Event, done func(position uint64, receivedAt time.Time, err error)) error {
	family := string(ev.Family)
	l.books.Receive(family)
	record := eventlog.Record{ReceivedAt: ev.ReceivedAt, Kind: ev.Type, CharacterName: ev.CharacterName, Payload: ev.Payload}
	err := l.log.Submit(ctx, record, func(r eventlog.Record, err error) {
		if err != nil {
			l.books.Refuse(family)
		} else {
			l.books.Accept(family, r.Position, r.ReceivedAt)
		}
		done(r.Position, r.ReceivedAt, err)
	})
	if err != nil {
		l.books.Refuse(family)
	}
	return err
}
