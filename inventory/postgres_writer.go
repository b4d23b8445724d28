package inventory

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// write brings the work into the database in one transaction that moves the
// cursor as well: all of it, once, or nothing.
func (w *writer) write(ctx context.Context, cursor uint64, todo work, careful bool) (changes []*change, err error) {
	err = store.InTx(ctx, w.place.Conn(), func(tx pgx.Tx) error {
		changes = nil
		if err := lockItems(ctx, tx); err != nil {
			return err
		}
		if err := w.place.Move(ctx, tx, cursor, todo.Through); err != nil {
			return err
		}
		a := &applier{tx: tx, careful: careful, recall: w.recall()}
		for i := range todo.Entries {
			l := &todo.Entries[i]
			if l.Event == nil {
				if err := park(ctx, tx, w.log.ID(), l); err != nil {
					return err
				}
				changes = append(changes, &change{position: l.Position, refusal: l.Refusal})
				continue
			}
			c, err := a.apply(ctx, l.Event)
			if err != nil {
				return err
			}
			c.position = l.Position
			changes = append(changes, c)
		}
		return nil
	})
	return changes, err
}

// park sets a record aside.
func park(ctx context.Context, db store.Querier, log uuid.UUID, l *logged) error {
	var kind *string
	if l.Kind != "" {
		kind = &l.Kind
	}
	_, err := db.Exec(ctx, `insert into parked_events (log_id, position, received_at, kind, error, payload) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		log, int64(l.Position), l.ReceivedAt, kind, l.Refusal, l.Payload)
	return err
}
