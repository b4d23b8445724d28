package tracker

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/tracker/event"
)

// copyHead begins PostgreSQL's binary COPY format: its signature, no flags, no
// extension. https://www.postgresql.org/docs/current/sql-copy.html
const copyHead = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00"

// postgresEpoch is the zero of PostgreSQL's times.
var postgresEpoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// copyRows is a table's rows in the binary COPY format. It is written here and
// not by the driver, because it is the hottest path of the recorder: a value
// costs an append, not an allocation and a search for its codec.
type copyRows struct {
	text    []byte
	columns int
	rows    int
}

func newCopyRows(c copied, sizeHint int) *copyRows {
	r := &copyRows{columns: len(c.columns), text: make([]byte, 0, len(copyHead)+sizeHint+2)}
	r.text = append(r.text, copyHead...)
	return r
}

// next begins a row.
func (r *copyRows) next() {
	r.rows++
	r.text = binary.BigEndian.AppendUint16(r.text, uint16(r.columns))
}

func (r *copyRows) str(v string) {
	r.text = binary.BigEndian.AppendUint32(r.text, uint32(len(v)))
	r.text = append(r.text, v...)
}

func (r *copyRows) int8(v int64) {
	r.text = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(r.text, 8), uint64(v))
}

func (r *copyRows) int4(v int32) {
	r.text = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(r.text, 4), uint32(v))
}

func (r *copyRows) float8(v float64) { r.int8(int64(math.Float64bits(v))) }

// time is a timestamptz: microseconds, of which the rest is cut.
func (r *copyRows) time(v time.Time) { r.int8(v.UnixMicro() - postgresEpoch.UnixMicro()) }

func (r *copyRows) null() { r.text = binary.BigEndian.AppendUint32(r.text, math.MaxUint32) }

// optional writes a value, or null where it is not set.
func optional[T any](r *copyRows, v event.Opt[T], write func(T)) {
	if v.OK {
		write(v.V)
	} else {
		r.null()
	}
}

// send appends the rows to the table, through its staging table where there is one.
func (r *copyRows) send(ctx context.Context, tx pgx.Tx, to copied, staged map[string]bool) error {
	if r.rows == 0 {
		return nil
	}
	table := to.table
	if staged[to.table] {
		table = to.staging()
	}
	names := make([]string, len(to.columns))
	for i, name := range to.columns {
		names[i] = pgx.Identifier{name}.Sanitize()
	}
	r.text = binary.BigEndian.AppendUint16(r.text, math.MaxUint16) // the end
	sql := fmt.Sprintf(`copy %s (%s) from stdin binary`, table, strings.Join(names, ", "))
	if _, err := tx.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(r.text), sql); err != nil {
		return err
	}
	if staged[to.table] {
		return to.unstage(ctx, tx)
	}
	return nil
}

// telemetryRowSize is the size of a usual row in the format, in bytes.
const telemetryRowSize = 320

func copyTelemetry(ctx context.Context, tx pgx.Tx, w work, staged map[string]bool) error {
	r := newCopyRows(telemetryCopy, telemetryRowSize*len(w.Entries))
	next := bodies[*event.Telemetry](w)
	for ev, t := next(); ev != nil; ev, t = next() {
		r.telemetry(ev, t)
	}
	return r.send(ctx, tx, telemetryCopy, staged)
}

// telemetry writes a row of telemetryColumns.
func (r *copyRows) telemetry(ev *event.Event, t *event.Telemetry) {
	r.next()
	r.str(ev.CharacterName)
	optional(r, t.CharTag, r.str)
	r.str(t.SessionID)
	r.time(ev.Timestamp)
	r.time(ev.ReceivedAt)
	r.float8(t.EW)
	r.float8(t.NS)
	optional(r, t.Z, r.float8)
	r.int8(t.Kills)
	optional(r, t.KillsPerHour, r.float8)
	optional(r, t.OnlineTime, r.str)
	optional(r, t.Deaths, r.int4)
	optional(r, t.TotalDeaths, r.int4)
	optional(r, t.RaresFound, r.int4)
	optional(r, t.PrismaticTaperCount, r.int4)
	optional(r, t.VTState, r.str)
	optional(r, t.MemMB, r.float8)
	optional(r, t.CPUPct, r.float8)
	optional(r, t.MemHandles, r.int4)
	optional(r, t.LatencyMS, r.float8)
}

func copySpawns(ctx context.Context, tx pgx.Tx, w work, staged map[string]bool) error {
	r := newCopyRows(spawnCopy, 0)
	next := bodies[*event.Spawn](w)
	for ev, s := next(); ev != nil; ev, s = next() {
		r.spawn(ev, s)
	}
	return r.send(ctx, tx, spawnCopy, staged)
}

// spawn writes a row of spawnColumns.
func (r *copyRows) spawn(ev *event.Event, s *event.Spawn) {
	r.next()
	r.str(ev.CharacterName)
	r.str(s.Mob)
	r.time(ev.Timestamp)
	r.float8(s.EW)
	r.float8(s.NS)
	optional(r, s.Z, r.float8)
}
