package progress

import (
	"context"
	"fmt"

	"overlord/store"
)

// load reads how far the reader has come with this log. A log that the database
// has not met begins after the position before.
func (k *Keeper) load(ctx context.Context, before uint64) (uint64, error) {
	_, err := k.Conn().Exec(ctx, `insert into ingest_cursor (reader, log_id, position) values ($1, $2, $3) on conflict do nothing`,
		k.Reader, k.Log.ID(), int64(before))
	if err != nil {
		return 0, fmt.Errorf("begin a cursor: %w", err)
	}
	var position int64
	err = k.Conn().QueryRow(ctx, `select position from ingest_cursor where reader = $1 and log_id = $2`, k.Reader, k.Log.ID()).Scan(&position)
	if err != nil {
		return 0, fmt.Errorf("read the cursor: %w", err)
	}
	return uint64(position), nil
}

// Move moves the cursor from one position to another, in the transaction that
// stores what lies between. It fails where the cursor is not where it was left:
// then somebody else wrote, and nothing of this transaction may be stored.
func (k *Keeper) Move(ctx context.Context, db store.Querier, from, to uint64) error {
	tag, err := db.Exec(ctx, `update ingest_cursor set position = $4, updated_at = now() where reader = $1 and log_id = $2 and position = $3`,
		k.Reader, k.Log.ID(), int64(from), int64(to))
	if err != nil {
		return fmt.Errorf("move the cursor: %w", err)
	}
	if tag.RowsAffected() != 1 {
		return fmt.Errorf("the cursor is not at %d any more", from)
	}
	return nil
}
