package auth

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store/fault"
)

// beginFactor stores a second factor that waits for its first code, in place of
// one that waited before. A user who has one already has to take it away first.
func (d database) beginFactor(ctx context.Context, userID int64, sealed []byte, now time.Time) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	tag, err := d.pool.Exec(limited, `
		insert into second_factors (user_id, pending, pending_at)
		select id, $2, $3 from users where id = $1 and totp_secret is null
		on conflict (user_id) do update set pending = excluded.pending, pending_at = excluded.pending_at`, userID, sealed, now)
	if err == nil && tag.RowsAffected() == 0 {
		return fault.New(fault.Conflict, "there is a second factor already; take it away first")
	}
	return explain(err)
}

// pendingFactor is what waits for its first code, not before since.
func (d database) pendingFactor(ctx context.Context, userID int64, since time.Time) (sealed []byte, err error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	err = d.pool.QueryRow(limited, `select pending from second_factors where user_id = $1 and pending is not null and pending_at > $2`, userID, since).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, fault.New(fault.Conflict, "no second factor waits for its first code; begin again")
	}
	return sealed, explain(err)
}

// confirmFactor takes what waited into use, with recovery codes in place of those
// of before.
func (d database) confirmFactor(ctx context.Context, userID int64, sealed []byte, step int64, hashes [][]byte, e Entry) error {
	return d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			update second_factors set pending = null, pending_at = null, last_step = $3 where user_id = $1 and pending = $2`, userID, sealed, step)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New(fault.Conflict, "another second factor was begun meanwhile; use its code")
		}
		if _, err := tx.Exec(ctx, `update users set totp_secret = $2 where id = $1`, userID, sealed); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `delete from recovery_codes where user_id = $1`, userID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])`, userID, hashes); err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
}

// useStep lets a code of a step be used, if none of that step or a later one was.
func (d database) useStep(ctx context.Context, userID, step int64) (used bool, err error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	tag, err := d.pool.Exec(limited, `update second_factors set last_step = $2 where user_id = $1 and last_step < $2`, userID, step)
	return tag.RowsAffected() == 1, explain(err)
}

// lastStep is the step of the last code that a user used.
func (d database) lastStep(ctx context.Context, userID int64) (step int64, err error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	err = d.pool.QueryRow(limited, `select coalesce(max(last_step), 0) from second_factors where user_id = $1`, userID).Scan(&step)
	return step, explain(err)
}

// useRecoveryCode tells whether a user has that recovery code, and takes it away.
func (d database) useRecoveryCode(ctx context.Context, userID int64, hash []byte) (used bool, err error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	tag, err := d.pool.Exec(limited, `delete from recovery_codes where user_id = $1 and code_hash = $2`, userID, hash)
	return tag.RowsAffected() == 1, explain(err)
}

// removeFactor takes a user's second factor away, with what belongs to it.
func (d database) removeFactor(ctx context.Context, userID int64, e Entry) error {
	return d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		for _, sql := range []string{
			`update users set totp_secret = null where id = $1`,
			`delete from second_factors where user_id = $1`,
			`delete from recovery_codes where user_id = $1`,
		} {
			if _, err := tx.Exec(ctx, sql, userID); err != nil {
				return err
			}
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
}

// factorState tells whether a user has a second factor, and how many recovery
// codes are left.
func (d database) factorState(ctx context.Context, userID int64) (enabled bool, left int, err error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	err = d.pool.QueryRow(limited, `
		select totp_secret is not null, (select count(*) from recovery_codes where user_id = $1) from users where id = $1`, userID).Scan(&enabled, &left)
	return enabled, left, explain(err)
}
