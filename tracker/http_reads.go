package tracker

import (
	"context"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/web/api"
)

const (
	// answerWithin is what a read of stored rows has, connection included: each
	// takes milliseconds, so that one that does not means a database that is away
	// or stuck, and the caller is told within a second.
	answerWithin = 900 * time.Millisecond

	// scanWithin is for reads that may look at many rows.
	scanWithin = 10 * time.Second
)

// readRoutes mounts what is answered from the database.
func (m *Module) readRoutes(r chi.Router) {
	r.Get("/portals", api.HandlerFunc(m.getPortals))
	r.Get("/rares", api.HandlerFunc(m.getRares))
	r.Get("/total-rares", api.HandlerFunc(m.getTotalRares))
	r.Get("/total-kills", api.HandlerFunc(m.getTotalKills))
	r.Get("/deaths", api.HandlerFunc(m.getDeaths))
	r.Get("/stats/{character}", api.HandlerFunc(m.getStats))
	r.Get("/character-stats/{character}", api.HandlerFunc(m.getCharacterStats))
	r.Get("/combat-stats", api.HandlerFunc(m.getAllCombatStats))
	r.Get("/combat-stats/{character}", api.HandlerFunc(m.getCombatStats))
}

// reader is how handlers read the database: with patience for the whole of a
// read, and less for getting a connection.
type reader struct {
	connect, answer, scan time.Duration
}

func newReader() reader {
	return reader{connect: answerWithin, answer: answerWithin, scan: scanWithin}
}

// read runs fn in a transaction that sees one moment and writes nothing, and
// answers for all of it within a second: a database that is away or stuck is
// fault.Unavailable, and what (a noun in the plural) comes back with it. The end
// of the request cancels the statement under way.
func (m *Module) read(ctx context.Context, what string, fn func(context.Context, store.Querier) error) error {
	return m.readWithin(ctx, m.reading.answer, what, fn)
}

// readScan is read for what may take longer once there is a connection.
func (m *Module) readScan(ctx context.Context, what string, fn func(context.Context, store.Querier) error) error {
	return m.readWithin(ctx, m.reading.scan, what, fn)
}

func (m *Module) readWithin(ctx context.Context, patience time.Duration, what string, fn func(context.Context, store.Querier) error) error {
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := store.InTxWithin(within, m.pool, m.reading.connect, options, func(tx pgx.Tx) error { return fn(within, tx) })
	return store.Away(ctx, err, what)
}

// pathCharacter is the route's character.
func pathCharacter(r *http.Request) (string, error) {
	name, err := api.Path(r, "character")
	if err != nil {
		return "", err
	}
	return api.Name(name, "character", event.MaxCharacterName)
}

// unknownCharacter is the answer for one of whom nothing is stored.
func unknownCharacter(name, what string) error {
	return fault.New(fault.NotFound, "there are no %s of %s", what, name)
}

// span reads from and to: times of which the first is included and the second is
// not; nil where a list has no such end.
func span(q api.Query) (from, to *time.Time) {
	if t := q.Time("from", time.Time{}); !t.IsZero() {
		from = &t
	}
	if t := q.Time("to", time.Time{}); !t.IsZero() {
		to = &t
	}
	return from, to
}

// checkSpan refuses an end before its beginning.
func checkSpan(from, to *time.Time) error {
	if from != nil && to != nil && to.Before(*from) {
		return fault.New(fault.Invalid, "to is before from").WithField("to")
	}
	return nil
}
