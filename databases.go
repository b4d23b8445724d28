package main

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/auth"
	"overlord/store"
	"overlord/store/embedded"
	"overlord/tracker"
	"overlord/tracker/adopt"
)

const (
	// spareConnections are those of the private database beyond the pools': for
	// psql, Grafana, backups and PostgreSQL's own reserve.
	spareConnections = 20

	// commandConnections are those of a command beside the server.
	commandConnections = 2

	// reader is who may only read: Grafana, psql and the assistant.
	reader = "overlord_readonly"
)

// privateConfig says what the private database is like.
func (p *program) privateConfig(logger *slog.Logger) embedded.Config {
	c := p.cli
	return embedded.Config{
		DataDir: c.Server.DataDir, BinDir: c.Database.PgBinDir, Listen: c.Database.EmbeddedPgListen, Reader: reader,
		Databases: []string{"dereth", "inventory_db"}, Connections: c.Tracker.TrackerPoolSize + c.Auth.AuthPoolSize + spareConnections,
		Logger: logger.With("module", "postgres"), Getenv: p.getenv,
	}
}

// openDereth opens the database dereth for a command. The private one is that of
// the running server, or is started for the command and stopped after it.
func (p *program) openDereth(ctx context.Context) (pool *pgxpool.Pool, done func(), err error) {
	config, stop := p.cli.Database.Dereth(), func() {}
	if p.cli.Database.Private() {
		private, err := p.openPrivate(ctx, p.cli.Logging.Logger(os.Stderr), false)
		if err != nil {
			return nil, nil, err
		}
		config.URL, stop = private.URL("dereth"), func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
			defer cancel()
			_ = private.Stop(ctx) // it stops with this process at the latest
		}
	}
	config.Name, config.Size = "overlord command", commandConnections
	if pool, err = store.Open(ctx, config); err != nil {
		stop()
		return nil, nil, err
	}
	return pool, func() { pool.Close(); stop() }, nil
}

// openPrivate starts the private database. For a command beside a running server
// it finds that server's.
func (p *program) openPrivate(ctx context.Context, logger *slog.Logger, serving bool) (*embedded.Server, error) {
	config := p.privateConfig(logger)
	if serving {
		return embedded.Start(ctx, config)
	}
	beside, err := embedded.Attach(ctx, config)
	if errors.Is(err, embedded.ErrNotRunning) {
		return embedded.Start(ctx, config)
	}
	return beside, err
}

// schemas brings the tables of dereth up to date. A database that an earlier
// service made is refused before anything is made; with SKIP_SCHEMA_INIT nothing
// is made at all.
func (s *server) schemas(ctx context.Context, pool *pgxpool.Pool) error {
	if s.cli.Database.SkipSchemaInit {
		return errors.Join(auth.CheckSchema(ctx, pool), tracker.CheckSchema(ctx, pool))
	}
	for _, step := range []func(context.Context, *pgxpool.Pool) error{adopt.Refuse, auth.Migrate, tracker.Migrate} {
		if err := step(ctx, pool); err != nil {
			return err
		}
	}
	return nil
}
