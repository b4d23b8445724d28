package auth

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"overlord/store"
	"overlord/store/fault"
)

// changeChannel is where every change of users is announced (NOTIFY), with the
// transaction that makes it: running servers look at their sessions again.
const changeChannel = "overlord_auth"

// uniqueViolation is PostgreSQL's code for a row that is there already.
const uniqueViolation = "23505"

// accounts are all users, by name.
func (d database) accounts(ctx context.Context) ([]Account, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `select id, username, is_admin, permissions, created_at from users order by username`)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Account])
	for i, a := range found {
		found[i].Permissions = permissionsOf(a.Permissions, a.IsAdmin)
	}
	return found, explain(err)
}

// insertUser stores a user; a name that is taken is fault.Conflict.
func (d database) insertUser(ctx context.Context, u user) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	_, err := d.pool.Exec(limited, `insert into users (username, password_hash, is_admin, permissions) values ($1, $2, $3, $4)`,
		u.Username, u.PasswordHash, u.IsAdmin, append([]string{}, u.Permissions...))
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == uniqueViolation {
		return fault.New(fault.Conflict, "there is a user %q already", u.Username).WithField("username")
	}
	return explain(err)
}

// setPassword stores a new hash and ends the user's sessions. Those that begin
// with a look at the old hash begin before now, and are refused (insertSession).
func (d database) setPassword(ctx context.Context, name, hash string, now time.Time) error {
	return d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var id int64
		err := tx.QueryRow(ctx, `update users set password_hash = $2, sessions_valid_from = $3 where username = $1 returning id`, name, hash, now).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return noSuchUser(name)
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `delete from sessions where user_id = $1`, id)
		return err
	})
}

// deleteUser deletes a user. The lock keeps two admins from deleting each other.
func (d database) deleteUser(ctx context.Context, name string) error {
	return d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `lock table users in share row exclusive mode`); err != nil {
			return err
		}
		var lastAdmin bool
		err := tx.QueryRow(ctx, `
			delete from users where username = $1
			returning is_admin and not exists (select from users where is_admin and username <> $1)`, name).Scan(&lastAdmin)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return noSuchUser(name)
		case err == nil && lastAdmin:
			return fault.New(fault.Conflict, "%q is the last admin; make another one first", name)
		}
		return err
	})
}

// change makes a change of users and announces it, or neither.
func (d database) change(ctx context.Context, what func(context.Context, pgx.Tx) error) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	return explain(store.InTx(limited, d.pool, func(tx pgx.Tx) error {
		if err := what(limited, tx); err != nil {
			return err
		}
		_, err := tx.Exec(limited, `select pg_notify($1, '')`, changeChannel)
		return err
	}))
}

func noSuchUser(name string) error {
	return fault.New(fault.NotFound, "there is no user %q", name)
}

// listen calls changed once it listens, since something may have been missed
// before, and then at each announced change. It returns when the connection breaks
// or ctx ends. The connection is one beside the pool's.
func (d database) listen(ctx context.Context, changed func()) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	pooled, err := d.pool.Acquire(limited)
	if err != nil {
		return err
	}
	conn := pooled.Hijack()
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(limited, `listen `+changeChannel); err != nil {
		return err
	}
	for {
		changed()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}
