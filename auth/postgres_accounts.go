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
func (d database) accounts(ctx context.Context, at time.Time) ([]Account, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `
		select u.id, u.username, u.is_admin, u.permissions, u.created_at, u.totp_secret is not null,
			count(s.id) filter (where s.expires_at > $1), max(s.last_seen_at)
		from users u left join sessions s on s.user_id = u.id and s.created_at >= coalesce(u.sessions_valid_from, s.created_at)
		group by u.id order by u.username`, at)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Account])
	for i, a := range found {
		found[i].Permissions = permissionsOf(a.Permissions, a.IsAdmin)
	}
	return found, explain(err)
}

// username is the name of a user, or fault.NotFound.
func (d database) username(ctx context.Context, id int64) (name string, err error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	err = d.pool.QueryRow(limited, `select username from users where id = $1`, id).Scan(&name)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", fault.New(fault.NotFound, "there is no user %d", id)
	}
	return name, explain(err)
}

// insertUser stores a user; a name that is taken is fault.Conflict.
func (d database) insertUser(ctx context.Context, u user, e Entry) (id int64, err error) {
	err = d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if id, err = insertUser(ctx, tx, u); err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
	return id, err
}

func insertUser(ctx context.Context, tx pgx.Tx, u user) (id int64, err error) {
	err = tx.QueryRow(ctx, `insert into users (username, password_hash, is_admin, permissions) values ($1, $2, $3, $4) returning id`,
		u.Username, u.PasswordHash, u.IsAdmin, append([]string{}, u.Permissions...)).Scan(&id)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == uniqueViolation {
		return 0, fault.New(fault.Conflict, "there is a user %q already", u.Username).WithField("username")
	}
	return id, err
}

// changeUser stores a change. A new password, and a right that is taken away, ends
// the user's sessions; those that begin with a look at what was before begin
// before now, and are refused (insertSession). The lock keeps two admins from
// demoting each other.
func (d database) changeUser(ctx context.Context, id int64, c accountChange, now time.Time, e Entry) (ends bool, err error) {
	err = d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `lock table users in share row exclusive mode`); err != nil {
			return err
		}
		var name string
		var isAdmin, lastAdmin bool
		var permissions []string
		err := tx.QueryRow(ctx, `
			select username, is_admin, permissions, is_admin and not exists (select from users where is_admin and id <> $1)
			from users where id = $1`, id).Scan(&name, &isAdmin, &permissions, &lastAdmin)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return fault.New(fault.NotFound, "there is no user %d", id)
		case err != nil:
			return err
		case lastAdmin && c.isAdmin != nil && !*c.isAdmin:
			return lastAdminStays(name)
		}
		ends = c.hash != nil || c.takes(isAdmin, permissions)
		if _, err := tx.Exec(ctx, `
			update users set password_hash = coalesce($2, password_hash), is_admin = coalesce($3, is_admin), permissions = coalesce($4, permissions),
				sessions_valid_from = case when $5 then $6 else sessions_valid_from end
			where id = $1`, id, c.hash, c.isAdmin, c.permissions, ends, now); err != nil {
			return err
		}
		if ends {
			if _, err := tx.Exec(ctx, `delete from sessions where user_id = $1`, id); err != nil {
				return err
			}
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
	return ends && err == nil, err
}

func lastAdminStays(name string) error {
	return fault.New(fault.Conflict, "%q is the last admin; make another one first", name)
}

// deleteUser deletes a user. The lock keeps two admins from deleting each other.
func (d database) deleteUser(ctx context.Context, id int64, e Entry) (Entry, error) {
	err := d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `lock table users in share row exclusive mode`); err != nil {
			return err
		}
		var lastAdmin bool
		err := tx.QueryRow(ctx, `
			delete from users where id = $1
			returning username, is_admin and not exists (select from users where is_admin and id <> $1)`, id).Scan(&e.Target, &lastAdmin)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return fault.New(fault.NotFound, "there is no user %d", id)
		case err != nil:
			return err
		case lastAdmin:
			return lastAdminStays(e.Target)
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
	return e, err
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
