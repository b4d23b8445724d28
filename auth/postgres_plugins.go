package auth

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/netip"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"overlord/store"
	"overlord/store/fault"
)

// insertPluginSecret stores a named secret; a name that is taken is
// fault.Conflict.
func (d database) insertPluginSecret(ctx context.Context, s NamedSecret, hash [sha256.Size]byte, e Entry) error {
	return d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			insert into plugin_secrets (id, name, secret_hash, created_by, created_at)
			select $1, $2, $3, $4, $5 where (select count(*) from plugin_secrets) < $6`, s.ID, s.Name, hash[:], s.CreatedBy, s.CreatedAt, maxNamedSecrets)
		var pg *pgconn.PgError
		switch {
		case errors.As(err, &pg) && pg.Code == uniqueViolation:
			return fault.New(fault.Conflict, "there is a secret %q already", s.Name).WithField("name")
		case err != nil:
			return err
		case tag.RowsAffected() == 0:
			return fault.New(fault.Conflict, "there are %d secrets already; revoke some first", maxNamedSecrets)
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
}

// deletePluginSecret deletes a named secret, or is fault.NotFound.
func (d database) deletePluginSecret(ctx context.Context, id uuid.UUID, e Entry) (Entry, error) {
	err := d.change(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `delete from plugin_secrets where id = $1 returning name`, id).Scan(&e.Target)
		if errors.Is(err, pgx.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no such secret")
		}
		if err != nil {
			return err
		}
		return insertAudit(ctx, tx, []Entry{e})
	})
	return e, err
}

// pluginSecrets are the named secrets as they are compared.
func (d database) pluginSecrets(ctx context.Context) ([]pluginSecret, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `select name, secret_hash from plugin_secrets where length(secret_hash) = $1 order by name`, sha256.Size)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s pluginSecret, err error) {
		var hash []byte
		err = row.Scan(&s.name, &hash)
		copy(s.digest[:], hash)
		return s, err
	})
	return found, explain(err)
}

// namedSecrets are the named secrets as they are shown, by name.
func (d database) namedSecrets(ctx context.Context) ([]NamedSecret, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `select id, name, created_by, created_at, last_used_at, last_address from plugin_secrets order by name`)
	if err != nil {
		return nil, explain(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[NamedSecret])
	return found, explain(err)
}

// secretCharacters are the characters by the name of the secret that they came
// with last.
func (d database) secretCharacters(ctx context.Context) (map[string][]SecretCharacter, error) {
	limited, cancel := bounded(ctx)
	defer cancel()
	rows, err := d.pool.Query(limited, `select secret_name, character_name, since from plugin_secret_uses order by character_name`)
	if err != nil {
		return nil, explain(err)
	}
	uses := make(map[string][]SecretCharacter)
	var secret string
	var c SecretCharacter
	_, err = pgx.ForEachRow(rows, []any{&secret, &c.CharacterName, &c.Since}, func() error {
		uses[secret] = append(uses[secret], c)
		return nil
	})
	return uses, explain(err)
}

// notePluginUses stores with which secrets plugins came, and forgets what is older
// than before.
func (d database) notePluginUses(ctx context.Context, used map[string]secretUse, spoken map[string]characterSecret, before time.Time) error {
	limited, cancel := bounded(ctx)
	defer cancel()
	var names, characters, secrets []string
	var times, sinces []time.Time
	var addresses []*netip.Addr
	for name, u := range used {
		names, times, addresses = append(names, name), append(times, u.at), append(addresses, nullAddr(u.address))
	}
	for character, with := range spoken {
		characters, secrets, sinces = append(characters, character), append(secrets, with.secret), append(sinces, with.since)
	}
	return explain(store.InTx(limited, d.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(limited, `
			update plugin_secrets s set last_used_at = u.at, last_address = u.address
			from unnest($1::text[], $2::timestamptz[], $3::inet[]) u(name, at, address) where s.name = u.name`, names, times, addresses); err != nil {
			return err
		}
		if _, err := tx.Exec(limited, `
			insert into plugin_secret_uses (character_name, secret_name, since)
			select * from unnest($1::text[], $2::text[], $3::timestamptz[])
			on conflict (character_name) do update set secret_name = excluded.secret_name, since = excluded.since`, characters, secrets, sinces); err != nil {
			return err
		}
		_, err := tx.Exec(limited, `delete from plugin_secret_uses where since < $1`, before)
		return err
	}))
}
