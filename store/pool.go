package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// How long a connection is waited for and kept. An HTTP request lives for 30 s,
// so that a database that is away shows as that within it.
const (
	connectTimeout = 5 * time.Second  // a new connection, TLS and login included
	pingTimeout    = 2 * time.Second  // whether an idle connection still answers
	acquireTimeout = 10 * time.Second // InTx's wait for a connection of a busy pool
	idleTime       = 5 * time.Minute  // an unused connection is closed
	lifetime       = time.Hour        // any connection is closed, to follow a moved server
	lifetimeJitter = 5 * time.Minute  // but not all at once
	healthPeriod   = 30 * time.Second // how often the above is looked after
	keepAliveIdle  = 15 * time.Second // silence before a connection over the network is probed,
	keepAliveEvery = 5 * time.Second  // how often,
	keepAliveTries = 3                // and how many lost probes end it
	unconfirmed    = 30 * time.Second // sent bytes that nobody confirms end it as well
)

// Config is one module's pool.
type Config struct {
	URL      string // postgres://… or key=value pairs
	Password string // fills an URL without one
	Size     int    // connections at most, from 1
	Name     string // application_name, seen in pg_stat_activity

	// StatementTimeout ends statements that run longer; 0: the server's default.
	StatementTimeout time.Duration

	// ReadOnly has the server refuse every write of these connections.
	ReadOnly bool
}

// Open makes a pool. It succeeds while the database is away; the first use
// tells. Times are read and shown in UTC, whatever the server's time zone.
func Open(ctx context.Context, cfg Config) (*pgxpool.Pool, error) {
	pc, err := cfg.parse()
	if err != nil {
		return nil, err
	}
	return pgxpool.NewWithConfig(ctx, pc)
}

// Address is where an URL leads, for people: user, host, port and database, and
// never a password.
func (c Config) Address() (string, error) {
	pc, err := c.parse()
	if err != nil {
		return "", err
	}
	cc := pc.ConnConfig
	return fmt.Sprintf("%s@%s/%s", cc.User, net.JoinHostPort(cc.Host, strconv.Itoa(int(cc.Port))), cc.Database), nil
}

func (c Config) parse() (*pgxpool.Config, error) {
	if c.Size < 1 {
		return nil, fmt.Errorf("a pool of %d connections: at least 1 is needed", c.Size)
	}
	pc, err := pgxpool.ParseConfig(c.URL)
	if err != nil {
		return nil, unreadable(err)
	}
	if c.Password != "" && !hasPassword(c.URL) {
		pc.ConnConfig.Password = c.Password
	}
	pc.MaxConns = int32(c.Size)
	pc.MinConns, pc.MinIdleConns = 0, 0
	pc.MaxConnIdleTime, pc.MaxConnLifetime, pc.MaxConnLifetimeJitter = idleTime, lifetime, lifetimeJitter
	pc.HealthCheckPeriod, pc.PingTimeout = healthPeriod, pingTimeout
	pc.AfterConnect = afterConnect
	c.tune(pc.ConnConfig)
	return pc, nil
}

// tune sets what each connection asks of the network and the server.
func (c Config) tune(cc *pgx.ConnConfig) {
	cc.ConnectTimeout = connectTimeout
	dialer := &net.Dialer{Control: giveUp, KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: keepAliveIdle, Interval: keepAliveEvery, Count: keepAliveTries,
	}}
	cc.DialFunc = dialer.DialContext
	cc.RuntimeParams["timezone"] = "UTC"
	if c.Name != "" {
		cc.RuntimeParams["application_name"] = c.Name
	}
	if c.ReadOnly {
		cc.RuntimeParams["default_transaction_read_only"] = "on"
	}
	if c.StatementTimeout > 0 {
		cc.RuntimeParams["statement_timeout"] = strconv.FormatInt(c.StatementTimeout.Milliseconds(), 10)
	}
}

// afterConnect has timestamps read in UTC; pgx takes the process's own zone.
func afterConnect(_ context.Context, conn *pgx.Conn) error {
	types := conn.TypeMap()
	stamp := &pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}}
	types.RegisterType(stamp)
	types.RegisterType(&pgtype.Type{Name: "_timestamptz", OID: pgtype.TimestamptzArrayOID, Codec: &pgtype.ArrayCodec{ElementType: stamp}})
	return nil
}

// unreadable hides the address itself, which may hold a password that its
// writer got wrong in such a way that it cannot be told from the rest.
func unreadable(err error) error {
	text := "it must look like postgres://user:password@host:5432/database"
	var number *strconv.NumError
	if errors.As(err, &number) {
		text = "a number in it is wrong; " + text
	}
	return errors.New("the database's address cannot be read: " + text)
}

var passwordPair = regexp.MustCompile(`(?i)(^|\s)password\s*=\s*('[^']|[^\s'])`)

// hasPassword tells whether an address brings a password of its own.
func hasPassword(address string) bool {
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return passwordPair.MatchString(address)
	}
	u, err := url.Parse(address)
	if err != nil {
		return true // pgx read it, we cannot: leave it as it is
	}
	password, _ := u.User.Password()
	return password != "" || u.Query().Get("password") != ""
}

// connect makes a connection outside the pool, like the pool's own. It is for
// what must keep its session: it neither takes the pool's room nor leaves
// anything in it.
func connect(ctx context.Context, pool *pgxpool.Pool) (*pgx.Conn, error) {
	pc := pool.Config()
	conn, err := pgx.ConnectConfig(ctx, pc.ConnConfig)
	if err != nil {
		return nil, err
	}
	return conn, afterConnect(ctx, conn)
}
