package tracker

import (
	"context"
	"log/slog"
	"time"

	"overlord/store"
)

const (
	// gameRetry is how often a database that is away is tried again.
	gameRetry = 2 * time.Second

	// gameWriteTime is what one try may take, the last one at a stop included.
	gameWriteTime = 3 * time.Second
)

// gameWriter brings the game server's states into the database, beside the
// recorder and never in its way.
type gameWriter struct {
	game   *gameServer
	db     store.Querier
	now    func() time.Time
	logger *slog.Logger
	loaded bool
	failed bool // the last try did, and the log says so
}

// run reads what the database holds, then writes each row as it is made, until
// ctx ends. Rows wait in memory while the database is away.
func (w *gameWriter) run(ctx context.Context) error {
	for {
		wait := time.Duration(0) // until a row is made
		if err := w.try(ctx); err != nil {
			wait = gameRetry
		}
		if !w.rest(ctx, wait) {
			_ = w.try(context.WithoutCancel(ctx)) // what fails now has been said
			return nil
		}
	}
}

// rest waits for the next row or, if a time is given, for that; false: ctx ended.
func (w *gameWriter) rest(ctx context.Context, wait time.Duration) bool {
	if wait > 0 {
		return store.Pause(ctx, wait) == nil
	}
	select {
	case <-ctx.Done():
		return false
	case <-w.game.wake:
		return true
	}
}

// try reads and writes what is to be read and written.
func (w *gameWriter) try(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, gameWriteTime)
	defer cancel()
	err := w.catchUp(ctx)
	if err != nil && !w.failed {
		w.logger.Warn("the game server's state is not stored; it is kept and tried again", "error", err)
	}
	w.failed = err != nil
	return err
}

func (w *gameWriter) catchUp(ctx context.Context) error {
	if !w.loaded {
		now := w.now()
		rows, since, err := loadGameHistory(ctx, w.db, now.Add(-historyLength))
		if err != nil {
			return err
		}
		w.game.learn(rows, since, now)
		w.loaded = true
	}
	rows, last := w.game.toWrite()
	if len(rows) == 0 {
		return nil
	}
	if err := storeGameHistory(ctx, w.db, rows); err != nil {
		return err
	}
	w.game.written(last)
	return nil
}
