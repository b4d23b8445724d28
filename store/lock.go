package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// releaseTimeout bounds giving a lock back; closing the connection does it too.
const releaseTimeout = 2 * time.Second

// ErrLocked says that another session holds the lock.
var ErrLocked = errors.New("the lock is held by another session")

// Lock is an advisory lock of a database, held by a session of its own, beside
// the pool. It lasts exactly as long as its connection, so that whoever does its
// work on that very connection cannot work without the lock: when the connection
// breaks or the server restarts, the lock is gone and the next statement fails.
// Not safe for concurrent use, as the connection is not.
type Lock struct {
	name string
	conn *pgx.Conn
}

// TryLock takes the lock of a name, or fails with ErrLocked, naming the holder
// where it can be seen, without waiting.
func TryLock(ctx context.Context, pool *pgxpool.Pool, name string) (*Lock, error) {
	conn, err := connect(ctx, pool)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	l := &Lock{name: name, conn: conn}
	held, err := l.try(ctx)
	if err == nil && !held {
		err = fmt.Errorf("%w%s", ErrLocked, l.holder(ctx))
	}
	if err != nil {
		closeSession(ctx, conn)
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	return l, nil
}

// try takes the lock. The server is told to probe a silent network, so that it
// frees the lock of a holder whose machine is gone within a minute.
func (l *Lock) try(ctx context.Context) (held bool, err error) {
	_, err = l.conn.Exec(ctx, `set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3`)
	if err != nil {
		return false, err
	}
	err = l.conn.QueryRow(ctx, `select pg_try_advisory_lock($1)`, lockKey(l.name)).Scan(&held)
	return held, err
}

// holder describes who has the lock, for an error message; "" when it cannot be
// seen.
func (l *Lock) holder(ctx context.Context) string {
	var text string
	err := l.conn.QueryRow(ctx, `
		select format(': %s, process %s of the server, since %s', coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid, date_trunc('second', a.backend_start))
		from pg_locks l join pg_stat_activity a using (pid)
		where l.locktype = 'advisory' and l.granted and l.objsubid = 1
			and l.database = (select oid from pg_database where datname = current_database())
			and ((l.classid::bigint << 32) | l.objid::bigint) = $1`, lockKey(l.name)).Scan(&text)
	if err != nil {
		return ""
	}
	return text
}

// Conn is the connection that holds the lock, to work on.
func (l *Lock) Conn() *pgx.Conn { return l.conn }

// Lost is closed when the connection, and with it the lock, is known to be gone:
// by a statement that failed on it, or by Release.
func (l *Lock) Lost() <-chan struct{} { return l.conn.PgConn().CleanupDone() }

// Check asks the server whether the lock is still held; for a holder that has
// been idle. An error is the loss of the lock.
func (l *Lock) Check(ctx context.Context) error {
	if err := l.conn.Ping(ctx); err != nil {
		return fmt.Errorf("lock %s is lost: %w", l.name, err)
	}
	return nil
}

// Release gives the lock back and closes the connection.
func (l *Lock) Release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTimeout)
	defer cancel()
	if !l.conn.IsClosed() {
		_, _ = l.conn.Exec(ctx, `select pg_advisory_unlock($1)`, lockKey(l.name)) // the close below does it too, a little later
	}
	_ = l.conn.Close(ctx)
}

// closeSession ends a session whose context may have ended.
func closeSession(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTimeout)
	defer cancel()
	_ = conn.Close(ctx)
}

// lockKey turns a name into the number that PostgreSQL wants. A database's
// locks are its own, so that only our own names share the numbers.
func lockKey(name string) int64 {
	sum := sha256.Sum256([]byte("overlord/" + name))
	return int64(binary.BigEndian.Uint64(sum[:]))
}
