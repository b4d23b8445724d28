package simulate

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"overlord/store/fault"
)

// parse reads a command line as main does.
func parse(tb testing.TB, args ...string) (*Command, error) {
	tb.Helper()
	var cli struct {
		Simulate Command `cmd:"" help:"Play many plugins."`
	}
	parser, err := kong.New(&cli, kong.Name("overlord"), kong.Exit(func(int) {}))
	if err != nil {
		tb.Fatal(err)
	}
	_, err = parser.Parse(append([]string{"simulate"}, args...))
	return &cli.Simulate, err
}

func TestCommandDefaults(t *testing.T) {
	t.Parallel()
	c, err := parse(t)
	if err != nil {
		t.Fatal(err)
	}
	want := Command{Clients: 60, Rate: 2 * time.Second, Seed: 1, URL: "ws://127.0.0.1:8770/ws/position", OldPlugins: 0.25}
	if c.Clients != want.Clients || c.Rate != want.Rate || c.Seed != want.Seed || c.URL != want.URL || c.OldPlugins != want.OldPlugins || c.KeepTrying || c.Events != 0 || c.Only != nil {
		t.Errorf("got %+v", c)
	}
}

func TestCommandFlags(t *testing.T) {
	t.Parallel()
	c, err := parse(t, "--clients", "5", "--rate=0", "--seed=9", "--url=wss://overlord.example/websocket/", "--old-plugins=0", "--only=telemetry,share_*", "--events=10", "--duration=1m", "--keep-trying")
	if err != nil {
		t.Fatal(err)
	}
	o := c.options(Env{SharedSecret: "s"})
	if o.Clients != 5 || o.Rate != 0 || o.Seed != 9 || o.Old != 0 || len(o.Only) != 2 || o.Events != 10 || o.Duration != time.Minute || !o.KeepTrying || o.Secret != "s" {
		t.Errorf("%+v", o)
	}
}

// Each wrong flag is refused before anything starts, with what would be right.
func TestCommandRefuses(t *testing.T) {
	t.Parallel()
	for flag, says := range map[string]string{
		"--clients=0":        "1 to 2000",
		"--clients=2001":     "1 to 2000",
		"--rate=1ms":         "10ms",
		"--rate=-1s":         "10ms",
		"--old-plugins=2":    "0 to 1",
		"--url=localhost":    "ws://127.0.0.1:8770/ws/position",
		"--url=ftp://host/x": "ws://127.0.0.1:8770/ws/position",
		"--only=telemtry":    "telemetry, spawn",
		"--events=-1":        "negative",
		"--duration=-1s":     "negative",
	} {
		if _, err := parse(t, flag); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", flag, err)
		}
	}
}

func TestCommandNeedsASecret(t *testing.T) {
	t.Parallel()
	c, err := parse(t)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Run(t.Context(), Env{}); fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "SHARED_SECRET") {
		t.Errorf("error %v", err)
	}
}

func TestOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate time.Duration
		only []string
		want string
	}{
		{time.Second, []string{"telemetry", "share_*", "telemetry"}, "register share_position_update share_vital_update telemetry"},
		{0, nil, "character_stats combat_stats portal rare register spawn telemetry"},
		{0, []string{"vitals"}, "register vitals"},
	} {
		o := Options{Clients: 60, Rate: c.rate, Seed: 1, Old: 1, URL: "ws://x/y", Secret: "s", Only: c.only}
		if err := o.validate(); err != nil {
			t.Fatal(err)
		}
		families := map[string]bool{}
		play(mustWorld(t, o.config()), 10*time.Minute, func(_ int, e Event) { families[e.Type] = true })
		if got := strings.Join(slices.Sorted(maps.Keys(families)), " "); got != c.want {
			t.Errorf("only %v sends %s", c.only, got)
		}
	}
}
