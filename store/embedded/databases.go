//go:build unix

package embedded

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// How often a starting PostgreSQL is asked whether it answers, and how long one
// question may take. A start takes 40 ms; recovery after a crash longer.
const (
	answerPoll     = 5 * time.Millisecond
	answerPollMost = 250 * time.Millisecond
	answerPatience = 5 * time.Second
	answerNews     = 10 * time.Second // a slow start is spoken of that often
)

// answer waits until PostgreSQL takes connections.
func (s *Server) answer(ctx context.Context) error {
	news := time.Now().Add(answerNews)
	for wait := answerPoll; ; wait = min(2*wait, answerPollMost) {
		err := s.ask(ctx)
		if err == nil || refused(err) {
			return err
		}
		select {
		case <-s.exited:
			return fmt.Errorf("the private database did not start: %w", s.Err())
		case <-ctx.Done():
			return fmt.Errorf("the private database did not answer in time: %w (%w)", ctx.Err(), err)
		case <-time.After(wait):
		}
		if time.Now().After(news) {
			s.cfg.Logger.Info("still waiting for the private database, which may be recovering after a crash", "answer", err)
			news = time.Now().Add(answerNews)
		}
	}
}

// ask tries one connection.
func (s *Server) ask(ctx context.Context) error {
	conn, err := s.connect(ctx, "postgres")
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

func (s *Server) connect(ctx context.Context, database string) (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	return pgx.Connect(ctx, s.URL(database))
}

// refused tells an answer that waiting will not change from the ones of a
// server that starts, stops or is full.
func refused(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && !strings.HasPrefix(pg.Code, "57") && !strings.HasPrefix(pg.Code, "53")
}

// makeDatabases makes the databases and the reading role that are missing.
func (s *Server) makeDatabases(ctx context.Context) error {
	conn, err := s.connect(ctx, "postgres")
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, name := range s.cfg.Databases {
		if err := makeDatabase(ctx, conn, name); err != nil {
			return fmt.Errorf("the database %s cannot be made: %w", name, err)
		}
	}
	if s.cfg.Listen == "" || s.cfg.Reader == "" {
		return nil
	}
	return s.makeReader(ctx, conn)
}

func makeDatabase(ctx context.Context, conn *pgx.Conn, name string) error {
	var exists bool
	err := conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, name).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, `create database `+pgx.Identifier{name}.Sanitize())
	return err
}

// makeReader lets the reading role in with the password of its file. What the
// role may read is for the migrations to say.
func (s *Server) makeReader(ctx context.Context, conn *pgx.Conn) error {
	password, err := keptPassword(filepath.Join(s.cfg.DataDir, s.cfg.Reader+"-password"))
	if err != nil {
		return err
	}
	var exists bool
	err = conn.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1)`, s.cfg.Reader).Scan(&exists)
	if err != nil {
		return err
	}
	verb := "create"
	if exists {
		verb = "alter"
	}
	name := pgx.Identifier{s.cfg.Reader}.Sanitize()
	_, err = conn.Exec(ctx, verb+` role `+name+` login password '`+strings.ReplaceAll(password, "'", "''")+`'`)
	if err != nil {
		return fmt.Errorf("the role %s cannot be made: %w", s.cfg.Reader, err)
	}
	return nil
}

// keptPassword reads the password of a file, or makes both.
func keptPassword(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err == nil && strings.TrimSpace(string(text)) != "" {
		return strings.TrimSpace(string(text)), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	password := rand.Text()
	if err := os.WriteFile(path, []byte(password+"\n"), 0o600); err != nil {
		return "", err
	}
	return password, nil
}
