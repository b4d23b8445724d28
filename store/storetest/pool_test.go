//go:build unix

package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// fakeTB keeps what a helper says about a test, and its cleanups.
type fakeTB struct {
	testing.TB
	said     []string
	cleanups []func()
}

func (f *fakeTB) Helper()           {}
func (f *fakeTB) Name() string      { return strings.Repeat("name", 30) }
func (f *fakeTB) Cleanup(do func()) { f.cleanups = append(f.cleanups, do) }
func (f *fakeTB) Errorf(format string, args ...any) {
	f.said = append(f.said, fmt.Sprintf(format, args...))
}
func (f *fakeTB) Fatalf(format string, args ...any) { f.Errorf(format, args...); panic(f) }

func (f *fakeTB) end() {
	for i := len(f.cleanups) - 1; i >= 0; i-- {
		f.cleanups[i]()
	}
}

// exists tells whether the server still has a database.
func exists(t *testing.T, name string) bool {
	t.Helper()
	pool := New(t)
	var found bool
	if err := pool.QueryRow(t.Context(), `select exists (select from pg_database where datname = $1)`, name).Scan(&found); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestADatabaseGoesWithItsTest(t *testing.T) {
	t.Parallel()
	tb := &fakeTB{TB: t}
	name := New(tb).Config().ConnConfig.Database
	if !exists(t, name) {
		t.Fatalf("there is no database %s", name)
	}
	tb.end()
	if len(tb.said) > 0 {
		t.Errorf("it says %q", tb.said)
	}
	if exists(t, name) {
		t.Errorf("the database %s is left", name)
	}
}

func TestAForgottenConnectionFailsTheTestInsteadOfHangingIt(t *testing.T) {
	t.Parallel()
	tb := &fakeTB{TB: t}
	pool := fresh(tb, 100*time.Millisecond, nil)
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	name := pool.Config().ConnConfig.Database
	tb.end()
	if len(tb.said) != 1 || !strings.Contains(tb.said[0], "1 connections of its pool in use") {
		t.Errorf("it says %q", tb.said)
	}
	if exists(t, name) {
		t.Errorf("the database %s is left", name)
	}
}

var errMigration = errors.New("no good")

func badMigration(context.Context, *pgxpool.Pool) error { return errMigration }

func TestAFailedMigrationFailsEachTestThatNeedsIt(t *testing.T) {
	t.Parallel()
	for range 2 {
		tb := &fakeTB{TB: t}
		func() {
			defer func() {
				if recover() != any(tb) {
					t.Error("the test goes on")
				}
			}()
			New(tb, badMigration)
		}()
		tb.end()
		if len(tb.said) != 1 || !strings.Contains(tb.said[0], errMigration.Error()) {
			t.Errorf("it says %q", tb.said)
		}
	}
}
