package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/auth"
	"overlord/store/eventlog"
	"overlord/store/fault"
	"overlord/store/storetest"
	"overlord/tracker/live"
	"overlord/tracker/simulate"
	"overlord/web/api"
)

// A saga is some hours of several characters' lives, played by the simulator
// against a tracker with all its real parts: ingest, log, live state, recorder,
// database, routes. Only time is made up, so that hours pass in seconds. What
// was accepted on the way is kept as it came, for a model of what must be
// answered: the events of the log with their times of receipt, and those that
// are passed on without a log.
type saga struct {
	t                       *testing.T
	module                  *Module
	site                    *httptest.Server
	desk                    *desk // for requests to the site
	world                   *simulate.World
	ledger                  *simulate.Ledger
	clock                   atomic.Int64 // µs since 1970
	feed                    *tapped
	steps                   int
	stored                  *eventlog.Reader
	wires                   map[wire]*plugin
	sent, written, recorded int                                // events that are to be stored, that were taken down, that are in the database
	from                    struct{ stored, passed []*plugin } // who sent them, in order, until they are taken down

	begin  time.Time
	heard  []heard            // everything accepted, in order,
	kinds  map[string][]heard // by kind,
	log    []heard            // and what is stored of it
	odd    []time.Time
	sweeps []time.Time // when the recorder looked for silence
	looks  []time.Time // when the server looked around
	closed map[*plugin]bool
	voice  map[string]*plugin // who sent anything for a character last
}

// wire is a socket of a client.
type wire struct{ client, number int }

// heard is an accepted event.
type heard struct {
	kind, character string
	from            *plugin
	position        uint64    // in the log; 0: it is not stored
	received        time.Time // as the server keeps it
	at              time.Time // its own timestamp
	body            map[string]any
	raw             []byte
	counts          string // of a rare: the session that it counts for
}

const (
	// sagaStep is how much life goes by at once. Silences are multiples of it, and
	// it divides what the contract's rules are about.
	sagaStep = 5 * time.Second

	sagaSteps   = 660 // 55 minutes
	sagaClients = 14  // a plugin with each of the odd habits that the simulator knows

	// One client's machine sleeps between these steps.
	sagaAsleep, sagaAwake = 240, 480

	// sagaRate is between two telemetries of a character.
	sagaRate = 15 * time.Second
)

// storedKinds are the families that the contract stores in the world's database.
var storedKinds = map[string]bool{"telemetry": true, "spawn": true, "rare": true, "portal": true, "character_stats": true, "combat_stats": true}

// derivedKinds are what the server makes of others.
var derivedKinds = map[string]bool{"player_online": true, "player_offline": true, "idle": true, "active": true, "death": true}

// chatter comes many times a second and says little that is new: of so many steps
// one step's is taken.
var chatter = map[string]int{"share_vital_update": 12, "share_position_update": 12, "nearby_objects": 12, "vitals": 6, "spawn": 5}

// ofItems are the families that the inventory stores; there is none here.
var ofItems = map[string]bool{"full_inventory": true, "inventory_delta": true}

// tapped is the hub's feed, with somebody who listens.
type tapped struct {
	Feed
	mu      sync.Mutex
	more    *sync.Cond
	stored  int
	passed  []live.Message
	derived map[string]int
}

// Publish implements Feed.
func (f *tapped) Publish(message live.Message) {
	f.mu.Lock()
	switch {
	case storedKinds[message.Topic]:
		f.stored++
	case derivedKinds[message.Topic]:
		f.derived[message.Topic]++
	default:
		f.passed = append(f.passed, message)
	}
	f.more.Broadcast()
	f.mu.Unlock()
	f.Feed.Publish(message)
}

// newSaga starts a tracker before the first event. It begins shortly before
// midnight.
func newSaga(t *testing.T, seed uint64) *saga {
	t.Helper()
	s := &saga{t: t, begin: time.Date(2026, 5, 4, 23, 32, 30, 0, time.UTC), ledger: simulate.NewLedger(), wires: map[wire]*plugin{},
		kinds: map[string][]heard{}, closed: map[*plugin]bool{}, voice: map[string]*plugin{}}
	s.clock.Store(s.begin.UnixMicro())
	hub := live.New(live.Options{})
	pool := storetest.New(t, Migrate)
	settings := testSettings()
	settings.LogSync, settings.AlertGraceMinutes, settings.OfflineMinutes, settings.EventLogMaxBytes = 0, 5, 15, 256<<20
	m, err := New(Config{
		Settings: settings, DataDir: t.TempDir(), Pool: pool, Hub: hub, Logger: quiet(), Now: s.now, Require: requireOfTests,
		Browser: func(r *http.Request) (live.Client, error) {
			who, _ := auth.FromContext(r.Context())
			return live.Client{Username: who.Username, Permissions: who.Permissions}, nil
		},
		Plugin: func(*http.Request) error { return fault.New(fault.Unauthenticated, "the plugin secret is wrong") },
	})
	if err != nil {
		t.Fatal(err)
	}
	s.module, s.feed = m, &tapped{Feed: m.feed, derived: map[string]int{}}
	s.feed.more = sync.NewCond(&s.feed.mu)
	m.feed, m.reading = s.feed, patient
	if err := m.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.stored = m.log.NewReader(0)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- m.log.Run(ctx) }()
	t.Cleanup(func() {
		m.recorder.release()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the log ended with %v", err)
		}
	})
	router := chi.NewRouter()
	router.Use(api.Requests(quiet(), time.Now), identityOfTests)
	m.Open(router)
	m.Routes(router)
	s.site = httptest.NewServer(router)
	t.Cleanup(s.site.Close)
	s.desk = &desk{bench: &bench{t: t, pool: pool}, module: m, site: s.site, clock: s.begin}
	if s.world, err = simulate.NewWorld(simulate.Config{Clients: sagaClients, Rate: sagaRate, Seed: seed, Old: 1, Start: s.begin}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *saga) now() time.Time { return time.UnixMicro(s.clock.Load()).UTC() }

// step lets some seconds pass: silence is noticed, then the plugins send what
// happened meanwhile, and at the end everything is accepted.
func (s *saga) step() {
	s.t.Helper()
	s.clock.Add(sagaStep.Microseconds())
	now := s.now()
	s.module.publish(s.module.world.Tick(now))
	s.module.game.tick(now)
	s.looks = append(s.looks, now)
	s.steps++
	for i, client := range s.world.Clients() {
		if i == 0 && s.steps > sagaAsleep && s.steps < sagaAwake {
			continue
		}
		for lived := time.Duration(0); lived < sagaStep; lived += s.world.Tick() {
			for _, e := range client.Step(now.Add(s.world.Tick() - sagaStep + lived)) {
				if n := max(1, chatter[e.Type]); s.steps%n == i%n && !ofItems[e.Type] {
					s.send(wire{i, e.Wire}, e)
				}
			}
		}
		if !client.Online() {
			s.hangUp(i)
		}
	}
	s.settle()
}

// send has one event sent by a plugin.
func (s *saga) send(from wire, e simulate.Event) {
	p := s.wires[from]
	if p == nil {
		p = newPlugin(fmt.Sprintf("10.0.%d.%d", from.client, from.number), s.now())
		s.module.plugins.add(p)
		s.wires[from] = p
	}
	s.ledger.Note(e)
	if err := s.module.frame(s.t.Context(), p, e.Frame); err != nil {
		s.t.Fatal(err)
	}
	if e.Odd {
		s.odd = append(s.odd, s.now())
		return
	}
	s.voice[e.Character] = p
	switch {
	case storedKinds[e.Type]:
		s.sent++
		s.from.stored = append(s.from.stored, p)
	case e.Type == "register": // nobody is told of it
		s.take(heard{kind: e.Type, character: e.Character, from: p, received: s.now()})
	default:
		s.from.passed = append(s.from.passed, p)
	}
}

// hangUp closes a client's sockets, as the end of a game does.
func (s *saga) hangUp(client int) {
	for number := range 2 {
		if p := s.wires[wire{client, number}]; p != nil {
			s.module.plugins.remove(p)
			s.closed[p] = true
			delete(s.wires, wire{client, number})
		}
	}
}

// settle waits until everything that was sent is accepted, and takes it down.
func (s *saga) settle() {
	s.t.Helper()
	s.feed.mu.Lock()
	for s.feed.stored < s.sent {
		s.feed.more.Wait()
	}
	passed := s.feed.passed
	s.feed.passed = nil
	s.feed.mu.Unlock()
	if len(passed) != len(s.from.passed) {
		s.t.Fatalf("%d events were passed on, %d sent", len(passed), len(s.from.passed))
	}
	for i, message := range passed {
		s.takeDown(heard{kind: message.Topic, character: message.CharacterName, from: s.from.passed[i], received: s.now(), raw: message.Body})
	}
	s.from.passed = nil
	for missing := s.sent - s.written; missing > 0; {
		batch, err := s.stored.Read(s.t.Context(), missing, 64<<20, 0)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, r := range batch.Records {
			s.takeDown(heard{kind: r.Kind, character: r.CharacterName, from: s.from.stored[r.Position-1], position: r.Position, received: r.ReceivedAt.UTC(), raw: r.Payload})
		}
		missing -= len(batch.Records)
	}
	s.written = s.sent
}

func (s *saga) takeDown(h heard) {
	s.t.Helper()
	if err := json.Unmarshal(h.raw, &h.body); err != nil {
		s.t.Fatalf("%v in %s", err, h.raw)
	}
	at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(h.body["timestamp"]))
	if err != nil {
		s.t.Fatalf("%v in %s", err, h.raw)
	}
	h.at = at.UTC()
	s.take(h)
}

// record brings what was accepted into the database, and looks for silence.
func (s *saga) record() {
	s.t.Helper()
	if err := s.module.recorder.drain(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if err := s.module.recorder.sweep(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	s.recorded = s.sent
	s.sweeps = append(s.sweeps, s.now())
	mustBalance(s.t, s.module.books)
}

// take enters an accepted event.
func (s *saga) take(h heard) {
	s.heard = append(s.heard, h)
	s.kinds[h.kind] = append(s.kinds[h.kind], h)
	if h.position > 0 {
		s.log = append(s.log, h)
	}
}

// of are the accepted events of a kind, in order.
func (s *saga) of(kind string) []heard { return s.kinds[kind] }

// stream are the stored events in the order of the log.
func (s *saga) stream() []heard { return s.log }

// characters are all who were heard of, in the order of their first event.
func (s *saga) characters() (names []string) {
	met := map[string]bool{}
	for _, h := range s.heard {
		if !met[h.character] {
			met[h.character] = true
			names = append(names, h.character)
		}
	}
	return names
}
