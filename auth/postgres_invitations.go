package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/store/fault"
)

// insertInvitation stores an invitation.
func (d database) insertInvitation(ctx context.Context, i Invitation, hash string, e Entry) error {
	return d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `
			insert into invitations (id, token_hash, is_admin, permissions, note, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			i.ID, hash, i.IsAdmin, i.Permissions, i.Note, i.CreatedBy, i.CreatedAt, i.ExpiresAt); err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
}

const selectInvitations = `
	select id, is_admin, permissions, note, created_by, created_at, expires_at, used_at, used_by from invitations `

// allInvitations are those that hold, were used or expired a while ago, the newest
// first. What is older than since is deleted, by a server that may.
func (d database) allInvitations(ctx context.Context, since time.Time) ([]Invitation, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	if _, err := d.pool.Exec(limited, `delete from invitations where expires_at < $1`, since); err != nil && !store.IsReadOnly(err) {
		return nil, explain(err)
	}
	rows, err := d.pool.Query(limited, selectInvitations+`where expires_at >= $1 order by created_at desc, id`, since)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Invitation])
	return found, explain(err)
}

// findInvitation is the invitation with that hash, if it holds at that time.
func (d database) findInvitation(ctx context.Context, hash string, at time.Time) (Invitation, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, selectInvitations+`where token_hash = $1 and used_at is null and expires_at > $2`, hash, at)
	if err != nil {
		return Invitation{}, explain(err)
	}
	found, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Invitation])
	if errors.Is(err, pgx.ErrNoRows) {
		return Invitation{}, noInvitation()
	}
	return found, explain(err)
}

// useInvitation stores the user whom an invitation makes, and that it was used; of
// two who use it at once, one does.
func (d database) useInvitation(ctx context.Context, hash string, u user, at time.Time, e Entry) (id int64, err error) {
	err = d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			update invitations set used_at = $2, used_by = $3 where token_hash = $1 and used_at is null and expires_at > $2`, hash, at, u.Username)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return noInvitation()
		}
		if id, err = insertUser(ctx, tx, u); err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
	return id, err
}

// deleteInvitation deletes an invitation, or is fault.NotFound.
func (d database) deleteInvitation(ctx context.Context, id uuid.UUID, e Entry) (Entry, error) {
	err := d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `delete from invitations where id = $1 returning note`, id).Scan(&e.Target)
		if errors.Is(err, pgx.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no such invitation")
		}
		if err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
	return e, err
}
