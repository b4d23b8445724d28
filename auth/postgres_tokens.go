package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"overlord/store/fault"
)

// insertToken stores a token.
func (d database) insertToken(ctx context.Context, t APIToken, userID int64, permissions []string, hash string, e Entry) error {
	return d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `
			insert into api_tokens (id, user_id, name, token_hash, permissions, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
			t.ID, userID, t.Name, hash, append([]string{}, permissions...), t.CreatedAt, t.ExpiresAt); err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
}

// deleteToken deletes a token, or is fault.NotFound. It names the token in the
// entry.
func (d database) deleteToken(ctx context.Context, id uuid.UUID, e Entry) (Entry, error) {
	err := d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `delete from api_tokens where id = $1 returning name`, id).Scan(&e.Target)
		if errors.Is(err, pgx.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no such token")
		}
		if err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
	return e, err
}

// tokenRow is a token with its user's rights as they are now.
type tokenRow struct {
	TokenHash            string
	ID                   uuid.UUID
	UserID               int64
	Username             string
	IsAdmin              bool
	UserMay, Permissions []string
	Name                 string
	CreatedAt, ExpiresAt time.Time
	LastUsedAt           *time.Time
}

const selectTokens = `
	select t.token_hash, t.id, t.user_id, u.username, u.is_admin, u.permissions, t.permissions, t.name, t.created_at, t.expires_at, t.last_used_at
	from api_tokens t join users u on u.id = t.user_id `

// findTokens returns those with these hashes that hold at that time, as sessions.
func (d database) findTokens(ctx context.Context, tokenHashes []string, at time.Time) (map[string]session, error) {
	found, err := d.tokenRows(ctx, selectTokens+`where t.token_hash = any($1) and t.expires_at > $2`, tokenHashes, at)
	if err != nil {
		return nil, err
	}
	tokens := make(map[string]session, len(found))
	for _, r := range found {
		tokens[r.TokenHash] = session{
			ID: r.ID, UserID: r.UserID, Username: r.Username, Via: ViaToken,
			Permissions: granted(r.Permissions, permissionsOf(r.UserMay, r.IsAdmin)), CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
		}
	}
	return tokens, nil
}

// allTokens are all tokens, the newest first.
func (d database) allTokens(ctx context.Context) ([]APIToken, error) {
	found, err := d.tokenRows(ctx, selectTokens+`order by t.created_at desc, t.id`)
	tokens := make([]APIToken, len(found))
	for i, r := range found {
		tokens[i] = APIToken{
			ID: r.ID, Name: r.Name, Username: r.Username, Permissions: granted(r.Permissions, permissionsOf(r.UserMay, r.IsAdmin)),
			CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, LastUsedAt: r.LastUsedAt,
		}
	}
	return tokens, err
}

func (d database) tokenRows(ctx context.Context, sql string, args ...any) ([]tokenRow, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, sql, args...)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[tokenRow])
	return found, explain(err)
}

// touchTokens stores when tokens were last used.
func (d database) touchTokens(ctx context.Context, seen map[uuid.UUID]time.Time) error {
	ids, times := unzipped(seen)
	limited, cancel := bounded(ctx)
	defer cancel()
	_, err := d.pool.Exec(limited, `
		update api_tokens a set last_used_at = t.at
		from unnest($1::uuid[], $2::timestamptz[]) t(id, at)
		where a.id = t.id and (a.last_used_at is null or a.last_used_at < t.at)`, ids, times)
	return explain(err)
}

// purgeTokens deletes the tokens that expired before that time.
func (d database) purgeTokens(ctx context.Context, before time.Time) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	_, err := d.pool.Exec(limited, `delete from api_tokens where expires_at <= $1`, before)
	return explain(err)
}
