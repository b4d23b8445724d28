package auth

import (
	"context"
	"net/netip"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// insertAudit stores entries.
func (d database) insertAudit(ctx context.Context, entries []Entry) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	return explain(insertAudit(limited, d.pool, entries))
}

// insertAudit stores entries with a connection or within a transaction.
func insertAudit(ctx context.Context, db store.Querier, entries []Entry) error {
	batch := &pgx.Batch{}
	for _, e := range entries {
		batch.Queue(`
			insert into audit_log ("timestamp", action, username, via, address, target, ok, detail) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			e.Timestamp, e.Action, e.Username, e.Via, nullAddr(e.Address), e.Target, e.OK, e.Detail)
	}
	return db.SendBatch(ctx, batch).Close()
}

// auditAsked is which entries are wanted; zero values: all.
type auditAsked struct {
	username, action string
	from, to         time.Time
	before           int64 // id
}

// auditRow is an entry as the table has it.
type auditRow struct {
	ID                    int64
	Timestamp             time.Time
	Action, Username, Via string
	Address               *netip.Addr
	Target                string
	OK                    bool
	Detail                string
}

// findAudit returns entries, newest first.
func (d database) findAudit(ctx context.Context, asked auditAsked, limit int) ([]Entry, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `
		select id, "timestamp", action, username, via, address, target, ok, detail from audit_log
		where ($1 = '' or username = $1) and ($2 = '' or action = $2)
		and ($3::timestamptz is null or "timestamp" >= $3) and ($4::timestamptz is null or "timestamp" < $4)
		and ($5 = 0 or id < $5)
		order by id desc limit $6`,
		asked.username, asked.action, nullTime(asked.from), nullTime(asked.to), asked.before, limit)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[auditRow])
	entries := make([]Entry, len(found))
	for i, r := range found {
		entries[i] = Entry{ID: r.ID, Timestamp: r.Timestamp.UTC(), Action: r.Action, Username: r.Username, Via: r.Via, Target: r.Target, OK: r.OK, Detail: r.Detail}
		if r.Address != nil {
			entries[i].Address = *r.Address
		}
	}
	return entries, explain(err)
}

func nullTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// purgeAudit deletes what is older than before, and all but the newest most.
func (d database) purgeAudit(ctx context.Context, before time.Time, most int64) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	_, err := d.pool.Exec(limited, `
		delete from audit_log where "timestamp" < $1 or id <= (select id from audit_log order by id desc offset $2 limit 1)`, before, most)
	return explain(err)
}
