// Mosswart Overlord takes the firehose of Asheron's Call plugins and gives it
// back as a live map, searches, suits and alerts: one process on PostgreSQL.
//
// This file composes it: settings and commands of all modules, the pools, the
// modules and what they need of each other, and the order of start and stop.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"overlord/auth"
	"overlord/frontend"
	"overlord/inventory"
	"overlord/store"
	"overlord/store/embedded"
	"overlord/store/fault"
	"overlord/suitbuilder"
	"overlord/suitbuilder/solve"
	"overlord/tracker"
	"overlord/tracker/adopt"
	"overlord/tracker/live"
	"overlord/tracker/simulate"
	"overlord/web"
	"overlord/web/join"
	"overlord/web/settings"
	"overlord/web/stage"
)

const (
	// stopTime is what the private database has to stop cleanly.
	stopTime = 20 * time.Second

	// prepareRetry is how often a database that is away is asked for again.
	prepareRetry = 2 * time.Second

	// spareConnections are those of the private database beyond the pools': for
	// psql, Grafana, backups and PostgreSQL's own reserve.
	spareConnections = 20

	// commandConnections are those of a command beside the server.
	commandConnections = 2

	// readonlyRole may only read: Grafana, psql and the assistant.
	readonlyRole = "overlord_readonly"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "overlord:", err)
		os.Exit(1)
	}
}

// cli is everything that can be set and said on the command line.
type cli struct {
	Server    serverSettings     `embed:""`
	Logging   settings.Logging   `embed:""`
	Web       web.Settings       `embed:""`
	Database  store.Settings     `embed:""`
	Auth      auth.Settings      `embed:""`
	Tracker   tracker.Settings   `embed:""`
	Inventory inventory.Settings `embed:""`

	Suitbuilder suitbuilder.Settings `embed:""`

	Serve       serveCommand             `cmd:"" default:"withargs" help:"Run the server."`
	Simulate    simulate.Command         `cmd:"" help:"Play plugins against a server: a demo, and a load."`
	Adopt       adoptCommand             `cmd:"" help:"Take over the databases of the earlier services, in place; --check only says what would happen."`
	ImportMag   inventory.ImportCommand  `cmd:"" help:"Load the inventories that Mag-Tools keeps as files: a file, a folder, or folders of servers."`
	Retention   tracker.RetentionCommand `cmd:"" help:"Say which parts of the tables are older than the settings keep; --apply drops them, as the running server does every hour."`
	CheckConfig checkConfig              `cmd:"" help:"Print the settings in force, secrets masked, and the databases' addresses."`
	Healthcheck healthcheck              `cmd:"" help:"Ask the server on this machine whether it is up."`
	User        auth.Commands            `cmd:"" help:"Add, change, list and delete users, beside a running server or without one."`
	Version     versionCommand           `cmd:"" help:"Print the version."`
}

// serverSettings are those of the process as a whole.
type serverSettings struct {
	DataDir      string `help:"Where the event log, the private database, first-run secrets and map.png lie." default:"./data" placeholder:"DIR"`
	BuildVersion string `help:"The version to show; unset: the build's own." placeholder:"TEXT"`
}

// makeDataDir makes the folder where the server keeps its files.
func (s serverSettings) makeDataDir() error {
	if err := os.MkdirAll(s.DataDir, 0o755); err != nil {
		return fmt.Errorf("DATA_DIR is %q, which cannot be made: %w", s.DataDir, err)
	}
	return nil
}

type (
	serveCommand   struct{}
	checkConfig    struct{}
	healthcheck    struct{}
	versionCommand struct{}
)

// program is what the commands work with.
type program struct {
	ctx    context.Context
	cli    *cli
	parsed *settings.Result
	getenv func(string) string
	out    io.Writer

	hashCost int // of passwords; 0: the usual. Tests that sign in all the time take less
}

// run parses the command line and does what it says. Its error is one line for
// the user.
func run(ctx context.Context, args []string, getenv func(string) string, out io.Writer) error {
	return (&program{ctx: ctx, getenv: getenv, out: out}).run(args)
}

func (p *program) run(args []string) error {
	var c cli
	parsed, err := settings.Parse(&c, args, settings.Options{
		Name: "overlord", Description: "Live map, search and suits for Asheron's Call guilds.", Out: p.out, Getenv: p.getenv,
		Kong: []kong.Option{kong.BindTo(p.ctx, (*context.Context)(nil)), kong.Bind(simulate.Env{Out: p.out})},
	})
	if errors.Is(err, settings.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	p.cli, p.parsed = &c, parsed
	if err = p.command(); c.Database.ReadOnly && store.IsReadOnly(err) {
		return errors.New("READ_ONLY is set, so that nothing was changed: run this command with READ_ONLY=false")
	}
	return err
}

// command does what the command line says.
func (p *program) command() error {
	if !strings.HasPrefix(p.parsed.Command(), "user ") {
		c := p.cli
		return p.parsed.Run(p, simulate.Env{SharedSecret: c.Auth.SharedSecret, Out: p.out}, store.Console{Out: p.out, Open: p.openDereth}, inventory.Console{Out: p.out, Open: p.openInventory}, c.Tracker)
	}
	console, closeAll, err := p.console()
	if err != nil {
		return err
	}
	defer closeAll()
	return p.parsed.Run(console)
}

// adoptCommand is `overlord adopt`: it takes over both databases of the earlier
// services.
type adoptCommand struct {
	Check         bool `help:"Say what would happen, and change nothing."`
	UndoInventory bool `help:"Give the earlier services their tables in inventory_db back; ours are kept aside."`
}

// Run adopts dereth, then inventory_db.
func (c *adoptCommand) Run(p *program, console store.Console) error {
	if !c.UndoInventory {
		if err := (&adopt.Command{Check: c.Check}).Run(p.ctx, console); err != nil {
			return err
		}
	}
	pool, done, err := p.open(p.ctx, p.cli.Database.Inventory(), "inventory_db")
	if err != nil {
		return err
	}
	defer done()
	return inventory.Adopt(p.ctx, pool, inventory.AdoptOptions{Check: c.Check, Undo: c.UndoInventory, Out: p.out, Now: time.Now})
}

// Run prints the version.
func (versionCommand) Run(p *program) error {
	build := web.ReadBuild(p.cli.Server.BuildVersion)
	_, err := fmt.Fprintln(p.out, build.Version, build.Go)
	return err
}

// Run prints the settings and where the databases are.
func (checkConfig) Run(p *program) error {
	if err := p.parsed.Print(p.out); err != nil {
		return err
	}
	d := p.cli.Database
	if d.Private() {
		_, err := fmt.Fprintln(p.out, "databases: private, under", filepath.Join(p.cli.Server.DataDir, "postgres"))
		return err
	}
	for _, c := range []store.Config{d.Dereth(), d.Inventory()} {
		address, err := c.Address()
		if err != nil {
			return err
		}
		fmt.Fprintln(p.out, "database:", address)
	}
	return nil
}

// Run asks the server that LISTEN_ADDR names.
func (healthcheck) Run(p *program) error { return web.Healthy(p.ctx, p.cli.Web) }

// privateConfig says what the private database is like.
func (p *program) privateConfig(logger *slog.Logger) embedded.Config {
	c := p.cli
	return embedded.Config{
		DataDir: c.Server.DataDir, BinDir: c.Database.PgBinDir, Listen: c.Database.EmbeddedPgListen, Reader: readonlyRole,
		Databases: []string{"dereth", "inventory_db"}, Connections: c.Tracker.TrackerPoolSize + c.Auth.AuthPoolSize + c.Inventory.InventoryPoolSize + c.Suitbuilder.SuitbuilderPoolSize + spareConnections,
		Logger: logger.With("module", "postgres"), Getenv: p.getenv,
	}
}

// openDereth opens the database dereth for a command.
func (p *program) openDereth(ctx context.Context) (pool *pgxpool.Pool, done func(), err error) {
	return p.open(ctx, p.cli.Database.Dereth(), "dereth")
}

// open opens a database for a command. The private one is that of the running
// server, or is started for the command and stopped after it.
func (p *program) open(ctx context.Context, config store.Config, name string) (pool *pgxpool.Pool, done func(), err error) {
	s := &server{}
	if p.cli.Database.Private() {
		if s.private, err = embedded.Beside(ctx, p.privateConfig(p.cli.Logging.Logger(os.Stderr))); err != nil {
			return nil, nil, err
		}
		config.URL = s.private.URL(name)
	}
	config.Name, config.Size = "overlord command", commandConnections
	s.pool, err = store.Open(ctx, config)
	if err != nil {
		return nil, nil, errors.Join(err, s.close())
	}
	return s.pool, func() { _ = s.close() }, nil // it stops with this process at the latest
}

// openInventory opens inventory_db for a command, its tables made.
func (p *program) openInventory(ctx context.Context) (*pgxpool.Pool, func(), error) {
	pool, done, err := p.open(ctx, p.cli.Database.Inventory(), "inventory_db")
	if err != nil {
		return nil, nil, err
	}
	if err := (&server{program: p}).furnishItems(ctx, pool); err != nil {
		done()
		return nil, nil, err
	}
	return pool, done, nil
}

// console gives the commands of the accounts what they work with.
func (p *program) console() (*auth.Console, func(), error) {
	pool, done, err := p.openDereth(p.ctx)
	if err != nil {
		return nil, nil, err
	}
	accounts, err := auth.New(pool, p.cli.Auth, auth.Options{Logger: slog.New(slog.DiscardHandler)})
	if err == nil {
		err = (&server{program: p}).schemas(p.ctx, pool)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	c := &auth.Console{Context: p.ctx, Module: accounts, In: os.Stdin, Out: p.out}
	if settings.IsTerminal(os.Stdin) {
		c.Ask = settings.AskTerminal
	}
	return c, done, nil
}

// Run is the server, from start to stop.
func (serveCommand) Run(p *program) error {
	s := &server{program: p, logger: p.cli.Logging.Logger(os.Stderr), registry: prometheus.NewRegistry()}
	return s.serve(p.ctx)
}

// server is the running server's parts, in the order in which they are made.
type server struct {
	*program
	logger   *slog.Logger
	registry *prometheus.Registry
	private  *embedded.Server // nil: the databases are elsewhere
	authPool *pgxpool.Pool
	pool     *pgxpool.Pool
	itemPool *pgxpool.Pool // on inventory_db
	suitPool *pgxpool.Pool // on inventory_db
	auth     *auth.Module
	hub      *live.Hub
	tracker  *tracker.Module
	items    *inventory.Module
	suits    *suitbuilder.Module
	http     *web.Server

	furnished bool             // the databases have their tables and a user
	admin     *auth.FirstAdmin // made at this start; nil: there was one
}

// serve starts everything, waits for ctx or a failure, and stops in order:
// streams first, then requests, then what is in the log reaches the database.
func (s *server) serve(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.build(ctx); err != nil {
		return err
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	s.greet()
	failed, fail := context.WithCancelCause(ctx)
	stores := stage.Begin(fail, s.tracker.RunStore, s.items.RunStore)
	requests := stage.Begin(fail, s.http.Run, s.auth.Run, s.items.RunSearch, s.settle, s.debug)
	streams := stage.Begin(fail, s.hub.Run, s.tracker.RunStreams)
	<-failed.Done()
	s.logger.Info("stopping")
	err = errors.Join(streams.Stop(), requests.Stop(), stores.Stop())
	s.logger.Info("stopped")
	return err
}

// build makes every part. What it starts is the private database only.
func (s *server) build(ctx context.Context) error {
	c := s.cli
	readOnly := c.Database.ReadOnly
	if !readOnly {
		if err := c.Server.makeDataDir(); err != nil {
			return err
		}
	}
	if err := s.openPools(ctx); err != nil {
		return err
	}
	build := web.ReadBuild(c.Server.BuildVersion)
	var err error
	s.auth, err = auth.New(s.authPool, c.Auth, auth.Options{
		PublicURL: c.Web.PublicURL, DataDir: c.Server.DataDir, ReadOnly: readOnly, HashCost: s.hashCost, Logger: s.logger.With("module", "auth"),
	})
	if err != nil {
		return err
	}
	s.hub = live.New(live.Options{Version: build.Version, Logger: s.logger.With("module", "live")})
	if s.items, err = s.newInventory(); err != nil {
		return err
	}
	s.tracker, err = tracker.New(tracker.Config{
		Settings: c.Tracker, DataDir: c.Server.DataDir, Pool: s.pool, Hub: s.hub, Items: s.itemLog(), Furnish: s.schemas, ReadOnly: readOnly,
		Plugin: s.admitPlugin, Pass: s.pluginPass, Browser: s.admitBrowser, Require: s.auth.Require, Costly: s.auth.Limit("reads", auth.CostlyReads), PublicURL: c.Web.PublicURL,
		Logger: s.logger.With("module", "tracker"), Now: time.Now,
	})
	if err != nil {
		return err
	}
	s.suits = s.newSuits()
	if err := s.measure(); err != nil {
		return err
	}
	door, err := web.New(web.Config{
		Settings: c.Web, Build: build, Site: frontend.Dist(), Classic: frontend.Classic(), Gate: s.auth, ReadOnly: readOnly,
		Open:    []web.Routes{s.auth.Routes, s.tracker.Open, s.items.Open},
		View:    []web.Routes{s.tracker.Routes, web.NewMapPicture(c.Server.DataDir).Routes},
		Items:   []web.Routes{join.Watched(s.auth, s.items.Routes), join.Watched(s.auth, s.suits.Routes)},
		Checks:  map[string]web.Check{"tracker": s.tracker.Ready, "accounts": s.authPool.Ping, "inventory": s.items.Ready},
		Metrics: s.registry, Logger: s.logger.With("module", "web"), Now: time.Now,
	})
	if err != nil {
		return err
	}
	s.http = web.NewServer(door, s.logger.With("module", "web"))
	return s.http.Listen(c.Web.ListenAddr)
}

// newInventory makes the inventory, whose log is bounded as the tracker's.
func (s *server) newInventory() (*inventory.Module, error) {
	c := s.cli
	return inventory.New(inventory.Config{
		Settings: c.Inventory, Log: inventory.LogSettings{MaxBytes: c.Tracker.EventLogMaxBytes, Sync: c.Tracker.LogSync},
		DataDir: c.Server.DataDir, Pool: s.itemPool, ReadOnly: c.Database.ReadOnly, AcceptGap: c.Tracker.AcceptGap, MaxLag: c.Tracker.ReadyMaxLag,
		Announcer: join.Announcer{Hub: s.hub}, Require: s.auth.Require, Furnish: s.furnishItems,
		Wearers: join.Wearers{Sheets: func() *tracker.Module { return s.tracker }},
		Logger:  s.logger.With("module", "inventory"), Now: time.Now,
	})
}

// itemLog is where the tracker hands the events of inventories; nil: nowhere.
func (s *server) itemLog() tracker.Items {
	if s.cli.Database.ReadOnly {
		return nil
	}
	return s.items
}

// newSuits makes the suit builder, which takes its items from the inventory.
func (s *server) newSuits() *suitbuilder.Module {
	return suitbuilder.New(suitbuilder.Config{
		Pool: s.suitPool, Armory: join.Armory{Items: s.items, Sheets: s.tracker}, Solver: solve.Solve, Require: s.auth.Require,
		Logger: s.logger.With("module", "suitbuilder"), Now: time.Now,
	})
}

// openPools opens each module's pool, on the private database where no other is
// named.
func (s *server) openPools(ctx context.Context) (err error) {
	c := s.cli
	dereth, items := c.Database.Dereth(), c.Database.Inventory()
	if c.Database.Private() {
		if s.private, err = embedded.Start(ctx, s.privateConfig(s.logger)); err != nil {
			return err
		}
		dereth, items = store.Config{URL: s.private.URL("dereth")}, store.Config{URL: s.private.URL("inventory_db")}
	}
	for _, of := range []struct {
		module string
		on     store.Config
		size   int
		pool   **pgxpool.Pool
	}{
		{"auth", dereth, c.Auth.AuthPoolSize, &s.authPool},
		{"tracker", dereth, c.Tracker.TrackerPoolSize, &s.pool},
		{"inventory", items, c.Inventory.InventoryPoolSize, &s.itemPool},
		{"suitbuilder", items, c.Suitbuilder.SuitbuilderPoolSize, &s.suitPool},
	} {
		of.on.Name, of.on.Size = "overlord "+of.module, of.size
		if *of.pool, err = store.Open(ctx, of.on); err != nil {
			return err
		}
	}
	return nil
}

// admitPlugin tells whether a request may open a plugin's socket.
func (s *server) admitPlugin(r *http.Request) error {
	_, err := s.auth.PluginRequest(r)
	return err
}

// pluginPass tells with which secret a plugin came.
func (s *server) pluginPass(r *http.Request) tracker.PluginPass {
	name, err := s.auth.PluginRequest(r)
	if err != nil { // it was revoked this very moment
		name = ""
	}
	return tracker.PluginPass{Ended: s.auth.PluginEnded(name), Speaks: func(character string) { s.auth.PluginSpeaks(name, character) }}
}

// admitBrowser tells who opens a live socket.
func (s *server) admitBrowser(r *http.Request) (live.Client, error) {
	who, known := auth.FromContext(r.Context())
	if !known {
		return live.Client{}, fault.New(fault.Unauthenticated, "sign in first")
	}
	return live.Client{Username: who.Username, UserID: who.UserID, Permissions: who.Permissions, Ended: s.auth.Watch(r.Context(), who), Audit: s.auth.Auditor(r)}, nil
}

// measure registers the metrics of the process and of the modules.
func (s *server) measure() error {
	for _, c := range []prometheus.Collector{collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})} {
		if err := s.registry.Register(c); err != nil {
			return err
		}
	}
	return errors.Join(s.tracker.Metrics(s.registry), s.items.Metrics(s.registry), s.suits.Metrics(s.registry))
}

// prepare brings the schemas up to date, makes the first user and loads what the
// modules need. Where the database is away the server starts all the same:
// events are taken, and settle goes on once the database is back.
func (s *server) prepare(ctx context.Context) error {
	err := s.furnish(ctx)
	if err != nil && !store.IsTransient(err) {
		return err
	}
	if err != nil {
		s.logger.Warn("the database is away; the server starts, and goes on once it is back", "error", err)
	}
	return errors.Join(s.tracker.Start(ctx), s.items.Start(ctx))
}

// schemas brings the tables of dereth up to date; with SKIP_SCHEMA_INIT or
// READ_ONLY it only looks at them.
func (s *server) schemas(ctx context.Context, pool *pgxpool.Pool) error {
	switch d := s.cli.Database; {
	case d.ReadOnly:
		return adopt.CheckAdopted(ctx, pool)
	case d.SkipSchemaInit:
		return adopt.Check(ctx, pool)
	}
	return adopt.Migrate(ctx, pool)
}

// furnishItems brings the tables of inventory_db up to date, or with
// SKIP_SCHEMA_INIT looks whether all that is needed is there.
func (s *server) furnishItems(ctx context.Context, pool *pgxpool.Pool) error {
	if s.cli.Database.SkipSchemaInit {
		return checkItems(ctx, pool)
	}
	if err := inventory.Migrate(ctx, pool); err != nil {
		return err
	}
	return suitbuilder.Migrate(ctx, pool)
}

// checkItems looks whether inventory_db has all that is needed.
func checkItems(ctx context.Context, pool *pgxpool.Pool) error {
	return errors.Join(inventory.CheckSchema(ctx, pool), suitbuilder.CheckSchema(ctx, pool))
}

// lookAtItems says what a read-only server cannot show of items. The earlier
// service's tables are no reason to refuse the start: it goes on writing them until
// the cut-over.
func (s *server) lookAtItems(ctx context.Context) {
	if err := checkItems(ctx, s.itemPool); err != nil {
		s.logger.Warn("items are not shown: inventory_db is away, or not this server's yet", "error", err)
	}
}

// furnish brings the schemas up to date and makes the first user, if there is
// none and we may.
func (s *server) furnish(ctx context.Context) (err error) {
	if err := s.schemas(ctx, s.pool); err != nil {
		return err
	}
	if s.cli.Database.ReadOnly {
		s.furnished = true
		s.lookAtItems(ctx)
		return nil
	}
	s.admin, err = s.auth.EnsureFirstAdmin(ctx, s.cli.Server.DataDir, settings.IsTerminal(s.out))
	s.furnished = err == nil
	return err
}

// settle furnishes a database that was away at the start, as soon as it can.
func (s *server) settle(ctx context.Context) error {
	retry := time.NewTicker(prepareRetry)
	defer retry.Stop()
	for !s.furnished {
		select {
		case <-ctx.Done():
			return nil
		case <-retry.C:
		}
		err := s.furnish(ctx)
		if err != nil && !store.IsTransient(err) && ctx.Err() == nil {
			return err
		}
	}
	<-ctx.Done()
	return nil
}

// debug serves profiles on DEBUG_ADDR, if it is set.
func (s *server) debug(ctx context.Context) error {
	return web.RunDebug(ctx, s.cli.Web, s.logger.With("module", "debug"))
}

// close ends what was opened: pools, then the private database.
func (s *server) close() error {
	for _, pool := range []*pgxpool.Pool{s.pool, s.authPool, s.itemPool, s.suitPool} {
		if pool != nil {
			pool.Close()
		}
	}
	if s.private == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	return s.private.Stop(ctx)
}

// greet tells a person what they need to begin.
func (s *server) greet() {
	g := web.Greeting{
		Build: web.ReadBuild(s.cli.Server.BuildVersion), PublicURL: s.cli.Web.PublicURL, Listening: s.http.Addr(), DataDir: s.cli.Server.DataDir,
		ReadOnly: s.cli.Database.ReadOnly,
	}
	if s.admin != nil {
		g.Admin, g.Password, g.PasswordIn = s.admin.Username, s.admin.Password, cmp.Or(s.admin.File, "ADMIN_PASSWORD")
	}
	g.Print(s.out)
}
