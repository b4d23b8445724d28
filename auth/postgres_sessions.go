package auth

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"overlord/store/fault"
)

// insertSession stores a new session. If its user was deleted, or all his sessions
// were ended, since it began, it is fault.Unauthenticated: the lock lets a change
// that is under way come first.
func (d database) insertSession(ctx context.Context, tokenHash string, s session) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	tag, err := d.pool.Exec(limited, `
		insert into sessions (id, user_id, token_hash, created_at, last_seen_at, expires_at, address, user_agent, legacy_signature)
		select $1, u.id, $3, $4, $4, $5, $6, $7, $8 from users u
		where u.id = $2 and (u.sessions_valid_from is null or u.sessions_valid_from <= $4)
		for share of u`,
		s.ID, s.UserID, tokenHash, s.CreatedAt, s.ExpiresAt, nullAddr(s.Address), s.UserAgent, s.Legacy)
	if err == nil && tag.RowsAffected() == 0 {
		return fault.New(fault.Unauthenticated, "this user was just changed; sign in again")
	}
	return explain(err)
}

func nullAddr(a netip.Addr) *netip.Addr {
	if !a.IsValid() {
		return nil
	}
	return &a
}

// sessionRow is a session with its user's name and rights as they are now.
type sessionRow struct {
	TokenHash   string
	ID          uuid.UUID
	UserID      int64
	Username    string
	IsAdmin     bool
	Permissions []string // the column's
	CreatedAt   time.Time
	ExpiresAt   time.Time
}

// findSessions returns those of the sessions with these token hashes that hold at
// that time.
func (d database) findSessions(ctx context.Context, tokenHashes []string, at time.Time) (map[string]session, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `
		select s.token_hash, s.id, s.user_id, u.username, u.is_admin, u.permissions, s.created_at, s.expires_at
		from sessions s join users u on u.id = s.user_id
		where s.token_hash = any($1) and s.expires_at > $2
		and (u.sessions_valid_from is null or s.created_at >= u.sessions_valid_from)`, tokenHashes, at)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[sessionRow])
	if err != nil {
		return nil, explain(err)
	}
	sessions := make(map[string]session, len(found))
	for _, r := range found {
		sessions[r.TokenHash] = session{
			ID: r.ID, UserID: r.UserID, Username: r.Username, IsAdmin: r.IsAdmin,
			Permissions: permissionsOf(r.Permissions, r.IsAdmin), CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
		}
	}
	return sessions, nil
}

// deleteSessions ends the sessions with these token hashes, those that exist, and
// the Python service's cookies that go with them.
func (d database) deleteSessions(ctx context.Context, tokenHashes []string) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	_, err := d.pool.Exec(limited, `
		with gone as (delete from sessions where token_hash = any($1) returning legacy_signature, expires_at)
		insert into legacy_ended (signature, expires_at)
		select legacy_signature, expires_at + interval '1 minute' from gone where legacy_signature is not null on conflict do nothing`, tokenHashes)
	return explain(err)
}

// OwnSession is one of a user's sessions as the user sees it.
type OwnSession struct {
	ID         uuid.UUID   `json:"id"`
	CreatedAt  time.Time   `json:"created_at"`
	LastSeenAt time.Time   `json:"last_seen_at"` // to the half minute
	ExpiresAt  time.Time   `json:"expires_at"`
	Address    *netip.Addr `json:"address"` // where it was signed in from
	UserAgent  string      `json:"user_agent"`
	Current    bool        `json:"current" db:"-"` // it is the one that asks
}

// sessionsOf are a user's sessions that hold at that time, the newest first.
func (d database) sessionsOf(ctx context.Context, userID int64, at time.Time) ([]OwnSession, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `
		select s.id, s.created_at, s.last_seen_at, s.expires_at, s.address, s.user_agent
		from sessions s join users u on u.id = s.user_id
		where u.id = $1 and s.expires_at > $2 and (u.sessions_valid_from is null or s.created_at >= u.sessions_valid_from)
		order by s.created_at desc, s.id`, userID, at)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[OwnSession])
	return found, explain(err)
}

// deleteSession ends one of a user's sessions, and the Python service's cookie that
// goes with it, whose signature it returns; or is fault.NotFound.
func (d database) deleteSession(ctx context.Context, userID int64, id uuid.UUID, e Entry) (signature []byte, err error) {
	err = d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var expires time.Time
		err := tx.QueryRow(ctx, `delete from sessions where user_id = $1 and id = $2 returning legacy_signature, expires_at`, userID, id).Scan(&signature, &expires)
		if errors.Is(err, pgx.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no such session of yours")
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			insert into legacy_ended (signature, expires_at) select $1, $2 where $1::bytea is not null on conflict do nothing`, signature, expires.Add(time.Minute)); err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
	return signature, err
}

// endSessions ends all of a user's sessions that began before now.
func (d database) endSessions(ctx context.Context, userID int64, now time.Time, e Entry) error {
	return d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update users set sessions_valid_from = $2 where id = $1`, userID, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `delete from sessions where user_id = $1 and created_at < $2`, userID, now); err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
}

// touchSessions stores when sessions were last seen.
func (d database) touchSessions(ctx context.Context, seen map[uuid.UUID]time.Time) error {
	ids, times := unzipped(seen)
	limited, cancel := bounded(ctx)
	defer cancel()
	_, err := d.pool.Exec(limited, `
		update sessions s set last_seen_at = t.at
		from unnest($1::uuid[], $2::timestamptz[]) t(id, at)
		where s.id = t.id and s.last_seen_at < t.at`, ids, times)
	return explain(err)
}

// purgeSessions deletes the rows of sessions that expired before that time.
func (d database) purgeSessions(ctx context.Context, before time.Time) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	_, err := d.pool.Exec(limited, `delete from sessions where expires_at <= $1`, before)
	return explain(err)
}
