package auth

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// userByName is the user of exactly that name, or the zero user.
func (d database) userByName(ctx context.Context, name string) (user, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `
		select id, username, password_hash, is_admin, permissions, sessions_valid_from, totp_secret from users where username = $1`, name)
	if err != nil {
		return user{}, explain(err)
	}
	found, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[user])
	if errors.Is(err, pgx.ErrNoRows) {
		return user{}, nil
	}
	return found, explain(err)
}

// anyUser tells whether there is a user.
func (d database) anyUser(ctx context.Context) (found bool, err error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	err = d.pool.QueryRow(limited, `select exists (select from users)`).Scan(&found)
	return found, explain(err)
}

// insertFirstAdmin stores the first user, if there is still none, and calls keep
// before the commit: either both happen or neither. The lock lets one server
// after the other look; sign-ins read on.
func (d database) insertFirstAdmin(ctx context.Context, u user, keep func() error) (made bool, err error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	err = store.InTx(limited, d.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(limited, `lock table users in share row exclusive mode`); err != nil {
			return err
		}
		tag, err := tx.Exec(limited, `
			insert into users (username, password_hash, is_admin)
			select $1, $2, true where not exists (select from users)`, u.Username, u.PasswordHash)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		made = true
		return keep()
	})
	if err != nil {
		return false, explain(err)
	}
	return made, nil
}

// findHolders returns those of the users with these ids that exist.
func (d database) findHolders(ctx context.Context, ids []int64) (map[int64]holder, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `
		select id, username, is_admin, permissions, sessions_valid_from from users where id = any($1)`, ids)
	if err != nil {
		return nil, explain(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[holder])
	if err != nil {
		return nil, explain(err)
	}
	found := make(map[int64]holder, len(list))
	for _, h := range list {
		found[h.ID] = h
	}
	return found, nil
}
