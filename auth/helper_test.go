package auth

import (
	"bytes"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/crypto/bcrypt"

	"overlord/store"
)

// defaults are the settings of a server whose operator has set nothing.
func defaults() Settings {
	return Settings{LegacyCookies: "accept", FirstAdmin: "admin", InternalTrust: "loopback", AuthPoolSize: 4}
}

// generous lets a test sign in as often as it likes.
var generous = Rate{Burst: 1_000_000, Every: time.Millisecond}

// quick are options that make hashes cheap and throttles wide, and write to log.
func quick(log *logBuffer) Options {
	return Options{Logger: log.logger(), HashCost: bcrypt.MinCost, AddressRate: generous, AccountRate: generous}
}

// MustNew makes a module. Rules that need no database are tested without one.
func MustNew(tb testing.TB, pool *pgxpool.Pool, settings Settings, options Options) *Module {
	tb.Helper()
	m, err := New(pool, settings, options)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// logBuffer keeps everything that was logged, at every level.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	suite.mu.Lock()
	suite.said.Write(p)
	suite.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *logBuffer) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: false}))
}

// MustOpen opens a pool that is closed with the test.
func MustOpen(tb testing.TB, url string) *pgxpool.Pool {
	tb.Helper()
	pool, err := store.Open(tb.Context(), store.Config{URL: url, Size: 4, Name: "auth test"})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(pool.Close)
	return pool
}

// patience bounds every wait of these tests; nothing takes nearly as long.
const patience = 2 * time.Minute

// eventually waits for what happens in another goroutine.
func eventually(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			tb.Fatalf("%s: not after %s", what, patience)
		}
	}
}
