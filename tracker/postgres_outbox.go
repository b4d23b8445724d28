package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// maxDue bounds the rows of one look at the outbox. Whatever is stale among them
// makes one summary; there are more only after a storm of alerts.
const maxDue = 10_000

// outbox is the table alert_outbox, as the sender needs it.
type outbox struct{ db store.Querier }

// prune forgets the rows older than this that are settled: sent, given up, or
// never to be sent.
func (o outbox) prune(ctx context.Context, before time.Time) (int64, error) {
	tag, err := o.db.Exec(ctx, `delete from alert_outbox where created_at < $1 and state not in ('waiting', 'sending', 'repeat', 'repeating')`, before)
	if err != nil {
		return 0, fmt.Errorf("forget old alerts: %w", err)
	}
	return tag.RowsAffected(), nil
}

// Recover implements alertOutbox.
func (o outbox) Recover(ctx context.Context) error {
	_, err := o.db.Exec(ctx, `update alert_outbox set state = case state when 'sending' then 'repeat' else 'unsure' end
		where state in ('sending', 'repeating')`)
	return err
}

// Due implements alertOutbox.
func (o outbox) Due(ctx context.Context) ([]OutboxAlert, error) {
	return o.list(ctx, `where state in ('waiting', 'repeat') order by id limit $1`, maxDue)
}

// Begin implements alertOutbox.
func (o outbox) Begin(ctx context.Context, ids []int64) error {
	tag, err := o.db.Exec(ctx, `update alert_outbox set state = case state when 'waiting' then 'sending' else 'repeating' end, attempts = attempts + 1
		where id = any($1) and state in ('waiting', 'repeat')`, ids)
	if err == nil && tag.RowsAffected() != int64(len(ids)) {
		err = fmt.Errorf("of %d alerts only %d are still to be sent", len(ids), tag.RowsAffected())
	}
	return err
}

// Settle implements alertOutbox.
func (o outbox) Settle(ctx context.Context, ids []int64, outcome sendOutcome, at time.Time) error {
	var err error
	switch outcome {
	case outcomeNotSent:
		_, err = o.db.Exec(ctx, `update alert_outbox set state = case state when 'sending' then 'waiting' else 'repeat' end
			where id = any($1) and state in ('sending', 'repeating')`, ids)
	case outcomeUnsure:
		_, err = o.db.Exec(ctx, `update alert_outbox set state = 'repeat' where id = any($1) and state in ('sending', 'repeating')`, ids)
	case outcomeRefused:
		_, err = o.db.Exec(ctx, `update alert_outbox set state = 'failed' where id = any($1) and state in ('sending', 'repeating')`, ids)
	default:
		_, err = o.db.Exec(ctx, `update alert_outbox set state = $2, sent_at = $3 where id = any($1) and state in ('waiting', 'repeat', 'sending', 'repeating')`,
			ids, string(outcome), at)
	}
	return err
}

// outboxFilter chooses rows; what is empty chooses all.
type outboxFilter struct {
	Character, Kind, State string
	Before                 int64 // ids below; 0: from the newest
	Limit                  int
}

// History lists rows, newest first, and one more than the limit where there is one.
func (o outbox) History(ctx context.Context, f outboxFilter) ([]OutboxAlert, error) {
	return o.list(ctx, `where ($1 = '' or character_name = $1) and ($2 = '' or kind = $2) and ($3 = '' or state = $3) and ($4 = 0 or id < $4)
		order by id desc limit $5`, f.Character, f.Kind, f.State, f.Before, f.Limit+1)
}

func (o outbox) list(ctx context.Context, which string, args ...any) ([]OutboxAlert, error) {
	rows, err := o.db.Query(ctx, `select id, cause, kind, character_name, payload, created_at, state, attempts, sent_at from alert_outbox `+which, args...)
	if err != nil {
		return nil, fmt.Errorf("read the alerts: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (OutboxAlert, error) {
		var a OutboxAlert
		var payload []byte
		err := row.Scan(&a.ID, &a.Cause, &a.Kind, &a.CharacterName, &payload, &a.CreatedAt, &a.State, &a.Attempts, &a.SentAt)
		a.CreatedAt = a.CreatedAt.UTC()
		if json.Unmarshal(payload, &a.Payload) != nil || a.Payload.At.IsZero() { // somebody wrote it by hand
			a.Payload = AlertPayload{At: a.CreatedAt}
		}
		if a.SentAt != nil {
			*a.SentAt = a.SentAt.UTC()
		}
		return a, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the alerts: %w", err)
	}
	return list, nil
}
