package auth

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// findLegacy returns those of the cookies whose user exists and that were not ended,
// as sessions.
func (d database) findLegacy(ctx context.Context, cookies map[string]legacyCookie) (map[string]session, error) {
	if len(cookies) == 0 {
		return nil, nil
	}
	var names []string
	var signatures [][]byte
	for _, c := range cookies {
		names, signatures = append(names, c.username), append(signatures, c.signature[:])
	}
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `
		select u.id, u.username, u.password_hash, u.is_admin, u.permissions, u.sessions_valid_from, c.signature
		from unnest($1::text[], $2::bytea[]) c(username, signature) join users u using (username)
		where not exists (select from legacy_ended e where e.signature = c.signature)`, names, signatures)
	if err != nil {
		return nil, explain(err)
	}
	users := make(map[string]user)
	var u user
	var signature []byte
	_, err = pgx.ForEachRow(rows, []any{&u.ID, &u.Username, &u.PasswordHash, &u.IsAdmin, &u.Permissions, &u.ValidFrom, &signature}, func() error {
		users[string(signature)] = u
		u = user{}
		return nil
	})
	if err != nil {
		return nil, explain(err)
	}
	found := make(map[string]session)
	for key, c := range cookies {
		u, ok := users[string(c.signature[:])]
		if !ok || u.ValidFrom != nil && c.at.Before(*u.ValidFrom) {
			continue
		}
		found[key] = session{
			ID: legacyID(c.signature[:]), UserID: u.ID, Username: u.Username, IsAdmin: u.IsAdmin, Via: ViaLegacy,
			Permissions: permissionsOf(u.Permissions, u.IsAdmin), CreatedAt: c.at.UTC(), ExpiresAt: c.expires(), Legacy: c.signature[:],
		}
	}
	return found, nil
}

// endLegacy remembers that cookies have ended.
func (d database) endLegacy(ctx context.Context, cookies []legacyCookie) error {
	batch := &pgx.Batch{}
	for _, c := range cookies {
		batch.Queue(`insert into legacy_ended (signature, expires_at) values ($1, $2) on conflict do nothing`, c.signature[:], c.expires())
	}
	limited, cancel := bounded(ctx)
	defer cancel()
	return explain(d.pool.SendBatch(limited, batch).Close())
}

// purgeLegacy forgets the cookies that would have expired before that time.
func (d database) purgeLegacy(ctx context.Context, before time.Time) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	_, err := d.pool.Exec(limited, `delete from legacy_ended where expires_at <= $1`, before)
	return explain(err)
}
